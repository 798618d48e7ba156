//! Repositories for tests, made as they run.

#![expect(clippy::disallowed_methods, reason = "a test makes what it looks at")]

use std::collections::BTreeMap;
use std::fs;

use gix::ObjectId;
use gix::objs::Tree;
use gix::objs::tree::{Entry, EntryKind};
use gix::refs::transaction::PreviousValue;
use tempfile::TempDir;

use super::Repository;

/// A repository in a folder that goes with it.
pub(super) struct Sample {
    pub(super) folder: TempDir,
    repository: gix::Repository,
}

/// What stands in a file of a commit.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    Text(&'a str),
    Link(&'a str),
}

impl Sample {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = gix::init(folder.path()).unwrap();
        Self { folder, repository }
    }

    /// The repository as the project in one of its folders has it.
    pub(super) fn around(&self, folder: &str) -> Repository {
        let root = self.folder.path().join(folder);
        fs::create_dir_all(&root).unwrap();
        Repository::around(&root).unwrap().unwrap()
    }

    /// Commits some files, and nothing else, on a day; the commit is checked out from then on.
    pub(super) fn commit(&self, day: &str, parents: &[ObjectId], files: &[(&str, Content<'_>)]) -> ObjectId {
        let moment: jiff::Timestamp = format!("{day}T12:00:00Z").parse().unwrap();
        let tree = self.tree(&files.iter().map(|(path, content)| (*path, *content)).collect());
        let time = format!("{} +0000", moment.as_second());
        let who = gix::actor::SignatureRef { name: "A".into(), email: "a@example.com".into(), time: &time };
        let commit = gix::objs::Commit {
            message: "x".into(),
            tree,
            author: who.into(),
            committer: who.into(),
            encoding: None,
            parents: parents.iter().copied().collect(),
            extra_headers: Vec::new(),
        };
        let id = self.repository.write_object(&commit).unwrap().detach();
        let head = self.repository.head_name().unwrap().unwrap();
        self.repository.reference(head, id, PreviousValue::Any, "").unwrap();
        id
    }

    pub(super) fn tag(&self, name: &str, commit: ObjectId) {
        self.repository.tag_reference(name, commit, PreviousValue::Any).unwrap();
    }

    /// Writes a file beside the repository's own.
    pub(super) fn put(&self, path: &str, text: &str) {
        let place = self.folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn tree(&self, files: &BTreeMap<&str, Content<'_>>) -> ObjectId {
        let mut folders: BTreeMap<&str, BTreeMap<&str, Content<'_>>> = BTreeMap::new();
        let mut entries = Vec::new();
        for (path, content) in files {
            if let Some((folder, rest)) = path.split_once('/') {
                folders.entry(folder).or_default().insert(rest, *content);
                continue;
            }
            let (kind, text) = match content {
                Content::Text(text) => (EntryKind::Blob, text),
                Content::Link(target) => (EntryKind::Link, target),
            };
            let oid = self.repository.write_blob(text).unwrap().detach();
            entries.push(Entry { mode: kind.into(), filename: (*path).into(), oid });
        }
        for (folder, files) in folders {
            entries.push(Entry { mode: EntryKind::Tree.into(), filename: folder.into(), oid: self.tree(&files) });
        }
        entries.sort();
        self.repository.write_object(&Tree { entries }).unwrap().detach()
    }
}
