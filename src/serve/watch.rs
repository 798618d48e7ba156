//! Watching a project: says when one of its inputs may have changed.
//!
//! The system watches a folder and not its name: what stands at a name after the folder was moved away or exchanged is another folder, which has to be watched anew. So every
//! folder is watched from the one around it too, and [`Watcher::look_again`] comes after each change, before the project is read. What of the past a project asks for is known once
//! it is read, and watched from then on: see [`Watcher::watch_past`].

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::options::Mode;
use crate::compile::PastPlace;
use crate::output::failure::Failure;
use crate::output::folder::real_place;
use crate::snapshot::{ROOTS, is_input};

/// Watches a project until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    system: RecommendedWatcher,
    /// The project's folder, as it was named.
    root: PathBuf,
    /// Where that name led when it was last looked at.
    place: PathBuf,
    /// The folders that are watched.
    watched: BTreeSet<PathBuf>,
    /// The places at which something else may stand by now.
    exchanged: Arc<Exchanged>,
    /// Where it shows that the past has changed.
    past: Arc<Past>,
}

type Exchanged = Mutex<BTreeSet<PathBuf>>;
type Past = Mutex<Vec<PastPlace>>;

/// Watches a project's inputs and calls back after each change, on a thread of its own.
///
/// Readers are not shown what a copy or a checkout has half done: in production nothing must happen for half a second before a change is over.
pub fn watch(root: &Path, mode: Mode, changed: impl Fn() + Send + 'static) -> Result<Watcher, Failure> {
    let root = std::path::absolute(root).map_err(|error| Failure::reading(root, &error))?;
    let (seen, events) = channel();
    let exchanged = Arc::<Exchanged>::default();
    let past = Arc::<Past>::default();
    let teller = Teller { root: root.clone(), exchanged: Arc::clone(&exchanged), past: Arc::clone(&past), seen };
    let mut system = notify::recommended_watcher(move |event| teller.tell(event)).map_err(|error| failure(&root, &error))?;
    if let Some(around) = root.parent() {
        // A folder that may not be looked into cannot be watched; the project is followed all the same, as long as it stays where it is.
        let _ = system.watch(around, RecursiveMode::NonRecursive);
    }
    let mut watcher = Watcher { system, place: real_place(&root), root, watched: BTreeSet::new(), exchanged, past };
    watcher.look_again()?;
    std::thread::spawn(move || settle(&events, Pace::of(mode), &changed));
    Ok(watcher)
}

impl Watcher {
    /// Watches folders that were made or put in the place of others since.
    pub fn look_again(&mut self) -> Result<(), Failure> {
        let exchanged = std::mem::take(&mut *self.exchanged.lock().unwrap_or_else(PoisonError::into_inner));
        let place = real_place(&self.root);
        let is_another = place != self.place || exchanged.contains(&self.root);
        self.place = place;
        for folder in self.watched.extract_if(.., |folder| is_another || exchanged.contains(folder)) {
            // What is gone is not watched any more, and what was moved away is no input.
            let _ = self.system.unwatch(&folder);
        }
        // The root too: an input that is not there yet, and one that an editor puts in the place of another.
        self.watch(self.root.clone(), RecursiveMode::NonRecursive)?;
        ROOTS.iter().try_for_each(|input| self.watch(self.root.join(input), RecursiveMode::Recursive))
    }

