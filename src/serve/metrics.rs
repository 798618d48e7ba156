//! Metrics: what the server has done so far, as Prometheus reads it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper ends of the times that answers are counted by, in seconds, as they are written and in microseconds.
const TIMES: [(&str, u64); 9] = [
    ("0.0005", 500),
    ("0.001", 1_000),
    ("0.0025", 2_500),
    ("0.005", 5_000),
    ("0.01", 10_000),
    ("0.025", 25_000),
    ("0.1", 100_000),
    ("0.5", 500_000),
    ("2.5", 2_500_000),
];

/// Counts what the server does. No count tells who asked or what.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    /// Connections that are open.
    pub(super) connections: AtomicU64,
    /// Questions that were put.
    pub(super) questions: AtomicU64,
    /// Releases that were put in place.
    pub(super) releases: AtomicU64,
    /// Releases that errors kept from being put in place.
    pub(super) troubles: AtomicU64,
    /// Lines of the log that nobody took in time.
    pub(super) unlogged: AtomicU64,
    /// Answers that ended in a fault of the server's own.
    pub(super) faults: AtomicU64,
    /// 1 while the project could not be read again, so that what is served is what was there before.
    pub(super) pending: AtomicU64,
    /// Answers of readers that could not be kept.
    lost: Arc<AtomicU64>,
    /// Answers by the hundreds of their status, from the first.
    statuses: [AtomicU64; 5],
    bytes: AtomicU64,
    times: [AtomicU64; TIMES.len() + 1],
    microseconds: AtomicU64,
}

impl Metrics {
    /// Nothing was done yet; how much feedback was lost is counted by whoever keeps it.
    pub(super) fn new(lost: Arc<AtomicU64>) -> Self {
        Self { lost, ..Self::default() }
    }

    /// Counts an answer.
    pub(super) fn answered(&self, status: u16, bytes: u64, time: Duration) {
        let add = |counter: &AtomicU64, by: u64| counter.fetch_add(by, Ordering::Relaxed);
        let hundreds = usize::from(status / 100).clamp(1, self.statuses.len());
        add(&self.statuses[hundreds - 1], 1);
        add(&self.bytes, bytes);
        let microseconds = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let at = TIMES.iter().position(|(_, end)| microseconds <= *end).unwrap_or(TIMES.len());
        add(&self.times[at], 1);
        add(&self.microseconds, microseconds);
    }

    /// Everything as text (Prometheus' text format, version 0.0.4).
    pub(super) fn text(&self) -> String {
        self.requests() + &self.histogram() + &self.counters()
    }

    fn requests(&self) -> String {
        let line = |(hundreds, counter): (usize, &AtomicU64)| format!("counterpart_requests_total{{status=\"{hundreds}xx\"}} {}\n", read(counter));
        let lines: String = (1..).zip(&self.statuses).map(line).collect();
        head("requests_total", "counter", "Requests by the hundreds of their status.") + &lines
    }

    fn histogram(&self) -> String {
        let mut out = head("request_seconds", "histogram", "Time from a request's head to its answer's.");
        let mut sum = 0;
        for (end, counter) in TIMES.iter().map(|(end, _)| *end).chain(["+Inf"]).zip(&self.times) {
            sum += read(counter);
            out.push_str(&format!("counterpart_request_seconds_bucket{{le=\"{end}\"}} {sum}\n"));
        }
        let microseconds = read(&self.microseconds);
        out.push_str(&format!("counterpart_request_seconds_sum {}.{:06}\n", microseconds / 1_000_000, microseconds % 1_000_000));
        out.push_str(&format!("counterpart_request_seconds_count {sum}\n"));
        out
    }

    fn counters(&self) -> String {
        let unlogged = "Lines of the access log that were dropped, since nobody took them or they could not be written.";
        let counters = [
            ("response_bytes_total", "counter", "Bytes of answers' bodies.", &self.bytes),
            ("connections", "gauge", "Open connections.", &self.connections),
            ("questions_total", "counter", "Questions that were put.", &self.questions),
            ("releases_total", "counter", "Releases that were put in place.", &self.releases),
            ("failed_releases_total", "counter", "Releases that errors kept from being put in place.", &self.troubles),
            ("reload_pending", "gauge", "1 while the project cannot be read again, and what was there before is served on.", &self.pending),
            ("feedback_lost_total", "counter", "Answers of readers that could not be kept.", &self.lost),
            ("faults_total", "counter", "Answers that ended in a fault of the server's own.", &self.faults),
            ("unlogged_total", "counter", unlogged, &self.unlogged),
        ];
        counters.map(|(name, kind, help, counter)| format!("{}counterpart_{name} {}\n", head(name, kind, help), read(counter))).concat()
    }
}

/// What stands before the lines of a metric.
fn head(name: &str, kind: &str, help: &str) -> String {
    format!("# HELP counterpart_{name} {help}\n# TYPE counterpart_{name} {kind}\n")
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Metrics;

    #[test]
    fn a_histogram_adds_up() {
        let metrics = Metrics::default();
        metrics.answered(200, 10, Duration::from_micros(700));
        metrics.answered(404, 5, Duration::from_secs(9));
        let text = metrics.text();
        for line in [
            "counterpart_requests_total{status=\"2xx\"} 1",
            "counterpart_request_seconds_bucket{le=\"0.0005\"} 0",
            "counterpart_request_seconds_bucket{le=\"0.001\"} 1",
            "counterpart_request_seconds_bucket{le=\"2.5\"} 1",
            "counterpart_request_seconds_bucket{le=\"+Inf\"} 2",
            "counterpart_request_seconds_sum 9.000700",
            "counterpart_response_bytes_total 15",
        ] {
            assert!(text.lines().any(|other| other == line), "{line}\n{text}");
        }
    }
}
