//! When each of many files last changed, in one walk over the history.
//!
//! The walk starts at the commit that is checked out, with all files on its hands. A file that is the same in one of a commit's parents is handed on to that
//! parent, the first where there are several; what is the same in none was changed by this very commit. It is what `git log -1` says of each file, but the history
//! is read once and no further than it takes to know the last of them.

use std::collections::{BinaryHeap, HashMap};

use gix::ObjectId;
use gix::objs::tree::EntryKind;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::fault::Fault;
use super::repository::Repository;
use crate::world::{Calendar, Cut};

/// How many commits are looked at. What has not changed in so many is not worth a longer wait in each build.
const MOST_COMMITS: usize = 200_000;

impl Repository {
    /// The day on which each of some files of the project last changed: that of the commit's committer, in UTC, since it is then that the text became
    /// a part of this history.
    ///
    /// Files that are not part of the commit that is checked out have none, and what was changed since and not committed is taken to be as it was: a build says the same
    /// wherever that commit is built.
    ///
    /// Where the days `known` from an earlier look are those of the same files and the same commit, they are taken over.
    pub fn days<'p>(&self, paths: impl IntoIterator<Item = &'p str>, known: Option<&Calendar>) -> Result<Calendar, Fault> {
        let Ok(head) = self.inner.head_id() else { return Ok(Calendar::default()) };
        let paths: Vec<&str> = paths.into_iter().collect();
        let source = Some((head.to_string(), paths.iter().map(|path| (*path).to_owned()).collect()));
        if let Some(known) = known.filter(|known| known.source == source && known.cut.is_none()) {
            return Ok(known.clone());
        }
        let read = |error: &gix::Error| Fault::reading("the commit that is checked out", error);
        let tree = self.inner.find_commit(head).and_then(|commit| Ok(commit.tree_id()?.detach())).map_err(|error| read(&error))?;
        let mut files = Vec::new();
        for path in paths {
            if let Some(found) = self.find(tree, &self.path_of(path)).map_err(|error| read(&error))?.filter(|found| is_file(found.kind)) {
                files.push(Tracked { path: path.to_owned(), steps: found.path.split('/').map(ToOwned::to_owned).collect() });
            }
        }
        // Files of one folder stand next to one another then.
        files.sort_by(|a, b| a.steps.cmp(&b.steps));
        let mut walk = Walk {
            repository: self,
            files,
            boundary: self.boundary()?,
            waiting: HashMap::new(),
            next: BinaryHeap::new(),
            calendar: Calendar::default(),
        };
        walk.run(head.detach());
        Ok(Calendar { source, ..walk.calendar })
    }

    /// The commits whose parents a shallow clone does not have.
    fn boundary(&self) -> Result<Vec<ObjectId>, Fault> {
        let commits = self.inner.shallow_commits().map_err(|error| Fault::reading("the list of commits that a shallow clone ends with", &error))?;
        Ok(commits.map(|commits| commits.iter().copied().collect()).unwrap_or_default())
    }
}

fn is_file(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::Blob | EntryKind::BlobExecutable)
}

/// A file whose last change is looked for.
struct Tracked {
    /// Its path from the project's root.
    path: String,
    /// Where it really stands, from the repository's root.
    steps: Vec<String>,
}

/// A commit that waits to be looked at.
struct Waiting {
    tree: ObjectId,
    parents: Vec<ObjectId>,
    seconds: i64,
    /// The files that are the same in every commit from here to where the walk began; indices, in their order.
    files: Vec<usize>,
}

struct Walk<'r> {
    repository: &'r Repository,
    files: Vec<Tracked>,
    boundary: Vec<ObjectId>,
    waiting: HashMap<ObjectId, Waiting>,
    /// The commits that wait, the latest first, so that one is looked at when all that leads to it has been.
    next: BinaryHeap<(i64, ObjectId)>,
    calendar: Calendar,
}

