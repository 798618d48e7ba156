//! The languages that a brand names.

use crate::diag::{Code, Diagnostic};
use crate::locale::{Locale, language_tag};
use crate::yaml::Node;

/// The languages in which merged values are published beside their own, each once.
pub(super) fn languages(values: &Node, own: &Locale, found: &mut Vec<Diagnostic>) -> Vec<Locale> {
    let mut languages: Vec<Locale> = Vec::new();
    for item in values.get("languages").map(Node::items).unwrap_or_default() {
        // What is no tag was found when the file was checked.
        let Some(locale) = item.text().and_then(Locale::parse) else { continue };
        match fault(&locale, own, &languages) {
            Some(fault) => found.push(fault.at(item.span)),
            None => languages.push(locale),
        }
    }
    languages
}

/// Why a language can have no edition beside the brand's own and those named `before` it.
fn fault(locale: &Locale, own: &Locale, before: &[Locale]) -> Option<Diagnostic> {
    if language_tag(&locale.to_string()).is_none() {
        let found = Diagnostic::new(Code::WrongType, format!("`languages` names `{locale}`, which no file's name can say"));
        return Some(found.hint("write a language's two-letter code, as `el`, with a region behind it only where two are told apart, as `pt-BR`"));
    }
    if is_one(locale, own) {
        let found = Diagnostic::new(Code::DuplicateKey, format!("`languages` names `{locale}`, which is the brand's own language: `locale: {own}`"));
        return Some(found.hint("name only the languages beside it"));
    }
    let again = before.iter().any(|other| is_one(locale, other));
    again.then(|| Diagnostic::new(Code::DuplicateKey, format!("`languages` names `{locale}` twice")).hint("keep one of the two"))
}

/// Whether two tags name one language of a brand: the same tag, or one of them the language whatever the region, which holds the other.
fn is_one(one: &Locale, other: &Locale) -> bool {
    let is_bare = |locale: &Locale| locale.to_string() == locale.language();
    one.language() == other.language() && (one.to_string() == other.to_string() || is_bare(one) || is_bare(other))
}
