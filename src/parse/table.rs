//! Tables.

use std::cmp::Ordering;

use comrak::nodes::{Node, NodeTable, NodeValue, TableAlignment};

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::document::{Alignment, Cell, Table};

/// How many cells the tables of one document may hold, and how many columns one table: each cell is laid out for itself.
const MOST_CELLS: usize = 200_000;
const MOST_COLUMNS: usize = 64;

impl<'n> Reader<'_, 'n> {
    /// A table; every row is filled up to the number of columns.
    pub(super) fn table(&mut self, node: Node<'n>, table: &NodeTable) -> Table {
        let columns: Vec<Alignment> = table.alignments.iter().copied().map(alignment).collect();
        if !self.fits(node, columns.len()) {
            return Table { columns: Vec::new(), header: Vec::new(), rows: Vec::new(), origin: self.origin(node) };
        }
        let mut header = Vec::new();
        let mut rows = Vec::new();
        for row in node.children() {
            let is_header = matches!(row.data().value, NodeValue::TableRow(true));
            if !is_header {
                self.check_cells(row, columns.len());
            }
            let mut cells: Vec<Cell> = row.children().map(|cell| self.running_content(cell)).collect();
            cells.resize(columns.len(), Vec::new());
            if is_header { header = cells } else { rows.push(cells) }
        }
        self.pending_anchors.clear();
        if header.iter().all(Vec::is_empty) {
            let found = Diagnostic::new(Code::TableHeader, "the table has no header");
            self.report(found.hint("name each column in the first row: a screen reader says these names with every cell"), node);
        }
        Table { columns, header, rows, origin: self.origin(node) }
    }

    /// Markdown drops the cells that a row has beyond its table's columns, and makes up those that it lacks: a text would change without a word.
    fn check_cells(&mut self, row: Node<'n>, columns: usize) {
        let source = self.source(row);
        let cells = cells(source);
        let hint = match cells.cmp(&columns) {
            Ordering::Equal => return,
            Ordering::Greater => "write `\\|` for a bar that is text, or name another column in the header",
            Ordering::Less if !source.contains('|') => "leave a blank line between a table and the text below it",
            Ordering::Less => "write `| |` for a cell that is empty",
        };
        let message = format!("this row has {} under {}", counted(cells, "cell"), counted(columns, "column"));
        self.report(Diagnostic::new(Code::TableCells, message).hint(hint), row);
    }

    /// Whether a table is of a size that can be printed; it is counted with those before it.
    fn fits(&mut self, node: Node<'n>, columns: usize) -> bool {
        if columns > MOST_COLUMNS {
            let found = Diagnostic::new(Code::TooLarge, format!("the table has {columns} columns, more than {MOST_COLUMNS}"));
            self.report(found.hint("divide it into several: no page is so wide"), node);
            return false;
        }
        let before = self.cells;
        self.cells = before.saturating_add(node.children().count().saturating_mul(columns));
        if before <= MOST_CELLS && self.cells > MOST_CELLS {
            let found = Diagnostic::new(Code::TooLarge, format!("the tables of the document have more than {MOST_CELLS} cells"));
            self.report(found.hint("divide the document, or its loops within loops"), node);
        }
        self.cells <= MOST_CELLS
    }
}

/// How many cells a row's text has: a bar divides two of them wherever it stands, inside of code too, unless a backslash stands before it.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut bars = 0;
    let mut cell_is_empty = true;
    let mut characters = row.chars();
    while let Some(c) = characters.next() {
        cell_is_empty = c == '|' || (cell_is_empty && c.is_whitespace());
        match c {
            '|' => bars += 1,
            '\\' if characters.as_str().starts_with(|c: char| c.is_ascii_punctuation()) => drop(characters.next()),
            _ => {}
        }
    }
    if cell_is_empty { bars } else { bars + 1 }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn alignment(alignment: TableAlignment) -> Alignment {
    match alignment {
        TableAlignment::None | TableAlignment::Left => Alignment::Start,
        TableAlignment::Center => Alignment::Center,
        TableAlignment::Right => Alignment::End,
    }
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn cells_are_counted_as_the_parser_divides_them() {
        let rows = [
            ("| a | b |", 2),
            ("a | b", 2),
            ("| a |  |", 2),
            ("| a | | b |", 3),
            ("| a \\| b |", 1),
            ("| a \\\\| b |", 2),
            ("| `a|b` | c |", 3),
            ("| `a\\|b` | c |", 2),
            ("a", 1),
        ];
        for (row, count) in rows {
            assert_eq!(cells(row), count, "{row}");
        }
    }
}
