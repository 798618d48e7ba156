//! What keeps a repository from being read.

use std::fmt;

/// Why something could not be read from a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The repository itself cannot be opened, or what it consists of is damaged.
    Unreadable {
        /// What was to be read.
        what: String,
        /// What the reader said.
        why: String,
    },
    /// A tag's state has no folder of the project's name.
    NoProject {
        /// The folder, from the repository's root.
        folder: String,
    },
    /// A state is larger than is read.
    TooLarge {
        /// What is too large, and how much may be read.
        what: String,
    },
}

impl Fault {
    /// What the reader said of something that it could not read.
    pub(super) fn reading(what: impl Into<String>, error: &gix::Error) -> Self {
        Self::Unreadable { what: what.into(), why: error.to_string() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { what, why } => write!(f, "{what} cannot be read: {why}"),
            Self::NoProject { folder } => write!(f, "there was no folder `{folder}` then"),
            Self::TooLarge { what } => f.write_str(what),
        }
    }
}

impl std::error::Error for Fault {}
