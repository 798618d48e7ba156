//! Dates, numbers and lists as a language writes them.

use icu_calendar::{Date as CalendarDate, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::options::YearStyle;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use icu_plurals::{PluralCategory, PluralRules};
use jiff::civil::Date;

use super::{Locale, money};

/// The space that never breaks a line, between a number and its unit.
pub const NO_BREAK_SPACE: char = '\u{a0}';

/// A length in which a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// 1 September 2026.
    Long,
    /// 1 Sept 2026.
    Medium,
    /// 01/09/2026.
    Short,
    /// 2026-09-01, the same in every language.
    Iso,
}

/// How the items of a list are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// a, b and c.
    And,
    /// a, b or c.
    Or,
}

type DateFormatter = FixedCalendarDateTimeFormatter<Gregorian, YMD>;

/// The formatters of one locale. They are dear to build and cheap to use: build them once.
#[derive(Debug)]
pub struct Formats {
    locale: Locale,
    long: DateFormatter,
    medium: DateFormatter,
    short: DateFormatter,
    number: DecimalFormatter,
    and: ListFormatter,
    or: ListFormatter,
    plural: PluralRules,
}

impl Formats {
    /// The formatters of a locale. A language without data of its own is written as the root locale has it; `None` where there is no data at all.
    pub fn new(locale: &Locale) -> Option<Self> {
        let tag = &locale.0;
        let dates = |fields: YMD| DateFormatter::try_new(tag.into(), fields).ok();
        let lists = ListFormatterOptions::default().with_length(ListLength::Wide);
        Some(Self {
            locale: locale.clone(),
            long: dates(YMD::long())?,
            medium: dates(YMD::medium())?,
            short: dates(YMD::short().with_year_style(YearStyle::Full))?,
            number: DecimalFormatter::try_new(tag.into(), icu_decimal::options::DecimalFormatterOptions::default()).ok()?,
            and: ListFormatter::try_new_and(tag.into(), lists).ok()?,
            or: ListFormatter::try_new_or(tag.into(), lists).ok()?,
            plural: PluralRules::try_new_cardinal(tag.into()).ok()?,
        })
    }

    /// A day in words or figures. Days before the year 1 do not occur in documents; they come out as ISO dates.
    pub fn date(&self, date: Date, style: DateStyle) -> String {
        let formatter = match style {
            DateStyle::Long => &self.long,
            DateStyle::Medium => &self.medium,
            DateStyle::Short => &self.short,
            DateStyle::Iso => return date.to_string(),
        };
        match CalendarDate::try_new_gregorian(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs()) {
            // The day and its month stay on one line.
            Ok(day) => formatter.format(&day).to_string().replacen(' ', NO_BREAK_SPACE.encode_utf8(&mut [0; 2]), 1),
            Err(_) => date.to_string(),
        }
    }

    /// A number with its digits grouped.
    pub fn number(&self, number: &Decimal) -> String {
        self.number.format(number).to_string()
    }

    /// A number of hundredths, with its sign.
    pub fn percent(&self, number: &Decimal) -> String {
        let figure = self.number(number);
        match self.locale.language() {
            "tr" => format!("%{figure}"),
            "bg" | "cs" | "da" | "de" | "es" | "fi" | "fr" | "hr" | "lt" | "nb" | "no" | "pl" | "ro" | "ru" | "sk" | "sl" | "sr" | "sv" | "uk" => {
                format!("{figure}{NO_BREAK_SPACE}%")
            }
            _ => format!("{figure}%"),
        }
    }

    /// An amount of a currency, named by its ISO 4217 code, rounded to what the currency has. Whole amounts can go without their cents.
    pub fn money(&self, amount: &Decimal, currency: &str, cents: bool) -> String {
        let rounded = money::round(amount, currency, cents);
        money::place(&self.locale, &self.number(&rounded), currency)
    }

    /// Texts as one list in words.
    pub fn list<'t>(&self, items: impl Iterator<Item = &'t str> + Clone, join: Join) -> String {
        let formatter = match join {
            Join::And => &self.and,
            Join::Or => &self.or,
        };
        formatter.format(items).to_string()
    }

    /// The name of the form that a counted word takes: `one`, `few`, `other` and so on, as CLDR names them.
    pub fn plural_form(&self, number: &Decimal) -> &'static str {
        match self.plural.category_for(number) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formats(tag: &str) -> Formats {
        Formats::new(&Locale::parse(tag).unwrap()).unwrap()
    }

    fn decimal(number: &str) -> Decimal {
        number.parse().unwrap()
    }

    #[test]
    fn formatters_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Formats>();
    }

    #[test]
    fn dates_follow_the_locale() {
        let day = jiff::civil::date(2026, 9, 1);
        let all = |tag: &str| {
            let formats = formats(tag);
            [DateStyle::Long, DateStyle::Medium, DateStyle::Short, DateStyle::Iso].map(|style| formats.date(day, style))
        };
        assert_eq!(all("en-GB"), ["1\u{a0}September 2026", "1\u{a0}Sept 2026", "01/09/2026", "2026-09-01"]);
        assert_eq!(all("en-US"), ["September\u{a0}1, 2026", "Sep\u{a0}1, 2026", "9/1/2026", "2026-09-01"]);
        assert_eq!(all("el-GR")[0], "1\u{a0}Σεπτεμβρίου 2026");
        assert_eq!(all("de")[0], "1.\u{a0}September 2026");
    }

    #[test]
    fn numbers_follow_the_locale() {
        assert_eq!(formats("en-GB").number(&decimal("10000.5")), "10,000.5");
        assert_eq!(formats("el").number(&decimal("10000.5")), "10.000,5");
        assert_eq!(formats("en").percent(&decimal("99.9")), "99.9%");
        assert_eq!(formats("el").percent(&decimal("99.9")), "99,9%");
        assert_eq!(formats("de").percent(&decimal("99.9")), "99,9\u{a0}%");
    }

    #[test]
    fn lists_follow_the_locale() {
        let list = |tag: &str, join| formats(tag).list(["a", "b", "c"].into_iter(), join);
        assert_eq!(list("en-GB", Join::And), "a, b and c");
        assert_eq!(list("en-US", Join::And), "a, b, and c");
        assert_eq!(list("en-GB", Join::Or), "a, b or c");
        assert_eq!(list("el", Join::And), "a, b και c");
    }

    #[test]
    fn plurals_follow_the_locale() {
        assert_eq!(formats("en").plural_form(&decimal("1")), "one");
        assert_eq!(formats("en").plural_form(&decimal("1.0")), "other");
        assert_eq!(formats("pl").plural_form(&decimal("3")), "few");
    }
}
