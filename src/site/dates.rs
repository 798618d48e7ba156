//! Dates as a page shows them.

use jiff::civil::Date;
use serde::Serialize;

use crate::locale::{DateStyle, Formats};

/// A day, as a reader and as a machine read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Day {
    shown: String,
    machine: String,
}

impl Day {
    /// A day as a language writes it; as ISO 8601 where that language is not known.
    pub(super) fn new(date: Date, formats: Option<&Formats>) -> Self {
        let machine = date.to_string();
        let shown = formats.map_or_else(|| machine.clone(), |formats| formats.date(date, DateStyle::Long));
        Self { shown, machine }
    }
}
