//! Text as Typst string literals: never as markup.

use std::fmt::Write;

/// The longest run of characters that is left without a place to break it.
const LONGEST_WORD: usize = 24;
/// The longest piece a word is broken into where it has no punctuation to break behind.
const PIECE: usize = 12;
/// Where a line may end inside a long word or an address. It never reaches a page: whoever copies an address must not copy it too.
const BREAK: char = '\u{200b}';

/// Appends a text as a string literal.
pub(crate) fn push_literal(out: &mut String, text: &str) {
    out.push('"');
    text.chars().for_each(|c| push_char(out, c));
    out.push('"');
}

/// Appends a text as embedded literals, between which a word too long for a line can be broken.
pub(crate) fn push_words(out: &mut String, text: &str) {
    out.push('#');
    if text.len() <= LONGEST_WORD || longest_run(text) <= LONGEST_WORD {
        return push_literal(out, text);
    }
    for (at, piece) in breakable(text).split(BREAK).enumerate() {
        out.push_str(if at > 0 { "#split#" } else { "" });
        push_literal(out, piece);
    }
}

fn push_char(out: &mut String, c: char) {
    match c {
        '"' | '\\' => out.extend(['\\', c]),
        '\n' => out.push(' '),
        c if c.is_control() => {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// Appends the lines of a text as a string literal that keeps its line feeds.
pub(crate) fn push_lines(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("    "),
            c => push_char(out, c),
        }
    }
    out.push('"');
}

/// The number of characters in the longest run without white space.
pub(crate) fn longest_run(text: &str) -> usize {
    text.split(char::is_whitespace).map(|word| word.chars().count()).max().unwrap_or_default()
}

/// A text with places to break its long words: behind the punctuation of an address, and in the midst of what has none.
pub(crate) fn breakable(text: &str) -> String {
    text.split_inclusive(char::is_whitespace).flat_map(breakable_word).collect()
}

fn breakable_word(word: &str) -> Vec<char> {
    if word.chars().count() <= LONGEST_WORD {
        return word.chars().collect();
    }
    let mut out = Vec::with_capacity(word.len() + 8);
    let mut since = 0;
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        since += 1;
        let next = chars.peek().copied().unwrap_or(' ');
        let joint = matches!(c, '/' | '.' | '-' | '_' | '?' | '&' | '=' | '@' | ':' | ',') && next.is_alphanumeric();
        if !next.is_whitespace() && ((joint && since > 2) || since >= PIECE) {
            out.push(BREAK);
            since = 0;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{breakable, push_literal};

    #[test]
    fn a_literal_is_closed_by_nothing_it_holds() {
        let mut out = String::new();
        push_literal(&mut out, "a\"#x\\\n\u{7}$*_");
        assert_eq!(out, "\"a\\\"#x\\\\ \\u{7}$*_\"");
    }

    #[test]
    fn only_long_words_get_places_to_break() {
        assert_eq!(breakable("short words, all of them and many"), "short words, all of them and many");
        assert_eq!(breakable("see https://example.com/a/very/long"), "see https://\u{200b}example.\u{200b}com/\u{200b}a/very/\u{200b}long");
        assert_eq!(breakable(&"x".repeat(30)), format!("{0}\u{200b}{0}\u{200b}{1}", "x".repeat(12), "x".repeat(6)));
    }
}
