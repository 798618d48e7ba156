//! Quality values: how much a client likes each of the forms that it names (RFC 9110, section 12.4.2).

/// How many forms of a header are read; no client needs more.
const MOST: usize = 32;
/// How much is liked whatever has no quality value of its own, in thousandths.
const WHOLLY: u16 = 1_000;

/// The forms that a header names, in its order, and how much each is liked, in thousandths. What cannot be read is passed over.
pub(super) fn preferences(header: &str) -> impl Iterator<Item = (&str, u16)> {
    header.split(',').take(MOST).filter_map(preference)
}

fn preference(text: &str) -> Option<(&str, u16)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next()?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((name, weight.map_or(Some(WHOLLY), thousandths)?))
}

/// A weight between nought and one with up to three digits, in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, digits) = weight.split_once('.').unwrap_or((weight, ""));
    let is_fit = (whole == "0" || whole == "1") && digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let weight = format!("{whole}{digits:0<3}").parse().ok()?;
    (is_fit && weight <= WHOLLY).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::preferences;

    #[test]
    fn what_is_liked_is_read() {
        let read: Vec<_> = preferences("text/html, a;q=0.5, b ; level=1; Q=0.25,c;q=1.000").collect();
        assert_eq!(read, [("text/html", 1_000), ("a", 500), ("b", 250), ("c", 1_000)]);
        for wrong in ["a;q=", "a;q=2", "a;q=1.001", "a;q=0.1234", "a;q=x", "a;q=-0", "a;q=0.+1"] {
            assert_eq!(preferences(wrong).count(), 0, "{wrong}");
        }
    }
}
