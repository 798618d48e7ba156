//! Numbers that are written with a comma, as people write them and templates do not.

/// The first number in a text that is written with a comma, and the same as a template reads it: without marks between thousands, and with a point before a fraction.
pub(super) fn number_with_comma(text: &str) -> Option<(&str, String)> {
    let is_part = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    let mut numbers = text.split(|c| !is_part(c)).map(|run| run.trim_matches([',', '.']));
    numbers.find_map(|number| Some((number, as_read(number)?)))
}

/// A number without its marks; `None` where it has no comma, or means nothing that can be told.
fn as_read(number: &str) -> Option<String> {
    let (before, after) = number.rsplit_once(',')?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if !fraction.contains(',') && before != "0" && is_in_thousands(whole) {
        return Some(number.replace(',', ""));
    }
    let is_fraction = !before.contains(',') && !after.contains('.');
    is_fraction.then(|| format!("{}.{after}", before.replace('.', "")))
}

/// Whether commas stand before each three digits: `1,250,000`.
fn is_in_thousands(whole: &str) -> bool {
    whole.contains(',') && whole.split(',').skip(1).all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::number_with_comma;

    #[test]
    fn marks_are_taken_for_what_they_are() {
        let read = |text: &'static str| number_with_comma(text);
        for (written, number, meant) in [
            ("{{money 12,50 \"EUR\"}}", "12,50", "12.50"),
            ("{{money 1.250,50}}", "1.250,50", "1250.50"),
            ("1,250.50", "1,250.50", "1250.50"),
            ("10,000", "10,000", "10000"),
            ("1,000,000 EUR", "1,000,000", "1000000"),
            ("1.234.567,5", "1.234.567,5", "1234567.5"),
            ("0,125", "0,125", "0.125"),
        ] {
            assert_eq!(read(written), Some((number, meant.to_owned())), "{written}");
        }
        assert!(["12.50", "2026,09,01", "a, b", "1, 2", "{{list a, b}}", ","].into_iter().all(|text| read(text).is_none()));
    }
}
