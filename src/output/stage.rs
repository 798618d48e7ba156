//! The stage: where files wait until the whole build is clean.

#![expect(clippy::disallowed_methods, reason = "this is the door for writing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::output::folder::{Folder, make_parent};

/// The name of the stage in the output folder: on the same file system as the files' places, so that a rename is enough.
const FOLDER_NAME: &str = ".counterpart-staging";

/// Files that wait for the build to end well. Dropping it throws them away.
#[derive(Debug)]
pub struct Stage {
    out: Folder,
    /// Where files wait; `None` where nothing is to be written at all.
    staged: Option<Folder>,
    /// Whether the output folder was made for it: one that stood before stays, empty or not.
    made_out: bool,
}

/// A file that was staged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Staged {
    /// The digest of its bytes.
    pub sha256: Digest,
    /// Its size in bytes.
    pub size: u64,
}

impl Stage {
    /// An empty stage in an output folder; what a killed build left on it is thrown away.
    pub fn set_up(out: &Folder) -> Result<Self, Failure> {
        let place = out.place(FOLDER_NAME);
        let made_out = !out.root().is_dir();
        fs::create_dir_all(out.root()).map_err(|error| Failure::writing("make the folder", out.root(), &error))?;
        clear(&place)?;
        fs::create_dir_all(&place).map_err(|error| Failure::writing("make the folder", &place, &error))?;
        Ok(Self { out: out.clone(), staged: Some(Folder::new(place)), made_out })
    }

    /// A stage that only looks at files: nothing is written.
    pub fn imaginary(out: &Folder) -> Self {
        Self { out: out.clone(), staged: None, made_out: false }
    }

    /// Whether a build that was killed has left something on the stage.
    pub fn is_left_over(out: &Folder) -> bool {
        out.occupied(FOLDER_NAME)
    }

    /// Writes a file onto the stage.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<Staged, Failure> {
        if let Some(staged) = &self.staged {
            let place = staged.place(path);
            make_parent(&place)?;
            fs::write(&place, bytes).map_err(|error| Failure::writing("write", &place, &error))?;
        }
        Ok(Staged { sha256: Digest::of(bytes), size: bytes.len() as u64 })
    }

    /// The bytes of a file on the stage; `None` where there is none of that name.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.staged.as_ref().map_or(Ok(None), |staged| staged.read(path))
    }

    /// Renames staged files into their places.
    pub fn publish<'a>(&self, paths: impl IntoIterator<Item = &'a String>) -> Result<(), Failure> {
        let Some(staged) = &self.staged else { return Ok(()) };
        for path in paths {
            let place = self.out.place(path);
            make_parent(&place)?;
            fs::rename(staged.place(path), &place).map_err(|error| Failure::writing("write", &place, &error))?;
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let Some(staged) = &self.staged else { return };
        // Nothing depends on it: the next build clears the stage before it uses it.
        let _ = clear(staged.root());
        if self.made_out {
            let _ = fs::remove_dir(self.out.root());
        }
    }
}

fn clear(place: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::writing("clear", place, &error)),
        _ => Ok(()),
    }
}

/// What stands in the way of the files that are to be written and is not the compiler's: files that no manifest and no journal knows and that hold something
/// else than what is to be written, files in the place of a folder, folders in the place of a file, and links to folders, behind which nothing is written.
pub fn foreign<'a>(
    out: &Folder,
    files: impl IntoIterator<Item = (&'a String, Digest)>,
    known: impl Fn(&str) -> bool,
    left_over: &BTreeMap<String, Digest>,
) -> Vec<String> {
    let is_foreign =
        |path: &String, sha256: Digest| out.occupied(path) && !known(path) && !left_over.contains_key(path) && out.digest(path) != Some(sha256);
    let in_the_way = |(path, sha256): (&String, Digest)| {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        if let Some(link) = out.link_on_the_way(path) {
            return Some(link);
        }
        let file = folders.filter(|folder| out.is_file(folder) && !known(folder)).map(ToOwned::to_owned).next();
        file.or_else(|| out.is_folder(path).then(|| path.clone())).or_else(|| is_foreign(path, sha256).then(|| path.clone()))
    };
    let found: BTreeSet<String> = files.into_iter().filter_map(in_the_way).collect();
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_folder_that_was_made_for_it_goes_with_it() {
        let place = tempfile::tempdir().unwrap();
        let stands = Folder::new(place.path());
        drop(Stage::set_up(&stands).unwrap());
        assert!(place.path().is_dir() && !stands.occupied(FOLDER_NAME));
        let made = Folder::new(place.path().join("dist"));
        drop(Stage::set_up(&made).unwrap());
        assert!(!stands.occupied("dist"));
    }
}
