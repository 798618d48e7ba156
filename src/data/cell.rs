//! One cell of a row.

use std::fmt;

use jiff::civil::Date;

use super::{Why, characters};

/// The most bytes of one cell.
const LENGTH: usize = 32 * 1024;

/// What a cell holds, as it is stored rather than as it is displayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or blanks alone.
    Empty,
    /// A text, never read as a formula.
    Text(String),
    /// A number, as a decimal.
    Number(String),
    /// A day.
    Date(Date),
    /// True or false.
    Bool(bool),
    /// What nobody can use.
    Refused(Box<Refused>),
}

/// A cell whose content cannot be used, whatever is asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What stands there.
    pub text: String,
    /// Why it cannot be used.
    pub why: Why,
}

impl Cell {
    /// A cell with a text in it.
    pub(super) fn text(text: &str) -> Self {
        if characters::is_blank(text) && characters::refused(text).is_none() {
            return Self::Empty;
        }
        if text.len() > LENGTH {
            return Self::refused(text, Why::Long(text.len()));
        }
        match characters::refused(text) {
            Some(c) => Self::refused(text, Why::Character(c)),
            None => Self::Text(text.to_owned()),
        }
    }

    /// A cell that cannot be used.
    pub(super) fn refused(text: &str, why: Why) -> Self {
        Self::Refused(Box::new(Refused { text: text.to_owned(), why }))
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) | Self::Number(text) => f.write_str(text),
            Self::Date(date) => date.fmt(f),
            Self::Bool(flag) => flag.fmt(f),
            Self::Refused(refused) => f.write_str(&refused.text),
        }
    }
}
