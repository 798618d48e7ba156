//! Where the project is.

#![expect(clippy::disallowed_methods, reason = "a project has to be found before there is a world to read it through")]

use std::path::{Path, PathBuf};

use super::arguments::Common;
use crate::compile;
use crate::output::failure::Failure;
use crate::output::folder::real_place;
#[cfg(feature = "sign")]
use crate::snapshot::PROJECT_FILE;
use crate::snapshot::Snapshot;
use crate::world::Disk;

/// Reads all of a project's inputs, and what it asks for of its past.
pub(super) fn snapshot(root: &Path) -> Result<Snapshot, Failure> {
    snapshot_after(root, None)
}

/// The same, for whoever has read them `before` and need not look for the same in its past again.
pub(super) fn snapshot_after(root: &Path, before: Option<&Snapshot>) -> Result<Snapshot, Failure> {
    let disk = disk(root)?;
    let snapshot = Snapshot::take(&disk).map_err(|unreadable| Failure::reading(&root.join(&unreadable.path), &unreadable.error))?;
    Ok(compile::with_past(snapshot, &disk, root, before))
}

/// A project's folder, for whoever asks it less than a build does.
pub(super) fn disk(root: &Path) -> Result<Disk, Failure> {
    Disk::new(root).map_err(|error| Failure::reading(root, &error))
}

/// How many processors there are to work on.
pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}

/// The project's folder: the one that was named, or the nearest one upwards that has `brands/` and `sources/`.
pub(super) fn find(common: &Common) -> Result<PathBuf, Failure> {
    named(common).map(|folder| real_place(&folder))
}

/// The same folder as it was named: where that is a link, it may lead elsewhere tomorrow.
pub(super) fn named(common: &Common) -> Result<PathBuf, Failure> {
    if let Some(named) = &common.project {
        return if is_project(named) { Ok(named.clone()) } else { Err(not_a_project(named)) };
    }
    let here = std::env::current_dir().map_err(|error| Failure::reading(Path::new("."), &error))?;
    let found = here.ancestors().find(|folder| is_project(folder)).map(Path::to_path_buf);
    found.ok_or_else(|| not_a_project(&here))
}

/// The folder around a command on single files: a project's, or else the nearest one upwards that has a project's file, which may hold nothing but signing
/// profiles. There may be none, unless one was named.
#[cfg(feature = "sign")]
pub(super) fn around(common: &Common) -> Result<Option<PathBuf>, Failure> {
    let has_file = |folder: &Path| folder.join(PROJECT_FILE).is_file();
    match (find(common), &common.project) {
        (Ok(root), _) => Ok(Some(root)),
        (Err(_), Some(named)) if has_file(named) => Ok(Some(real_place(named))),
        (Err(failure), Some(_)) => Err(failure),
        (Err(_), None) => {
            let here = std::env::current_dir().map_err(|error| Failure::reading(Path::new("."), &error))?;
            Ok(here.ancestors().find(|folder| has_file(folder)).map(real_place))
        }
    }
}

fn is_project(folder: &Path) -> bool {
    folder.join("brands").is_dir() && folder.join("sources").is_dir()
}

fn not_a_project(folder: &Path) -> Failure {
    let message = format!("there is no project in {}: a project has the folders brands and sources", folder.display());
    Failure::new(message).hint("name its folder with --project, or make a new one with `counterpart init`")
}
