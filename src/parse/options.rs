//! How Markdown is read.

use comrak::Options;

/// Plain Markdown with GitHub's tables, footnotes, task lists, strikethrough and alerts, and typographic punctuation.
///
/// Bare addresses do not become links: a value is one inert word, and the word around an address would end differently with and without its shield.
/// Footnote definitions stay in the tree so that one nobody refers to can be reported.
pub(super) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.tasklist = true;
    options.extension.strikethrough = true;
    options.extension.alerts = true;
    options.parse.smart = true;
    options.parse.leave_footnote_definitions = true;
    options
}
