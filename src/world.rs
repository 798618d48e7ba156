//! The only door to disk, environment and clock.
//!
//! Everything behind it can be run from memory in a test. Paths are relative to the project's root, with forward slashes, and have no `.` or `..`.

use std::io;

/// What stands in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name, without its folder.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// The kinds of things in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A file, or a symbolic link to a file inside the project.
    File,
    /// A folder, or a symbolic link to a folder inside the project.
    Folder,
    /// A symbolic link that leads out of the project, or nowhere.
    Escape,
}

/// Reading a project: its files and folders.
pub trait World: Sync {
    /// The bytes of a file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
    /// What stands in a folder, sorted by name; `""` is the root. A folder that does not exist is empty.
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>>;
}
