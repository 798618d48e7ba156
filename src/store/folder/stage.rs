//! Where files are written before they get their names.
//!
//! Each process has a folder of its own within the folder it writes to, so that a rename puts a whole file in its place. A killed process leaves its folder
//! behind; the next one to write there finds that nobody holds its lock, and removes it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

use super::lock::Lock;

/// How the names of these folders begin.
const PREFIX: &str = ".counterpart-new-";

/// The lock within each.
const LOCK: &str = "lock";

/// A process's own folder, made at the first file.
#[derive(Debug, Default)]
pub(super) struct Stage {
    open: Mutex<Option<Open>>,
    next: AtomicU64,
}

/// The lock is dropped before its folder.
#[derive(Debug)]
struct Open {
    _lock: Lock,
    folder: TempDir,
}

/// Whether a path leads to files that are still being written.
pub(super) fn is_one(path: &str) -> bool {
    path.starts_with(PREFIX)
}

impl Stage {
    /// An empty file under a name that nobody else uses.
    pub(super) fn file(&self, root: &Path) -> io::Result<(PathBuf, File)> {
        let place = self.folder(root)?.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        let file = File::options().write(true).create_new(true).open(&place)?;
        Ok((place, file))
    }

    fn folder(&self, root: &Path) -> io::Result<PathBuf> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = open.as_ref() {
            return Ok(open.folder.path().to_owned());
        }
        sweep(root);
        Ok(open.insert(make(root)?).folder.path().to_owned())
    }
}

/// Makes a folder and takes its lock. One that sweeps at the same moment may be faster, and another is made then.
fn make(root: &Path) -> io::Result<Open> {
    let mut tries = 0;
    loop {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(root)?;
        match Lock::take(&folder.path().join(LOCK)) {
            Ok(Some(lock)) => return Ok(Open { _lock: lock, folder }),
            Err(error) if tries == 8 => return Err(error),
            _ if tries == 8 => return Err(io::ErrorKind::ResourceBusy.into()),
            _ => tries += 1,
        }
    }
}

/// Removes what killed processes left. What cannot be removed stays, and harms nobody.
fn sweep(root: &Path) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(is_one) && entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_ours && let Ok(Some(lock)) = Lock::take_over(&entry.path().join(LOCK)) {
            let _ = fs::remove_dir_all(entry.path());
            drop(lock);
        }
    }
}
