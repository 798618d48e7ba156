//! JSON: a list of rows, or a row on each line. Neither is ever in memory as a whole.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::encoding::Found;
use super::fault::Trouble;
use super::file::{Allowance, Bytes, Metered};
use super::number::{exact, is_decimal};
use super::tree::{Flattener, Tree};
use super::{Cell, Record, Row, Why};

/// Reads a list of objects, one after the other.
pub(super) fn read_list(bytes: &Bytes, encoding: Found, each: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), Trouble> {
    let allowance = Allowance::new();
    let reader = BufReader::with_capacity(128 * 1024, encoding.decode(bytes.reader())?);
    let mut json = serde_json::Deserializer::from_reader(Metered { inner: reader, allowance: allowance.clone() });
    let mut rows = Rows { each, allowance: &allowance, number: 0, has_stopped: false };
    let read = json.deserialize_seq(&mut rows).and_then(|()| json.end());
    let (number, has_stopped) = (rows.number, rows.has_stopped);
    match read {
        _ if has_stopped => Ok(()),
        Err(_) if allowance.is_spent() => Err(Trouble::LongRow { unit: "item", number: number + 1 }),
        Err(error) if number == 0 && error.is_data() => Err(Trouble::NotAList),
        read => read.map_err(trouble),
    }
}

fn trouble(error: serde_json::Error) -> Trouble {
    if error.is_io() { Trouble::from(std::io::Error::from(error)) } else { Trouble::Broken(error.to_string()) }
}

/// Takes the rows of a list as they come.
struct Rows<'r> {
    each: &'r mut dyn FnMut(Record) -> ControlFlow<()>,
    allowance: &'r Allowance,
    number: u64,
    has_stopped: bool,
}

impl<'de> Visitor<'de> for &mut Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut flattener = Flattener::default();
        while let Some(raw) = list.next_element::<Box<RawValue>>()? {
            self.number += 1;
            self.allowance.renew();
            let Some(record) = record(&mut flattener, self.number, raw.get(), tree(raw.get(), 1)) else { continue };
            if (self.each)(record).is_break() {
                self.has_stopped = true;
                break;
            }
        }
        Ok(())
    }
}

/// Reads an object from each line that is not blank.
pub(super) fn read_lines(bytes: &Bytes, encoding: Found, each: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), Trouble> {
    let allowance = Allowance::new();
    let decoded = encoding.decode(bytes.reader())?;
    let mut reader = BufReader::with_capacity(128 * 1024, Metered { inner: decoded, allowance: allowance.clone() });
    let mut flattener = Flattener::default();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        allowance.renew();
        let read = reader.read_until(b'\n', &mut line);
        if read.map_err(|error| if allowance.is_spent() { Trouble::LongRow { unit: "line", number } } else { error.into() })? == 0 {
            break;
        }
        let text = std::str::from_utf8(&line).map_err(|_| Trouble::NotUtf8 { unit: "line", number })?;
        if text.trim().is_empty() {
            continue;
        }
        let read = serde_json::from_str::<&RawValue>(text).and_then(|raw| tree(raw.get(), 1));
        if record(&mut flattener, number, text.trim(), read).is_some_and(|record| each(Record { line: Some(number), ..record }).is_break()) {
            break;
        }
    }
    Ok(())
}

/// The record of a row; `None` for one that holds nothing. What is no set of values keeps its text, so that nothing of it is lost where it comes back as a failure.
fn record(flattener: &mut Flattener, number: u64, written: &str, read: Result<Tree, serde_json::Error>) -> Option<Record> {
    let record = read.map_or_else(|error| Some(Record::not_json(number, &error)), |tree| flattener.record(number, tree))?;
    let is_lost = matches!(record.fault, Some(Why::NotJson(_) | Why::NotARow));
    Some(if is_lost { Record { row: Row::as_written(written), ..record } } else { record })
}

/// How deep values are looked into: what is deeper is refused wherever it stands.
const DEPTH: usize = 32;

/// The tree of a value, whose numbers stay as they are written: a binary fraction would lose the digits of `12345678901234567890`, and the zero of `1200.50`.
fn tree(raw: &str, depth: usize) -> Result<Tree, serde_json::Error> {
    Ok(match raw.as_bytes().first() {
        Some(b'{') if depth > DEPTH => Tree::Leaf(Cell::refused(raw, Why::Deep)),
        Some(b'{') => {
            let Entries(entries) = serde_json::from_str(raw)?;
            let trees = entries.into_iter().map(|(key, value)| Ok((key, tree(value.get(), depth + 1)?)));
            Tree::Map(trees.collect::<Result<_, serde_json::Error>>()?)
        }
        Some(b'[') => Tree::Leaf(Cell::refused(raw, Why::List)),
        Some(b'"') => Tree::Leaf(Cell::text(&serde_json::from_str::<String>(raw)?)),
        Some(b't') => Tree::Leaf(Cell::Bool(true)),
        Some(b'f') => Tree::Leaf(Cell::Bool(false)),
        Some(b'n') => Tree::Leaf(Cell::Empty),
        _ => Tree::Leaf(number(raw)),
    })
}

/// A number as it is written; with an exponent, as the decimal that it stands for.
fn number(written: &str) -> Cell {
    let decimal = || written.parse().ok().and_then(exact);
    let decimal = if is_decimal(written) { Some(written.to_owned()) } else { decimal() };
    decimal.map_or_else(|| Cell::refused(written, Why::DigitsLost), Cell::Number)
}

/// The entries of an object. Unlike a map it keeps a key that is there twice.
struct Entries<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Gather)
    }
}

struct Gather;

impl<'de> Visitor<'de> for Gather {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

impl Record {
    /// The record of what is not JSON: it has no cells, and its number says where it stands.
    fn not_json(number: u64, error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let how = said.split(" at line ").next().unwrap_or_default();
        let how = format!("{how}, at character {} of it", error.column());
        Self { number, line: None, cells: Vec::new(), row: Row::default(), fault: Some(Why::NotJson(how)) }
    }
}
