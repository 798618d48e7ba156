//! What the last build of an output folder left behind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::key::{Key, compiler};
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::output::folder::{Folder, Stamp};

/// What the last build of an output folder left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The compiler that wrote it; another one trusts nothing in it.
    compiler: String,
    /// The key of every input and option of the last build that ended well.
    pub inputs: Option<Key>,
    /// How many warnings that build had: one that is skipped must not hide them.
    pub warnings: usize,
    /// The files it wrote or kept, by path from the output folder.
    pub outputs: BTreeMap<String, Known>,
}

/// A file whose making is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// What it was made from.
    pub key: Key,
    /// The digest of its bytes.
    pub sha256: Digest,
    /// What the file system said of it when it was put in place.
    pub stamp: Stamp,
}

impl Default for State {
    fn default() -> Self {
        Self { compiler: compiler().to_owned(), inputs: None, warnings: 0, outputs: BTreeMap::new() }
    }
}

impl State {
    /// The state under a name in the cache folder; an empty one where there is none, or one that another compiler wrote.
    pub fn read(cache: &Folder, name: &str) -> Self {
        let bytes = cache.read(name).ok().flatten().unwrap_or_default();
        serde_json::from_slice(&bytes).ok().filter(|state: &Self| state.compiler == compiler()).unwrap_or_default()
    }

    /// Writes the state under a name in the cache folder.
    pub fn write(&self, cache: &Folder, name: &str) -> Result<(), Failure> {
        cache.replace(name, &serde_json::to_vec(self).unwrap_or_default())
    }

    /// Whether a file still stands in the output folder as it was put there.
    ///
    /// A file whose size and time are the same is taken to be the same; otherwise it is read.
    pub fn stands(&self, out: &Folder, path: &str) -> bool {
        let Some(known) = self.outputs.get(path) else { return false };
        match out.stamp(path) {
            Some(stamp) if stamp == known.stamp => true,
            Some(stamp) if stamp.size == known.stamp.size => out.digest(path) == Some(known.sha256),
            _ => false,
        }
    }
}
