//! Rows that could not be used, to be mended and fed back.

use std::fs::File;
use std::io::{Seek, Write};
use std::ops::ControlFlow;

use super::columns::MOST;
use super::{Fault, Input, Row, Trouble};

/// The name of the column that says why. An input that has it is a list of failures that was mended: nothing is to be read from it.
pub const REASON: &str = "reason";

/// The name of the column that has the text of a row without cells, as a line that is not JSON is. It is there to be read by whoever mends the row.
pub const WRITTEN: &str = "row.written";

/// A CSV file (RFC 4180, UTF-8) of rows that could not be used: the reason first, then the input's own columns with every cell as it was. Where the input is CSV, its
/// cells are parted as the input's are, so that the same command reads it.
///
/// The reason stands before the others because a row may have more cells than there are columns, and none of them may be lost. The file has no name, so that
/// nobody else can open it, and it goes when the program ends.
pub struct Failures {
    writer: csv::Writer<File>,
    columns: Vec<String>,
    has_header: bool,
    /// Where the input has a reason of its own, which is left out.
    reason: Option<usize>,
    /// Whether a column for what the rows are called comes second.
    has_ids: bool,
    name: String,
}

impl Failures {
    /// Writes the header. Where the input has none, its rows are read once for the names of their values.
    ///
    /// `id` is the name of a column for what each row is called, where that follows from its place in the input: it is lost otherwise.
    pub fn new(input: &Input, id: Option<&str>) -> Result<Self, Fault> {
        let has_header = input.form().has_header();
        let columns = if has_header { input.columns().to_vec() } else { names(input)? };
        let reason = columns.iter().position(|name| name == REASON);
        let name = "failures.csv".to_owned();
        let fault = |error| Fault { file: name.clone(), trouble: Trouble::Io(error) };
        let mut file = tempfile::tempfile().map_err(fault)?;
        // By this mark spreadsheet programs know UTF-8.
        file.write_all("\u{feff}".as_bytes()).map_err(fault)?;
        let writer = csv::WriterBuilder::new().delimiter(input.delimiter()).flexible(true).terminator(csv::Terminator::CRLF).from_writer(file);
        let mut failures = Self { writer, columns: Vec::new(), has_header, reason, has_ids: id.is_some(), name };
        failures.put(REASON, id.unwrap_or_default(), columns.iter().map(String::as_str))?;
        failures.columns = columns;
        Ok(failures)
    }

    /// Writes a row, what it is called, and what is wrong with it.
    pub fn add(&mut self, row: &Row, id: &str, reason: &str) -> Result<(), Fault> {
        if self.has_header {
            return self.put(reason, id, row.texts());
        }
        let columns = std::mem::take(&mut self.columns);
        let put = self.put(reason, id, columns.iter().map(|column| row.under(column)));
        self.columns = columns;
        put
    }

    /// Gives the file, from its start.
    pub fn finish(self) -> Result<File, Fault> {
        let name = self.name;
        let fault = |error| Fault { file: name.clone(), trouble: Trouble::Io(error) };
        let mut file = self.writer.into_inner().map_err(|error| fault(error.into_error()))?;
        file.rewind().map_err(fault)?;
        Ok(file)
    }

    fn put<'t>(&mut self, reason: &str, id: &str, cells: impl Iterator<Item = &'t str>) -> Result<(), Fault> {
        let kept = cells.enumerate().filter(|(at, _)| Some(*at) != self.reason).map(|(_, text)| text);
        let written = self.writer.write_record(std::iter::once(reason).chain(self.has_ids.then_some(id)).chain(kept));
        written.map_err(|error| Fault { file: self.name.clone(), trouble: Trouble::Io(error.into()) })
    }
}

/// The names of all values, in the order in which they come first.
fn names(input: &Input) -> Result<Vec<String>, Fault> {
    let mut names: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    input.read(&mut |record| {
        for name in record.row.names {
            if seen.len() < MOST && seen.insert(name.clone()) {
                names.push(name.to_string());
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(names)
}
