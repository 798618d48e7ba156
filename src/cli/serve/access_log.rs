//! The access log, as it is printed.

use std::sync::atomic::{AtomicBool, Ordering};

use super::super::arguments::{AccessLog, Serve};
use super::super::terminal::{Narrator, Terminal, harmless};
use crate::serve::{LogEntry, Printer};

/// Whether it was said that the log cannot be written.
static IS_SAID: AtomicBool = AtomicBool::new(false);

/// Whoever prints the access log, where one is wanted.
pub(super) fn printer(options: &Serve, terminal: &Terminal) -> Option<Printer> {
    let wanted = options.log.unwrap_or(if options.production { AccessLog::Json } else { AccessLog::None });
    let narrator = terminal.narrator();
    match wanted {
        AccessLog::None => None,
        AccessLog::Json => Some(Box::new(move |entries| print(narrator, entries, |entry| serde_json::to_string(entry).unwrap_or_default()))),
        AccessLog::Text => Some(Box::new(move |entries| print(narrator, entries, line))),
    }
}

fn print(narrator: Narrator, entries: &[LogEntry], line: impl Fn(&LogEntry) -> String) -> bool {
    let lines: String = entries.iter().map(|entry| line(entry) + "\n").collect();
    let is_written = narrator.result(&lines);
    if !is_written && !IS_SAID.swap(true, Ordering::Relaxed) {
        narrator.say("the access log cannot be written: the site is served on, and the lines that are lost are counted in the metrics");
    }
    is_written
}

/// A line for a person.
fn line(entry: &LogEntry) -> String {
    let LogEntry { time, brand, method, path, asked, status, bytes, ms, from } = entry;
    let (brand, asked) = (brand.as_deref().unwrap_or("-"), if *asked { " (a question)" } else { "" });
    let bytes = bytes.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
    harmless(&format!("{time} {from} {brand} {method} {path}{asked} {status} {bytes} {ms} ms"))
}
