//! Workbooks of Excel: the values that are stored, never how they are displayed.

use std::io::BufReader;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError, open_workbook_from_rs};
use jiff::civil::{Date, Time};

use super::columns::{Columns, MOST};
use super::fault::Trouble;
use super::file::{Bytes, Cursor};
use super::number::of_spreadsheet;
use super::sheet::{Line, choose, header, holds_something, records};
use super::{Cell, Record, Why, archive};

type Book<'f> = Xlsx<BufReader<Cursor<'f>>>;

/// The sheet that is read.
#[derive(Debug)]
pub(super) struct Sheet(String);

impl Sheet {
    /// The sheet that is asked for, or the only one that holds anything, with the columns of its first row. Hidden sheets are read where they are asked for.
    pub(super) fn find(bytes: &Bytes, asked: Option<&str>) -> Result<(Self, Columns), Trouble> {
        archive::checked(bytes)?;
        let mut book = open(bytes)?;
        let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let names: Vec<(String, bool)> = sheets.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible)).collect();
        let name = choose(&names, asked, |name| holds_something(|each| rows(&mut book, name, each)))?;
        let columns = header(|each| rows(&mut book, &name, each))?;
        Ok((Self(name), columns))
    }

    /// Reads every row behind the header.
    pub(super) fn read(&self, bytes: &Bytes, columns: &Columns, each: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), Trouble> {
        let mut book = open(bytes)?;
        records(|each| rows(&mut book, &self.0, each), columns, each)
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.0
    }
}

fn open(bytes: &Bytes) -> Result<Book<'_>, Trouble> {
    guarded(|| open_workbook_from_rs(BufReader::new(bytes.reader())))
}

/// Asks the library that reads workbooks, and takes a panic of it for a workbook that cannot be read.
///
/// It calculates with numbers that stand in the file, as the places of cells; one that was made to do harm brings such a sum over its limits. What the workbook's
/// relations call a sheet may be any file of the archive, so that looking through the sheets beforehand does not find all of them. Nothing of the library's is used
/// after a panic.
fn guarded<T>(ask: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, Trouble> {
    match catch_unwind(AssertUnwindSafe(ask)) {
        Ok(answer) => answer.map_err(|error| Trouble::Broken(error.to_string())),
        Err(_) => Err(Trouble::Broken("it holds numbers that no workbook has".to_owned())),
    }
}

/// Gives every row of a sheet that is not blank.
fn rows(book: &mut Book<'_>, name: &str, each: &mut dyn FnMut(Line) -> ControlFlow<()>) -> Result<(), Trouble> {
    let mut reader = guarded(|| book.worksheet_cells_reader(name))?;
    let mut row = Line { number: 1, cells: Vec::new() };
    while let Some(found) = guarded(|| reader.next_cell_with_formula_metadata())? {
        let cell = cell(&found.value, found.formula.is_some());
        if cell == Cell::Empty {
            continue;
        }
        let number = u64::from(found.pos.0) + 1;
        let column = found.pos.1 as usize;
        if number < row.number {
            return Err(Trouble::Broken(format!("row {number} stands behind row {}", row.number)));
        }
        if number > row.number {
            let done = std::mem::replace(&mut row, Line { number, cells: Vec::new() });
            if !done.cells.is_empty() && each(done).is_break() {
                return Ok(());
            }
        }
        if column >= MOST {
            return Err(Trouble::ManyColumns(column + 1));
        }
        if row.cells.len() <= column {
            row.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = row.cells.get_mut(column) {
            *place = cell;
        }
    }
    if !row.cells.is_empty() {
        let _ = each(row);
    }
    Ok(())
}

fn cell(value: &DataRef<'_>, is_formula: bool) -> Cell {
    match value {
        DataRef::Empty if is_formula => Cell::refused("", Why::NotCalculated),
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => of_spreadsheet(*number).map_or_else(|| Cell::refused(&number.to_string(), Why::DigitsLost), Cell::Number),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(flag) => Cell::Bool(*flag),
        DataRef::DateTime(moment) => moment_cell(moment),
        DataRef::DateTimeIso(text) => text.parse::<Date>().ok().filter(|_| text.len() == 10).map_or_else(|| Cell::text(text), Cell::Date),
        DataRef::Error(error) => Cell::refused(&error.to_string(), Why::ErrorCell),
    }
}

/// A day, counted from 1900 or 1904 as the workbook says; with a time of day it is a text that says so.
fn moment_cell(moment: &ExcelDateTime) -> Cell {
    let serial = moment.as_f64();
    let (year, month, day, hour, minute, second, _) = match serial {
        0.0..2_958_466.0 => moment.to_ymd_hms_milli(),
        _ => return Cell::refused(&serial.to_string(), Why::NotADate),
    };
    let small = |number: u8| i8::try_from(number).unwrap_or(-1);
    let time = Time::new(small(hour), small(minute), small(second), 0);
    let date = i16::try_from(year).ok().and_then(|year| Date::new(year, small(month), small(day)).ok());
    match (date, time) {
        (_, Ok(time)) if moment.is_duration() || serial < 1.0 => Cell::Text(time.to_string()),
        (Some(date), _) if serial.fract() == 0.0 => Cell::Date(date),
        (Some(date), Ok(time)) => Cell::Text(format!("{date}T{time}")),
        _ => Cell::refused(&serial.to_string(), Why::NotADate),
    }
}
