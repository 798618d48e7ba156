//! Languages and regions: how dates, numbers, money and lists are written, and the compiler's own words.

mod asking;
mod day;
mod formats;
mod language;
mod money;
mod typography;
mod words;

use std::fmt;

pub use self::asking::Asking;
pub use self::day::day;
pub use self::formats::{DateStyle, Formats, Join, NO_BREAK_SPACE};
pub use self::language::{Direction, language_tag, split_language};
pub use self::money::is_currency;
pub use self::typography::typographic;
pub use self::words::{Appearance, Helpful, NotFound, Replies, Search, Versions, Words};

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

    /// The region's subtag, `GB` say, where the tag names one.
    pub fn region(&self) -> Option<&str> {
        self.0.id.region.as_ref().map(icu_locale_core::subtags::Region::as_str)
    }

    /// The compiler's own words in this language; English where it has none.
    pub fn words(&self) -> &'static Words {
        Words::of(self.language())
    }
}

/// English, of no region in particular.
impl Default for Locale {
    fn default() -> Self {
        Self(icu_locale_core::locale!("en"))
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
