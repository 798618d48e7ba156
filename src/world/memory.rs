//! A project in memory, for tests and for projects that never touch a disk.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::{Entry, EntryKind, World, is_inside, refuse_escape};

/// Files by their path from the root; folders exist as far as files stand in them.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    escapes: BTreeSet<String>,
}

impl Memory {
    /// The same project with one more file, which replaces an older one of its path.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), bytes.into());
        self
    }

    /// The same project with a symbolic link under this path that leads out of it.
    #[must_use]
    pub fn with_escape(mut self, path: &str) -> Self {
        self.escapes.insert(path.to_owned());
        self
    }

    /// The first step of every path below a folder, with what it is.
    fn entries_below(&self, folder: &str) -> BTreeMap<String, EntryKind> {
        let below = |path: &str| path.strip_prefix(folder).map(|rest| rest.trim_start_matches('/').to_owned()).filter(|rest| !rest.is_empty());
        let files = self.files.keys().map(|path| (path, EntryKind::File));
        let escapes = self.escapes.iter().map(|path| (path, EntryKind::Escape));
        let mut entries = BTreeMap::new();
        for (path, kind) in files.chain(escapes) {
            let in_folder = folder.is_empty() || path.as_bytes().get(folder.len()) == Some(&b'/');
            if let Some(rest) = below(path).filter(|_| in_folder) {
                match rest.split_once('/') {
                    Some((name, _)) => entries.insert(name.to_owned(), EntryKind::Folder),
                    None => entries.insert(rest, kind),
                };
            }
        }
        entries
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Memory {
    fn from(files: [(&str, &str); N]) -> Self {
        files.into_iter().fold(Self::default(), |memory, (path, text)| memory.with(path, text))
    }
}

impl World for Memory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if !is_inside(path) || self.escapes.contains(path) {
            return refuse_escape();
        }
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        if !folder.is_empty() && !is_inside(folder) {
            return refuse_escape();
        }
        Ok(self.entries_below(folder).into_iter().map(|(name, kind)| Entry::new(name, kind)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_made_of_paths() {
        let memory = Memory::from([("a/b/c.md", "c"), ("a/d.md", "d"), ("ab/e.md", "e")]).with_escape("a/x");
        let names: Vec<_> = memory.list("a").unwrap().into_iter().map(|entry| (entry.name, entry.kind)).collect();
        let expected = [("b", EntryKind::Folder), ("d.md", EntryKind::File), ("x", EntryKind::Escape)];
        assert_eq!(names, expected.map(|(name, kind)| (name.to_owned(), kind)));
        assert_eq!(memory.list("").unwrap().len(), 2);
        assert_eq!(memory.read("a/d.md").unwrap(), b"d");
        assert!(memory.list("nothing").unwrap().is_empty());
    }
}
