//! A lock that several processes hold together, as long as they say the same of themselves.
//!
//! Whoever finds the lock free writes into its file what it says; whoever finds it held reads that, and is let in or not.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::Folder;
use super::lock::{is_at, is_unknown};
use crate::store::fault::Fault;

/// The runs at work in a folder, of which this is one; dropping it leaves them, and the last one removes the file.
#[derive(Debug)]
pub struct Company {
    file: File,
    place: PathBuf,
}

/// How often it is tried, and the pause between: others hold the lock alone for no longer than it takes to write a word.
const TRIES: usize = 16;
const PAUSE: Duration = Duration::from_millis(10);
/// The longest word that is read, in bytes.
const LONGEST: u64 = 200;

impl Company {
    pub(in crate::store) fn join(folder: &Folder, path: &str, word: &str) -> Result<Self, Fault> {
        folder.make_parent(path)?;
        let place = folder.place(path);
        match Self::take(&place, word).map_err(|error| Fault::disk("lock", &place, &error))? {
            Ok(company) => Ok(company),
            Err(there) => Err(Fault::OtherCompany { object: place.display().to_string(), there, asked: word.to_owned() }),
        }
    }

    /// The company, or what those who are there say of themselves.
    fn take(place: &Path, word: &str) -> io::Result<Result<Self, String>> {
        let mut there = String::new();
        for _ in 0..TRIES {
            if fs::symlink_metadata(place).is_ok_and(|metadata| !metadata.is_file()) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            let mut file = File::options().read(true).write(true).create(true).truncate(false).open(place)?;
            match file.try_lock() {
                // A file system that knows no locks lets everybody in.
                Err(TryLockError::Error(error)) if is_unknown(&error) => return Ok(Ok(Self { file, place: place.to_owned() })),
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) => {}
                Ok(()) if is_at(&file, place) => {
                    file.set_len(0)?;
                    file.write_all(word.as_bytes())?;
                    file.unlock()?;
                }
                Ok(()) => continue,
            }
            if file.try_lock_shared().is_ok() && is_at(&file, place) {
                there.clear();
                file.rewind()?;
                (&mut file).take(LONGEST).read_to_string(&mut there)?;
                if there == word {
                    return Ok(Ok(Self { file, place: place.to_owned() }));
                }
            }
            thread::sleep(PAUSE);
        }
        Ok(Err(there))
    }
}

impl Drop for Company {
    fn drop(&mut self) {
        let is_last = self.file.unlock().and_then(|()| self.file.try_lock().map_err(io::Error::from)).is_ok();
        if is_last && is_at(&self.file, &self.place) {
            let _ = fs::remove_file(&self.place);
        }
    }
}
