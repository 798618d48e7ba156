//! Days as authors write them.

use jiff::civil::Date;

/// Reads a day written as `2026-09-01` (ISO 8601, calendar date in extended format); `None` for anything else, a time of day behind it included.
pub fn day(text: &str) -> Option<Date> {
    text.parse().ok().filter(|_| text.len() == "2026-09-01".len())
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn only_whole_days_are_read() {
        assert_eq!(day("2026-09-01"), Some(jiff::civil::date(2026, 9, 1)));
        for text in ["2026-09-31", "20260901", "2026-09-01T10:00", "1 September", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
