//! The shield: how a value travels through the Markdown parser as one inert word.
//!
//! Every character of a value, letters and digits too, moves to a private-use code point: those of the basic plane to plane 15, those of plane 1 to plane
//! 16. To `CommonMark` these are no letters, digits, white space or punctuation, so a shielded value changes no structure, whatever it holds: a `1` before
//! a full stop makes no list item, and an `x` between square brackets no task.
//!
//! The block U+100000 to U+1000FF carries the compiler's own marks. What would move there, U+10000 to U+100FF, and what has no place in two planes, the
//! planes 2 to 14, stays as it is behind a mark of its own; these are letters without a meaning to Markdown. Sources and values that contain code
//! points of the planes 15 and 16 are refused, so unshielding is exact.

use std::borrow::Cow;

use crate::source::is_reserved;

/// Stands before a character of a value that stays as it is.
const ASIDE: char = '\u{100001}';
/// Opens a blank: the field's name, shielded, follows.
pub const BLANK_OPEN: char = '\u{100002}';
/// Closes a blank.
pub const BLANK_CLOSE: char = '\u{100003}';
/// Stands, alone in its paragraph, for the signature blocks.
pub const SIGNATURES: char = '\u{100004}';

/// A part of a text that may hold shielded values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'t> {
    /// Text, unshielded.
    Text(Cow<'t, str>),
    /// A line break inside a value.
    Break,
    /// A customer's field without a value: its name.
    Blank(String),
    /// The signature blocks.
    Signatures,
}

/// Moves a value out of the parser's sight.
pub fn shield(value: &str) -> String {
    let mut shielded = String::with_capacity(4 * value.len());
    for c in value.chars() {
        match moved(c) {
            Some(moved) => shielded.push(moved),
            None => shielded.extend([ASIDE, c]),
        }
    }
    shielded
}

/// Where a character moves to; `None` where it stays.
fn moved(c: char) -> Option<char> {
    match c as u32 {
        basic @ 0..=0xFFFF => char::from_u32(0xF_0000 + basic),
        first @ 0x1_0100..=0x1_FFFF => char::from_u32(0x10_0000 + (first - 0x1_0000)),
        _ => None,
    }
}

/// The text without its shield; marks for blanks and signatures stay as they are.
pub fn unshield(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_reserved) { Cow::Owned(characters(text).map(|(c, _)| c).collect()) } else { Cow::Borrowed(text) }
}

/// The characters of a text without its shield, and of each whether a value or a mark brought it.
pub fn characters(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut is_aside = false;
    text.chars().filter_map(move |c| {
        let was_aside = std::mem::replace(&mut is_aside, c == ASIDE);
        (c != ASIDE).then(|| (unshield_char(c), was_aside || is_reserved(c)))
    })
}

fn unshield_char(c: char) -> char {
    let moved = match c as u32 {
        fifteen @ 0xF_0000..=0xF_FFFF => fifteen - 0xF_0000,
        sixteen @ 0x10_0100..=0x10_FFFF => sixteen - 0x10_0000 + 0x1_0000,
        other => other,
    };
    char::from_u32(moved).unwrap_or(c)
}

/// Splits a text into unshielded words, breaks, blanks and signatures.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    if !text.chars().any(is_reserved) {
        return if text.is_empty() { Vec::new() } else { vec![Part::Text(Cow::Borrowed(text))] };
    }
    let mut parts = Vec::new();
    let mut words = String::new();
    let flush = |words: &mut String, parts: &mut Vec<Part<'_>>| {
        if !words.is_empty() {
            parts.push(Part::Text(Cow::Owned(std::mem::take(words))));
        }
    };
    let mut rest = characters(text).map(|(c, _)| c);
    while let Some(c) = rest.next() {
        match c {
            BLANK_OPEN => {
                flush(&mut words, &mut parts);
                parts.push(Part::Blank(rest.by_ref().take_while(|c| *c != BLANK_CLOSE).collect()));
            }
            SIGNATURES => {
                flush(&mut words, &mut parts);
                parts.push(Part::Signatures);
            }
            '\n' => {
                flush(&mut words, &mut parts);
                parts.push(Part::Break);
            }
            plain => words.push(plain),
        }
    }
    flush(&mut words, &mut parts);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_comes_back() {
        let fit: Vec<char> = (0..=0x10_FFFF).filter_map(char::from_u32).filter(|c| !is_reserved(*c)).collect();
        let shielded: Vec<String> = fit.iter().map(|c| shield(c.encode_utf8(&mut [0; 4]))).collect();
        assert!(shielded.iter().all(|one| one.starts_with(is_reserved)));
        assert!(shielded.iter().all(|one| !one.contains([BLANK_OPEN, BLANK_CLOSE, SIGNATURES])));
        assert!(unshield(&shielded.concat()).chars().eq(fit));
    }

    #[test]
    fn what_is_shielded_comes_back() {
        for value in ["**Acme** | <b>1. #x</b> {{y}}", "a\u{a0}b", "😀 ok", "Ελλάδα, €5", "𠮷野 𐀀 a", ""] {
            let shielded = shield(value);
            assert!(!shielded.chars().any(|c| c.is_ascii() || c.is_whitespace()), "{value}");
            assert_eq!(unshield(&shielded), value);
            assert!(characters(&shielded).all(|(_, is_value)| is_value), "{value}");
        }
    }

    #[test]
    fn parts_are_told_apart() {
        let text = format!("a{}b{BLANK_OPEN}{}{BLANK_CLOSE}c{SIGNATURES}", shield("\n"), shield("address.city"));
        let text_part = |words: &str| Part::Text(Cow::Owned(words.to_owned()));
        let expected = [text_part("a"), Part::Break, text_part("b"), Part::Blank("address.city".to_owned()), text_part("c"), Part::Signatures];
        assert_eq!(parts(&text), expected);
    }
}
