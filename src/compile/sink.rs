//! Where made files go: onto the stage of an output folder, or into memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::output::stage::{Stage, Staged};

/// Takes made files.
pub(super) trait Sink: Sync {
    /// Takes a file for all the places it is to stand in.
    fn put(&self, paths: &[String], bytes: Vec<u8>) -> Result<Staged, Failure>;
}

impl Sink for Stage {
    fn put(&self, paths: &[String], bytes: Vec<u8>) -> Result<Staged, Failure> {
        let staged = paths.iter().try_fold(None, |_, path| Self::put(self, path, &bytes).map(Some))?;
        Ok(staged.unwrap_or_else(|| Staged { sha256: Digest::of(&bytes), size: bytes.len() as u64 }))
    }
}

/// Files in memory, by the first of their paths.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<BTreeMap<String, Made>>);

/// A file in memory.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) bytes: Arc<[u8]>,
    pub(super) sha256: Digest,
}

impl Memory {
    /// The files that were put into it.
    pub(super) fn into_files(self) -> BTreeMap<String, Made> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Memory {
    fn put(&self, paths: &[String], bytes: Vec<u8>) -> Result<Staged, Failure> {
        let staged = Staged { sha256: Digest::of(&bytes), size: bytes.len() as u64 };
        if let Some(path) = paths.first() {
            let made = Made { bytes: bytes.into(), sha256: staged.sha256 };
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), made);
        }
        Ok(staged)
    }
}