impl Walk<'_> {
    fn run(&mut self, head: ObjectId) {
        let all = (0..self.files.len()).collect();
        self.hand_on(head, all);
        let mut looked_at = 0;
        while let Some((_, id)) = self.next.pop() {
            let Some(commit) = self.waiting.remove(&id) else { continue };
            looked_at += 1;
            if looked_at > MOST_COMMITS {
                self.lose(&commit.files, Cut::Long);
            } else {
                self.look_at(id, commit);
            }
        }
    }

    fn look_at(&mut self, id: ObjectId, commit: Waiting) {
        if self.boundary.contains(&id) {
            return self.lose(&commit.files, Cut::Shallow);
        }
        let mut left = commit.files;
        for parent in commit.parents {
            if left.is_empty() {
                return;
            }
            let Ok(same) = self.same_in(commit.tree, parent, &left) else {
                return self.lose(&left, Cut::Damaged);
            };
            left.retain(|file| same.binary_search(file).is_err());
            self.hand_on(parent, same);
        }
        // A time that no calendar has was made up.
        let Some(day) = day(commit.seconds) else { return self.lose(&left, Cut::Damaged) };
        self.calendar.days.extend(left.iter().map(|file| (self.files[*file].path.clone(), day)));
    }

    /// Gives files to a commit, which may have got others on another way.
    fn hand_on(&mut self, id: ObjectId, files: Vec<usize>) {
        if files.is_empty() {
            return;
        }
        if let Some(waiting) = self.waiting.get_mut(&id) {
            waiting.files.extend(files);
            waiting.files.sort_unstable();
            return;
        }
        match self.read(id) {
            Ok((tree, parents, seconds)) => {
                self.waiting.insert(id, Waiting { tree, parents, seconds, files });
                self.next.push((seconds, id));
            }
            Err(_) => self.lose(&files, Cut::Damaged),
        }
    }

    fn read(&self, id: ObjectId) -> gix::Result<(ObjectId, Vec<ObjectId>, i64)> {
        let commit = self.repository.inner.find_commit(id)?;
        let parents = commit.parent_ids().map(gix::Id::detach).collect();
        Ok((commit.tree_id()?.detach(), parents, commit.time()?.seconds))
    }

    /// Which of some files a parent has as a tree has them.
    fn same_in(&self, tree: ObjectId, parent: ObjectId, files: &[usize]) -> gix::Result<Vec<usize>> {
        let other = self.repository.inner.find_commit(parent)?.tree_id()?.detach();
        let mut same = Vec::new();
        self.compare(tree, other, files, 0, &mut same)?;
        Ok(same)
    }

    /// Adds to `same` the files that are alike below two folders, so many steps down. Folders that are alike are not looked into.
    fn compare(&self, one: ObjectId, other: ObjectId, files: &[usize], depth: usize, same: &mut Vec<usize>) -> gix::Result<()> {
        if one == other {
            same.extend(files);
            return Ok(());
        }
        let (one, other) = (self.repository.inner.find_tree(one)?, self.repository.inner.find_tree(other)?);
        let (one, other) = (one.decode()?, other.decode()?);
        for group in files.chunk_by(|a, b| self.files[*a].steps.get(depth) == self.files[*b].steps.get(depth)) {
            let Some(step) = self.files[group[0]].steps.get(depth) else { continue };
            let entry = |tree: &gix::objs::TreeRef<'_>| {
                let entry = tree.entries.iter().find(|entry| entry.filename == step.as_bytes())?;
                Some((entry.mode.kind(), entry.oid.to_owned()))
            };
            match (entry(&one), entry(&other)) {
                (Some((EntryKind::Tree, a)), Some((EntryKind::Tree, b))) => self.compare(a, b, group, depth + 1, same)?,
                (Some((a, id)), Some((b, other))) if id == other && is_file(a) == is_file(b) => same.extend(group),
                _ => {}
            }
        }
        Ok(())
    }

    fn lose(&mut self, files: &[usize], cut: Cut) {
        if files.is_empty() {
            return;
        }
        self.calendar.cut = self.calendar.cut.or(Some(cut));
        self.calendar.lost.extend(files.iter().map(|file| self.files[*file].path.clone()));
    }
}

/// The day of a moment in UTC.
fn day(seconds: i64) -> Option<Date> {
    Timestamp::from_second(seconds).ok().map(|moment| TimeZone::UTC.to_datetime(moment).date())
}
