//! Single values: what a plain word stands for.

use serde_json::Number;

use super::node::Value;

/// A word that YAML 1.1 reads as true or false and YAML 1.2 as a text: nobody can tell which its author meant.
pub(super) fn is_ambiguous(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "yes" | "no" | "on" | "off")
}

/// The value of a word without quotes.
///
/// Numbers are those of JSON without exponents: whatever would be changed by reading it as a number, `0123`, `+30 2310`, `0x1F` or `1_000` say, is the
/// text its author typed.
pub(super) fn plain(word: &str) -> Value {
    match word {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(word).map_or_else(|| Value::Text(word.to_owned()), Value::Number),
    }
}

fn number(word: &str) -> Option<Number> {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    match fraction {
        Some(fraction) if all_digits(fraction) && digits.len() <= 16 => word.parse().ok().and_then(Number::from_f64),
        Some(_) => None,
        None => word.parse::<i64>().map(Number::from).or_else(|_| word.parse::<u64>().map(Number::from)).ok(),
    }
}

/// The red, green and blue of a colour written as `#rgb` or `#rrggbb`.
pub fn colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let part = |range: std::ops::Range<usize>| u8::from_str_radix(digits.get(range)?, 16).ok();
    match digits.len() {
        3 => Some([part(0..1)? * 17, part(1..2)? * 17, part(2..3)? * 17]),
        6 => Some([part(0..2)?, part(2..4)?, part(4..6)?]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_survives_is_a_number() {
        for word in ["0123", "+30", "0x1F", "1_000", "1e3", ".5", "1.", ".inf", ".nan", "-", "2026-09-01", "10:30", "99999999999999999999"] {
            assert_eq!(plain(word), Value::Text(word.to_owned()));
        }
        assert_eq!(plain("-12"), Value::Number((-12).into()));
        assert_eq!(plain("18446744073709551615"), Value::Number(u64::MAX.into()));
        assert_eq!(plain("99.9"), Value::Number(Number::from_f64(99.9).unwrap()));
        assert_eq!(plain("~"), Value::Null);
        assert_eq!(plain("TRUE"), Value::Bool(true));
        assert_eq!(plain("yes"), Value::Text("yes".to_owned()));
    }

    #[test]
    fn colours_are_hexadecimal() {
        assert_eq!(colour("#1f6f4a"), Some([0x1f, 0x6f, 0x4a]));
        assert_eq!(colour("#FA0"), Some([0xff, 0xaa, 0]));
        for text in ["1f6f4a", "#12", "#12345", "#ggg", "green", "#αβ", ""] {
            assert_eq!(colour(text), None, "{text}");
        }
    }
}
