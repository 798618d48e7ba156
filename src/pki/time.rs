//! Times as certificates write them.

use der::DateTime;
use der::asn1::GeneralizedTime;
use jiff::{SignedDuration, Timestamp};
use x509_cert::time::Time;

/// By how much the clocks of signers, authorities and verifiers may differ.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Whether a time had come as of another, by clocks that differ.
pub fn has_come(time: Timestamp, as_of: Timestamp) -> bool {
    time <= as_of.saturating_add(SKEW).unwrap_or(as_of)
}

/// A certificate's or CRL's time; certificates know no fraction of a second.
pub fn timestamp(time: Time) -> Timestamp {
    seconds(time.to_unix_duration().as_secs())
}

/// A `GeneralizedTime` of DER, which has no fraction of a second.
pub fn generalized(time: GeneralizedTime) -> Timestamp {
    seconds(time.to_unix_duration().as_secs())
}

/// A number of seconds since 1970 as a time; what lies beyond the calendar is its last day.
fn seconds(since_1970: u64) -> Timestamp {
    i64::try_from(since_1970).ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or(Timestamp::MAX)
}

/// A time as DER writes it, to the second; an error before 1970 and after 9999.
pub fn to_generalized(time: Timestamp) -> Result<GeneralizedTime, der::Error> {
    let seconds = u64::try_from(time.as_second()).map_err(|_| der::ErrorKind::DateTime)?;
    Ok(GeneralizedTime::from_date_time(DateTime::from_unix_duration(std::time::Duration::from_secs(seconds))?))
}

/// A time as RFC 5280, 4.1.2.5 wants it: two digits of the year until 2049.
pub fn to_time(time: Timestamp) -> Result<Time, der::Error> {
    let exact = to_generalized(time)?.to_date_time();
    if exact.year() < 2050 {
        Ok(Time::UtcTime(der::asn1::UtcTime::from_date_time(exact)?))
    } else {
        Ok(Time::GeneralTime(GeneralizedTime::from_date_time(exact)))
    }
}
