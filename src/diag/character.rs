//! Characters that no text may hold.

use super::{Code, Diagnostic};
use crate::plain::is_unfit;
use crate::source::is_reserved;

/// The first character of a text that no text may hold: its byte offset and the finding, which has no place yet.
pub fn unfit_character(text: &str) -> Option<(usize, Diagnostic)> {
    // Every such character but the controls of ASCII is written with a byte that the usual Latin, Greek or Cyrillic text has none of.
    if !text.bytes().any(|byte| (byte < b' ' && byte != b'\n' && byte != b'\t') || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xf3 | 0xf4)) {
        return None;
    }
    let (at, c) = text.char_indices().find(|(_, c)| is_unfit(*c) || is_reserved(*c))?;
    Some((at, describe(c)))
}

fn describe(c: char) -> Diagnostic {
    let code = format!("U+{:04X}", u32::from(c));
    if is_reserved(c) {
        let message = format!("the text holds the private-use character {code}, which the compiler needs for itself");
        return Diagnostic::new(Code::ReservedCharacter, message).hint("take the character away; it looks different in every font anyway");
    }
    let what = if c.is_control() { "control character" } else { "invisible character" };
    let why = if c.is_control() { "" } else { ", which reverses the direction of the text after it" };
    Diagnostic::new(Code::ControlCharacter, format!("the text holds the {what} {code}{why}")).hint("take the character away")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_one_is_found() {
        assert!(unfit_character("a\n\tb – “ü”\u{a0}€").is_none());
        let code = |text| unfit_character(text).map(|(at, found)| (at, found.code));
        assert_eq!(code("ab\u{1b}"), Some((2, Code::ControlCharacter)));
        assert_eq!(code("α\u{202e}"), Some((2, Code::ControlCharacter)));
        assert_eq!(code("\u{85}"), Some((0, Code::ControlCharacter)));
        assert_eq!(code("x\u{f0041}"), Some((1, Code::ReservedCharacter)));
        assert_eq!(code("x\u{100041}"), Some((1, Code::ReservedCharacter)));
    }
}
