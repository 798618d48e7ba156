//! Escapes: how words are written so that Markdown reads them as words.

use std::fmt::Write;

/// Where words stand.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about a place, not a state")]
pub(super) struct Place {
    /// At the start of a line, where signs can open a block.
    pub(super) line_start: bool,
    /// In a heading, where `#` at the end would close it.
    pub(super) heading: bool,
    /// Behind a bracket that ended a footnote's reference.
    pub(super) after_reference: bool,
    /// Behind a bracket that opened a link or an image.
    pub(super) after_bracket: bool,
    /// Behind an end of emphasis that a letter would undo: the first character is written as a reference.
    pub(super) encode_first: bool,
}

/// Adds words to a line.
pub(super) fn words(out: &mut String, text: &str, place: Place) {
    let ordered = if place.line_start { marker_end(text) } else { None };
    let mut done = 0;
    if let Some(first) = text.chars().next().filter(|c| place.encode_first && !c.is_whitespace() && !c.is_ascii_punctuation()) {
        push_reference(out, first);
        done = first.len_utf8();
    }
    while let Some(c) = text[done..].chars().next() {
        let plain = text[done..].find(may_be_special).unwrap_or(text.len() - done);
        if plain > 0 {
            out.push_str(&text[done..done + plain]);
            done += plain;
            continue;
        }
        let rest = &text[done + c.len_utf8()..];
        if is_hidden(c) {
            push_reference(out, c);
        } else if is_special(c, &text[..done], rest, place) || ordered == Some(done) {
            out.extend(['\\', c]);
        } else {
            out.push(c);
        }
        done += c.len_utf8();
    }
}

/// Whether a character is worth a closer look.
fn may_be_special(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '/' | '?') || is_hidden(c)
}

/// A character as a numeric reference.
pub(super) fn push_reference(out: &mut String, c: char) {
    let _ = write!(out, "&#{};", u32::from(c));
}

/// Whether a reader of Markdown would not give the character back as it is.
fn is_hidden(c: char) -> bool {
    c.is_control()
}

fn is_special(c: char, start: &str, rest: &str, place: Place) -> bool {
    let before = start.chars().next_back();
    let next = rest.chars().next();
    let first = before.is_none();
    match c {
        // Between two dollar signs GitHub reads mathematics.
        '\\' | '*' | '[' | ']' | '<' | '>' | '`' | '~' | '"' | '\'' | '$' => true,
        '_' => !(is_inside_word(start.chars().rev()) && is_inside_word(rest.chars())),
        '&' => opens_entity(rest),
        '!' => next.is_none_or(|next| next == '['),
        '-' => (first && place.line_start) || before == Some('-') || next == Some('-'),
        '.' => before == Some('.') || next == Some('.'),
        '#' => place.heading || (first && place.line_start),
        '+' | '=' | '|' => first && place.line_start,
        ':' => first && (place.line_start || place.after_reference),
        '(' => first && place.after_reference,
        '^' => first && place.after_bracket,
        _ => false,
    }
}

/// Whether a letter or digit comes first that is not the text's outermost character: that one may be written as a reference, and is then no letter.
fn is_inside_word(mut away: impl Iterator<Item = char>) -> bool {
    away.next().is_some_and(char::is_alphanumeric) && away.next().is_some()
}

fn opens_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let after = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    (after.len() < name.len() || rest.starts_with('#')) && (after.is_empty() || after.starts_with(';')) || rest.is_empty()
}

/// Where the stop or bracket stands that would make digits at the start of a line the number of a list item.
fn marker_end(text: &str) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[digits..];
    let after = rest.strip_prefix(['.', ')'])?;
    (digits > 0 && after.chars().next().is_none_or(char::is_whitespace)).then_some(digits)
}

/// A link's address.
pub(super) fn address(out: &mut String, address: &str) {
    let bracketed = address.is_empty() || address.contains([' ', '\t']);
    if bracketed {
        out.push('<');
    }
    for c in address.chars() {
        match c {
            '(' | ')' | '<' | '>' | '\\' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            c if is_hidden(c) => push_reference(out, c),
            c => out.push(c),
        }
    }
    if bracketed {
        out.push('>');
    }
}

/// A link's title, with its quotes. A backslash at its end is a reference: behind a written one, the parsers that GitHub and others
/// use take the closing quote for an escaped one.
pub(super) fn title(out: &mut String, title: &str) {
    out.push('"');
    for (at, c) in title.char_indices() {
        match c {
            '"' => out.push_str("&quot;"),
            '&' => out.push_str("&amp;"),
            '\\' if at + 1 < title.len() => out.push_str("\\\\"),
            c if c == '\\' || is_hidden(c) => push_reference(out, c),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Code between as many backticks as it needs.
pub(super) fn code(out: &mut String, text: &str) {
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let padded = text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' ') && !text.trim_matches(' ').is_empty());
    let pad = if padded { " " } else { "" };
    out.extend([&fence, pad, text, pad, &fence]);
}

/// The length of the longest run of a character.
pub(super) fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}
