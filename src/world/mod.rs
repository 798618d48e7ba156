//! The only door through which a project is read.
//!
//! Everything behind it can be run from memory in a test. Paths are relative to the project's root, with forward slashes, and have no `.` or `..`.

mod days;
mod disk;
mod memory;

use std::fmt;
use std::io;

use crate::plain::UNSHOWN;

pub use self::days::{Calendar, Cut, Days};
pub use self::disk::Disk;
pub use self::memory::Memory;

/// How deep folders are followed from a project's root, on disk and in git: deeper than the loader goes, so that it can say that they are too deep.
pub const DEEPEST: usize = 14;

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
    /// A symbolic link that leads out of the project, or nowhere, or back to a folder it stands in.
    Escape,
    /// Something that no path can name: what it is called is not UTF-8, or holds what a path does not. It can neither be read nor be passed over in silence.
    Nameless,
}

impl Entry {
    /// What stands in a folder under a name, in which U+FFFD stands for what is not UTF-8.
    pub fn new(name: impl Into<String>, kind: EntryKind) -> Self {
        let name = name.into();
        let has_path = is_inside(&name) && !name.contains(UNSHOWN);
        Self { kind: if has_path { kind } else { EntryKind::Nameless }, name }
    }
}

/// Reading a project: its files and folders.
pub trait World: Sync {
    /// The bytes of a file.
    ///
    /// A path that leads out of the project is an error for which [`leads_out`] is true; a file too large to be read whole is one of the kind
    /// [`io::ErrorKind::FileTooLarge`].
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
    /// What stands in a folder, sorted by name; `""` is the root. A folder that does not exist is empty.
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>>;
    /// When its files last changed, where somebody looked.
    fn days(&self) -> &Days {
        &Days::Unread
    }
}

/// Why a read was refused: its path leads out of the project.
#[derive(Debug)]
struct LeadsOut;

impl fmt::Display for LeadsOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the path leads out of the project")
    }
}

impl std::error::Error for LeadsOut {}

/// Whether a read was refused because its path leads out of the project.
pub fn leads_out(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<LeadsOut>)
}

fn refuse_escape<T>() -> io::Result<T> {
    Err(io::Error::new(io::ErrorKind::PermissionDenied, LeadsOut))
}

/// Whether a path stays below the root it is joined to: relative, with forward slashes, and without `.`, `..` or empty steps.
pub fn is_inside(path: &str) -> bool {
    let plain = |step: &str| !step.is_empty() && step != "." && step != ".." && !step.contains(['\\', ':', '\0']);
    path.split('/').all(plain)
}

/// The ending of a file's name, in small letters: `svg`; empty where it has none.
pub fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{extension, is_inside};

    #[test]
    fn endings_are_those_of_the_name() {
        assert_eq!(["a.b/c.SVG", "a.b/c", "c."].map(extension), ["svg", "", ""]);
    }

    #[test]
    fn only_plain_paths_stay_inside() {
        assert!(is_inside("brands/a.yaml"));
        for path in ["", "/etc/passwd", "../a", "a/../b", "a//b", "./a", "a\\..\\b", "C:/a", "a\0"] {
            assert!(!is_inside(path), "{path}");
        }
    }
}
