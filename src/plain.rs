//! Whether a text can be shown as it stands, or could command a terminal or be read as something else.
//!
//! What is asked of a text depends on whose it is: an author's may have joiners and line breaks, a stranger's name may have nothing that is not seen, and an
//! address is ASCII.

use std::fmt::{self, Write as _};

/// What stands for a character that is not shown.
pub const UNSHOWN: char = '\u{fffd}';
/// The most characters of a stranger's text that [`harmless`] shows; nobody reads on.
const LONGEST: usize = 256;
/// The most characters of an address that are shown.
const LONGEST_ADDRESS: usize = 300;

/// Whether a character has no place in a text: a control character other than line feed and tab, or one that reverses the direction of text.
pub fn is_unfit(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character has no place in a text of one line: it is [unfit](is_unfit), or ends or divides the line.
pub fn is_unfit_in_line(c: char) -> bool {
    c.is_control() || is_unfit(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether a character does something other than be seen.
fn is_unseen(c: char) -> bool {
    is_unfit_in_line(c)
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// A stranger's text as it can be shown: what is not seen, commands a terminal or turns the direction of writing becomes U+FFFD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plain<'t>(pub &'t str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| f.write_char(if is_unseen(c) { UNSHOWN } else { c }))
    }
}

/// A stranger's text as [`Plain`] shows it, cut where it is too long.
pub fn harmless(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", Plain(text.get(..end).unwrap_or_default())),
        None => Plain(text).to_string(),
    }
}

/// An address as it can be shown: what is not ASCII could look like what it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainAddress<'t>(pub &'t str);

impl fmt::Display for PlainAddress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().take(LONGEST_ADDRESS).try_for_each(|c| f.write_char(if c.is_ascii_graphic() { c } else { UNSHOWN }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfit_characters_are_known() {
        assert!("\u{0}\u{1b}\u{7f}\u{85}\u{202e}\u{2066}\r".chars().all(is_unfit));
        assert!(!"\n\tα \u{200f}😀".chars().any(is_unfit));
        assert!("\n\t\r\u{2028}\u{202e}".chars().all(is_unfit_in_line));
        // Whoever writes Persian or emoji needs the joiners.
        assert!(!"a\u{200c}b\u{200d}c".chars().any(is_unfit_in_line));
    }

    #[test]
    fn what_steers_a_terminal_is_not_shown() {
        assert_eq!(harmless("a\u{1b}[31mb\u{202e}c\u{200b}"), "a\u{fffd}[31mb\u{fffd}c\u{fffd}");
        assert_eq!(harmless(&"x".repeat(300)).chars().count(), 257);
        assert_eq!(harmless(&"é".repeat(256)), "é".repeat(256));
    }

    #[test]
    fn an_address_is_ascii() {
        assert_eq!(PlainAddress("http://а.example/ \n").to_string(), "http://\u{fffd}.example/\u{fffd}\u{fffd}");
    }
}
