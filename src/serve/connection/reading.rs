//! What a client sends: how much of a request's head has come in, and since when.

use std::task::{Context, Poll, ready};

use tokio::time::Instant;

use super::limits::Limits;
use super::line::Line;
use super::offence::Offence;
use super::timer::Timer;

/// What HTTP/2 begins with, as far as no request of HTTP/1 does (RFC 9113, section 3.4). Browsers speak it behind TLS alone.
const PREFACE: &[u8] = b"PRI ";

/// What came in on a connection.
#[derive(Debug)]
pub(super) struct Reading {
    /// How many requests were begun when this was last looked at.
    begun: u64,
    /// How much came in of the next request's head.
    head: usize,
    /// When the first byte of it did.
    since: Option<Instant>,
    /// When anything last went in or out.
    active: Instant,
    /// How much of the preface of HTTP/2 came in; `None` once something else did.
    preface: Option<usize>,
    timer: Timer,
}

impl Reading {
    /// Nothing yet, on a connection that was opened just now.
    pub(super) fn new() -> Self {
        Self { begun: 0, head: 0, since: None, active: Instant::now(), preface: Some(0), timer: Timer::default() }
    }

    /// Notes that something went in or out.
    pub(super) fn is_active(&mut self) {
        self.active = Instant::now();
    }

    /// Notes what came in; gives why the connection must end.
    pub(super) fn took_in(&mut self, bytes: &[u8], line: &Line, limits: &Limits) -> Option<Offence> {
        self.is_active();
        let begun = line.begun();
        if begun != self.begun {
            (self.begun, self.head, self.since) = (begun, 0, None);
        }
        if self.completes_preface(bytes) {
            return Some(Offence::OtherVersion);
        }
        if line.is_busy() { None } else { self.took_in_head(bytes.len(), line, limits) }
    }

    /// Whether all that came in so far is the preface of HTTP/2.
    fn completes_preface(&mut self, bytes: &[u8]) -> bool {
        let Some(matched) = self.preface else { return false };
        let rest = &PREFACE[matched..];
        let is_alike = bytes.iter().zip(rest).all(|(a, b)| a == b);
        self.preface = is_alike.then_some(matched + bytes.len().min(rest.len()));
        self.preface == Some(PREFACE.len())
    }

    /// Notes so many bytes of a request's head.
    fn took_in_head(&mut self, bytes: usize, line: &Line, limits: &Limits) -> Option<Offence> {
        line.arrives();
        self.head += bytes;
        self.since.get_or_insert(self.active);
        // Requests that come one behind the other arrive together: the head of one alone is measured when it is read.
        (self.head > limits.head.saturating_mul(4)).then_some(Offence::TooLarge)
    }

    /// Waits until the client has kept the server waiting for too long or is dismissed; gives why the connection ends, where there is something to say.
    pub(super) fn poll_patience(&mut self, line: &Line, limits: &Limits, context: &mut Context<'_>) -> Poll<Option<Offence>> {
        loop {
            if line.is_busy() {
                return Poll::Pending;
            }
            if line.is_over(context) {
                return Poll::Ready(None);
            }
            let (until, offence) = match self.since.filter(|_| self.begun == line.begun()) {
                Some(since) => (since + limits.head_time, Some(Offence::TooSlow)),
                None => (self.active + limits.idle_time, None),
            };
            if until <= Instant::now() {
                return Poll::Ready(offence);
            }
            ready!(self.timer.poll_until(until, context));
        }
    }
}
