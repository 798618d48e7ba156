//! The files of a project as a commit has them.

use gix::ObjectId;
use gix::objs::tree::EntryKind;

use super::fault::Fault;
use super::repository::{Found, Repository, join};
use super::tags::Tag;
use crate::world::{self, DEEPEST, Entry, Memory};

/// How many files and folders of a state are read.
const MOST_ENTRIES: usize = 50_000;
/// How many mebibytes of a state are read.
const MOST: u64 = 512;
/// How many mebibytes one file of a state may have: the loader's own limits are lower.
const LARGEST: u64 = 64;

impl Repository {
    /// The project's files as a tag has them: of what stands at the project's root, what `is_input` names.
    ///
    /// A symbolic link is what it leads to, and an escape where it leads out of the project, as it is on disk.
    pub fn files(&self, tag: &Tag, is_input: impl Fn(&str) -> bool) -> Result<Memory, Fault> {
        let whole = |error: &gix::Error| Fault::reading(format!("the state that the tag `{}` names", tag.name), error);
        let tree = tag.tree.ok_or_else(|| Fault::NoProject { folder: self.folder.clone() })?;
        let root = self.inner.find_commit(tag.commit).and_then(|commit| Ok(commit.tree_id()?.detach())).map_err(|error| whole(&error))?;
        let found = self.find(root, &self.folder).map_err(|error| whole(&error))?;
        let reached = found.map(|found| found.path).unwrap_or_default();
        let mut reading =
            Reading { repository: self, root, reached: reached.clone(), is_input: &is_input, memory: Memory::default(), entries: 0, bytes: 0 };
        reading.folder(tree, &reached, "", 0).map_err(|error| match error {
            Trouble::Limit(fault) => fault,
            Trouble::Git(error) => whole(&error),
        })?;
        Ok(reading.memory)
    }
}

/// Why a walk through a tree was given up.
enum Trouble {
    Limit(Fault),
    Git(gix::Error),
}

impl From<gix::Error> for Trouble {
    fn from(error: gix::Error) -> Self {
        Self::Git(error)
    }
}

/// A walk through a tree.
struct Reading<'r> {
    repository: &'r Repository,
    /// The whole tree of the commit, in which links lead.
    root: ObjectId,
    /// Where the project really stands in that tree.
    reached: String,
    /// Whether what has a name at the project's root is a part of it.
    is_input: &'r dyn Fn(&str) -> bool,
    /// What was read so far.
    memory: Memory,
    /// How many files and folders that was, and how many bytes.
    entries: usize,
    bytes: u64,
}

impl Reading<'_> {
    /// Reads a folder that really stands at `place` of the repository, and is `path` to the project.
    fn folder(&mut self, tree: ObjectId, place: &str, path: &str, depth: usize) -> Result<(), Trouble> {
        let tree = self.repository.inner.find_tree(tree)?;
        let tree = tree.decode()?;
        for entry in &tree.entries {
            self.entries += 1;
            if self.entries > MOST_ENTRIES {
                return Err(too_large(format!("the state holds more than {MOST_ENTRIES} files")));
            }
            let name = &*String::from_utf8_lossy(entry.filename);
            let is_meant = if depth == 0 { (self.is_input)(name) } else { !name.starts_with('.') };
            if !is_meant {
                continue;
            }
            if Entry::new(name, world::EntryKind::File).kind == world::EntryKind::Nameless {
                self.memory = std::mem::take(&mut self.memory).with(&join(path, name), "");
                continue;
            }
            let here = Found { path: join(place, name), kind: entry.mode.kind(), id: entry.oid.to_owned() };
            self.entry(&here, place, &join(path, name), depth)?;
        }
        Ok(())
    }

    /// Reads a file, a folder or what a link leads to, which lies in a `folder` of the repository, and is `path` to the project.
    fn entry(&mut self, found: &Found, folder: &str, path: &str, depth: usize) -> Result<(), Trouble> {
        match found.kind {
            EntryKind::Blob | EntryKind::BlobExecutable => self.file(found.id, path),
            EntryKind::Tree if depth < DEEPEST => self.folder(found.id, &found.path, path, depth + 1),
            EntryKind::Link => {
                let target = self.repository.find(self.root, &found.path)?.filter(|target| self.holds(target, folder));
                if let Some(target) = target {
                    return self.entry(&target, folder, path, depth);
                }
                self.escape(path);
                Ok(())
            }
            EntryKind::Tree | EntryKind::Commit => Ok(()),
        }
    }

    /// Whether what a link in a folder leads to is a part of the project, and no folder around the link.
    fn holds(&self, target: &Found, folder: &str) -> bool {
        let below =
            |path: &str, folder: &str| folder.is_empty() || path == folder || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        below(&target.path, &self.reached) && !(target.kind == EntryKind::Tree && below(folder, &target.path))
    }

    fn file(&mut self, id: ObjectId, path: &str) -> Result<(), Trouble> {
        let size = self.repository.inner.find_header(id)?.size();
        self.bytes = self.bytes.saturating_add(size);
        if size > LARGEST << 20 {
            return Err(too_large(format!("{path} has more than {LARGEST} MiB")));
        }
        if self.bytes > MOST << 20 {
            return Err(too_large(format!("the state holds more than {MOST} MiB")));
        }
        let bytes = self.repository.inner.find_blob(id)?.take_data();
        self.memory = std::mem::take(&mut self.memory).with(path, bytes);
        Ok(())
    }

    fn escape(&mut self, path: &str) {
        self.memory = std::mem::take(&mut self.memory).with_escape(path);
    }
}

fn too_large(what: String) -> Trouble {
    Trouble::Limit(Fault::TooLarge { what })
}
