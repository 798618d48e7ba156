//! Amounts of money: what a currency is written with, and where a language puts it.
//!
//! ICU4X writes no currencies yet, so the few things a contract needs are said here.

use icu_decimal::input::Decimal;

use super::Locale;
use super::formats::NO_BREAK_SPACE;

/// Whether a text has the form of an ISO 4217 code.
pub fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The amount with as many decimals as the currency has; without `cents`, a whole amount has none.
pub(super) fn round(amount: &Decimal, currency: &str, cents: bool) -> Decimal {
    let decimals = minor_digits(currency);
    let mut rounded = amount.clone();
    rounded.round(-decimals);
    rounded.trim_end();
    if cents || rounded.nonzero_magnitude_end() < 0 {
        rounded.pad_end(-decimals);
    }
    rounded
}

/// How many decimals a currency has (ISO 4217, minor units).
fn minor_digits(currency: &str) -> i16 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// A written figure with its currency, in the order of the language.
pub(super) fn place(locale: &Locale, figure: &str, currency: &str) -> String {
    let symbol = symbol(locale, currency);
    let (sign, digits) = match figure.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", figure),
    };
    if !symbol_leads(locale) {
        return format!("{sign}{digits}{NO_BREAK_SPACE}{symbol}");
    }
    let needs_space = symbol.ends_with(char::is_alphabetic) || matches!(locale.language(), "nl");
    let space = if needs_space { String::from(NO_BREAK_SPACE) } else { String::new() };
    format!("{sign}{symbol}{space}{digits}")
}

fn symbol_leads(locale: &Locale) -> bool {
    matches!(locale.language(), "en" | "ga" | "he" | "hi" | "ja" | "ko" | "mt" | "nl" | "tr" | "zh")
}

/// The sign of a currency where readers of the locale cannot take it for another; its code everywhere else.
fn symbol(locale: &Locale, currency: &str) -> String {
    let sign = match currency {
        "EUR" => "€",
        "GBP" => "£",
        "USD" if !has_other_dollar(locale) => "$",
        "USD" => "US$",
        "JPY" => "¥",
        "INR" => "₹",
        "KRW" => "₩",
        "ILS" => "₪",
        "TRY" => "₺",
        "UAH" => "₴",
        code => code,
    };
    sign.to_owned()
}

fn has_other_dollar(locale: &Locale) -> bool {
    matches!(locale.region(), Some("AU" | "CA" | "HK" | "NZ" | "SG"))
}

#[cfg(test)]
mod tests {
    use crate::locale::{Formats, Locale};

    fn money(tag: &str, amount: &str, currency: &str, cents: bool) -> String {
        Formats::new(&Locale::parse(tag).unwrap()).unwrap().money(&amount.parse().unwrap(), currency, cents)
    }

    #[test]
    fn amounts_stand_as_the_language_has_them() {
        assert_eq!(money("en-GB", "1200", "EUR", true), "€1,200.00");
        assert_eq!(money("el-GR", "1200", "EUR", true), "1.200,00\u{a0}€");
        assert_eq!(money("nl", "1200", "EUR", true), "€\u{a0}1.200,00");
        assert_eq!(money("en-US", "-5", "USD", true), "-$5.00");
        assert_eq!(money("en-CA", "5", "USD", true), "US$5.00");
        assert_eq!(money("en-GB", "5", "CHF", true), "CHF\u{a0}5.00");
    }

    #[test]
    fn decimals_are_those_of_the_currency() {
        assert_eq!(money("en-GB", "1200", "JPY", true), "¥1,200");
        assert_eq!(money("en-GB", "1200", "EUR", false), "€1,200");
        assert_eq!(money("en-GB", "1200.5", "EUR", false), "€1,200.50");
        assert_eq!(money("en-GB", "0.125", "EUR", true), "€0.12");
        assert_eq!(money("en-GB", "0", "EUR", true), "€0.00");
    }
}
