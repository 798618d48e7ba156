//! The names of versions, which never change once they are published.

use crate::document::{Document, Meta};
use crate::site::Label;

use super::version_of;

/// The longest name of a version in an address, in bytes.
const LONGEST: usize = 80;

/// What a version is called, and the last step of its address.
///
/// It has the name of the version in its front matter, or else of the day of its text, or else of its state. Of several texts of one name the one that was published
/// first keeps it, and every later one has its state's name behind it.
pub(super) fn named(document: &Document, state: &str, is_taken: impl Fn(&str) -> bool) -> (Label, String) {
    let (label, name) = label(document, state);
    let first = slug(&name);
    if !is_taken(&first) {
        return (label, first);
    }
    let label = match label {
        Label::Version(version, _) => Label::Version(version, Some(state.to_owned())),
        Label::Day(day, _) => Label::Day(day, Some(state.to_owned())),
        Label::State(state) => Label::State(state),
    };
    let second = if first == slug(state) { first } else { slug(&format!("{name}-{state}")) };
    let more = (2..).map(|count: usize| format!("{second}-{count}"));
    let free = std::iter::once(second.clone()).chain(more).find(|slug| !is_taken(slug));
    (label, free.unwrap_or(second))
}

/// What a version is called before anybody knows the name of its state, and the last step of its address; `None` where that depends on the state.
pub(super) fn foreseen(meta: &Meta, is_taken: impl Fn(&str) -> bool) -> Option<(Label, String)> {
    let (label, name) = own_label(meta)?;
    Some((label, slug(&name))).filter(|(_, slug)| !is_taken(slug))
}

fn label(document: &Document, state: &str) -> (Label, String) {
    own_label(&document.meta).unwrap_or_else(|| (Label::State(state.to_owned()), state.to_owned()))
}

/// What a document says of itself that it can be called by.
fn own_label(meta: &Meta) -> Option<(Label, String)> {
    if let Some(version) = version_of(meta) {
        return Some((Label::Version(version.clone(), None), version));
    }
    let day = meta.updated.or(meta.effective)?;
    Some((Label::Day(day, None), day.to_string()))
}

/// A name as a step of an address: letters, digits, dots, hyphens and underscores of ASCII, beginning and ending with a letter or digit.
pub(super) fn slug(name: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' };
    let mut slug = String::new();
    for c in name.chars().map(kept) {
        // Neither a step upwards nor a row of hyphens.
        if c.is_ascii_alphanumeric() || !slug.ends_with(['.', '-']) {
            slug.push(c);
        }
    }
    slug.truncate(LONGEST);
    let slug = slug.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if slug.is_empty() { "version".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_name_is_a_step_of_an_address_and_no_way_out() {
        assert_eq!(slug("3.1"), "3.1");
        assert_eq!(slug("../../x"), "x");
        assert_eq!(slug("policies/2026-02"), "policies-2026-02");
        assert_eq!(slug("v2 <b>\"'&"), "v2-b");
        assert_eq!(slug("…"), "version");
        assert_eq!(slug("a..b"), "a.b");
        assert_eq!(slug(&"x".repeat(500)).len(), 80);
    }
}
