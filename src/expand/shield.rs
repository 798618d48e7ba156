//! The shield: how a value travels through the Markdown parser as one inert word.
//!
//! Every character of a value that is not a letter or digit moves to a private-use code point: those of the basic plane to plane 15, those of plane 1 to
//! plane 16. Neither is white space or punctuation to CommonMark, so a shielded value changes no structure, whatever it holds. Sources that contain such
//! code points are refused, so unshielding is exact.
//!
//! The block U+100000 to U+1000FF, where plane 1 has only letters, carries the compiler's own marks.

use std::borrow::Cow;

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

/// Moves everything that is not a letter or digit out of the parser's sight.
pub fn shield(value: &str) -> String {
    value.chars().map(shield_char).collect()
}

fn shield_char(c: char) -> char {
    if c.is_alphanumeric() {
        return c;
    }
    let moved = match c as u32 {
        basic @ 0..=0xFFFF => 0xF_0000 + basic,
        first @ 0x1_0000..=0x1_FFFF => 0x10_0000 + (first - 0x1_0000),
        other => other,
    };
    char::from_u32(moved).unwrap_or(c)
}

/// The text without its shield; marks stay as they are.
pub fn unshield(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_reserved) { Cow::Owned(text.chars().map(unshield_char).collect()) } else { Cow::Borrowed(text) }
}

fn unshield_char(c: char) -> char {
    let moved = match c as u32 {
        fifteen @ 0xF_0000..=0xF_FFFF => fifteen - 0xF_0000,
        0x10_0000..=0x10_00FF => return c,
        sixteen @ 0x10_0000..=0x10_FFFF => sixteen - 0x10_0000 + 0x1_0000,
        other => other,
    };
    char::from_u32(moved).unwrap_or(c)
}

/// Whether a character belongs to the compiler: no source and no value may hold it.
pub fn is_reserved(c: char) -> bool {
    matches!(c as u32, 0xF_0000..=0x10_FFFF)
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
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            BLANK_OPEN => {
                flush(&mut words, &mut parts);
                parts.push(Part::Blank(rest.by_ref().take_while(|c| *c != BLANK_CLOSE).map(unshield_char).collect()));
            }
            SIGNATURES => {
                flush(&mut words, &mut parts);
                parts.push(Part::Signatures);
            }
            _ => match unshield_char(c) {
                '\n' => {
                    flush(&mut words, &mut parts);
                    parts.push(Part::Break);
                }
                plain => words.push(plain),
            },
        }
    }
    flush(&mut words, &mut parts);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shielded_comes_back() {
        for value in ["**Acme** | <b>1. #x</b> {{y}}", "a\u{a0}b", "😀 ok", "Ελλάδα, €5", ""] {
            let shielded = shield(value);
            assert!(shielded.chars().all(|c| c.is_alphanumeric() || is_reserved(c)), "{value}");
            assert_eq!(unshield(&shielded), value);
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
