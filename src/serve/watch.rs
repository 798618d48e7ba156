//! Watching a project: says when one of its inputs may have changed.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::output::failure::Failure;
use crate::snapshot::ROOTS;

/// How long nothing must have happened for a change to be over: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(15);
/// How long a change may take: a program that never rests must not keep it from being seen.
const LONGEST: Duration = Duration::from_millis(250);

/// Watches a project until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    watcher: RecommendedWatcher,
    /// The inputs that are no folders yet, as far as is known.
    absent: Vec<PathBuf>,
}

/// Watches a project's inputs and calls back after each change, on a thread of its own.
pub fn watch(root: &Path, changed: impl Fn() + Send + 'static) -> Result<Watcher, Failure> {
    let (sender, events) = channel();
    let inputs: Vec<PathBuf> = ROOTS.iter().map(|input| root.join(input)).collect();
    let (seen, watched) = (sender, inputs.clone());
    let tell = move |event: notify::Result<Event>| tell(event, &watched, &seen);
    let mut watcher = notify::recommended_watcher(tell).map_err(|error| failure(root, &error))?;
    // The root too: an input that is not there yet, and one that an editor puts in the place of another.
    watcher.watch(root, RecursiveMode::NonRecursive).map_err(|error| failure(root, &error))?;
    let mut watcher = Watcher { watcher, absent: inputs };
    watcher.look_again()?;
    std::thread::spawn(move || settle(&events, &changed));
    Ok(watcher)
}

impl Watcher {
    /// Watches folders of inputs that were made since.
    pub fn look_again(&mut self) -> Result<(), Failure> {
        let (there, absent): (Vec<PathBuf>, Vec<PathBuf>) = std::mem::take(&mut self.absent).into_iter().partition(|input| is_folder(input));
        self.absent = absent;
        for input in there {
            self.watcher.watch(&input, RecursiveMode::Recursive).map_err(|error| failure(&input, &error))?;
        }
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "what is watched is on disk")]
fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

fn tell(event: notify::Result<Event>, inputs: &[PathBuf], seen: &Sender<()>) {
    let is_change = |kind: EventKind| !matches!(kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)));
    let is_input = |path: &PathBuf| inputs.iter().any(|input| path.starts_with(input));
    // What cannot be said in full, such as that events were lost, may be anything.
    if event.map_or(true, |event| event.need_rescan() || (is_change(event.kind) && event.paths.iter().any(is_input))) {
        let _ = seen.send(());
    }
}

/// Waits for changes to be over.
fn settle(events: &Receiver<()>, changed: &impl Fn()) {
    while events.recv().is_ok() {
        let end = Instant::now() + LONGEST;
        while Instant::now() < end {
            match events.recv_timeout(QUIET) {
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
