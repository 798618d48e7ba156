//! The scripts of a site: written by hand, of one origin with the pages, and none of them needed to read.

/// The path of what runs before a page is drawn, from the site's root: it sets the appearance that the reader chose.
pub const THEME_SCRIPT: &str = "theme.js";
/// The path of the script that all pages share, from the site's root.
pub const SCRIPT: &str = "site.js";

/// The text of [`THEME_SCRIPT`].
pub(super) const THEME_SCRIPT_TEXT: &str = include_str!("../../templates/html/theme.js");
/// The text of [`SCRIPT`].
pub(super) const SCRIPT_TEXT: &str = include_str!("../../templates/html/site.js");

#[cfg(test)]
mod tests {
    use super::{SCRIPT_TEXT, THEME_SCRIPT_TEXT};

    /// Every page carries them.
    const MOST_BYTES: usize = 6 * 1024;

    #[test]
    fn scripts_stay_small_and_ask_no_other_host() {
        assert!(SCRIPT_TEXT.len() + THEME_SCRIPT_TEXT.len() < MOST_BYTES);
        assert!(!SCRIPT_TEXT.contains("://") && !THEME_SCRIPT_TEXT.contains("://"));
    }
}
