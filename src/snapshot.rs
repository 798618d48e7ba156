//! A snapshot: every input of a project, read once, so that a build sees one state of the disk from beginning to end.

mod state;

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::diag::{Diagnostic, Warned};
use crate::locale::language_tag;
use crate::output::digest::Digest;
use crate::world::{DEEPEST, Days, Entry, EntryKind, World};

pub use self::state::{Kept, State};

/// The project file.
pub const PROJECT_FILE: &str = "counterpart.yaml";

/// What stands at a project's root and is input; everything else there is passed over.
pub const ROOTS: [&str; 7] = ["asked.yaml", "asked.yml", "brands", "counterpart.yaml", "counterpart.yml", "sources", "templates"];

/// Whether what stands at a project's root is input: one of [`ROOTS`], or the project's words in another language.
pub fn is_input(name: &str) -> bool {
    let language = name.strip_prefix("counterpart.").and_then(|rest| rest.strip_suffix(".yaml"));
    ROOTS.contains(&name) || language.is_some_and(|language| language_tag(language).is_some())
}

/// Every input of a project, in memory.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    files: BTreeMap<String, File>,
    folders: BTreeMap<String, Vec<Entry>>,
    days: Days,
    states: Vec<State>,
    lost: Vec<Diagnostic>,
}

/// A file's bytes and their digest; `None` where it is larger than is ever read.
type File = Option<(Vec<u8>, Digest)>;

/// A file that could not be read, and why.
#[derive(Debug)]
pub struct Unreadable {
    /// Its path from the project's root.
    pub path: String,
    /// What the system said.
    pub error: io::Error,
}

impl Snapshot {
    /// Reads every input. A file that vanishes between being listed and being read is an error, as is one that may not be read.
    pub fn take(world: &dyn World) -> Result<Self, Unreadable> {
        let mut snapshot = Self::default();
        let mut paths = Vec::new();
        snapshot.walk(world, "", 0, &mut paths)?;
        snapshot.files = paths.into_par_iter().map(|path| Ok((path.clone(), read(world, path)?))).collect::<Result<_, _>>()?;
        Ok(snapshot)
    }

    fn walk(&mut self, world: &dyn World, folder: &str, depth: usize, paths: &mut Vec<String>) -> Result<(), Unreadable> {
        let mut entries = world.list(folder).map_err(|error| Unreadable { path: folder.to_owned(), error })?;
        entries.retain(|entry| if depth == 0 { is_input(&entry.name) } else { !entry.name.starts_with('.') });
        for entry in &entries {
            let path = if depth == 0 { entry.name.clone() } else { format!("{folder}/{}", entry.name) };
            match entry.kind {
                EntryKind::File => paths.push(path),
                EntryKind::Folder if depth < DEEPEST => self.walk(world, &path, depth + 1, paths)?,
                EntryKind::Folder | EntryKind::Escape | EntryKind::Nameless => {}
            }
        }
        self.folders.insert(folder.to_owned(), entries);
        Ok(())
    }

    /// One digest over all inputs: their paths, kinds and bytes.
    pub fn digest(&self) -> Digest {
        let mut hasher = Sha256::new();
        for (path, file) in &self.files {
            hasher.update(format!("{:?} {path}\n", file.as_ref().map(|(_, digest)| digest)));
        }
        for (folder, entries) in &self.folders {
            hasher.update(format!("{folder} {entries:?}\n"));
        }
        if self.days != Days::Unread || !self.lost.is_empty() {
            let known = self.days.calendar().map(|calendar| (&calendar.days, &calendar.lost, calendar.cut));
            hasher.update(format!("{known:?} {:?} {:?}\n", known.is_none().then_some(&self.days), self.lost));
        }
        for state in &self.states {
            hasher.update(format!("{:?} {}\n", state.name, state.digest));
        }
        Digest::finish(hasher)
    }

    /// The same inputs with the days on which they last changed.
    #[must_use]
    pub fn dated(mut self, days: Days) -> Self {
        self.days = days;
        self
    }

    /// The same inputs with the states in which the project was published earlier, the oldest first, and with what was found while looking for them.
    #[must_use]
    pub fn with_states(mut self, states: Warned<Vec<State>>) -> Self {
        self.states = states.value;
        self.lost = states.diagnostics;
        self
    }

    /// The states in which the project was published earlier, the oldest first.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// What was found while looking for these states.
    pub fn lost_states(&self) -> &[Diagnostic] {
        &self.lost
    }

    /// Every input with its digest; those that are too large to be read have none.
    pub fn digests(&self) -> impl Iterator<Item = (&str, Digest)> {
        self.files.iter().filter_map(|(path, file)| Some((path.as_str(), file.as_ref()?.1)))
    }

    /// The digest of one input.
    pub fn digest_of(&self, path: &str) -> Option<Digest> {
        self.files.get(path)?.as_ref().map(|(_, digest)| *digest)
    }
}

fn read(world: &dyn World, path: String) -> Result<File, Unreadable> {
    match world.read(&path) {
        Ok(bytes) => {
            let digest = Digest::of(&bytes);
            Ok(Some((bytes, digest)))
        }
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Ok(None),
        Err(error) => Err(Unreadable { path, error }),
    }
}

impl World for Snapshot {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.files.get(path) {
            Some(Some((bytes, _))) => Ok(bytes.clone()),
            Some(None) => Err(io::ErrorKind::FileTooLarge.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        Ok(self.folders.get(folder).cloned().unwrap_or_default())
    }

    fn days(&self) -> &Days {
        &self.days
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::Snapshot;
    use crate::world::{Entry, Memory, World};

    /// A project out of which a file vanishes after it was listed.
    struct Vanishing(Memory, &'static str);

    impl World for Vanishing {
        fn read(&self, path: &str) -> io::Result<Vec<u8>> {
            if path == self.1 { Err(io::ErrorKind::NotFound.into()) } else { self.0.read(path) }
        }

        fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
            self.0.list(folder)
        }
    }

    #[test]
    fn a_file_that_vanishes_is_named() {
        let world = Vanishing(Memory::from([("brands/a.yaml", "name: A"), ("sources/a.md", "1"), ("sources/b.md", "2")]), "sources/a.md");
        let unreadable = Snapshot::take(&world).unwrap_err();
        assert_eq!((unreadable.path.as_str(), unreadable.error.kind()), ("sources/a.md", io::ErrorKind::NotFound));
    }

    #[test]
    fn only_inputs_are_read_and_their_digest_tells_them_apart() {
        let world = |text: &str| Memory::from([("sources/a.md", text), ("dist/a.html", "x"), ("sources/.hidden", "y")]);
        let snapshot = Snapshot::take(&world("1")).unwrap();
        assert_eq!(snapshot.read("sources/a.md").unwrap(), b"1");
        assert!(snapshot.read("dist/a.html").is_err());
        assert!(snapshot.read("sources/.hidden").is_err());
        assert_ne!(snapshot.digest(), Snapshot::take(&world("2")).unwrap().digest());
    }

    #[test]
    fn misnamed_files_are_seen() {
        let snapshot = Snapshot::take(&Memory::from([("asked.yml", ""), ("counterpart.yml", ""), ("notes.yml", "")])).unwrap();
        let names: Vec<String> = snapshot.list("").unwrap().into_iter().map(|entry| entry.name).collect();
        assert_eq!(names, ["asked.yml", "counterpart.yml"]);
    }
}
