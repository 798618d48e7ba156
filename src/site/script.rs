//! The scripts of a site: written by hand, of one origin with the pages, and none of them needed to read.

use super::lean::lean_script;

const THEME_SCRIPT_TEXT: &str = include_str!("../../templates/html/theme.js");
const SCRIPT_TEXT: &str = include_str!("../../templates/html/site.js");
const SEARCH_SCRIPT_TEXT: &str = include_str!("../../templates/html/search.js");

/// The text of [`THEME_SCRIPT`](super::THEME_SCRIPT).
pub(super) fn theme_script() -> String {
    lean_script(THEME_SCRIPT_TEXT)
}

/// The text of [`SCRIPT`](super::SCRIPT).
pub(super) fn script() -> String {
    lean_script(SCRIPT_TEXT)
}

/// The text of [`SEARCH_SCRIPT`](super::SEARCH_SCRIPT).
pub(super) fn search_script() -> String {
    lean_script(SEARCH_SCRIPT_TEXT)
}

#[cfg(test)]
mod tests {
    use super::{SCRIPT_TEXT, SEARCH_SCRIPT_TEXT, THEME_SCRIPT_TEXT, script, theme_script};

    /// Every page carries them.
    const MOST_BYTES: usize = 6 * 1024;

    #[test]
    fn scripts_stay_small_and_ask_no_other_host() {
        assert!(script().len() + theme_script().len() < MOST_BYTES);
        assert!(!SCRIPT_TEXT.contains("://") && !THEME_SCRIPT_TEXT.contains("://"));
    }

    #[test]
    fn no_text_of_a_script_runs_over_a_lines_end() {
        let texts = [SCRIPT_TEXT, SEARCH_SCRIPT_TEXT, THEME_SCRIPT_TEXT];
        assert!(texts.iter().all(|text| !text.contains("/*") && text.lines().all(|line| line.matches('`').count() % 2 == 0)));
    }
}
