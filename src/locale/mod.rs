//! Languages and regions: how dates, numbers, money and lists are written, and the compiler's own words.

mod words;

use std::fmt;

pub use self::words::Words;

/// A language and region, as a BCP 47 tag.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Locale(icu_locale_core::Locale);

impl Locale {
    /// Reads a BCP 47 tag such as `en-GB`; `None` where it is none.
    pub fn parse(tag: &str) -> Option<Self> {
        icu_locale_core::Locale::try_from_str(tag).ok().map(Self)
    }

    /// The language's own subtag, `en` say.
    pub fn language(&self) -> &str {
        self.0.id.language.as_str()
    }

    /// The compiler's own words in this language; English where it has none.
    pub fn words(&self) -> &'static Words {
        Words::of(self.language())
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
