//! Facts that a text in another language shows in the words of the main one.

use super::value::Root;
use crate::brand::Brand;
use crate::diag::{Code, Diagnostic};
use crate::locale::{language_tag, split_language};
use crate::project::Project;
use crate::source::Span;
use crate::yaml::{Node, Value};

/// The finding for a value that is put into a text of an edition in another language, where it is a fact in words that no file says in that language.
pub(super) fn untranslated(project: &Project, root: &Root<'_>, value: &Node) -> Option<Diagnostic> {
    let brand = root.company.brand;
    let edition = brand.edition.as_ref()?;
    if !value.text().is_some_and(has_words) || is_in_language(project, brand, value.span) {
        return None;
    }
    let fact = fact_at(&brand.values, value.span)?;
    let language = &edition.language;
    let path = project.sources.file(fact.place.file).path();
    let wanted = path.rsplit_once('.').map(|(stem, _)| format!("{stem}.{language}.yaml")).unwrap_or_default();
    let message = format!("`{}` is put into texts in `{language}`, and is not said in it", fact.key);
    let found = Diagnostic::new(Code::Untranslated, message).at(fact.place);
    Some(found.hint(format!("say `{}` in {wanted}, too, even where it is the same", fact.key)))
}

/// Whether a text is in words of some language: a name in capitals, a number, an address or a code may be the same in all of them.
fn has_words(text: &str) -> bool {
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
        let mut characters = word.chars();
        characters.next().is_some_and(|first| first.is_alphabetic() && !first.is_uppercase())
            && characters.next().is_some()
            && word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '’' || c == '\'')
    };
    text.split_whitespace().any(is_word)
}

/// Whether a place is in a file that says values in the language of an edition: one beside a brand's own file, or the own file of a brand in that language. Products need
/// not be brands that are built, so that names of files are asked.
fn is_in_language(project: &Project, edition: &Brand, place: Span) -> bool {
    let path = project.sources.file(place.file).path();
    let written = path.rsplit_once('.').and_then(|(stem, _)| split_language(stem)).and_then(|(_, written)| language_tag(written));
    let is_alike = |brand: &&Brand| brand.tongue.language() == edition.tongue.language();
    written.is_some_and(|tag| edition.tags().contains(&tag))
        || project.said_untranslated.contains(&place)
        || project.brands.iter().filter(is_alike).any(|brand| brand.files.first() == Some(&place.file))
}

/// A fact, and where it is written.
struct Fact {
    /// Its key in its brand's file.
    key: String,
    place: Span,
}

/// The fact of a brand, or of one of its products, that stands at a place. A list is one fact: what replaces it, replaces all of it.
fn fact_at(values: &Node, place: Span) -> Option<Fact> {
    let of = |values: &Node| below(values.get("facts")?, "facts", place);
    let products = values.get("products").map(Node::items).unwrap_or_default();
    of(values).or_else(|| products.iter().find_map(of))
}

fn below(node: &Node, key: &str, place: Span) -> Option<Fact> {
    node.entries().iter().find_map(|entry| {
        let key = format!("{key}.{}", entry.key);
        match &entry.node.value {
            Value::Map(_) => below(&entry.node, &key, place),
            Value::List(_) => holds(&entry.node, place).then_some(Fact { key, place: entry.key_span }),
            _ => (entry.node.span == place).then_some(Fact { key, place }),
        }
    })
}

/// Whether a value, or one below it, stands at a place.
fn holds(node: &Node, place: Span) -> bool {
    node.span == place || node.items().iter().chain(node.entries().iter().map(|entry| &entry.node)).any(|inner| holds(inner, place))
}

#[cfg(test)]
mod tests {
    use super::has_words;

    #[test]
    fn names_and_codes_are_no_words() {
        for text in ["the shop", "Transactional mail", "our (own) servers", "λέξεις", "PCI, HIPAA and SOC"] {
            assert!(has_words(text), "{text}");
        }
        for text in ["Amazon Web Services", "EUR", "546 00", "support@a.example", "https://a.example/b", "hm_lang", "CC BY 4.0", "a", "09:00"] {
            assert!(!has_words(text), "{text}");
        }
    }
}
