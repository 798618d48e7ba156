//! CSV: cells between delimiters (RFC 4180), read row by row.

use std::io::Read;
use std::ops::ControlFlow;

use csv::{ByteRecord, Reader, ReaderBuilder, StringRecord, Trim};

use super::columns::Columns;
use super::encoding::{Decoded, Found};
use super::fault::Trouble;
use super::file::{Allowance, Bytes, Cursor, Metered};
use super::{Cell, Record};

/// What may part cells.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// The bytes in which a header must end.
const HEADER: u64 = 1 << 20;

/// How the text of a file is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    encoding: Found,
    delimiter: u8,
}

impl Layout {
    /// What parts its cells.
    pub(super) fn delimiter(self) -> u8 {
        self.delimiter
    }

    /// How it is laid out, in words.
    pub(super) fn words(self) -> String {
        format!("its cells parted by {}, in {}", shown_delimiter(self.delimiter), self.encoding.name())
    }

    /// Finds the encoding and the delimiter, where they are not told.
    pub(super) fn find(bytes: &Bytes, encoding: Found, told: Option<u8>) -> Result<Self, Trouble> {
        let delimiter = match told {
            Some(delimiter) => delimiter,
            None => delimiter(&first_line(encoding.decode(bytes.reader())?)?)?,
        };
        Ok(Self { encoding, delimiter })
    }

    /// The names in the first row.
    pub(super) fn columns(self, bytes: &Bytes) -> Result<Columns, Trouble> {
        let mut rows = Rows::new(self, bytes)?;
        let mut header = StringRecord::new();
        rows.next(&mut header)?;
        Columns::of_header(header.iter())
    }

    /// Reads every row behind the header.
    pub(super) fn read(self, bytes: &Bytes, columns: &Columns, each: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), Trouble> {
        let mut rows = Rows::new(self, bytes)?;
        let mut row = StringRecord::new();
        rows.next(&mut row)?;
        while rows.next(&mut row)? {
            let Some(record) = columns.record(rows.number, row.clone(), |_, text| Cell::text(text)) else { continue };
            if each(Record { line: Some(rows.line), ..record }).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// The first line that is not blank, its quoted cells left out: a delimiter in them parts nothing.
fn first_line(reader: Decoded<Cursor<'_>>) -> Result<Vec<u8>, Trouble> {
    let mut head = Vec::new();
    reader.take(HEADER).read_to_end(&mut head)?;
    let mut is_quoted = false;
    let mut line = Vec::new();
    for byte in head {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted && line.is_empty() => {}
            b'\n' | b'\r' if !is_quoted => break,
            byte if !is_quoted => line.push(byte),
            _ => {}
        }
    }
    Ok(line)
}

/// A delimiter as a message shows it.
pub(super) fn shown_delimiter(delimiter: u8) -> String {
    if delimiter == b'\t' { "a tab".to_owned() } else { format!("`{}`", char::from(delimiter)) }
}

fn delimiter(line: &[u8]) -> Result<u8, Trouble> {
    let found: Vec<u8> = DELIMITERS.into_iter().filter(|delimiter| line.contains(delimiter)).collect();
    match found.as_slice() {
        [] => Ok(b','),
        [one] => Ok(*one),
        several => Err(Trouble::DelimiterInDoubt(several.to_vec())),
    }
}

/// The rows of a file, counted as a spreadsheet counts them: blank ones too.
struct Rows<'f> {
    reader: Reader<Metered<Decoded<Cursor<'f>>>>,
    allowance: Allowance,
    bytes: ByteRecord,
    number: u64,
    /// The line on which the row begins.
    line: u64,
}

impl<'f> Rows<'f> {
    fn new(layout: Layout, bytes: &'f Bytes) -> Result<Self, Trouble> {
        let allowance = Allowance::new();
        let metered = Metered { inner: layout.encoding.decode(bytes.reader())?, allowance: allowance.clone() };
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).trim(Trim::None).delimiter(layout.delimiter).buffer_capacity(128 * 1024);
        Ok(Self { reader: builder.from_reader(metered), allowance, bytes: ByteRecord::new(), number: 0, line: 0 })
    }

    /// Reads the next row into the record; false at the end.
    fn next(&mut self, row: &mut StringRecord) -> Result<bool, Trouble> {
        let before = self.reader.position().line();
        self.allowance.renew();
        let is_there = self.reader.read_byte_record(&mut self.bytes).map_err(|error| self.trouble(error))?;
        let lines = self.reader.position().line().saturating_sub(before);
        let inside = if lines > 1 { memchr::memchr_iter(b'\n', self.bytes.as_slice()).count() as u64 } else { 0 };
        let blank = lines.saturating_sub(1 + inside);
        self.number += 1 + blank;
        self.line = before + blank;
        let checked = StringRecord::from_byte_record(std::mem::take(&mut self.bytes));
        let text = checked.map_err(|_| Trouble::NotUtf8 { unit: "row", number: self.number })?;
        self.bytes = std::mem::replace(row, text).into_byte_record();
        Ok(is_there)
    }

    fn trouble(&self, error: csv::Error) -> Trouble {
        if self.allowance.is_spent() {
            return Trouble::LongRow { unit: "row", number: self.number + 1 };
        }
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            other => Trouble::Broken(format!("{other:?}")),
        }
    }
}
