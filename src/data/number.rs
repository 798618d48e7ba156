//! Numbers as decimals, never rounded in silence.

/// The decimal digits that a spreadsheet keeps of a number, and that a number of JSON holds without loss.
pub(super) const DIGITS: usize = 15;

/// Whether a text is a number as JSON writes it (RFC 8259, section 6), without an exponent.
pub(super) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && (whole == "0" || !whole.starts_with('0')) && part.is_none_or(all_digits)
}

/// How many digits a decimal tells, zeros at its ends left aside.
pub(super) fn significant(decimal: &str) -> usize {
    let digits: String = decimal.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    if decimal.contains('.') { digits.trim_end_matches('0').len() } else { digits.len() }
}

/// The number that a spreadsheet stores, with the 15 digits that it keeps: `0.1 + 0.2` is 0.3. `None` for a whole number of more digits, whose last ones are
/// lost already, and for what is no number.
pub(super) fn of_spreadsheet(stored: f64) -> Option<String> {
    let shortest = exact(stored)?;
    if significant(&shortest) <= DIGITS {
        return Some(shortest);
    }
    format!("{stored:.*e}", DIGITS - 1).parse().ok().and_then(exact)
}

/// The shortest decimal that reads back as the same number; `None` where a whole number is too large to be told from its neighbours.
pub(super) fn exact(number: f64) -> Option<String> {
    let fits = number.is_finite() && number.abs() < 1e15;
    fits.then(|| if number == 0.0 { "0".to_owned() } else { format!("{number}") })
}

#[cfg(test)]
mod tests {
    use super::{is_decimal, of_spreadsheet, significant};

    #[test]
    fn spreadsheets_keep_fifteen_digits() {
        assert_eq!(of_spreadsheet(1200.1).as_deref(), Some("1200.1"));
        assert_eq!(of_spreadsheet(0.1 + 0.2).as_deref(), Some("0.3"));
        assert_eq!(of_spreadsheet(-0.0).as_deref(), Some("0"));
        assert_eq!(of_spreadsheet(10431.0).as_deref(), Some("10431"));
        assert_eq!(of_spreadsheet(1e15), None);
        assert_eq!(of_spreadsheet(f64::NAN), None);
    }

    #[test]
    fn decimals_are_told() {
        assert!(["0", "-1", "1200.50", "0.5"].into_iter().all(is_decimal));
        assert!(!["", "-", "01", "1.", ".5", "+1", "1e3", "1,5", "١"].into_iter().any(is_decimal));
        assert_eq!((significant("1200.50"), significant("0.0010"), significant("100")), (5, 1, 3));
    }
}
