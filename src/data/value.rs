//! A field's value, of its kind and never guessed.

use jiff::civil::Date;
use serde_json::{Number, Value, json};

use super::number::{DIGITS, is_decimal, significant};
use super::{Cell, Kind, Why, characters};
use crate::address::is_mail;
use crate::locale::{day, is_currency};

/// The value that a row gives a field; none where its cells are empty.
///
/// Each cell comes with what follows the field's name in its own: nothing, or `amount` and `currency` for money that stands in two cells. A day is given
/// as `2026-09-01`, money as `{"amount": 1200.5, "currency": "EUR"}`, a whole number as a number, everything else as a text without blanks at its ends.
/// Fails with what is wrong, in words to which the row, the column and the cell are still to be added.
pub fn value(kind: &Kind, cells: &[(&str, &Cell)]) -> Result<Option<Value>, Why> {
    if let Some(why) = cells.iter().find_map(|(_, cell)| refusal(cell)) {
        return Err(why);
    }
    if *kind == Kind::Money {
        return money(cells);
    }
    let mut given = cells.iter().filter(|(_, cell)| !is_blank(cell));
    let Some((part, cell)) = given.next() else { return Ok(None) };
    match given.next().map_or(part, |(part, _)| part) {
        &"" => one(kind, cell).map(Some),
        part => Err(Why::Parts((*part).to_owned())),
    }
}

fn refusal(cell: &Cell) -> Option<Why> {
    match cell {
        Cell::Refused(refused) => Some(refused.why.clone()),
        _ => None,
    }
}

fn is_blank(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn one(kind: &Kind, cell: &Cell) -> Result<Value, Why> {
    match kind {
        Kind::Date => date(cell).map(|date| Value::String(date.to_string())),
        Kind::Integer => integer(cell),
        Kind::Email => {
            let mail = text(cell)?;
            if is_mail(mail) { Ok(Value::from(mail)) } else { Err(Why::NotAnEmail) }
        }
        Kind::Choice(choices) => {
            let chosen = text(cell)?;
            if choices.iter().any(|choice| choice == chosen) { Ok(Value::from(chosen)) } else { Err(Why::NotAChoice(choices.clone())) }
        }
        Kind::Text | Kind::Money => text(cell).map(Value::from),
    }
}

/// The text of a cell, on one line.
fn text(cell: &Cell) -> Result<&str, Why> {
    let text = match cell {
        Cell::Text(text) | Cell::Number(text) => text.trim(),
        Cell::Bool(_) => return Err(Why::Truth),
        Cell::Date(_) => return Err(Why::Day),
        Cell::Refused(refused) => return Err(refused.why.clone()),
        Cell::Empty => "",
    };
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(text);
    }
    // The reader has refused every other control character; whoever makes a cell by hand is held to the same.
    match text.chars().find(|c| c.is_control()).or_else(|| characters::refused(text)) {
        Some('\n' | '\r') => Err(Why::LineBreak),
        Some(c) => Err(Why::Character(c)),
        None => Ok(text),
    }
}

fn date(cell: &Cell) -> Result<Date, Why> {
    match cell {
        Cell::Date(date) => Ok(*date),
        Cell::Number(_) => Err(Why::Serial),
        Cell::Bool(_) => Err(Why::NotADate),
        other => {
            let text = text(other)?;
            day(text).ok_or_else(|| not_a_day(text))
        }
    }
}

