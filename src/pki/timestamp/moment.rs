//! The time a timestamp states: a `GeneralizedTime` that, unlike a certificate's, may have a fraction of a second (RFC 3161, 2.4.2).

use der::asn1::AnyRef;
use der::{Tag, Tagged};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Reads `20260615120000.125Z`. `None` for anything else.
pub(super) fn read(value: AnyRef<'_>) -> Option<Timestamp> {
    let text = std::str::from_utf8(value.value()).ok().filter(|_| value.tag() == Tag::GeneralizedTime)?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 14 || !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let number = |from: usize, to: usize| whole.get(from..to).and_then(|digits| digits.parse::<i16>().ok());
    let small = |from: usize, to: usize| number(from, to).and_then(|number| i8::try_from(number).ok());
    let nanoseconds = format!("{fraction:0<9}").parse::<i32>().ok()?;
    let time = DateTime::new(number(0, 4)?, small(4, 6)?, small(6, 8)?, small(8, 10)?, small(10, 12)?, small(12, 14)?, nanoseconds).ok()?;
    TimeZone::UTC.to_timestamp(time).ok()
}

/// Writes a time, its fraction without zeros at the end, as DER asks.
pub(super) fn write(time: Timestamp) -> String {
    let fraction = format!("{:09}", time.subsec_nanosecond().max(0));
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}{point}{fraction}Z", time.strftime("%Y%m%d%H%M%S"))
}

#[cfg(test)]
mod tests {
    use der::Tag;
    use der::asn1::AnyRef;

    use super::{read, write};

    #[test]
    fn times_have_fractions() {
        let value = |text: &'static str| read(AnyRef::new(Tag::GeneralizedTime, text.as_bytes()).expect("a value"));
        for text in ["20260615120000Z", "20260615120000.125Z", "20260615235959.000001Z"] {
            assert_eq!(write(value(text).expect("a time")), text);
        }
        for text in
            ["20260615120000", "20261315120000Z", "2026061512000Z", "20260615120000.Z", "20260615120000,5Z", "+0260615120000Z", "20260615120000+0100"]
        {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
