//! The desk from which a server is run: it publishes the project as it stands, again after each change, and says how that went.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::super::terminal::Terminal;
use super::super::{project_folder, report};
use crate::compile::live::{Live, Update};
use crate::diag::{Diagnostic, MessageFormat};
use crate::output::failure::Failure;
use crate::output::folder::real_place;
use crate::serve::{Server, Trouble, Watcher};
use crate::snapshot::{PROJECT_FILE, Snapshot};

/// How long one waits before a project is read again that could not be; the last of them from then on.
const AGAIN: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(30)];

/// What happens while a server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// An input may have changed, or the project is to be read again.
    Changed,
    /// The server is to stop.
    Stop,
}

/// What runs the server.
pub(super) struct Desk<'d> {
    /// The project's folder, as it was named: a link may lead to another one by now.
    named: &'d Path,
    terminal: &'d Terminal,
    pub(super) server: Server,
    live: Live,
    watcher: Option<Watcher>,
    is_preview: bool,
    /// What was read last.
    snapshot: Option<Snapshot>,
    /// How often in a row the project could not be read.
    failures: usize,
    /// What was last said to keep it from being read.
    failure: Option<String>,
    /// Whether errors or a failure keep what is there from being served.
    is_troubled: bool,
    /// The warnings that were there before.
    warnings: BTreeSet<String>,
}

impl<'d> Desk<'d> {
    pub(super) fn new(named: &'d Path, terminal: &'d Terminal, server: Server, live: Live, watcher: Option<Watcher>, is_preview: bool) -> Self {
        let (failures, warnings) = (0, BTreeSet::new());
        Self { named, terminal, server, live, watcher, is_preview, snapshot: None, failures, failure: None, is_troubled: false, warnings }
    }

    /// Publishes the project for the first time, or says what keeps it from being published. A project that cannot be read at all keeps a server from starting, and a preview
    /// from showing anything.
    pub(super) fn open(&mut self) -> Result<Option<Update>, Failure> {
        match self.publish() {
            Err(failure) if self.is_preview => {
                self.failed(&failure);
                Ok(None)
            }
            published => published,
        }
    }

    /// Publishes again and again, until the server is to stop.
    pub(super) fn follow(&mut self, events: &Receiver<Event>) {
        loop {
            let event = match self.patience() {
                Some(patience) => events.recv_timeout(patience),
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let start = Instant::now();
            match event {
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Event::Changed) | Err(RecvTimeoutError::Timeout) if events.try_iter().any(|event| event == Event::Stop) => return,
                Ok(Event::Changed) | Err(RecvTimeoutError::Timeout) => {}
            }
            let was_troubled = self.is_troubled;
            match self.follow_on() {
                Ok(Some(update)) => self.say(&update, was_troubled, start),
                Ok(None) => {}
                Err(failure) => self.failed(&failure),
            }
        }
    }

    /// How long to wait before the project is read again though nothing happened; `None` where it could be read.
    fn patience(&self) -> Option<Duration> {
        let at = self.failures.checked_sub(1)?.min(AGAIN.len() - 1);
        AGAIN.get(at).copied()
    }

    fn follow_on(&mut self) -> Result<Option<Update>, Failure> {
        self.watcher.as_mut().map_or(Ok(()), Watcher::look_again)?;
        let update = self.publish()?;
        (self.failures, self.failure) = (0, None);
        self.server.keeps_up(true);
        Ok(update)
    }

    /// Publishes the project as it stands now; `None` where that is as it was.
    fn publish(&mut self) -> Result<Option<Update>, Failure> {
        let root = real_place(self.named);
        let snapshot = project_folder::snapshot_after(&root, self.snapshot.as_ref())?;
        // A file that was touched and not changed, and a past that is what it was.
        let is_same = self.snapshot.as_ref().is_some_and(|earlier| earlier.digest() == snapshot.digest());
        if is_same && self.failures == 0 {
            return Ok(None);
        }
        let gone = self.snapshot.as_ref().filter(|_| !self.is_preview).and_then(|earlier| gone(earlier, &snapshot));
        if let Some(gone) = gone {
            let failure = Failure::new(format!("{gone} is gone, and readers would be without what it says"));
            return Err(failure.hint("put it back; to serve the project without it, start the server again"));
        }
        let update = self.live.update(&snapshot);
        self.snapshot = Some(snapshot);
        self.report(&update, &root);
        self.is_troubled = update.release.is_none();
        match &update.release {
            Some(release) => self.server.show(Arc::clone(release)),
            None => self.server.trouble(Trouble::of(&update.project.sources, &update.diagnostics)),
        }
        Ok(Some(update))
    }

    /// Says what was found. A person who has read a warning is not shown it again with each change; a machine is given all there is.
    fn report(&mut self, update: &Update, root: &Path) {
        let known = std::mem::take(&mut self.warnings);
        let is_person = self.terminal.format == MessageFormat::Human;
        let name = |finding: &Diagnostic| format!("{:?} {:?} {} {:?}", finding.code, finding.path, finding.message, finding.brands);
        let (news, old): (Vec<Diagnostic>, Vec<Diagnostic>) =
            update.diagnostics.iter().cloned().partition(|finding| finding.is_error() || !is_person || !known.contains(&name(finding)));
        self.warnings = update.diagnostics.iter().filter(|finding| !finding.is_error()).map(name).collect();
        report::findings(self.terminal, &update.project, root, &news);
        if !old.is_empty() {
            self.terminal.say(&format!("{}, as before", report::count(old.len(), "warning")));
        }
    }

    /// Says once what keeps the project from being read. It is tried again, since nobody may be there to ask for it.
    fn failed(&mut self, failure: &Failure) {
        self.failures += 1;
        self.is_troubled = true;
        self.server.keeps_up(false);
        self.server.trouble(Trouble::saying(failure.message.clone()));
        if self.failure.as_ref() != Some(&failure.message) {
            self.failure = Some(failure.message.clone());
            self.terminal.failure(failure);
            self.terminal.say("what was served before is served on; the project is read again after a while");
        }
    }

    fn say(&self, update: &Update, was_troubled: bool, start: Instant) {
        let time = report::time(start.elapsed());
        if update.release.is_none() {
            self.terminal.say("what was served before is served on");
            return;
        }
        let well = if was_troubled { "all is well again: " } else { "" };
        let removed = if update.removed.is_empty() { String::new() } else { format!(", {} gone", report::count(update.removed.len(), "file")) };
        if was_troubled || !update.changed.is_empty() || !update.removed.is_empty() {
            self.terminal.say(&format!("{well}{} changed{removed}, in {time}", report::count(update.changed.len(), "file")));
        }
    }
}

/// What of a project was there and is gone altogether, as it is while a copy or a checkout is half done.
fn gone(earlier: &Snapshot, snapshot: &Snapshot) -> Option<&'static str> {
    let has = |of: &Snapshot, root: &str| of.digests().any(|(path, _)| path.split('/').next() == Some(root));
    [PROJECT_FILE, "brands", "sources"].into_iter().find(|root| has(earlier, root) && !has(snapshot, root))
}
