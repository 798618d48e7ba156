//! How often and how long a service that is down is asked again.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use super::fault::Cause;

/// How much patience there is: both bounds hold, whichever is reached first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How often a question is asked at most, the first time counted; 0 is read as 1.
    pub tries: u32,
    /// How long one try may take; a list of revoked certificates has four times as long.
    pub timeout: Duration,
    /// After which time nothing is begun again, pauses counted.
    pub total: Duration,
    /// The pause before the second try, which doubles from try to try.
    pub pause: Duration,
}

impl Default for Patience {
    /// Three tries of 20 seconds within 60, half a second before the second.
    fn default() -> Self {
        Self { tries: 3, timeout: Duration::from_secs(20), total: Duration::from_mins(1), pause: Duration::from_millis(500) }
    }
}

impl Patience {
    /// One try and no more.
    pub(super) fn impatient(self) -> Self {
        Self { tries: 1, ..self }
    }

    /// How long to pause before trying again, or nothing where it is enough: the tries are used up, it cannot heal, or the time would run out in the pause.
    ///
    /// `chance` spreads the pause between half and the whole of it, so that many programs that failed together do not come back together. A service that names
    /// its own pause is given it in full.
    pub(super) fn pause_after(self, cause: &Cause, tried: u32, elapsed: Duration, chance: u8) -> Option<Duration> {
        if tried >= self.tries.max(1) || !cause.may_heal() {
            return None;
        }
        let longest = self.pause.saturating_mul(2_u32.saturating_pow(tried.saturating_sub(1)));
        let spread = longest / 2 + longest.saturating_mul(u32::from(chance)) / 510;
        let pause = spread.max(cause.again_after().unwrap_or_default());
        (elapsed.saturating_add(pause) < self.total).then_some(pause)
    }
}

/// Time and chance as a door, so that a test of pauses need not wait.
pub trait Clock: Send + Sync {
    /// The time since some moment in the past.
    fn now(&self) -> Duration;
    /// Waits.
    fn pause(&self, time: Duration);
    /// Any number: what spreads the pauses.
    fn chance(&self) -> u8;
}

/// The clock on the wall.
#[derive(Debug)]
pub struct WallClock {
    start: Instant,
}

impl Default for WallClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn chance(&self) -> u8 {
        // The standard library seeds every new state by chance, which is chance enough for a pause.
        let [low, ..] = RandomState::new().hash_one(self.start).to_le_bytes();
        low
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Cause, Patience};

    const DOWN: Cause = Cause::Status { code: 503, again_after: None };

    #[test]
    fn pauses_double_and_end() {
        let patience = Patience { tries: 4, ..Patience::default() };
        let pauses =
            |chance| (1..=4).map(|tried| patience.pause_after(&DOWN, tried, Duration::ZERO, chance).map(|p| p.as_millis())).collect::<Vec<_>>();
        assert_eq!(pauses(255), [Some(500), Some(1000), Some(2000), None]);
        assert_eq!(pauses(0), [Some(250), Some(500), Some(1000), None]);
        assert_eq!(patience.pause_after(&DOWN, 1, Duration::from_mins(1), 0), None);
    }

    #[test]
    fn a_service_names_its_own_pause_within_our_time() {
        let busy = |seconds| Cause::Status { code: 429, again_after: Some(Duration::from_secs(seconds)) };
        assert_eq!(Patience::default().pause_after(&busy(5), 1, Duration::ZERO, 9), Some(Duration::from_secs(5)));
        assert_eq!(Patience::default().pause_after(&busy(600), 1, Duration::ZERO, 9), None);
    }

    #[test]
    fn what_cannot_heal_is_not_tried_again() {
        for cause in [Cause::Status { code: 404, again_after: None }, Cause::TooLarge(1), Cause::Tls(String::new()), Cause::UserInAddress] {
            assert_eq!(Patience::default().pause_after(&cause, 1, Duration::ZERO, 0), None);
        }
    }
}
