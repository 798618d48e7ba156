//! Tables as HTML.

use crate::document::{Alignment, Cell, Table, plain_text};

use super::Writer;

/// A column with a cell of more characters than this holds sentences: on a narrow screen it keeps room for them.
const LONG: usize = 40;

/// How a column's cells are set.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    alignment: Alignment,
    long: bool,
}

impl<'d> Writer<'d> {
    /// A table, in a frame that scrolls where the screen is too narrow: a keyboard can reach the frame, and the heading above names it.
    pub(super) fn table(&mut self, table: &'d Table) {
        let columns = columns(table);
        self.raw("<div class=\"table\" role=\"group\" tabindex=\"0\"");
        self.attribute("aria-labelledby", &self.id(self.under));
        self.raw("><table>\n");
        if table.header.iter().any(|cell| !cell.is_empty()) {
            self.raw("<thead><tr>");
            self.cells(&table.header, &columns, "th");
            self.raw("</tr></thead>\n");
        }
        self.raw("<tbody>\n");
        for row in &table.rows {
            self.raw("<tr>");
            self.cells(row, &columns, "td");
            self.raw("</tr>\n");
        }
        self.raw("</tbody>\n</table></div>\n");
    }

    fn cells(&mut self, cells: &'d [Cell], columns: &[Column], element: &str) {
        for (at, cell) in cells.iter().enumerate() {
            // A header that says nothing heads nothing.
            let element = if cell.is_empty() { "td" } else { element };
            self.format(format_args!("<{element}"));
            if element == "th" {
                self.raw(" scope=\"col\"");
            }
            self.raw(columns.get(at).copied().unwrap_or_default().class());
            self.inlines(cell);
            self.format(format_args!("</{element}>"));
        }
    }
}

impl Column {
    /// The rest of a cell's opening tag.
    fn class(self) -> &'static str {
        match self.alignment {
            Alignment::Start if self.long => " class=\"long\">",
            Alignment::Start => ">",
            Alignment::Center => " class=\"center\">",
            Alignment::End => " class=\"end\">",
        }
    }
}

fn columns(table: &Table) -> Vec<Column> {
    let is_long = |at: usize| table.rows.iter().filter_map(|row| row.get(at)).any(|cell| plain_text(cell).chars().count() > LONG);
    let aligned = table.columns.iter().enumerate();
    aligned.map(|(at, alignment)| Column { alignment: *alignment, long: is_long(at) }).collect()
}
