//! A repository and the project in it.

#![expect(clippy::disallowed_methods, reason = "a repository has to be found before anything can be read through it")]

use std::fs;
use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::objs::tree::EntryKind;
use gix::sec::trust::Mapping;
use gix::{ThreadSafeRepository, discover::upwards, open};

use super::fault::Fault;

/// How many bytes of objects are kept at hand: neighbouring commits share nearly all of their folders.
const CACHE: usize = 16 * 1024 * 1024;
/// How many symbolic links are followed on the way to a file.
const MOST_LINKS: usize = 16;

/// A git repository with the project in its work tree.
#[derive(Debug)]
pub struct Repository {
    pub(super) inner: gix::Repository,
    /// The project's folder from the root of the work tree: `""`, or `legal/policies`.
    pub(super) folder: String,
}

/// A file or folder as a tree names it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Where it stands, once every link is followed, from the repository's root.
    pub(super) path: String,
    /// What it is.
    pub(super) kind: EntryKind,
    /// Its object.
    pub(super) id: ObjectId,
}

impl Repository {
    /// The repository in whose work tree a project's folder lies; `None` where it lies in none.
    ///
    /// An error where there is one and it cannot be opened.
    pub fn around(root: &Path) -> Result<Option<Self>, Fault> {
        let options = || open::Options::isolated();
        let found = ThreadSafeRepository::discover_opts(root, upwards::Options::default(), Mapping { full: options(), reduced: options() });
        let mut inner = match found {
            Ok(found) => found.to_thread_local(),
            Err(error) if error.classify().is_not_found() => return Ok(None),
            Err(error) => return Err(Fault::reading("the git repository", &error)),
        };
        let Some(folder) = inner.workdir().and_then(|work| folder_in(work, root)) else { return Ok(None) };
        inner.object_cache_size(CACHE);
        Ok(Some(Self { inner, folder }))
    }

    /// The folder of its work tree's own `HEAD`, and the one of what all work trees share: `packed-refs` and `refs/`. They are one where there is one work tree.
    pub fn folders(&self) -> (PathBuf, PathBuf) {
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        (real(self.inner.git_dir()), real(self.inner.common_dir()))
    }

    /// Whether it is a clone that has only the latest commits. One that cannot say so is taken for whole: what it lacks is missed where it is read.
    pub fn is_shallow(&self) -> bool {
        self.inner.is_shallow().unwrap_or_default()
    }

    /// A path of the project as the repository names it.
    pub(super) fn path_of(&self, path: &str) -> String {
        join(&self.folder, path)
    }

    /// What stands at a path of a tree, once every link on the way is followed; `None` where nothing does, or where a link leads out of the tree.
    pub(super) fn find(&self, tree: ObjectId, path: &str) -> gix::Result<Option<Found>> {
        let mut path = path.to_owned();
        for _ in 0..MOST_LINKS {
            match self.step(tree, &path)? {
                Step::Stands(found) => return Ok(Some(found)),
                Step::Link(other) => path = other,
                Step::Nothing => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Walks down a path to its end, or to the first link.
    fn step(&self, tree: ObjectId, path: &str) -> gix::Result<Step> {
        let (mut at, mut walked) = (tree, String::new());
        let mut steps = path.split('/').filter(|step| !step.is_empty()).peekable();
        if steps.peek().is_none() {
            return Ok(Step::Stands(Found { path: walked, kind: EntryKind::Tree, id: tree }));
        }
        while let Some(step) = steps.next() {
            let Some((kind, id)) = self.entry(at, step)? else { return Ok(Step::Nothing) };
            let inside = walked.clone();
            walked = join(&walked, step);
            match (kind, steps.peek()) {
                (EntryKind::Link, _) => {
                    let rest: Vec<&str> = steps.collect();
                    let target = self.link(id)?.and_then(|target| follow(&inside, &target));
                    return Ok(target.map_or(Step::Nothing, |target| Step::Link(join(&target, &rest.join("/")))));
                }
                (EntryKind::Tree, Some(_)) => at = id,
                (_, None) => return Ok(Step::Stands(Found { path: walked, kind, id })),
                (_, Some(_)) => return Ok(Step::Nothing),
            }
        }
        Ok(Step::Nothing)
    }

    /// What a folder has under a name.
    fn entry(&self, tree: ObjectId, name: &str) -> gix::Result<Option<(EntryKind, ObjectId)>> {
        let tree = self.inner.find_tree(tree)?;
        let tree = tree.decode()?;
        let entry = tree.entries.iter().find(|entry| entry.filename == name.as_bytes());
        Ok(entry.map(|entry| (entry.mode.kind(), entry.oid.to_owned())))
    }

    /// Where a symbolic link leads, as it is written; `None` where that is no text.
    fn link(&self, id: ObjectId) -> gix::Result<Option<String>> {
        const LONGEST: u64 = 4096;
        if self.inner.find_header(id)?.size() > LONGEST {
            return Ok(None);
        }
        Ok(String::from_utf8(self.inner.find_blob(id)?.take_data()).ok())
    }
}

/// What a walk down a path came to.
enum Step {
    Stands(Found),
    Link(String),
    Nothing,
}

/// The way from the root of a work tree to a folder in it, both as they really are.
fn folder_in(work: &Path, folder: &Path) -> Option<String> {
    let (work, folder) = (fs::canonicalize(work).ok()?, fs::canonicalize(folder).ok()?);
    let way = folder.strip_prefix(work).ok()?;
    let steps: Option<Vec<&str>> = way.components().map(|step| step.as_os_str().to_str()).collect();
    Some(steps?.join("/"))
}

/// A path below a folder; `""` is the root.
pub(super) fn join(folder: &str, path: &str) -> String {
    match (folder, path) {
        ("", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, path) => format!("{folder}/{path}"),
    }
}

/// Where a link in a folder leads; `None` where that is outside of the tree.
fn follow(folder: &str, target: &str) -> Option<String> {
    if target.starts_with('/') || target.contains(['\\', '\0']) {
        return None;
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()?),
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::follow;

    #[test]
    fn links_stay_inside() {
        assert_eq!(follow("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(follow("", "./c.md").as_deref(), Some("c.md"));
        for out in ["../../../c.md", "/etc/passwd", "..\\x"] {
            assert_eq!(follow("a/b", out), None, "{out}");
        }
    }
}
