//! What the sheets of all workbooks have in common.

use std::ops::ControlFlow;

use super::columns::Columns;
use super::fault::Trouble;
use super::{Cell, Record, Why};

/// A row that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: u64,
    /// Its cells, up to the last that is not empty.
    pub(super) cells: Vec<Cell>,
}

impl Line {
    /// The record of the row; `None` for one that is blank. Every row of a sheet has as many cells as there are columns.
    pub(super) fn record(mut self, columns: &Columns) -> Option<Record> {
        if self.cells.len() < columns.names.len() {
            self.cells.resize(columns.names.len(), Cell::Empty);
        }
        let texts = self.cells.iter().map(ToString::to_string).collect();
        let cells = self.cells;
        let record = columns.record(self.number, texts, |at, _| cells.get(at).cloned().unwrap_or(Cell::Empty))?;
        let fault = record.fault.map(|_| Why::Behind { column: cells.len(), columns: columns.names.len() });
        Some(Record { fault, ..record })
    }
}

/// The sheet that is asked for by its name, or the only visible one that holds anything.
pub(super) fn choose(
    sheets: &[(String, bool)],
    asked: Option<&str>,
    mut holds: impl FnMut(&str) -> Result<bool, Trouble>,
) -> Result<String, Trouble> {
    if let Some(asked) = asked {
        let is_there = sheets.iter().any(|(name, _)| name == asked);
        let there = || sheets.iter().map(|(name, _)| name.clone()).collect();
        return if is_there { Ok(asked.to_owned()) } else { Err(Trouble::NoSheet { asked: asked.to_owned(), there: there() }) };
    }
    let mut full = Vec::new();
    for (name, _) in sheets.iter().filter(|(_, is_visible)| *is_visible) {
        if holds(name)? {
            full.push(name.clone());
        }
    }
    match full.as_slice() {
        [] => Err(Trouble::NothingInside),
        [one] => Ok(one.clone()),
        _ => Err(Trouble::SheetInDoubt(full)),
    }
}

/// Whether a sheet has a row that is not blank. `rows` gives them, as it does below.
pub(super) fn holds_something(rows: impl FnOnce(&mut dyn FnMut(Line) -> ControlFlow<()>) -> Result<(), Trouble>) -> Result<bool, Trouble> {
    let mut holds = false;
    rows(&mut |_| {
        holds = true;
        ControlFlow::Break(())
    })?;
    Ok(holds)
}

/// Gives the records of all rows behind the header.
pub(super) fn records(
    rows: impl FnOnce(&mut dyn FnMut(Line) -> ControlFlow<()>) -> Result<(), Trouble>,
    columns: &Columns,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> Result<(), Trouble> {
    let mut has_header = false;
    rows(&mut |row| {
        if !std::mem::replace(&mut has_header, true) {
            return ControlFlow::Continue(());
        }
        row.record(columns).map_or(ControlFlow::Continue(()), &mut *each)
    })
}

/// The columns that the first row of a sheet names.
pub(super) fn header(rows: impl FnOnce(&mut dyn FnMut(Line) -> ControlFlow<()>) -> Result<(), Trouble>) -> Result<Columns, Trouble> {
    let mut first = Vec::new();
    rows(&mut |row| {
        first = row.cells;
        ControlFlow::Break(())
    })?;
    let names: Vec<String> = first.iter().map(ToString::to_string).collect();
    Columns::of_header(names.iter().map(String::as_str))
}
