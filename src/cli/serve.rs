//! `serve`: every brand's site from memory, for authors while they write and for readers.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use super::arguments::{AccessLog, Common, Serve};
use super::terminal::{Narrator, Terminal};
use super::{Outcome, clock, feedback, here, project_folder, report, selection};
use crate::compile::live::{Live, Making, Update};
use crate::feedback::Desk as FeedbackDesk;
use crate::output::failure::Failure;
use crate::serve::{self, Asking, Limits, LogEntry, MCP, Mode, Mounts, Options, Printer, Server, Signal, Trouble, Watcher, agents, watch};
use crate::snapshot::Snapshot;

/// How many answers of readers are kept for a brand in a day: more would not be read.
const ANSWERS: u32 = 2_000;

/// What happens while a server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    /// An input may have changed, or the project is to be read again.
    Changed,
    /// The server is to stop.
    Stop,
}

/// Serves until it is told to stop.
pub(super) fn run(common: &Common, options: &Serve, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = project_folder::find(common)?;
    let asked = selection::brands(&options.brand)?;
    let server = Server::start(server_options(options), mounts(options, &root)?, printer(options, terminal))?;
    let (sender, events) = channel();
    let is_preview = mode(options) == Mode::Development;
    let on_signal = sender.clone();
    server.on_signal(move |signal| {
        // A preview ends with the terminal it was started in.
        let event = if signal == Signal::Reload && !is_preview { Event::Changed } else { Event::Stop };
        let _ = on_signal.send(event);
    })?;
    let watcher = if is_preview || options.watch {
        Some(watch(&root, move || {
            let _ = sender.send(Event::Changed);
        })?)
    } else {
        None
    };
    let making = if is_preview { Making::WhenAsked } else { Making::AtOnce };
    let live = Live::new(asked.0.clone(), jobs(options), making)?;
    let mut desk = Desk { root: &root, terminal, server, live, watcher, is_preview, snapshot: None };
    let first = desk.publish()?;
    if let Some(update) = &first {
        asked.must_exist(&update.project)?;
    }
    if !is_preview && first.is_none_or(|update| update.release.is_none()) {
        terminal.say("nothing is served from a project with errors");
        desk.server.stop();
        return Ok(Outcome::Findings);
    }
    desk.welcome();
    desk.follow(&events);
    if !desk.server.stop() {
        terminal.say("some requests took too long to end, and were cut off");
    }
    Ok(Outcome::Clean)
}

/// What runs the server.
struct Desk<'d> {
    root: &'d Path,
    terminal: &'d Terminal,
    server: Server,
    live: Live,
    watcher: Option<Watcher>,
    is_preview: bool,
    /// What was read last.
    snapshot: Option<Snapshot>,
}

impl Desk<'_> {
    /// Publishes the project as it stands now, or says what keeps it from being published. A project that cannot be read at all keeps a server from starting, and a
    /// preview from changing.
    fn publish(&mut self) -> Result<Option<Update>, Failure> {
        let snapshot = match project_folder::snapshot_after(self.root, self.snapshot.as_ref()) {
            Ok(snapshot) => snapshot,
            Err(failure) if self.is_preview => {
                self.terminal.failure(&failure);
                self.server.trouble(Trouble::saying(failure.message));
                return Ok(None);
            }
            Err(failure) => return Err(failure),
        };
        // A file that was touched and not changed, and a past that is what it was.
        if self.snapshot.as_ref().is_some_and(|earlier| earlier.digest() == snapshot.digest()) {
            return Ok(None);
        }
        let update = self.live.update(&snapshot);
        self.snapshot = Some(snapshot);
        report::findings(self.terminal, &update.project, self.root, &update.diagnostics);
        match &update.release {
            Some(release) => self.server.show(release.clone()),
            None => self.server.trouble(Trouble::of(&update.project.sources, &update.diagnostics)),
        }
        Ok(Some(update))
    }

    /// Publishes again and again, until the server is to stop.
    fn follow(&mut self, events: &Receiver<Event>) {
        while let Ok(event) = events.recv() {
            let start = Instant::now();
            if event == Event::Stop || events.try_iter().any(|event| event == Event::Stop) {
                return;
            }
            if let Some(Err(failure)) = self.watcher.as_mut().map(Watcher::look_again) {
                self.terminal.failure(&failure);
            }
            match self.publish() {
                Ok(Some(update)) => self.say(&update, start),
                Ok(None) => {}
                Err(failure) => self.terminal.failure(&failure),
            }
        }
    }

    fn say(&self, update: &Update, start: Instant) {
        let time = report::time(start.elapsed());
        if update.release.is_none() {
            self.terminal.say("what was served before is served on");
        } else if !update.changed.is_empty() || !update.removed.is_empty() {
            let removed = if update.removed.is_empty() { String::new() } else { format!(", {} gone", report::count(update.removed.len(), "file")) };
            self.terminal.say(&format!("{} changed{removed}, in {time}", report::count(update.changed.len(), "file")));
        }
    }

    /// Says where the sites are.
    fn welcome(&self) {
        let address = self.server.address();
        let what = if self.is_preview { "a preview of every brand" } else { "every brand" };
        self.terminal.say(&format!("http://{address}/ serves {what}; Ctrl-C stops it"));
    }
}

fn server_options(options: &Serve) -> Options {
    let address = SocketAddr::new(options.address, options.port);
    Options { address, mode: mode(options), names: options.host.clone(), limits: Limits::default(), jobs: jobs(options), now: clock::now }
}

fn mode(options: &Serve) -> Mode {
    if options.production { Mode::Production } else { Mode::Development }
}

fn jobs(options: &Serve) -> usize {
    options.jobs.map_or_else(project_folder::processors, std::num::NonZeroUsize::get)
}

/// What other modules add to the sites.
fn mounts(options: &Serve, root: &Path) -> Result<Mounts, Failure> {
    let file = options.feedback.clone().unwrap_or_else(|| here::from_here(&root.join(feedback::FILE)));
    let desk = Arc::new(FeedbackDesk::new(file, clock::today, ANSWERS));
    // A file that was named is wanted, and what is wrong with it is better known now than when the first reader answers.
    if options.feedback.is_some() {
        desk.open()?;
    }
    let asking = Arc::new(Asking::default());
    Ok(Mounts { services: vec![serve::feedback(desk), (MCP, agents(Arc::clone(&asking)))], answers: Some(asking), ..Mounts::default() })
}

/// Whoever prints the access log, where one is wanted.
fn printer(options: &Serve, terminal: &Terminal) -> Option<Printer> {
    let wanted = options.log.unwrap_or(if options.production { AccessLog::Json } else { AccessLog::None });
    let narrator = terminal.narrator();
    match wanted {
        AccessLog::None => None,
        AccessLog::Json => Some(Box::new(move |entries| print(narrator, entries, |entry| serde_json::to_string(entry).unwrap_or_default()))),
        AccessLog::Text => Some(Box::new(move |entries| print(narrator, entries, line))),
    }
}

fn print(narrator: Narrator, entries: &[LogEntry], line: impl Fn(&LogEntry) -> String) {
    let lines: String = entries.iter().map(|entry| line(entry) + "\n").collect();
    narrator.result(&lines);
}

/// A line for a person.
fn line(entry: &LogEntry) -> String {
    let LogEntry { time, brand, method, path, asked, status, bytes, ms, from } = entry;
    let (brand, asked) = (brand.as_deref().unwrap_or("-"), if *asked { " (a question)" } else { "" });
    let bytes = bytes.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
    super::terminal::harmless(&format!("{time} {from} {brand} {method} {path}{asked} {status} {bytes} {ms} ms"))
}
