//! Empty files to fill in.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Note, Workbook, Worksheet, XlsxError};

use super::{Asked, Kind};

/// The rows that are prepared for values.
const LAST: u32 = 1_048_575;
/// What Excel lets a list of choices have, with the commas between them.
const LISTED: usize = 255;
/// What Excel lets the name of a sheet have.
const TITLE: usize = 31;

/// A column of an empty file.
struct Column<'f> {
    name: String,
    field: &'f Asked,
    part: Part,
}

/// What of a field stands in a column.
#[derive(PartialEq)]
enum Part {
    Whole,
    Amount,
    Currency,
}

/// Money has a column for the amount and one for the currency.
fn columns(fields: &[Asked]) -> Vec<Column<'_>> {
    let mut columns = Vec::new();
    for field in fields {
        if field.kind == Kind::Money {
            columns.push(Column { name: format!("{}.amount", field.name), field, part: Part::Amount });
            columns.push(Column { name: format!("{}.currency", field.name), field, part: Part::Currency });
        } else {
            columns.push(Column { name: field.name.clone(), field, part: Part::Whole });
        }
    }
    columns
}

/// An empty CSV file: the header alone.
pub fn csv_template(fields: &[Asked]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let written = writer.write_record(columns(fields).iter().map(|column| &column.name));
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// An empty workbook for Excel and `LibreOffice`: the names in a header that stays in sight, the labels as notes, columns formatted for what they hold, and lists
/// to choose from. The same fields give the same bytes.
pub fn spreadsheet(fields: &[Asked], title: &str) -> Result<Vec<u8>, XlsxError> {
    let columns = columns(fields);
    let mut choices = Worksheet::new();
    choices.set_name("Choices")?.set_hidden(true);
    let mut sheet = Worksheet::new();
    sheet.set_name(sheet_name(title))?.set_freeze_panes(1, 0)?;
    for (at, column) in (0u16..).zip(&columns) {
        fill(&mut sheet, &mut choices, at, column)?;
    }
    let has_choices = columns.iter().any(|column| is_long(&column.field.kind));
    let mut workbook = Workbook::new();
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_title(title).set_creation_datetime(&epoch()?));
    workbook.push_worksheet(sheet);
    if has_choices {
        workbook.push_worksheet(choices);
    }
    workbook.save_to_buffer()
}

/// A fixed moment: a file that nobody has filled in does not depend on when it was made.
fn epoch() -> Result<rust_xlsxwriter::ExcelDateTime, XlsxError> {
    rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)
}

fn sheet_name(title: &str) -> String {
    let plain: String = title.chars().filter(|c| !r"[]:*?/\".contains(*c) && !c.is_control()).take(TITLE).collect();
    let trimmed = plain.trim_matches([' ', '\'']);
    if trimmed.is_empty() || trimmed.eq_ignore_ascii_case("choices") || trimmed.eq_ignore_ascii_case("history") {
        "Rows".to_owned()
    } else {
        trimmed.to_owned()
    }
}

fn fill(sheet: &mut Worksheet, choices: &mut Worksheet, at: u16, column: &Column<'_>) -> Result<(), XlsxError> {
    let field = column.field;
    sheet.set_column_format(at, &format(column))?;
    let width = column.name.chars().count().max(field.label.chars().count()).clamp(12, 40);
    sheet.set_column_width(at, u32::try_from(width + 2).unwrap_or(12))?;
    sheet.write_string_with_format(0, at, &column.name, &Format::new().set_bold())?;
    sheet.insert_note(0, at, &Note::new(note(column)).add_author_prefix(false))?;
    let Kind::Choice(listed) = &field.kind else { return Ok(()) };
    let validation = if is_long(&field.kind) {
        for (row, choice) in (0u32..).zip(listed) {
            choices.write_string(row, at, choice)?;
        }
        let letters = rust_xlsxwriter::utility::column_number_to_name(at);
        DataValidation::new().allow_list_formula(format!("=Choices!${letters}$1:${letters}${}", listed.len()).as_str().into())
    } else {
        DataValidation::new().allow_list_strings(listed)?
    };
    let validation = validation.set_error_style(DataValidationErrorStyle::Stop).set_error_message("Choose one of the list.")?;
    sheet.add_data_validation(1, at, LAST, at, &validation)?;
    Ok(())
}

/// Whether a list of choices must stand in cells of its own.
fn is_long(kind: &Kind) -> bool {
    let Kind::Choice(choices) = kind else { return false };
    let units: usize = choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum();
    units > LISTED || choices.iter().any(|choice| choice.contains(','))
}

/// Text stays text: a post code keeps its zeros, and `1-2` does not become a day.
fn format(column: &Column<'_>) -> Format {
    let format = match (&column.field.kind, &column.part) {
        (Kind::Date, _) => "yyyy-mm-dd",
        (Kind::Integer, _) => "0",
        (_, Part::Amount) => "0.00##",
        _ => "@",
    };
    Format::new().set_num_format(format)
}

fn note(column: &Column<'_>) -> String {
    let field = column.field;
    let what = match (&field.kind, &column.part) {
        (_, Part::Amount) => "An amount.",
        (_, Part::Currency) => "A currency's three letters, as EUR.",
        (Kind::Date, _) => "A day, as 2026-09-01.",
        (Kind::Email, _) => "A mail address.",
        (Kind::Integer, _) => "A whole number.",
        (Kind::Choice(_), _) => "One of the list.",
        (Kind::Text | Kind::Money, _) => "A text on one line.",
    };
    let need = match &field.default {
        Some(serde_json::Value::String(default)) => format!("Where it is empty: {default}."),
        Some(default) => format!("Where it is empty: {default}."),
        None if field.required => "Every row needs it.".to_owned(),
        None => "May be empty.".to_owned(),
    };
    format!("{}\n{what} {need}", field.label)
}
