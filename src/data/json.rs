//! JSON: a list of rows, or a row on each line. Neither is ever in memory as a whole.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;

use serde::de::{Deserializer, SeqAccess, Visitor};

use super::Record;
use super::encoding::Found;
use super::fault::Trouble;
use super::file::{Allowance, Bytes, Metered};
use super::tree::{Flattener, Tree};

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
        while let Some(tree) = list.next_element::<Tree>()? {
            self.number += 1;
            self.allowance.renew();
            let Some(record) = flattener.record(self.number, tree) else { continue };
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
        let tree: Tree = serde_json::from_str(text).map_err(|error| Trouble::Broken(format!("line {number} is not JSON: {error}")))?;
        if flattener.record(number, tree).is_some_and(|record| each(record).is_break()) {
            break;
        }
    }
    Ok(())
}
