//! The time that a signer claims: the date in the signature dictionary, or the one in the message (ISO 32000-2, 7.9.4; RFC 5652, 11.3).

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::judge::Judged;
use super::message::Held;

/// The time that the signer claims, where there is one.
pub(super) fn time(one: &Judged<'_>) -> Option<Timestamp> {
    let written = one.found.signature.as_ref().ok().and_then(|signature| signature.claimed_time.as_deref()).and_then(date);
    let signed = match &one.held {
        Some(Held::Signature { checked, .. }) => checked.signing_time,
        _ => None,
    };
    written.or(signed)
}

/// A date as a PDF writes it: `D:YYYYMMDDHHmmSSOHH'mm'`, of which everything after the year may be missing.
fn date(text: &str) -> Option<Timestamp> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, zone) = text.split_at_checked(count)?;
    let number = |from: usize, length: usize, default: i8| match digits.get(from..from + length) {
        Some(part) => part.parse::<i8>().ok(),
        None => Some(default),
    };
    let year = digits.get(..4)?.parse().ok()?;
    let date = DateTime::new(year, number(4, 2, 1)?, number(6, 2, 1)?, number(8, 2, 0)?, number(10, 2, 0)?, number(12, 2, 0)?, 0).ok()?;
    let universal = date.to_zoned(TimeZone::fixed(Offset::UTC)).ok()?.timestamp();
    universal.checked_sub(offset(zone)?).ok()
}

/// `Z`, or by how much a zone is ahead of universal time.
fn offset(zone: &str) -> Option<SignedDuration> {
    let zone = zone.replace('\'', "");
    let Some(sign) = zone.chars().next().filter(|sign| matches!(sign, '+' | '-')) else { return Some(SignedDuration::ZERO) };
    let part = |from: usize| zone.get(from..from + 2).map_or(Some(0), |part| part.parse::<i64>().ok());
    let minutes = part(1)?.checked_mul(60)?.checked_add(part(3)?)?;
    Some(SignedDuration::from_mins(if sign == '-' { -minutes } else { minutes }))
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_are_read() {
        let read = |text| date(text).map(|time| time.to_string());
        assert_eq!(read("D:20260615140000+02'00'").as_deref(), Some("2026-06-15T12:00:00Z"));
        assert_eq!(read("D:20260615120000Z").as_deref(), Some("2026-06-15T12:00:00Z"));
        assert_eq!(read("D:2026").as_deref(), Some("2026-01-01T00:00:00Z"));
        assert_eq!(read("D:20261399"), None);
        assert_eq!(read("yesterday"), None);
    }
}
