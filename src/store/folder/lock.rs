//! A lock that ends with its process, however that ends.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// A file that one process at a time holds; dropping it removes the file.
#[derive(Debug)]
pub(in crate::store) struct Lock {
    _file: File,
    place: PathBuf,
}

/// How often a lock is tried for that others make and remove at the same time.
const TRIES: usize = 16;

impl Lock {
    /// Takes a lock, and makes its file where there is none; `None` where a living process has it. A dead one's is taken over, since the system lets it go.
    ///
    /// A file system that knows no locks gives one to everybody.
    pub(in crate::store) fn take(place: &Path) -> io::Result<Option<Self>> {
        Self::open(place, true)
    }

    /// Takes a lock whose file is there; `None` where a living process has it, or there is no such file.
    pub(super) fn take_over(place: &Path) -> io::Result<Option<Self>> {
        Self::open(place, false)
    }

    fn open(place: &Path, create: bool) -> io::Result<Option<Self>> {
        for _ in 0..TRIES {
            if fs::symlink_metadata(place).is_ok_and(|metadata| !metadata.is_file()) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            let file = match File::options().write(true).create(create).truncate(false).open(place) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && !create => return Ok(None),
                opened => opened?,
            };
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) if !is_unknown(&error) => return Err(error),
                _ if is_at(&file, place) => return Ok(Some(Self { _file: file, place: place.to_owned() })),
                _ => {}
            }
        }
        Ok(None)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.place);
    }
}

/// Whether the file system knows no locks: some that are shared over a network do not.
pub(super) fn is_unknown(error: &io::Error) -> bool {
    /// `ENOLCK` on Linux: no locks available, as NFS without its lock daemon says.
    const NO_LOCKS: i32 = 37;
    error.kind() == io::ErrorKind::Unsupported || (cfg!(target_os = "linux") && error.raw_os_error() == Some(NO_LOCKS))
}

/// Whether an open file still stands at its place: the one who held the lock before may have removed it.
#[cfg(unix)]
pub(super) fn is_at(file: &File, place: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let same = |(open, there): (fs::Metadata, fs::Metadata)| open.ino() == there.ino() && open.dev() == there.dev();
    file.metadata().and_then(|open| Ok((open, fs::symlink_metadata(place)?))).is_ok_and(same)
}

#[cfg(not(unix))]
pub(super) fn is_at(_file: &File, place: &Path) -> bool {
    fs::symlink_metadata(place).is_ok()
}
