//! What is wrong with the file that answers are kept in.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::output::failure::Failure;

/// Why answers cannot be kept or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub trouble: Trouble,
}

/// What is wrong with the file that answers are kept in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It is not there.
    Missing,
    /// It is something else than a file of answers, or broken.
    NotOurs,
    /// A later version of the program made it, whose schema has this number.
    Newer(i64),
    /// The disk is full, or the file as large as it may become.
    Full,
    /// Another program holds it.
    Busy,
    /// What the system said.
    Refused(String),
}

impl Fault {
    pub(super) fn new(file: &Path, trouble: Trouble) -> Self {
        Self { file: file.to_path_buf(), trouble }
    }

    pub(super) fn io(file: &Path, error: &io::Error) -> Self {
        let trouble = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Trouble::Full,
            _ => Trouble::Refused(error.to_string()),
        };
        Self::new(file, trouble)
    }

    pub(super) fn sqlite(file: &Path, error: &rusqlite::Error) -> Self {
        let trouble = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Trouble::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Trouble::Busy,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Trouble::NotOurs,
            Some(ErrorCode::CannotOpen) if !is_there(file) => Trouble::Missing,
            _ => Trouble::Refused(error.to_string()),
        };
        Self::new(file, trouble)
    }
}

#[expect(clippy::disallowed_methods, reason = "SQLite does not say why it could not open a file")]
fn is_there(file: &Path) -> bool {
    file.exists()
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match &self.trouble {
            Trouble::Missing => write!(f, "there is no feedback in {file}"),
            Trouble::NotOurs => write!(f, "{file} is not a file of feedback, or it is broken"),
            Trouble::Newer(version) => write!(f, "a later version of counterpart made {file}: its form is {version}"),
            Trouble::Full => write!(f, "there is no room for feedback in {file}"),
            Trouble::Busy => write!(f, "another program holds {file}"),
            Trouble::Refused(said) => write!(f, "cannot use {file}: {said}"),
        }
    }
}

impl std::error::Error for Fault {}

/// What kept a command from its work, with what to do about it.
impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let failure = Self::new(fault.to_string());
        failure.hint(match fault.trouble {
            Trouble::Missing => "name the file with --feedback; `counterpart serve --feedback FILE` makes it",
            Trouble::NotOurs => "name another file with --feedback, or move this one away",
            Trouble::Newer(_) => "use that version, or name another file with --feedback",
            Trouble::Full => "make room on the disk; of a file as large as it may become, export the answers and move it away",
            Trouble::Busy => "end the program that holds it and run the command again",
            Trouble::Refused(_) => "look at the rights to the file and its folder, or name another one with --feedback",
        })
    }
}
