//! A line: what a connection and the requests on it know of one another.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Waker};
use std::time::Duration;

use tokio::time::Instant;

/// How long a client may rest before its connection is one that can be spared: less, and it may just be thinking.
const BREATH: Duration = Duration::from_millis(500);
/// How long a head that has begun to arrive may take before its connection can be spared.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a connection and the requests on it know of one another.
#[derive(Debug)]
pub(in crate::serve) struct Line {
    /// How many requests were begun.
    begun: AtomicU64,
    /// Whether one is being answered.
    is_busy: AtomicBool,
    /// Whether the head of one is arriving.
    is_arriving: AtomicBool,
    /// Whether an answer waits for the client to take it in.
    is_sending: AtomicBool,
    /// Since when the client has kept the server waiting, in milliseconds since the line was made.
    waits_since: AtomicU64,
    made: Instant,
    is_dismissed: AtomicBool,
    reader: Mutex<Option<Waker>>,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            begun: AtomicU64::default(),
            is_busy: AtomicBool::default(),
            is_arriving: AtomicBool::default(),
            is_sending: AtomicBool::default(),
            waits_since: AtomicU64::default(),
            made: Instant::now(),
            is_dismissed: AtomicBool::default(),
            reader: Mutex::default(),
        }
    }
}

impl Line {
    /// Notes that a request is being answered, until what is given is dropped.
    pub(in crate::serve) fn begin(self: &Arc<Self>) -> Busy {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.is_busy.store(true, Ordering::Relaxed);
        self.is_arriving.store(false, Ordering::Relaxed);
        Busy(Arc::clone(self))
    }

    /// How many requests were begun.
    pub(in crate::serve) fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    /// Whether a request is being answered.
    pub(in crate::serve) fn is_busy(&self) -> bool {
        self.is_busy.load(Ordering::Relaxed)
    }

    /// Notes that something of the next request's head came in.
    pub(in crate::serve) fn arrives(&self) {
        if !self.is_arriving.swap(true, Ordering::Relaxed) {
            self.waits();
        }
    }

    /// Notes whether an answer waits for the client to take it in.
    pub(in crate::serve) fn sends(&self, is_sending: bool) {
        if self.is_sending.swap(is_sending, Ordering::Relaxed) && !is_sending {
            self.waits();
        }
    }

    fn waits(&self) {
        let since = u64::try_from(self.made.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.waits_since.store(since, Ordering::Relaxed);
    }

    /// For how long nothing has gone on that would be lost with the connection; `None` where something does.
    pub(in crate::serve) fn rests(&self, now: Instant) -> Option<Duration> {
        let [is_busy, is_sending, is_dismissed, is_arriving] =
            [&self.is_busy, &self.is_sending, &self.is_dismissed, &self.is_arriving].map(|flag| flag.load(Ordering::Relaxed));
        let rests = now.saturating_duration_since(self.made).saturating_sub(Duration::from_millis(self.waits_since.load(Ordering::Relaxed)));
        let enough = if is_arriving { PATIENCE } else { BREATH };
        (!is_busy && !is_sending && !is_dismissed && rests >= enough).then_some(rests)
    }

    /// Ends the connection as if the client had, unless a request is being answered by then.
    pub(in crate::serve) fn dismiss(&self) {
        self.is_dismissed.store(true, Ordering::SeqCst);
        if let Some(reader) = self.reader.lock().unwrap_or_else(PoisonError::into_inner).take() {
            reader.wake();
        }
    }

    /// Whether the connection is to end; whoever asks is woken when it is.
    pub(in crate::serve) fn is_over(&self, context: &Context<'_>) -> bool {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        if !reader.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
            *reader = Some(context.waker().clone());
        }
        self.is_dismissed.load(Ordering::SeqCst)
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub(in crate::serve) struct Busy(Arc<Line>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.waits();
        self.0.is_busy.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::time::Instant;

    use super::{BREATH, Line, PATIENCE};

    #[test]
    fn a_line_rests_when_nothing_would_be_lost() {
        let line = Arc::new(Line::default());
        let rests = |after| line.rests(Instant::now() + after).is_some();
        assert!(line.rests(line.made).is_none() && rests(BREATH), "it has only just been made");
        line.arrives();
        assert!(!rests(BREATH) && rests(PATIENCE), "a head may take a little longer, and not for ever");
        let busy = line.begin();
        assert!(!rests(PATIENCE * 10));
        line.sends(true);
        drop(busy);
        assert!(!rests(PATIENCE * 10), "the answer is on its way");
        line.sends(false);
        assert!(rests(BREATH));
        line.dismiss();
        assert!(!rests(BREATH), "it ends already");
    }
}
