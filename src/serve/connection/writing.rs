//! What a client takes in: how much of an answer, and how fast.

use std::io;
use std::task::{Context, Poll, ready};

use tokio::time::Instant;

use super::limits::Limits;
use super::timer::Timer;

/// What goes out on a connection.
#[derive(Debug, Default)]
pub(super) struct Writing {
    /// How many requests were begun when this was last looked at.
    begun: u64,
    /// When the client first kept the server waiting.
    since: Option<Instant>,
    /// How much it has taken in since then.
    taken: usize,
    timer: Timer,
}

impl Writing {
    /// Notes how many requests were begun by now: each answer has the whole of its time.
    pub(super) fn follow(&mut self, begun: u64) {
        if begun != self.begun {
            (self.begun, self.since, self.taken) = (begun, None, 0);
        }
    }

    /// Notes how much the client took in.
    pub(super) fn took(&mut self, bytes: usize) {
        self.taken += bytes;
    }

    /// Waits for a client that takes in nothing at present, until it has kept the server waiting for too long.
    pub(super) fn poll_pace(&mut self, limits: &Limits, context: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            let since = *self.since.get_or_insert_with(Instant::now);
            let until = since + limits.write_time;
            if until > Instant::now() {
                ready!(self.timer.poll_until(until, context));
            } else if self.taken < limits.progress {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            } else {
                (self.since, self.taken) = (Some(Instant::now()), 0);
            }
        }
    }
}
