//! The lock: one build at a time writes what belongs to a project.

#![expect(clippy::disallowed_methods, reason = "this is the door for writing")]

use std::fs::{self, File};
use std::io;

use crate::output::failure::Failure;
use crate::output::folder::Folder;

/// The lock's name in the cache folder.
const FILE_NAME: &str = "lock";

/// Held while a build writes; dropping it lets the next one go on.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// The cache folder with its lock, once no other build holds it. A folder that may not be written to, or that is a link to somewhere else, remembers
/// nothing, and a build goes on without it.
pub fn take(folder: Folder) -> Result<(Folder, Option<Lock>), Failure> {
    let root = folder.root();
    if fs::symlink_metadata(root).is_ok_and(|metadata| metadata.is_symlink()) {
        return Ok((Folder::forgetful(root), None));
    }
    match open(&folder) {
        Ok(file) => Ok((folder, Some(Lock { _file: file }))),
        Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
            Ok((Folder::forgetful(root), None))
        }
        Err(error) => Err(Failure::writing("use the folder", root, &error)),
    }
}

fn open(folder: &Folder) -> io::Result<File> {
    fs::create_dir_all(folder.root())?;
    let place = folder.place(FILE_NAME);
    if fs::symlink_metadata(&place).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let file = File::options().write(true).create(true).truncate(false).open(place)?;
    file.lock()?;
    Ok(file)
}
