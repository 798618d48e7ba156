//! Days, amounts and numbers.

use icu_decimal::input::Decimal;

use super::{Arguments, Complaint, Helper};
use crate::expand::comma::number_with_comma;
use crate::expand::shield::{BLANK_CLOSE, BLANK_OPEN, shield};
use crate::expand::value::Val;
use crate::locale::{DateStyle, Formats, NO_BREAK_SPACE, day, is_currency};
use crate::yaml::{Node, Value};

pub(super) fn date<'a>(given: &Arguments<'_, 'a>, formats: &Formats) -> Result<Val<'a>, Complaint> {
    let style = date_style(given)?;
    if let blank @ Val::Blank(_) = given.first() {
        return Ok(blank.clone());
    }
    let text = given.first().text().ok_or_else(|| Complaint::kind(Helper::Date, 0, "a day", given.first()))?;
    let day = day(&text).ok_or_else(|| Complaint::argument(0, format!("`{text}` is not a day"), "write days as 2026-09-01"))?;
    Ok(Val::Text(formats.date(day, style)))
}

fn date_style(given: &Arguments<'_, '_>) -> Result<DateStyle, Complaint> {
    match given.option("style").map(|style| style.text().unwrap_or_default()).as_deref() {
        None | Some("long") => Ok(DateStyle::Long),
        Some("medium") => Ok(DateStyle::Medium),
        Some("short") => Ok(DateStyle::Short),
        Some("iso") => Ok(DateStyle::Iso),
        Some(other) => {
            Err(Complaint::argument(0, format!("`date` has no style `{other}`"), "the styles are \"long\", \"medium\", \"short\" and \"iso\""))
        }
    }
}

fn decimal(helper: Helper, argument: usize, val: &Val<'_>) -> Result<Decimal, Complaint> {
    if let Some(decimal) = val.decimal() {
        return Ok(decimal);
    }
    match val.text() {
        Some(text) => {
            let hint = match number_with_comma(&text) {
                Some((_, meant)) => format!("write `{meant}`: it is printed as the language writes numbers"),
                None => "write numbers in digits, without separators: 10000 or 99.9".to_owned(),
            };
            Err(Complaint::argument(argument, format!("`{text}` is not a number"), hint))
        }
        None => Err(Complaint::kind(helper, argument, "a number", val)),
    }
}

pub(super) fn number<'a>(given: &Arguments<'_, 'a>, formats: &Formats) -> Result<Val<'a>, Complaint> {
    match given.first() {
        blank @ Val::Blank(_) => Ok(blank.clone()),
        val => Ok(Val::Text(formats.number(&decimal(Helper::Number, 0, val)?))),
    }
}

pub(super) fn percent<'a>(given: &Arguments<'_, 'a>, formats: &Formats) -> Result<Val<'a>, Complaint> {
    match given.first() {
        blank @ Val::Blank(_) => Ok(blank.clone()),
        val => Ok(Val::Text(formats.percent(&decimal(Helper::Percent, 0, val)?))),
    }
}

pub(super) fn money<'a>(given: &Arguments<'_, 'a>, formats: &Formats) -> Result<Val<'a>, Complaint> {
    let first = given.first();
    if matches!(first, Val::Blank(_)) {
        return Ok(first.clone());
    }
    let cents = given.option("cents").is_none_or(|cents| cents.bool() != Some(false));
    let (amount, currency) = match (first, given.second()) {
        (amount, Some(currency)) => (decimal(Helper::Money, 0, amount)?, currency.text().unwrap_or_default().into_owned()),
        (Val::Node(Node { value: Value::Map(_), .. }), None) => {
            (decimal(Helper::Money, 0, &first.get("amount"))?, first.get("currency").text().unwrap_or_default().into_owned())
        }
        (written, None) => written_amount(written)?,
    };
    if is_currency(&currency) {
        return Ok(Val::Text(formats.money(&amount, &currency, cents)));
    }
    let message = if currency.is_empty() { "the amount has no currency".to_owned() } else { format!("`{currency}` is not a currency") };
    Err(Complaint::argument(0, message, "name it by three capitals: `{{money 1200 \"EUR\"}}`, or `{amount: 1200, currency: EUR}` in the brand file"))
}

/// An amount as a customer's row gives it: `1200 EUR`.
fn written_amount(val: &Val<'_>) -> Result<(Decimal, String), Complaint> {
    let text = val.text().ok_or_else(|| Complaint::kind(Helper::Money, 0, "an amount and a currency", val))?;
    let (amount, currency) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    Ok((decimal(Helper::Money, 0, &Val::Text(amount.to_owned()))?, currency.trim().to_owned()))
}

/// A number and its word. A blank keeps its word, in the form for many.
pub(super) fn plural<'a>(given: &Arguments<'_, 'a>, formats: &Formats) -> Result<Val<'a>, Complaint> {
    let first = given.first();
    if let Val::Blank(name) = first {
        let word = word(given, "other")?;
        return Ok(Val::Markdown(format!("{BLANK_OPEN}{}{BLANK_CLOSE}{}", shield(name), shield(&format!("{NO_BREAK_SPACE}{word}")))));
    }
    let number = decimal(Helper::Plural, 0, first)?;
    let word = word(given, formats.plural_form(&number))?;
    Ok(Val::Text(format!("{}{NO_BREAK_SPACE}{word}", formats.number(&number))))
}

/// The word's form: named by an option, or given in the order of one and many.
fn word(given: &Arguments<'_, '_>, form: &str) -> Result<String, Complaint> {
    let positional = |form: &str| match (form, given.values) {
        ("one", [_, one, ..]) => Some(one.clone()),
        ("other", [_, .., other]) => Some(other.clone()),
        _ => None,
    };
    let named = |form: &str| given.option(form).cloned().or_else(|| positional(form));
    let word = named(form).or_else(|| named("other")).and_then(|word| word.text().map(std::borrow::Cow::into_owned));
    let hint = "write `{{plural 30 \"day\" \"days\"}}`, or name the language's forms: `one=\"day\" other=\"days\"`";
    word.ok_or_else(|| Complaint::call(format!("`plural` was not given the form `{form}` of the word"), hint))
}

pub(super) fn count<'a>(given: &Arguments<'_, 'a>) -> Result<Val<'a>, Complaint> {
    let items = given.first().items().ok_or_else(|| Complaint::kind(Helper::Count, 0, "a list", given.first()))?;
    Ok(Val::Count(items.len()))
}
