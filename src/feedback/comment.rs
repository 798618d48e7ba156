//! Comments: what is kept of them.

use crate::plain::is_unfit;

/// The most characters of a comment that are kept.
pub(super) const LONGEST: usize = 800;

/// What is kept of a comment: no control characters, nothing that turns the direction of writing, lines that end in one way, and no more than [`LONGEST`] characters.
pub(super) fn kept(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").replace('\t', " ");
    let shown: String = lines.chars().filter(|c| !is_unfit(*c) && *c != '\u{feff}').collect();
    let cut: String = shown.trim().chars().take(LONGEST).collect();
    cut.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_not_seen_is_kept() {
        assert_eq!(kept("  \u{1b}[31mred\0\u{202e}\tand\r\nblue\rgreen\u{2028} \u{feff}"), "[31mred and\nblue\ngreen");
        // What joins the parts of a character is one of its parts.
        assert_eq!(kept("👩\u{200d}⚖️ Ωραία"), "👩\u{200d}⚖️ Ωραία");
    }

    #[test]
    fn a_comment_is_cut_between_characters() {
        assert_eq!(kept(&"ώ".repeat(LONGEST + 1)).chars().count(), LONGEST);
    }
}
