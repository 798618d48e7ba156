//! The past: the days on which files last changed and the states that were published earlier, as far as a project's file asks for them.

mod folders;
#[cfg(feature = "history")]
mod git;
#[cfg(not(feature = "history"))]
#[path = "past/no_git.rs"]
mod git;

use std::path::{Path, PathBuf};

use self::git::Git;
use crate::diag::{Code, Diagnostic, Warned};
use crate::project::publishing;
use crate::snapshot::{PROJECT_FILE, Snapshot, State};
use crate::source::{FileId, decode};
use crate::world::{Days, World, extension, is_inside};
use crate::yaml::parse;

/// How many states are compiled: far more than anyone publishes.
const MOST_STATES: usize = 500;

/// A snapshot with what its project file asks for of the past. `root` is the project's folder, and `world` what stands in it.
///
/// What an earlier snapshot found in the same history is not looked for again.
pub fn with_past(snapshot: Snapshot, world: &dyn World, root: &Path, before: Option<&Snapshot>) -> Snapshot {
    let publishing = publishing(&snapshot);
    let (tags, dated) = (&publishing.archive.tags, publishing.updated_by_git);
    let mut states = publishing.archive.folder.map_or_else(|| Warned::clean(Vec::new()), |folder| folders::states(world, &folder));
    let mut days = Days::Unread;
    if dated || !tags.is_empty() {
        let git = Git::around(root);
        let known = before.and_then(|before| before.days().calendar());
        if dated {
            days = git.days(snapshot.digests().map(|(path, _)| path).filter(|path| extension(path) == "md"), known);
        }
        if !tags.is_empty() {
            let tagged = git.states(tags, root);
            states.value.extend(tagged.value);
            states.diagnostics.extend(tagged.diagnostics);
        }
    }
    let mut states = bounded(states);
    if !states.diagnostics.is_empty() {
        let line = archive_line(&snapshot);
        states.diagnostics = states.diagnostics.into_iter().map(|found| found.in_line(line)).collect();
    }
    snapshot.dated(days).with_states(states)
}

/// Where it shows on disk that a project's past has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastPlace {
    /// A folder.
    pub folder: PathBuf,
    /// What in it counts; `None` where all does that stands in it and below.
    pub names: Option<&'static [&'static str]>,
}

impl PastPlace {
    /// Whether a path is of what counts.
    pub fn has(&self, path: &Path) -> bool {
        let Ok(below) = path.strip_prefix(&self.folder) else { return false };
        self.names.is_none_or(|names| names.iter().any(|name| below == Path::new(name)))
    }
}

/// The places of what a snapshot's project file asks for of the past; none where it asks for nothing. `root` is the project's folder.
pub fn places_of_past(snapshot: &Snapshot, root: &Path) -> Vec<PastPlace> {
    let publishing = publishing(snapshot);
    let is_git_read = publishing.updated_by_git || !publishing.archive.tags.is_empty();
    let mut places = if is_git_read { Git::around(root).places() } else { Vec::new() };
    let folder = publishing.archive.folder.map(|folder| folder.trim_end_matches('/').to_owned()).filter(|folder| is_inside(folder));
    places.extend(folder.map(|folder| PastPlace { folder: root.join(folder), names: None }));
    places
}

/// The line of the project file on which it begins to speak of the archive.
fn archive_line(snapshot: &Snapshot) -> Option<usize> {
    let text = decode(&snapshot.read(PROJECT_FILE).ok()?).ok()?;
    let node = parse(FileId(0), &text, 0).value?;
    let entry = node.get("publishing")?.entries().iter().find(|entry| entry.key == "archive")?;
    Some(text.get(..entry.key_span.start as usize)?.matches('\n').count() + 1)
}

/// States, unless there are too many.
fn bounded(mut states: Warned<Vec<State>>) -> Warned<Vec<State>> {
    if states.value.len() > MOST_STATES {
        states.value.clear();
        let message = format!("the archive has more than {MOST_STATES} states");
        states.diagnostics.push(finding(Code::TooLarge, message).hint("tag only what was published, or say in `archive` which tags are meant"));
    }
    states
}

/// A finding about what the project file says of the archive.
fn finding(code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message).in_file(PROJECT_FILE)
}

/// The finding for a state that nothing can be made of.
pub(super) fn lost_state(name: &str, why: &str) -> Diagnostic {
    let found = finding(Code::LostVersion, format!("the state `{name}` is left out of the archive: {why}"));
    found.hint("its versions are not published; say in `archive` that it is not meant, or keep a mended copy of the whole project, with `brands/`, `sources/` and `counterpart.yaml`, in a folder")
}
