//! A row that has been understood: which document it asks for, and what it gives for it.

use std::collections::BTreeMap;
use std::fmt;

use super::desk::{Desk, Task};
use crate::data::{self, Cell, Record, shown};
use crate::diag::did_you_mean;
use crate::expand::Given;
use crate::output::digest::Digest;
use crate::project::Format;

/// A row of data, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number, as the data's reader counts.
    pub number: u64,
    /// What names it.
    pub id: String,
    /// Which contract of which brand it asks for: a position among the desk's tasks.
    pub task: usize,
    /// What the document is made as.
    pub formats: Vec<Format>,
    /// The customer's values.
    pub given: Given,
}

impl Row {
    /// The customer's name, where the contract asks for one: the field `name`, as on the cover.
    pub fn customer(&self) -> Option<&str> {
        self.given.get("name").and_then(serde_json::Value::as_str)
    }

    /// The digest of all that it gives.
    pub fn digest(&self) -> Digest {
        let formats: Vec<&str> = self.formats.iter().map(|format| format.name()).collect();
        let bytes = serde_json::to_vec(&(&self.id, &formats, &self.given)).unwrap_or_default();
        Digest::of(&bytes)
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The row's number.
    pub row: u64,
    /// The line of the data on which the row begins, where it is known.
    pub line: Option<u64>,
    /// The column; none where it is not about one.
    pub column: Option<String>,
    /// The value, where there is one, as it is shown.
    pub value: Option<String>,
    /// Why it is wrong, and what to do.
    pub why: String,
}

impl Complaint {
    pub(super) fn of(row: u64, why: impl Into<String>) -> Self {
        Self { row, line: None, column: None, value: None, why: why.into() }
    }

    /// What is wrong with all rows.
    pub(super) fn of_columns(why: String) -> Self {
        Self { row: 0, line: None, column: None, value: None, why }
    }

    fn cell(row: u64, column: &str, cell: Option<&Cell>, why: impl Into<String>) -> Self {
        let value = cell.filter(|cell| !matches!(cell, Cell::Empty)).map(|cell| shown(&cell.to_string()));
        Self { row, line: None, column: Some(column.to_owned()), value, why: why.into() }
    }

    /// What is wrong, without the row's number.
    pub(super) fn reason(&self) -> String {
        let place = self.column.iter().map(|column| format!("{column}: "));
        place.chain([self.why.clone()]).collect()
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.row == 0 {
            return f.write_str(&self.why);
        }
        write!(f, "row {}", self.row)?;
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        if let Some(value) = &self.value {
            write!(f, " `{value}`")?;
        }
        write!(f, ": {}", self.why)
    }
}

/// What a column is for, beside a customer's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    Id,
    Contract,
    Brand,
    Locale,
    Formats,
}

pub(super) const SPECIAL: [(&str, Special); 5] =
    [("id", Special::Id), ("contract", Special::Contract), ("brand", Special::Brand), ("locale", Special::Locale), ("formats", Special::Formats)];

/// What a row says of itself and not of its customer.
#[derive(Debug, Default)]
struct Asked<'r> {
    id: Option<&'r str>,
    contract: Option<&'r str>,
    brand: Option<&'r str>,
    locale: Option<&'r str>,
    formats: Option<&'r str>,
}

/// Reads a record as a row. All that is wrong with it is said at once.
pub(super) fn read(desk: &Desk<'_>, record: &Record) -> Result<Row, Vec<Complaint>> {
    let mut found: Vec<Complaint> = record.fault.iter().map(|why| Complaint::of(record.number, why.to_string())).collect();
    if !found.is_empty() {
        return Err(found);
    }
    let texts: Vec<(Special, String)> =
        record.cells.iter().filter_map(|(name, cell)| Some((desk.special(name)?, cell.to_string().trim().to_owned()))).collect();
    let text = |special: Special| texts.iter().find(|(other, text)| *other == special && !text.is_empty()).map(|(_, text)| text.as_str());
    let asked = Asked {
        id: text(Special::Id),
        contract: text(Special::Contract),
        brand: text(Special::Brand),
        locale: text(Special::Locale),
        formats: text(Special::Formats),
    };
    let formats = desk.formats(asked.formats).map_err(|why| found.push(Complaint::cell(record.number, "formats", None, why)));
    let task = desk.task(asked.contract, asked.brand, asked.locale).map_err(|(column, why)| {
        let value = [asked.contract, asked.brand, asked.locale].into_iter().zip(["contract", "brand", "locale"]).find(|(_, name)| *name == column);
        let value = value.and_then(|(value, _)| value).map(shown);
        found.push(Complaint { row: record.number, line: None, column: Some(column.to_owned()), value, why });
    });
    let (Ok(task), Ok(formats)) = (task, formats) else { return Err(found) };
    let id = match (asked.id, desk.id_column()) {
        (Some(id), _) => id.to_owned(),
        (None, Some(column)) => {
            found.push(Complaint::cell(record.number, column, None, "a row is named by this column, and it is empty"));
            String::new()
        }
        (None, None) => record.number.to_string(),
    };
    let given = given(desk, desk.task_at(task), record, &mut found);
    if found.is_empty() { Ok(Row { number: record.number, id, task, formats, given }) } else { Err(found) }
}

