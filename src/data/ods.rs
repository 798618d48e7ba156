//! Workbooks of `LibreOffice` (`OpenDocument` 1.3, part 3, section 9): the values that are stored, never how they are displayed.

use std::collections::HashSet;
use std::io::Read;
use std::ops::ControlFlow;

use jiff::civil::Date;
use roxmltree::{Document, Node, ParsingOptions};

use super::archive::{checked, trouble};
use super::columns::{Columns, MOST};
use super::fault::Trouble;
use super::file::Bytes;
use super::number::of_spreadsheet;
use super::sheet::{Line, choose, header, holds_something, records};
use super::{Cell, Record, Why};

const TABLE: &str = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
const OFFICE: &str = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
const TEXT: &str = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
const STYLE: &str = "urn:oasis:names:tc:opendocument:xmlns:style:1.0";
const CALC: &str = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0";

/// The most bytes of the content, which is held in memory many times over while it is read.
const CONTENT: u64 = 64 << 20;
/// The most elements and texts of the content.
const NODES: u32 = 8_000_000;
/// The last row that a sheet can have.
const ROWS: u64 = 1_048_576;
/// The most cells that repetitions may come to.
const CELLS: usize = 16 << 20;

/// The sheet that is read.
#[derive(Debug)]
pub(super) struct Table {
    name: String,
    content: String,
}

impl Table {
    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The sheet that is asked for, or the only one that holds anything, with the columns of its first row. Hidden sheets are read where they are asked for.
    pub(super) fn find(bytes: &Bytes, asked: Option<&str>) -> Result<(Self, Columns), Trouble> {
        let content = content(bytes)?;
        let document = parse(&content)?;
        let hidden = hidden_styles(&document);
        let is_visible = |table: Node<'_, '_>| table.attribute((TABLE, "style-name")).is_none_or(|style| !hidden.contains(style));
        let sheets: Vec<_> = tables(&document).map(|table| (name(table).to_owned(), is_visible(table))).collect();
        let name = choose(&sheets, asked, |name| holds_something(|each| rows(&document, name, each)))?;
        let columns = header(|each| rows(&document, &name, each))?;
        drop(document);
        Ok((Self { name, content }, columns))
    }

    /// Reads every row behind the header.
    pub(super) fn read(&self, _: &Bytes, columns: &Columns, each: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), Trouble> {
        let document = parse(&self.content)?;
        records(|each| rows(&document, &self.name, each), columns, each)
    }
}

fn content(bytes: &Bytes) -> Result<String, Trouble> {
    let mut archive = checked(bytes)?;
    let entry = archive.by_name("content.xml").map_err(trouble)?;
    let mut content = String::new();
    entry.take(CONTENT + 1).read_to_string(&mut content).map_err(|error| Trouble::Broken(error.to_string()))?;
    if content.len() as u64 > CONTENT { Err(Trouble::Large) } else { Ok(content) }
}

fn parse(content: &str) -> Result<Document<'_>, Trouble> {
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(content, options).map_err(|error| Trouble::Broken(error.to_string()))
}

fn tables<'d>(document: &'d Document<'_>) -> impl Iterator<Item = Node<'d, 'd>> {
    document
        .descendants()
        .filter(|node| node.has_tag_name((OFFICE, "spreadsheet")))
        .flat_map(|book| book.children())
        .filter(|node| node.has_tag_name((TABLE, "table")))
}

fn name<'d>(table: Node<'d, '_>) -> &'d str {
    table.attribute((TABLE, "name")).unwrap_or_default()
}

/// The styles whose tables are not displayed.
fn hidden_styles<'d>(document: &'d Document<'_>) -> HashSet<&'d str> {
    let hides = |style: &Node<'_, '_>| style.children().any(|inner| inner.attribute((TABLE, "display")) == Some("false"));
    document
        .descendants()
        .filter(|node| node.has_tag_name((STYLE, "style")))
        .filter(hides)
        .filter_map(|style| style.attribute((STYLE, "name")))
        .collect()
}

