//! Git repositories for cases, made without a git program.

use std::fs;
use std::path::Path;

use gix::ObjectId;
use gix::objs::Tree;
use gix::objs::tree::{Entry, EntryKind};
use gix::refs::transaction::PreviousValue;

/// What is never committed.
const IGNORED: [&str; 3] = [".git", ".counterpart", "dist"];

/// Commits all that stands in a folder, at noon of a day; the first commit makes the repository.
pub(crate) fn commit(folder: &Path, day: &str) -> Result<(), String> {
    let moment: jiff::Timestamp = format!("{day}T12:00:00Z").parse().map_err(said)?;
    let repository = if folder.join(".git").exists() { gix::open(folder) } else { gix::init(folder) }.map_err(said)?;
    let tree = tree(&repository, folder)?;
    let time = format!("{} +0000", moment.as_second());
    let who = gix::actor::SignatureRef { name: "Author".into(), email: "author@example.com".into(), time: &time };
    let commit = gix::objs::Commit {
        message: "State".into(),
        tree,
        author: who.into(),
        committer: who.into(),
        encoding: None,
        parents: repository.head_id().ok().map(gix::Id::detach).into_iter().collect(),
        extra_headers: Vec::new(),
    };
    let id = repository.write_object(&commit).map_err(said)?.detach();
    let head = repository.head_name().map_err(said)?.ok_or("the head is detached")?;
    repository.reference(head, id, PreviousValue::Any, "").map(|_| ()).map_err(said)
}

/// Names the last commit.
pub(crate) fn tag(folder: &Path, name: &str) -> Result<(), String> {
    let repository = gix::open(folder).map_err(said)?;
    let head = repository.head_id().map_err(said)?.detach();
    repository.tag_reference(name, head, PreviousValue::Any).map(|_| ()).map_err(said)
}

/// Makes the repository one whose clone ends with the last commit.
pub(crate) fn make_shallow(folder: &Path) -> Result<(), String> {
    let head = gix::open(folder).map_err(said)?.head_id().map_err(said)?.to_string();
    fs::write(folder.join(".git/shallow"), format!("{head}\n")).map_err(said)
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn tree(repository: &gix::Repository, folder: &Path) -> Result<ObjectId, String> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(said)?.flatten() {
        let name = entry.file_name().display().to_string();
        let kind = entry.file_type().map_err(said)?;
        let (kind, oid) = if kind.is_symlink() {
            let target = fs::read_link(entry.path()).map_err(said)?.display().to_string();
            (EntryKind::Link, repository.write_blob(target).map_err(said)?.detach())
        } else if kind.is_dir() {
            (EntryKind::Tree, if IGNORED.contains(&name.as_str()) { continue } else { tree(repository, &entry.path())? })
        } else {
            (EntryKind::Blob, repository.write_blob(fs::read(entry.path()).map_err(said)?).map_err(said)?.detach())
        };
        entries.push(Entry { mode: kind.into(), filename: name.into(), oid });
    }
    entries.sort();
    Ok(repository.write_object(&Tree { entries }).map_err(said)?.detach())
}
