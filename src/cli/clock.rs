//! The only place that looks at the clock: a signature and a certificate say when they were made, whether one can be trusted depends on when it is asked, an author is warned before a
//! `security.txt` expires, and an access log says when something was. Nothing that a build writes depends on it.

#![expect(clippy::disallowed_methods, reason = "this is the door to the clock")]

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The time, to the fraction of a second: a timestamp may have been made in this very one.
#[cfg(any(feature = "sign", feature = "serve"))]
pub(super) fn now() -> Timestamp {
    Timestamp::now()
}

/// The time, to the second.
#[cfg(feature = "sign")]
pub(super) fn this_second() -> Timestamp {
    let now = now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// The day, in UTC.
pub(super) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}
