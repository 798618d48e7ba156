//! The access log: a line for each answer.
//!
//! It says when, which brand, what was asked for, and how that ended. It never says what was asked in a question or searched for, since queries are left out, and of a
//! client's address only the network: the first three of an IPv4 address's four numbers, the first three groups of an IPv6 address.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::metrics::Metrics;

/// How many lines may wait for whoever takes them; further ones are dropped and counted, since readers come first.
const WAITING: usize = 8 * 1024;
/// How many lines are handed over at a time.
const AT_ONCE: usize = 256;
/// How many characters of a method are noted: anybody may make up one.
pub(super) const LONGEST_METHOD: usize = 16;
/// How many characters of a path are noted.
pub(super) const LONGEST_PATH: usize = 256;

/// A line of the access log.
#[derive(Debug, Clone, Serialize)]
pub struct LogEntry {
    /// When the answer was ready (RFC 3339).
    pub time: String,
    /// The brand that was asked for, where it is known.
    pub brand: Option<String>,
    /// The method.
    pub method: String,
    /// The path without a query, cut where it is long.
    pub path: String,
    /// Whether a question was put.
    pub asked: bool,
    /// The status of the answer.
    pub status: u16,
    /// How many bytes its body has, where that is known before it is sent.
    pub bytes: Option<u64>,
    /// How long it took, in milliseconds.
    pub ms: f64,
    /// The network of the client.
    pub from: String,
}

/// Prints lines of the access log; gives whether they could be written.
pub type Printer = Box<dyn Fn(&[LogEntry]) -> bool + Send>;

/// Hands lines to whoever prints them.
#[derive(Debug, Clone)]
pub(super) struct Log {
    lines: SyncSender<LogEntry>,
    metrics: Arc<Metrics>,
    now: fn() -> Timestamp,
}

impl Log {
    /// A log whose lines are printed by a thread of their own, which ends with the log.
    pub(super) fn start(print: Printer, metrics: Arc<Metrics>, now: fn() -> Timestamp) -> Self {
        let (lines, waiting) = sync_channel(WAITING);
        let counted = Arc::clone(&metrics);
        std::thread::spawn(move || run(&waiting, &print, &counted));
        Self { lines, metrics, now }
    }

    /// What time it is for the log (RFC 3339).
    pub(super) fn now(&self) -> String {
        (self.now)().to_string()
    }

    /// Notes an answer.
    pub(super) fn note(&self, entry: LogEntry) {
        if self.lines.try_send(entry).is_err() {
            self.metrics.unlogged.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn run(waiting: &Receiver<LogEntry>, print: &Printer, metrics: &Metrics) {
    while let Ok(first) = waiting.recv() {
        let mut lines = vec![first];
        lines.extend(waiting.try_iter().take(AT_ONCE - 1));
        if !print(&lines) {
            metrics.unlogged.fetch_add(u64::try_from(lines.len()).unwrap_or(u64::MAX), Ordering::Relaxed);
        }
    }
}

/// A text, no longer than so many characters.
pub(super) fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}

/// A time in milliseconds, to the microsecond: more digits would say nothing, and fill the log.
pub(super) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// The network that an address lies in, by which many clients go.
pub(super) fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn no_address_is_kept_whole() {
        assert_eq!(network("192.0.2.77".parse().unwrap()), "192.0.2.0/24");
        assert_eq!(network("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1::/48");
    }
}
