//! The only place that looks at the clock: a signature and a certificate say when they were made, and whether one can be trusted depends on when it is asked.

#![expect(clippy::disallowed_methods, reason = "this is the door to the clock")]

use jiff::Timestamp;

/// The time, to the fraction of a second: a timestamp may have been made in this very one.
pub(super) fn now() -> Timestamp {
    Timestamp::now()
}

/// The time, to the second.
pub(super) fn this_second() -> Timestamp {
    let now = now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
