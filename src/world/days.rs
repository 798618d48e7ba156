//! The day on which each of a project's files last changed, as far as anybody knows.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

/// What is known of the days on which a project's files last changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Days {
    /// Nobody looked.
    #[default]
    Unread,
    /// There is no history to be read, and why: "the project lies in no git repository".
    None(String),
    /// What a history says.
    Known(Calendar),
}

/// What a history says of files: a file that it does not hold is in neither list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The day of each file's last change, by path from the project's root.
    pub days: BTreeMap<String, Date>,
    /// The files whose last change lies beyond what can be read.
    pub lost: BTreeSet<String>,
    /// Why some are lost; the first reason that was met.
    pub cut: Option<Cut>,
    /// The commit that it was read from, and the files that were asked for: while both are the same, so is all else.
    pub source: Option<(String, Vec<String>)>,
}

/// Why a history cannot be read to its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The clone has the latest commits alone.
    Shallow,
    /// It is longer than is read.
    Long,
    /// A part of it is missing or damaged.
    Damaged,
}

impl Days {
    /// What a history says, where one was read.
    pub fn calendar(&self) -> Option<&Calendar> {
        match self {
            Self::Known(calendar) => Some(calendar),
            Self::Unread | Self::None(_) => None,
        }
    }

    /// The day on which a file last changed.
    pub fn of(&self, path: &str) -> Option<Date> {
        self.calendar()?.days.get(path).copied()
    }
}
