//! The journal: which files a build is about to put in place.
//!
//! It is written before the first rename and removed after the manifest is. A build that finds one knows that the files named in it, though no manifest lists
//! them, are the compiler's own.

use std::collections::BTreeMap;

use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::output::folder::Folder;

/// Files by their paths from the output folder, with the digests they will have.
pub type Journal = BTreeMap<String, Digest>;

/// Writes down which files are about to be renamed into place, under a name in the cache folder that is the output folder's own.
///
/// What killed builds left over is to be among them, since this one may be killed as well.
pub fn open(cache: &Folder, name: &str, files: &Journal) -> Result<(), Failure> {
    cache.replace(name, &serde_json::to_vec(files).unwrap_or_default())
}

/// What killed builds were about to put in place; empty where the last one ended well.
pub fn left_over(cache: &Folder, name: &str) -> Journal {
    let bytes = cache.read(name).ok().flatten().unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Says that everything is in place.
pub fn close(cache: &Folder, name: &str) -> Result<(), Failure> {
    cache.remove(name)
}
