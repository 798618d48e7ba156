//! One row.

use std::sync::Arc;

use super::{Cell, WRITTEN, Why};

/// A row of the input.
#[derive(Debug, Clone)]
pub struct Record {
    /// Where the person who keeps the data finds it: the row of a spreadsheet or CSV file whose header is 1, the line of JSON Lines, the position in a list
    /// from 1.
    pub number: u64,
    /// The line of the text on which it begins, from 1; none where it does not come line by line.
    pub line: Option<u64>,
    /// Its values under their dotted names.
    pub cells: Vec<(Arc<str>, Cell)>,
    /// The input's own cells, for [`Failures`](super::Failures).
    pub row: Row,
    /// What is wrong with the row itself: its cells may stand under the wrong names.
    pub fault: Option<Why>,
}

/// The input's own cells as text, in the input's order.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub(super) texts: csv::StringRecord,
    /// The names of the cells, where the input has no header that names them all.
    pub(super) names: Vec<Arc<str>>,
}

impl Row {
    /// A row that has no cells, with its text.
    pub(super) fn as_written(text: &str) -> Self {
        Self { texts: csv::StringRecord::from(vec![text]), names: vec![Arc::from(WRITTEN)] }
    }

    /// The texts of the cells.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter()
    }

    /// The text under a name, in an input without a header; empty where there is none.
    pub(super) fn under(&self, name: &str) -> &str {
        self.names.iter().position(|own| **own == *name).and_then(|at| self.texts.get(at)).unwrap_or_default()
    }
}
