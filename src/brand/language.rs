//! The languages that a brand names, and what it says in them.

use super::BrandFile;
use crate::diag::{Code, Diagnostic};
use crate::locale::{Locale, language_tag};
use crate::source::Span;
use crate::yaml::{Node, Value};

/// The languages in which merged values are published beside their own, each once.
pub(super) fn languages(values: &Node, own: &Locale, found: &mut Vec<Diagnostic>) -> Vec<Locale> {
    let items = values.get("languages").map(Node::items).unwrap_or_default();
    let mut languages: Vec<Locale> = Vec::new();
    for item in items {
        let Some(locale) = item.text().and_then(Locale::parse) else { continue };
        let same =
            |other: &Locale| other.language() == locale.language() && (other.to_string() == locale.to_string() || is_bare(other) || is_bare(&locale));
        let fault = if language_tag(&locale.to_string()).is_none() {
            let found = Diagnostic::new(Code::WrongType, format!("`languages` names `{locale}`, which no file's name can say"));
            Some(found.hint("write a language's two-letter code, as `el`, with a region behind it only where two are told apart, as `pt-BR`"))
        } else if same(own) {
            let found =
                Diagnostic::new(Code::DuplicateKey, format!("`languages` names `{locale}`, which is the brand's own language: `locale: {own}`"));
            Some(found.hint("name only the languages beside it"))
        } else if languages.iter().any(same) {
            Some(Diagnostic::new(Code::DuplicateKey, format!("`languages` names `{locale}` twice")).hint("keep one of the two"))
        } else {
            None
        };
        match fault {
            Some(fault) => found.push(fault.at(item.span)),
            None => languages.push(locale),
        }
    }
    languages
}

/// Whether a tag is a language's own, without script and region.
fn is_bare(locale: &Locale) -> bool {
    locale.to_string() == locale.language()
}

/// Values that a brand's file in the language does not say, though the file itself takes the place of what an inherited one says in the language: the text
/// in that language would hold a value in another.
pub(super) fn hidden_translations(chain: &[&BrandFile], tags: &[String]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, parent) in chain.iter().enumerate().skip(1) {
        for translation in parent.translations.iter().filter(|translation| tags.contains(&translation.language)) {
            for (path, place) in leaves(&translation.node) {
                found.extend(hiding(&chain[..at], tags, &path).and_then(|(file, span)| {
                    let key = path.join(".");
                    let message =
                        format!("`{key}` takes the place of an inherited value that is said in `{}` too, and is not itself", translation.language);
                    let hint = format!("say `{key}` in brands/{}.{}.yaml, too", file.id, translation.language);
                    // A number or an address is the same in every language.
                    let text = file.node.as_ref()?.at(path.iter().copied())?;
                    let is_words = !matches!(text.value, Value::Number(_) | Value::Bool(_) | Value::Null);
                    is_words.then(|| Diagnostic::new(Code::Untranslated, message).at(span).with_related(place, "it is said here").hint(hint))
                }));
            }
        }
    }
    found
}

/// The nearest of some brands that says a value, where it does not say it in the language.
fn hiding<'f>(nearer: &[&'f BrandFile], tags: &[String], path: &[&str]) -> Option<(&'f BrandFile, Span)> {
    let says = |node: &Node| node.at(path.iter().copied()).map(|node| node.span);
    let translated = |file: &BrandFile| file.translations.iter().any(|other| tags.contains(&other.language) && says(&other.node).is_some());
    let file = nearer.iter().find(|file| translated(file) || file.node.as_ref().is_some_and(|node| says(node).is_some()))?;
    if translated(file) {
        return None;
    }
    Some((*file, says(file.node.as_ref()?)?))
}

/// The single values and lists below a map, by their paths.
fn leaves(node: &Node) -> Vec<(Vec<&str>, Span)> {
    let mut leaves = Vec::new();
    for entry in node.entries() {
        match &entry.node.value {
            Value::Map(_) => {
                leaves.extend(self::leaves(&entry.node).into_iter().map(|(path, span)| ([vec![entry.key.as_str()], path].concat(), span)));
            }
            _ => leaves.push((vec![entry.key.as_str()], entry.key_span)),
        }
    }
    leaves
}