    /// Watches also where it shows that the past has changed; says whether some of it was not watched before, so that it may have changed since it was read.
    pub fn watch_past(&mut self, places: Vec<PastPlace>) -> Result<bool, Failure> {
        let before = self.watched.len();
        for place in &places {
            // Where the folder itself is taken away and comes back.
            if let Some(around) = place.folder.parent().filter(|_| place.names.is_none()) {
                self.watch(around.to_owned(), RecursiveMode::NonRecursive)?;
            }
            let mode = if place.names.is_none() { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            self.watch(place.folder.clone(), mode)?;
        }
        *self.past.lock().unwrap_or_else(PoisonError::into_inner) = places;
        Ok(self.watched.len() > before)
    }

    /// Watches a folder that is there and is not watched yet.
    fn watch(&mut self, folder: PathBuf, mode: RecursiveMode) -> Result<(), Failure> {
        if !self.watched.contains(&folder) && is_folder(&folder) {
            self.system.watch(&folder, mode).map_err(|error| failure(&folder, &error))?;
            self.watched.insert(folder);
        }
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "what is watched is on disk")]
fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Hands on what concerns the project.
struct Teller {
    root: PathBuf,
    exchanged: Arc<Exchanged>,
    past: Arc<Past>,
    seen: Sender<()>,
}

impl Teller {
    fn tell(&self, event: notify::Result<Event>) {
        let (exchanged, is_news) = match event {
            Ok(event) if !event.need_rescan() => self.heard(&event),
            // What cannot be said in full, such as that events were lost, may be anything.
            _ => (vec![self.root.clone()], true),
        };
        self.exchanged.lock().unwrap_or_else(PoisonError::into_inner).extend(exchanged);
        if is_news {
            // Nobody listens any more once the watcher is dropped.
            let _ = self.seen.send(());
        }
    }

    /// The places at which something else may stand after an event, and whether an input may have changed.
    fn heard(&self, event: &Event) -> (Vec<PathBuf>, bool) {
        let concerned: Vec<&PathBuf> = event.paths.iter().filter(|path| self.is_input(path) || self.is_past(path)).collect();
        let is_exchange = matches!(event.kind, EventKind::Any | EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        let is_change = !matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)));
        let past = self.past.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|place| place.folder.clone()).collect::<Vec<_>>();
        let is_folder = |path: &&PathBuf| path.parent() == Some(&self.root) || *path == &self.root || past.contains(*path);
        let exchanged = concerned.iter().copied().filter(|path| is_exchange && is_folder(path)).cloned().collect();
        (exchanged, is_change && !concerned.is_empty())
    }

    /// Whether a path is of what shows that the past has changed.
    fn is_past(&self, path: &Path) -> bool {
        self.past.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|place| place.has(path))
    }

    /// Whether a path is an input's, or the project's own.
    fn is_input(&self, path: &Path) -> bool {
        let Ok(below) = path.strip_prefix(&self.root) else { return false };
        below.components().next().is_none_or(|first| first.as_os_str().to_str().is_some_and(is_input))
    }
}

/// When a change is over.
#[derive(Debug, Clone, Copy)]
struct Pace {
    /// How long nothing must have happened: an editor writes a file in several steps, a checkout many files.
    quiet: Duration,
    /// How long a change may take: a program that never rests must not keep it from being seen.
    longest: Duration,
}

impl Pace {
    fn of(mode: Mode) -> Self {
        match mode {
            Mode::Development => Self { quiet: Duration::from_millis(15), longest: Duration::from_millis(250) },
            Mode::Production => Self { quiet: Duration::from_millis(500), longest: Duration::from_secs(10) },
        }
    }
}

/// Waits for changes to be over.
fn settle(events: &Receiver<()>, pace: Pace, changed: &impl Fn()) {
    while events.recv().is_ok() {
        let end = Instant::now() + pace.longest;
        while Instant::now() < end {
            match events.recv_timeout(pace.quiet) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        changed();
    }
}

fn failure(path: &Path, error: &notify::Error) -> Failure {
    let failure = Failure::new(format!("cannot watch {}: {error}", path.display()));
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => failure.hint("the system watches too many files already: raise fs.inotify.max_user_watches"),
        _ => failure,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::{Mode, watch};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "what is watched is on disk")]
    fn a_folder_that_was_taken_away_and_put_back_is_watched_on() {
        let folder = tempfile::tempdir().unwrap();
        let (sources, aside) = (folder.path().join("sources"), folder.path().join("aside"));
        fs::create_dir(&sources).unwrap();
        let (sender, changes) = channel();
        let mut watcher = watch(folder.path(), Mode::Development, move || sender.send(()).unwrap_or_default()).unwrap();
        let mut told = || {
            let is_told = changes.recv_timeout(Duration::from_secs(20)).is_ok();
            watcher.look_again().unwrap();
            is_told
        };
        fs::rename(&sources, &aside).unwrap();
        assert!(told());
        fs::rename(&aside, &sources).unwrap();
        assert!(told());
        fs::write(sources.join("terms.md"), "A word.").unwrap();
        assert!(told());
    }
}
