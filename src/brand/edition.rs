//! Editions: a brand's policies in one language.
//!
//! The main edition is in the brand's own `locale`. Every language that `languages` names has another, which is a [`Brand`] of the same id: it has the
//! language's locale, and the values that the brand's files for the language say.

use super::Brand;
use crate::locale::Locale;
use crate::source::Span;

/// What stands before the paths of the files of a language, in the folder of each format: `el/`, and nothing for the main one.
pub fn prefix(language: Option<&str>) -> String {
    language.map(|language| format!("{language}/")).unwrap_or_default()
}

/// What tells a brand in a language from every other: `heavymelon/el`, and `heavymelon` for the main edition.
pub fn key(id: &str, language: Option<&str>) -> String {
    language.map_or_else(|| id.to_owned(), |language| format!("{id}/{language}"))
}

/// What sets an edition apart from the brand's main one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edition {
    /// The tag of its language: what its folders are called.
    pub language: String,
    /// The language and region of the main edition.
    pub main_locale: Locale,
    /// Where the main edition is published: the base address of `html/`, without a slash at its end.
    pub main_site: Option<String>,
}

impl Brand {
    /// The tag of an edition's language; none for the main edition.
    pub fn language(&self) -> Option<&str> {
        self.edition.as_ref().map(|edition| edition.language.as_str())
    }

    /// What stands before the paths of an edition's files, in the folder of each format: `el/`, and nothing for the main edition.
    pub fn prefix(&self) -> String {
        prefix(self.language())
    }

    /// Where the main edition is published.
    pub fn main_site(&self) -> Option<&str> {
        self.edition.as_ref().map_or(self.site.as_deref(), |edition| edition.main_site.as_deref())
    }

    /// What tells it from every other brand and edition: `heavymelon`, and `heavymelon/el` for an edition.
    pub fn key(&self) -> String {
        key(&self.id, self.language())
    }

    /// Whether it is an edition of the same brand.
    pub fn is_edition_of(&self, other: &Self) -> bool {
        self.id == other.id && self.edition.is_some() && other.edition.is_none()
    }

    /// Whether something is written in one of the files that say the edition's values in its own language.
    pub fn says(&self, place: Span) -> bool {
        self.translations.contains(&place.file)
    }

    /// The tags under which its texts are looked for, the nearest first: `el-GR`, then `el`.
    pub fn tags(&self) -> Vec<String> {
        self.tongue.tags()
    }
}