/// What is wrong with a text that is no day as ISO 8601 writes it.
fn not_a_day(text: &str) -> Why {
    if text.get(..10).and_then(day).is_some() {
        return Why::TimeOfDay;
    }
    let steps: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    match steps.as_slice() {
        [first, second, third] if [first, second, third].iter().all(|step| is_digits(step)) && first.len() <= 2 => Why::DateInDoubt,
        [number] if is_digits(number) => Why::Serial,
        _ => Why::NotADate,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn integer(cell: &Cell) -> Result<Value, Why> {
    let number = match cell {
        Cell::Text(_) | Cell::Number(_) => text(cell)?,
        _ => return Err(Why::NotAnInteger),
    };
    let whole = number.parse::<i64>().ok().filter(|_| is_decimal(number));
    whole.map(Value::from).ok_or(Why::NotAnInteger)
}

/// Money, from one cell or from two.
fn money(cells: &[(&str, &Cell)]) -> Result<Option<Value>, Why> {
    let of = |wanted: &str| cells.iter().find(|(part, cell)| *part == wanted && !is_blank(cell)).map(|(_, cell)| *cell);
    if let Some((part, _)) = cells.iter().find(|(part, cell)| !matches!(*part, "" | "amount" | "currency") && !is_blank(cell)) {
        return Err(Why::Parts((*part).to_owned()));
    }
    match (of(""), of("amount"), of("currency")) {
        (None, None, None) => Ok(None),
        (Some(_), Some(_), _) => Err(Why::MoneyTwice),
        (Some(whole), None, None) => in_one(whole).map(Some),
        (Some(amount), None, Some(currency)) | (None, Some(amount), Some(currency)) => in_two(amount, currency).map(Some),
        (None, Some(_), None) => Err(Why::NoCurrency),
        (None, None, Some(_)) => Err(Why::NoAmount),
    }
}

/// An amount and its currency, in either order, with blanks or nothing between them.
fn in_one(cell: &Cell) -> Result<Value, Why> {
    let text = match cell {
        Cell::Number(_) => return Err(Why::NoCurrency),
        Cell::Text(_) => text(cell)?,
        _ => return Err(Why::NotAnAmount),
    };
    let is_letter = |c: char| c.is_alphabetic();
    let behind = text.trim_end_matches(is_letter);
    let before = text.trim_start_matches(is_letter);
    let (amount, code) = match (text.strip_prefix(behind), text.strip_suffix(before)) {
        (Some(code), _) if !code.is_empty() => (behind, code),
        (_, Some(code)) if !code.is_empty() => (before, code),
        _ if is_decimal(text) => return Err(Why::NoCurrency),
        _ => return Err(Why::NotAnAmount),
    };
    sum(amount.trim(), code)
}

fn in_two(amount: &Cell, currency: &Cell) -> Result<Value, Why> {
    let amount = match amount {
        Cell::Text(_) | Cell::Number(_) => text(amount)?,
        _ => return Err(Why::NotAnAmount),
    };
    sum(amount, text(currency)?)
}

fn sum(amount: &str, code: &str) -> Result<Value, Why> {
    if !is_decimal(amount) || significant(amount) > DIGITS {
        return Err(Why::NotAnAmount);
    }
    if !is_currency(code) {
        return Err(Why::NotACurrency);
    }
    let number: Number = amount.parse().map_err(|_| Why::NotAnAmount)?;
    Ok(json!({ "amount": number, "currency": code }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::value;
    use crate::data::{Cell, Kind, Why};

    fn of(kind: &Kind, text: &str) -> Result<Value, Why> {
        value(kind, &[("", &Cell::text(text))]).map(Option::unwrap_or_default)
    }

    #[test]
    fn days_are_never_guessed() {
        assert_eq!(of(&Kind::Date, " 2026-09-01 "), Ok(json!("2026-09-01")));
        for text in ["03/04/2026", "3.4.2026", "03-04-26"] {
            assert_eq!(of(&Kind::Date, text), Err(Why::DateInDoubt), "{text}");
        }
        for text in ["1 September 2026", "2026-09-31", "2026/09/01"] {
            assert_eq!(of(&Kind::Date, text), Err(Why::NotADate), "{text}");
        }
        assert_eq!(of(&Kind::Date, "2026-09-01T10:00:00Z"), Err(Why::TimeOfDay));
        assert_eq!(of(&Kind::Date, "46266"), Err(Why::Serial));
        assert_eq!(value(&Kind::Date, &[("", &Cell::Date(jiff::civil::date(2026, 9, 1)))]), Ok(Some(json!("2026-09-01"))));
    }

    #[test]
    fn money_has_an_amount_and_a_currency() {
        let sum = json!({ "amount": 1200.5, "currency": "EUR" });
        for text in ["1200.50 EUR", "EUR 1200.50", "1200.50EUR", "1200.50\u{a0}EUR"] {
            assert_eq!(of(&Kind::Money, text), Ok(sum.clone()), "{text}");
        }
        assert_eq!(of(&Kind::Money, "-3 JPY"), Ok(json!({ "amount": -3, "currency": "JPY" })));
        for (text, why) in [
            ("1,200.50 EUR", Why::NotAnAmount),
            ("1200,50 EUR", Why::NotAnAmount),
            ("EUR", Why::NotAnAmount),
            ("€1200", Why::NotAnAmount),
            ("1200", Why::NoCurrency),
            ("1200 eur", Why::NotACurrency),
            ("1234567890123456 EUR", Why::NotAnAmount),
        ] {
            assert_eq!(of(&Kind::Money, text), Err(why), "{text}");
        }
    }

    #[test]
    fn money_may_stand_in_two_cells() {
        let (amount, currency) = (Cell::Number("1200.5".to_owned()), Cell::text("EUR"));
        let given = |cells: &[(&str, &Cell)]| value(&Kind::Money, cells);
        assert_eq!(given(&[("amount", &amount), ("currency", &currency)]), Ok(Some(json!({ "amount": 1200.5, "currency": "EUR" }))));
        assert_eq!(given(&[("amount", &amount)]), Err(Why::NoCurrency));
        assert_eq!(given(&[("currency", &currency)]), Err(Why::NoAmount));
        assert_eq!(given(&[("", &amount), ("amount", &amount)]), Err(Why::MoneyTwice));
        assert_eq!(given(&[("amont", &amount)]), Err(Why::Parts("amont".to_owned())));
        assert_eq!(given(&[("amount", &Cell::Empty), ("currency", &Cell::Empty)]), Ok(None));
    }

    #[test]
    fn texts_stay_texts() {
        assert_eq!(of(&Kind::Text, "007"), Ok(json!("007")));
        assert_eq!(of(&Kind::Text, "=1+1"), Ok(json!("=1+1")));
        assert_eq!(of(&Kind::Text, "  "), Ok(Value::Null));
        assert_eq!(of(&Kind::Text, "a\nb"), Err(Why::LineBreak));
        assert_eq!(of(&Kind::Text, "a\0"), Err(Why::Character('\0')));
        assert_eq!(of(&Kind::Text, "a\u{202e}b"), Err(Why::Character('\u{202e}')));
        assert_eq!(value(&Kind::Text, &[("", &Cell::Number("10431".to_owned()))]), Ok(Some(json!("10431"))));
        assert_eq!(value(&Kind::Text, &[("", &Cell::Bool(true))]), Err(Why::Truth));
        assert_eq!(value(&Kind::Text, &[("city", &Cell::text("Athens"))]), Err(Why::Parts("city".to_owned())));
        assert_eq!(of(&Kind::Text, &"x".repeat(40_000)), Err(Why::Long(40_000)));
    }

    #[test]
    fn other_kinds() {
        assert_eq!(of(&Kind::Integer, "-12"), Ok(json!(-12)));
        for text in ["007", "1.5", "1,000", "9223372036854775808", "+1"] {
            assert_eq!(of(&Kind::Integer, text), Err(Why::NotAnInteger), "{text}");
        }
        assert_eq!(of(&Kind::Email, "ada@example.com"), Ok(json!("ada@example.com")));
        assert_eq!(of(&Kind::Email, "ada"), Err(Why::NotAnEmail));
        let plan = Kind::Choice(vec!["Small".to_owned(), "Business".to_owned()]);
        assert_eq!(of(&plan, "Small"), Ok(json!("Small")));
        assert!(of(&plan, "small").unwrap_err().to_string().contains("one of: Small, Business"));
    }
}
