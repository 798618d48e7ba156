//! When what is known of revocations counts.

use jiff::{SignedDuration, Timestamp};

use crate::pki::time::has_come;

/// How long evidence counts that does not say when more will be known.
const WITHOUT_NEXT: SignedDuration = SignedDuration::from_hours(24);

/// The times that count.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// When the certificate was used: the time of a proven timestamp, or today's.
    pub at: Timestamp,
    /// Today's time. Evidence from after it does not count.
    pub now: Timestamp,
}

impl Times {
    /// Whether evidence counts that was made at a time and holds until another; an error says why not.
    pub fn span(self, this_update: Timestamp, next_update: Option<Timestamp>) -> Result<(), String> {
        if !has_come(this_update, self.now) {
            return Err(format!("what is known of its revocation is from the future ({this_update})"));
        }
        let until = next_update.or_else(|| this_update.checked_add(WITHOUT_NEXT).ok()).unwrap_or(this_update);
        if !has_come(self.at, until) {
            return Err(format!("what is known of its revocation was good until {until}, which is before {}", self.at));
        }
        Ok(())
    }
}