/// Gives every row of a sheet that is not blank; a row that is stored once and repeated comes as often.
fn rows(document: &Document<'_>, wanted: &str, each: &mut dyn FnMut(Line) -> ControlFlow<()>) -> Result<(), Trouble> {
    let Some(table) = tables(document).find(|table| name(*table) == wanted) else { return Err(Trouble::NothingInside) };
    let mut number: u64 = 1;
    let mut copied = 0;
    for row in table.descendants().filter(|node| node.has_tag_name((TABLE, "table-row"))) {
        let times = repeated(row, "number-rows-repeated");
        let cells = cells(row)?;
        let next = number.saturating_add(times);
        if cells.is_empty() {
            number = next;
            continue;
        }
        if next > ROWS + 1 {
            return Err(Trouble::ManyRows);
        }
        for number in number..next {
            copied += cells.len();
            if copied > CELLS {
                return Err(Trouble::Bomb);
            }
            if each(Line { number, cells: cells.clone() }).is_break() {
                return Ok(());
            }
        }
        number = next;
    }
    Ok(())
}

fn repeated(node: Node<'_, '_>, attribute: &str) -> u64 {
    node.attribute((TABLE, attribute)).and_then(|times| times.parse().ok()).unwrap_or(1).max(1)
}

/// The cells of a row, up to the last that is not empty.
fn cells(row: Node<'_, '_>) -> Result<Vec<Cell>, Trouble> {
    let mut cells = Vec::new();
    let mut column: u64 = 0;
    for node in row.children().filter(|node| node.has_tag_name((TABLE, "table-cell")) || node.has_tag_name((TABLE, "covered-table-cell"))) {
        let next = column.saturating_add(repeated(node, "number-columns-repeated"));
        let cell = if node.tag_name().name() == "table-cell" { cell(node) } else { Cell::Empty };
        if cell != Cell::Empty {
            let end =
                usize::try_from(next).ok().filter(|end| *end <= MOST).ok_or(Trouble::ManyColumns(usize::try_from(next).unwrap_or(usize::MAX)))?;
            cells.resize(usize::try_from(column).unwrap_or(end), Cell::Empty);
            cells.resize(end, cell);
        }
        column = next;
    }
    Ok(cells)
}

fn cell(node: Node<'_, '_>) -> Cell {
    let stored = |attribute: &str| node.attribute((OFFICE, attribute)).unwrap_or_default();
    if node.attribute((CALC, "value-type")) == Some("error") {
        return Cell::refused(&text(node), Why::ErrorCell);
    }
    match node.attribute((OFFICE, "value-type")) {
        Some("float" | "percentage" | "currency") => {
            let number = stored("value").parse().ok().and_then(of_spreadsheet);
            number.map_or_else(|| Cell::refused(stored("value"), Why::DigitsLost), Cell::Number)
        }
        Some("date") => match stored("date-value").parse::<Date>() {
            Ok(date) if stored("date-value").len() == 10 => Cell::Date(date),
            _ => Cell::text(stored("date-value")),
        },
        Some("time") => Cell::text(stored("time-value")),
        Some("boolean") => Cell::Bool(stored("boolean-value") == "true"),
        Some(_) => node.attribute((OFFICE, "string-value")).map_or_else(|| Cell::text(&text(node)), Cell::text),
        None if node.has_attribute((TABLE, "formula")) => Cell::refused("", Why::NotCalculated),
        None => Cell::text(&text(node)),
    }
}

/// The most bytes that are made of a cell's text: one more and the cell is refused.
const LENGTH: usize = 33 * 1024;

/// The paragraphs of a cell, each on a line of its own (section 6.1: runs of blanks, tabs and line breaks are elements).
fn text(cell: Node<'_, '_>) -> String {
    let mut text = String::new();
    for paragraph in cell.children().filter(|node| node.has_tag_name((TEXT, "p"))) {
        if !text.is_empty() {
            text.push('\n');
        }
        for node in paragraph.descendants() {
            if node.is_text() {
                text.push_str(node.text().unwrap_or_default());
            }
            match (node.tag_name().namespace(), node.tag_name().name()) {
                (Some(TEXT), "s") => {
                    let count = node.attribute((TEXT, "c")).and_then(|count| count.parse().ok()).unwrap_or(1);
                    text.push_str(&" ".repeat(LENGTH.min(count)));
                }
                (Some(TEXT), "tab") => text.push('\t'),
                (Some(TEXT), "line-break") => text.push('\n'),
                _ => {}
            }
            if text.len() > LENGTH {
                return text;
            }
        }
    }
    text
}
