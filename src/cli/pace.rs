//! How far a long run has come: a bar on a terminal, a line every few seconds elsewhere, an event for a machine.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report;
use super::terminal::{Narrator, Terminal};
use crate::batch::{Again, Progress};
use crate::diag::MessageFormat;

/// How long it is silent where there is no bar.
const SILENCE: Duration = Duration::from_secs(5);

/// Counts rows, and tells.
#[derive(Debug)]
pub(super) struct Pace {
    bar: ProgressBar,
    narrator: Narrator,
    is_machine: bool,
    /// Whether it is said why each document is made.
    is_verbose: bool,
    /// What is counted, and how many there are.
    what: &'static str,
    all: u64,
    done: AtomicU64,
    made: AtomicU64,
    start: Instant,
    /// When it last told.
    told: Mutex<Instant>,
}

impl Pace {
    /// Of a batch: a machine is told by events.
    pub(super) fn of_rows(terminal: &Terminal, rows: u64) -> Self {
        Self { is_machine: terminal.format == MessageFormat::Json, ..Self::new(terminal, "rows", rows) }
    }

    /// Of documents that are looked at: a machine is told of each, and needs no more.
    #[cfg(feature = "sign")]
    pub(super) fn of_documents(terminal: &Terminal, documents: u64) -> Self {
        Self::new(terminal, "documents", documents)
    }

    fn new(terminal: &Terminal, what: &'static str, all: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::hidden());
        if terminal.bar {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if let Ok(style) = ProgressStyle::with_template(&format!("{{bar:32}} {{pos}}/{{len}} {what}  {{per_sec}}  {{eta}} left")) {
            bar.set_style(style);
        }
        let now = Instant::now();
        let (done, made) = (AtomicU64::new(0), AtomicU64::new(0));
        Self {
            bar,
            narrator: terminal.narrator(),
            is_machine: false,
            is_verbose: terminal.verbose,
            what,
            all,
            done,
            made,
            start: now,
            told: Mutex::new(now),
        }
    }

    /// Prints something else, with no bar in its way.
    #[cfg(feature = "sign")]
    pub(super) fn aside(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// No more will come.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
        if self.is_machine {
            self.tell("end");
        }
    }

    /// Tells how far it is: an event of this name for a machine, a line for a person.
    fn tell(&self, event: &str) {
        let (done, made) = (self.done.load(Ordering::Relaxed), self.made.load(Ordering::Relaxed));
        let seconds = self.start.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a pace is no exact figure")]
        let pace = made as f64 / seconds.max(1e-3);
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "nor is what it leads to expect")]
        let left = (self.all.saturating_sub(done) as f64 / pace.max(1e-3)) as u64;
        if self.is_machine {
            let told = serde_json::json!({ "event": event, "rows": self.all, "done": done, "made": made, "per_second": (pace * 10.0).round() / 10.0, "seconds_left": left });
            self.narrator.result(&format!("{told}\n"));
        } else if event == "progress" {
            self.narrator.say(&format!("{done} of {} {}, {pace:.0} a second, {} left", self.all, self.what, time(left)));
        }
    }
}

impl Progress for Pace {
    fn found(&self, documents: usize) {
        if self.is_verbose && documents > 0 {
            self.narrator.say(&format!(
                "{} of earlier runs are known: those that are still what would be made are kept",
                report::count(documents, "document")
            ));
        }
    }

    fn again(&self, file: &str, why: Again) {
        if self.is_verbose && why != Again::New {
            self.bar.suspend(|| self.narrator.say(&format!("{file}: made again, since {why}")));
        }
    }

    fn made(&self, is_new: bool) {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.made.fetch_add(u64::from(is_new), Ordering::Relaxed);
        self.bar.inc(1);
        if !self.bar.is_hidden() {
            return;
        }
        let Ok(mut told) = self.told.try_lock() else { return };
        if told.elapsed() >= SILENCE {
            *told = Instant::now();
            drop(told);
            self.tell("progress");
        }
    }
}

/// Seconds as a person reads them.
fn time(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn seconds_are_told_in_the_largest_units_that_matter() {
        assert_eq!([0, 59, 60, 3_599, 3_600, 90_061].map(time), ["0 s", "59 s", "1 min 0 s", "59 min 59 s", "1 h 0 min", "25 h 1 min"]);
    }
}
