//! Values that hide what an inherited brand says in a language.

use super::BrandFile;
use super::form::BRAND_IN_ANOTHER_LANGUAGE;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::yaml::{Node, Value};

/// Values that a brand's file in the language does not say, though the file itself takes the place of what an inherited one says in the language: the text
/// in that language would hold a value in another.
pub(super) fn hidden_translations(chain: &[&BrandFile], tags: &[String]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, parent) in chain.iter().enumerate().skip(1) {
        for translation in parent.translations.iter().filter(|translation| tags.contains(&translation.language)) {
            let hidden = |(path, place): (Vec<&str>, Span)| hidden(&chain[..at], tags, &translation.language, &path, place);
            found.extend(leaves(&translation.node).into_iter().filter_map(hidden));
        }
    }
    found
}

/// The finding for a value that an inherited file says at a `place` in a language, where one of the nearer brands takes its place in another.
fn hidden(nearer: &[&BrandFile], tags: &[String], language: &str, path: &[&str], place: Span) -> Option<Diagnostic> {
    // What no file in a language may say is an error there, and is no better said in another one.
    if !path.first().is_some_and(|key| BRAND_IN_ANOTHER_LANGUAGE.has(key)) {
        return None;
    }
    let (file, value) = hiding(nearer, tags, path)?;
    // A number or an address is the same in every language.
    if matches!(value.value, Value::Number(_) | Value::Bool(_) | Value::Null) {
        return None;
    }
    let key = path.join(".");
    let message = format!("`{key}` takes the place of an inherited value that is said in `{language}` too, and is not itself");
    let found = Diagnostic::new(Code::Untranslated, message).at(value.span).with_related(place, "it is said here");
    Some(found.hint(format!("say `{key}` in brands/{}.{language}.yaml, too", file.id)))
}

/// The nearest of some brands that says a value, with what it says, where it does not say it in the language.
fn hiding<'f>(nearer: &[&'f BrandFile], tags: &[String], path: &[&str]) -> Option<(&'f BrandFile, &'f Node)> {
    let said_in = |node: &'f Node| node.at(path.iter().copied());
    let is_translated = |file: &'f BrandFile| file.translations.iter().any(|other| tags.contains(&other.language) && said_in(&other.node).is_some());
    for &file in nearer {
        if is_translated(file) {
            return None;
        }
        if let Some(value) = file.node.as_ref().and_then(said_in) {
            return Some((file, value));
        }
    }
    None
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
