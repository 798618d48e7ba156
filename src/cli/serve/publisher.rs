//! Publishes a project to a server as it stands, again after each change, and says how that went.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::super::terminal::Terminal;
use super::super::{project_folder, report};
use crate::compile;
use crate::compile::live::{Live, Publication, Update};
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

/// Publishes a project to a server.
pub(super) struct Publisher<'d> {
    /// The project's folder, as it was named: a link may lead to another one by now.
    pub(super) named: &'d Path,
    /// Where it says how that went.
    pub(super) terminal: &'d Terminal,
    /// Where it publishes.
    pub(super) server: Server,
    /// What compiles the project.
    pub(super) live: Live,
    /// Who watches the project, where it is watched.
    pub(super) watcher: Option<Watcher>,
    /// Whether the project is published for its author.
    pub(super) is_preview: bool,
    /// What went before.
    pub(super) last: Last,
}

/// What is remembered from one reading of a project to the next.
#[derive(Default)]
pub(super) struct Last {
    /// What was read.
    snapshot: Option<Snapshot>,
    /// How often in a row the project could not be read.
    failures: usize,
    /// What was said to keep it from being read.
    failure: Option<String>,
    /// Whether errors or a failure keep what is there from being served.
    is_troubled: bool,
    /// The warnings that were there.
    warnings: BTreeSet<String>,
}

impl Publisher<'_> {
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
            let was_troubled = self.last.is_troubled;
            match self.follow_on() {
                Ok(Some(update)) => self.say(&update, was_troubled, start),
                Ok(None) => {}
                Err(failure) => self.failed(&failure),
            }
        }
    }

    /// How long to wait before the project is read again though nothing happened; `None` where it could be read.
    fn patience(&self) -> Option<Duration> {
        let at = self.last.failures.checked_sub(1)?.min(AGAIN.len() - 1);
        AGAIN.get(at).copied()
    }

    fn follow_on(&mut self) -> Result<Option<Update>, Failure> {
        self.watcher.as_mut().map_or(Ok(()), Watcher::look_again)?;
        let update = self.publish()?;
        (self.last.failures, self.last.failure) = (0, None);
        self.server.keeps_up(true);
        Ok(update)
    }

    /// Publishes the project as it stands now; `None` where that is as it was.
    fn publish(&mut self) -> Result<Option<Update>, Failure> {
        let root = real_place(self.named);
        let snapshot = self.snapshot(&root)?;
        // A file that was touched and not changed, and a past that is what it was.
        let is_same = self.last.snapshot.as_ref().is_some_and(|earlier| earlier.digest() == snapshot.digest());
        if is_same && self.last.failures == 0 {
            return Ok(None);
        }
        let gone = self.last.snapshot.as_ref().filter(|_| !self.is_preview).and_then(|earlier| gone(earlier, &snapshot));
        if let Some(gone) = gone {
            let failure = Failure::new(format!("{gone} is gone, and readers would be without what it says"));
            return Err(failure.hint("put it back; to serve the project without it, start the server again"));
        }
        let update = self.live.update(&snapshot);
        self.last.snapshot = Some(snapshot);
        self.report(&update, &root);
        self.last.is_troubled = update.published.is_none();
        match &update.published {
            Some(published) => self.server.show(Arc::clone(&published.release)),
            None => self.server.trouble(Trouble::of(&update.project.sources, &update.diagnostics)),
        }
        Ok(Some(update))
    }

    /// The project as it stands now, with what it asks for of its past watched.
    fn snapshot(&mut self, root: &Path) -> Result<Snapshot, Failure> {
        let snapshot = project_folder::snapshot_after(root, self.last.snapshot.as_ref())?;
        let Some(watcher) = &mut self.watcher else { return Ok(snapshot) };
        let is_new = watcher.watch_past(compile::places_of_past(&snapshot, root))?;
        // What happened between reading it and watching it was heard by nobody.
        if is_new { project_folder::snapshot_after(root, Some(&snapshot)) } else { Ok(snapshot) }
    }

    /// Says what was found. A person who has read a warning is not shown it again with each change; a machine is given all there is.
    fn report(&mut self, update: &Update, root: &Path) {
        let known = std::mem::take(&mut self.last.warnings);
        let is_person = self.terminal.format == MessageFormat::Human;
        let name = |finding: &Diagnostic| format!("{:?} {:?} {} {:?}", finding.code, finding.path, finding.message, finding.brands);
        let (news, old): (Vec<Diagnostic>, Vec<Diagnostic>) =
            update.diagnostics.iter().cloned().partition(|finding| finding.is_error() || !is_person || !known.contains(&name(finding)));
        self.last.warnings = update.diagnostics.iter().filter(|finding| !finding.is_error()).map(name).collect();
        report::findings(self.terminal, &update.project, root, &news);
        if !old.is_empty() {
            self.terminal.say(&format!("{}, as before", report::count(old.len(), "warning")));
        }
    }

    /// Says once what keeps the project from being read. It is tried again, since nobody may be there to ask for it.
    fn failed(&mut self, failure: &Failure) {
        self.last.failures += 1;
        self.last.is_troubled = true;
        self.server.keeps_up(false);
        if self.last.failure.as_ref() != Some(&failure.message) {
            self.server.trouble(Trouble::saying(failure.message.clone()));
            self.last.failure = Some(failure.message.clone());
            self.terminal.failure(failure);
            self.terminal.say("what was served before is served on; the project is read again after a while");
        }
    }

    fn say(&self, update: &Update, was_troubled: bool, start: Instant) {
        let Some(Publication { changed, removed, .. }) = &update.published else {
            self.terminal.say("what was served before is served on");
            return;
        };
        let time = report::time(start.elapsed());
        let well = if was_troubled { "all is well again: " } else { "" };
        let gone = if removed.is_empty() { String::new() } else { format!(", {} gone", report::count(removed.len(), "file")) };
        if was_troubled || !changed.is_empty() || !removed.is_empty() {
            self.terminal.say(&format!("{well}{} changed{gone}, in {time}", report::count(changed.len(), "file")));
        }
    }
}

/// What of a project was there and is gone altogether, as it is while a copy or a checkout is half done.
fn gone(earlier: &Snapshot, snapshot: &Snapshot) -> Option<&'static str> {
    let has = |of: &Snapshot, root: &str| of.digests().any(|(path, _)| path.split('/').next() == Some(root));
    [PROJECT_FILE, "brands", "sources"].into_iter().find(|root| has(earlier, root) && !has(snapshot, root))
}