/// The customer's values, typed.
fn given(desk: &Desk<'_>, task: &Task<'_>, record: &Record, found: &mut Vec<Complaint>) -> Given {
    let mut by_field: Vec<Vec<(&str, &Cell)>> = vec![Vec::new(); task.fields.len()];
    for (name, cell) in &record.cells {
        if desk.is_ignored(name) {
            continue;
        }
        if desk.special(name).is_some() {
            if let Cell::Refused(refused) = cell {
                found.push(Complaint::cell(record.number, name, Some(cell), refused.why.to_string()));
            }
            if desk.special(name) != Some(Special::Id) || task.field(name).is_none() {
                continue;
            }
        }
        match task.field(name) {
            Some((field, rest)) => by_field[field].push((rest, cell)),
            // A column that only another row's contract asks for is empty here.
            None if matches!(cell, Cell::Empty) && desk.is_field_of_any(name) => {}
            None if desk.is_field_of_any(name) => {
                found.push(Complaint::cell(record.number, name, Some(cell), format!("`{}` does not ask for it: leave it empty", task.policy.id)));
            }
            None => found.push(Complaint::cell(record.number, name, Some(cell), unknown(task, name))),
        }
    }
    let mut given = BTreeMap::new();
    for (field, cells) in task.fields.iter().zip(by_field) {
        let cell = cells.first().map(|(_, cell)| *cell);
        match data::value(&field.kind, &cells) {
            Ok(Some(value)) => match unfit(desk, task, &value) {
                Some(why) => found.push(Complaint::cell(record.number, &field.name, cell, why)),
                None => {
                    given.insert(field.name.clone(), value);
                }
            },
            Ok(None) if field.required && field.default.is_none() => {
                found.push(Complaint::cell(record.number, &field.name, None, format!("is required and empty: {}", field.label)));
            }
            Ok(None) => {}
            Err(why) => found.push(Complaint::cell(record.number, &field.name, cell, why.to_string())),
        }
    }
    given
}

/// Why a value does not fit on paper.
fn unfit(desk: &Desk<'_>, task: &Task<'_>, value: &serde_json::Value) -> Option<String> {
    let unprintable = unprintable(desk, task, value).map(|c| format!("the brand's fonts cannot print `{c}` (U+{:04X})", u32::from(c)));
    let long = || {
        long_word(value).map(|length| format!("holds a word of {length} characters, which does not fit on a line; break it with a space or a hyphen"))
    };
    unprintable.or_else(long)
}

/// How long a word may be: a longer one runs off the page.
const LONGEST_WORD: usize = 60;

/// The length of a word of a value that does not fit on a line.
fn long_word(value: &serde_json::Value) -> Option<usize> {
    let text = value.as_str().filter(|text| text.len() > LONGEST_WORD)?;
    text.split([' ', '-', '/', '\u{2010}']).map(|word| word.chars().count()).find(|length| *length > LONGEST_WORD)
}

fn unprintable(desk: &Desk<'_>, task: &Task<'_>, value: &serde_json::Value) -> Option<char> {
    value.as_str().and_then(|text| desk.copies().unprintable(task.place, text))
}

pub(super) fn unknown(task: &Task<'_>, name: &str) -> String {
    let fields = task.fields.iter().map(|field| field.name.as_str());
    let known = fields.chain(SPECIAL.iter().map(|(name, _)| *name));
    let near = did_you_mean(name, known).map_or_else(|| format!("pass over it with --ignore '{name}'"), |near| format!("did you mean `{near}`?"));
    format!("the contract has no such field; {near}")
}
