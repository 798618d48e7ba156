//! Cross-reference sections: tables, streams, and tables with a stream beside them (ISO 32000-2, 7.5.4, 7.5.8).

use std::ops::Range;
use std::sync::Arc;

use super::allowance::Allowance;
use super::ending::is_gap;
use super::fault::{Fault, FaultKind};
use super::filter::{inflate, unpredict};
use super::lexer::{Lexer, is_white, parse_unsigned};
use super::object::{Dictionary, Object, Stream};
use super::parser::Parser;

/// How many runs of object numbers one section may have.
const MOST_RUNS: usize = 1 << 16;
/// The highest object number a PDF may use (ISO 32000-1, annex C).
pub(super) const HIGHEST: u32 = 8_388_607;
/// How many bytes a cross-reference stream may hold beyond its rows; some writers fill it up.
const SLACK: usize = 1 << 16;
/// How long one entry of a table is, in bytes.
const ENTRY: usize = 20;

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Nowhere: its number is free.
    Free,
    /// At an offset in the file.
    At {
        /// The offset, in bytes.
        offset: usize,
        /// The generation it has there.
        generation: u16,
    },
    /// In an object stream.
    Inside {
        /// The number of the object stream.
        container: u32,
        /// Which of its objects it is, from 0.
        index: usize,
    },
}

/// How a section is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table with a trailer.
    Table,
    /// A stream.
    Stream,
    /// A table with a trailer that leads to a stream for readers that know streams.
    Hybrid,
}

/// One section: what an original file or one of its updates says of its objects.
#[derive(Debug, Clone)]
pub struct Section {
    /// Where it begins, in bytes.
    pub offset: usize,
    /// Where it ends, with its trailer or stream.
    pub end: usize,
    /// How it is written.
    pub form: Form,
    /// Its trailer, or its stream's dictionary.
    pub trailer: Arc<Dictionary>,
    /// What about it some readers trip over, so that they repair the file by guessing: nothing that may stand in an update of a signed file.
    pub doubt: Option<&'static str>,
    /// The offset after all bytes that it was read from, with those of the stream beside it.
    pub(super) reach: usize,
    table: Arc<[Run]>,
    stream: Option<Arc<Rows>>,
}

/// Consecutive object numbers, and where their entries begin: an offset in the file, or a row of a stream.
#[derive(Debug)]
struct Run {
    numbers: Range<u32>,
    entries: usize,
}

#[derive(Debug)]
struct Rows {
    widths: [usize; 3],
    runs: Vec<Run>,
    data: Vec<u8>,
}

impl Section {
    /// Reads the section at an offset.
    pub(super) fn read(bytes: &[u8], offset: usize, allowance: &mut Allowance) -> Result<Self, Fault> {
        let fault = Fault::new(offset, FaultKind::CrossReferences);
        let white = bytes.get(offset..).ok_or(fault)?.iter().take_while(|byte| is_white(**byte)).count();
        let mut lexer = Lexer::new(bytes, offset + white);
        let mut section = if lexer.eat_keyword(b"xref") {
            Self::table(bytes, offset, lexer, allowance)?
        } else {
            Self::stream(bytes, offset, offset + white, allowance)?
        };
        if white > 0 {
            section.doubt = Some("it does not begin where the file says");
        }
        Ok(section)
    }

    fn table(bytes: &[u8], offset: usize, mut lexer: Lexer<'_>, allowance: &mut Allowance) -> Result<Self, Fault> {
        let mut runs = Vec::new();
        let mut is_plain = true;
        loop {
            is_plain &= passes_gap(bytes, &mut lexer);
            if lexer.eat_keyword(b"trailer") {
                break;
            }
            let (run, is_plain_run) = table_run(bytes, &mut lexer)?;
            is_plain &= is_plain_run;
            allowance.list(run.numbers.len(), offset)?;
            runs.push(run);
            if runs.len() > MOST_RUNS {
                return Err(lexer.fault(FaultKind::TooMuch("sections of objects")));
            }
        }
        is_plain &= passes_gap(bytes, &mut lexer);
        let mut parser = Parser::new(bytes, lexer.at());
        let trailer = parser.dictionary()?;
        let end = parser.at();
        is_plain &= !parser.lexer().is_commented();
        let beside = match trailer.get("XRefStm") {
            None => None,
            Some(at) => {
                let at = at.as_integer().and_then(|at| usize::try_from(at).ok()).ok_or(Fault::new(offset, FaultKind::CrossReferences))?;
                Some(Self::stream(bytes, at, at, allowance)?)
            }
        };
        let form = if beside.is_some() { Form::Hybrid } else { Form::Table };
        let reach = beside.as_ref().map_or(end, |beside| end.max(beside.reach));
        let (stream, doubt) = beside.map_or((None, None), |beside| (beside.stream, beside.doubt));
        let doubt = if is_plain { doubt } else { Some("it holds comments or gaps") };
        Ok(Self { offset, end, form, trailer: Arc::new(trailer), doubt, reach, table: sorted(runs, offset)?.into(), stream })
    }

    fn stream(bytes: &[u8], offset: usize, at: usize, allowance: &mut Allowance) -> Result<Self, Fault> {
        let fault = || Fault::new(offset, FaultKind::CrossReferences);
        let mut parser = Parser::new(bytes, at);
        // The length of a cross-reference stream is direct, or nothing could be found yet by which to look it up.
        let indirect = parser.indirect(|_| Err(fault())).map_err(|_| fault())?;
        let Object::Stream(stream) = indirect.value else { return Err(fault()) };
        if !stream.dictionary.get("Type").is_some_and(|kind| kind.is_name("XRef")) {
            return Err(fault());
        }
        let rows = Rows::read(bytes, &stream, allowance).ok_or_else(fault)?;
        allowance.list(rows.runs.iter().map(|run| run.numbers.len()).sum(), offset)?;
        let rows = Rows { runs: sorted(rows.runs, offset)?, ..rows };
        let doubt = parser.lexer().is_commented().then_some("it holds comments or gaps");
        let (end, trailer) = (parser.at(), Arc::new(stream.dictionary));
        Ok(Self { offset, end, form: Form::Stream, trailer, doubt, reach: end, table: Vec::new().into(), stream: Some(Arc::new(rows)) })
    }

    /// What it says of an object; `None` where it says nothing.
    pub fn entry(&self, bytes: &[u8], number: u32) -> Result<Option<Entry>, Fault> {
        let listed = match run_of(&self.table, number) {
            Some(run) => Some(table_entry(bytes, run, number)?),
            None => None,
        };
        match (listed, &self.stream) {
            // What a hybrid file's table hides as free stands in its stream (7.5.8.4).
            (None | Some(Entry::Free), Some(rows)) => {
                let entry = rows.entry(number).map_err(|()| Fault::new(self.offset, FaultKind::CrossReferences))?;
                Ok(entry.or(listed))
            }
            _ => Ok(listed),
        }
    }

    /// The size that it gives the file (7.5.5): one more than the highest number of an object.
    pub(super) fn size(&self) -> Option<u32> {
        u32::try_from(self.trailer.get("Size")?.as_integer()?).ok().filter(|size| *size > 0)
    }

    /// The numbers that a hybrid file's table lists as free, while the stream beside it says where they are.
    pub(super) fn unveiled(&self, bytes: &[u8]) -> Result<Vec<u32>, Fault> {
        let Some(rows) = self.stream.as_ref().filter(|_| self.form == Form::Hybrid) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for number in rows.runs.iter().flat_map(|run| run.numbers.clone()) {
            let Some(run) = run_of(&self.table, number) else { continue };
            if table_entry(bytes, run, number)? == Entry::Free && !matches!(self.entry(bytes, number)?, None | Some(Entry::Free)) {
                found.push(number);
            }
        }
        Ok(found)
    }

    /// The runs of object numbers that it speaks of.
    pub fn numbers(&self) -> impl Iterator<Item = Range<u32>> {
        let beside = self.stream.iter().flat_map(|rows| &rows.runs);
        self.table.iter().chain(beside).map(|run| run.numbers.clone())
    }
}

/// Passes over white space and comments; whether all readers do.
fn passes_gap(bytes: &[u8], lexer: &mut Lexer<'_>) -> bool {
    let start = lexer.at();
    lexer.skip_space();
    is_gap(bytes.get(start..lexer.at()).unwrap_or_default())
}

/// A run's head and the place of its entries, and whether all readers find them; the lexer stands on its first number.
fn table_run(bytes: &[u8], lexer: &mut Lexer<'_>) -> Result<(Run, bool), Fault> {
    let at = lexer.at();
    let fault = || Fault::new(at, FaultKind::CrossReferences);
    let first = lexer.unsigned().map_err(|_| fault())?;
    let count = lexer.unsigned().map_err(|_| fault())?;
    while lexer.eat(b" ") {}
    if !(lexer.eat(b"\r\n") || lexer.eat(b"\n") || lexer.eat(b"\r")) && count > 0 {
        return Err(fault());
    }
    let numbers = numbers(first, count).ok_or_else(fault)?;
    let entries = lexer.at();
    let end = entries.checked_add(numbers.len() * ENTRY).filter(|end| *end <= bytes.len()).ok_or_else(fault)?;
    lexer.go_to(end);
    let head = bytes.get(at..entries).unwrap_or_default();
    let is_plain = head.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'\r' | b'\n'));
    Ok((Run { numbers, entries }, is_plain))
}

fn numbers(first: u64, count: u64) -> Option<Range<u32>> {
    let end = first.checked_add(count).filter(|end| *end <= u64::from(HIGHEST) + 1)?;
    Some(u32::try_from(first).ok()?..u32::try_from(end).ok()?)
}

/// Runs in the order of their numbers; two that speak of the same object are refused.
fn sorted(mut runs: Vec<Run>, offset: usize) -> Result<Vec<Run>, Fault> {
    runs.retain(|run| !run.numbers.is_empty());
    runs.sort_by_key(|run| run.numbers.start);
    let overlap = runs.windows(2).any(|pair| matches!(pair, [one, next] if next.numbers.start < one.numbers.end));
    if overlap { Err(Fault::new(offset, FaultKind::CrossReferences)) } else { Ok(runs) }
}

fn run_of(runs: &[Run], number: u32) -> Option<&Run> {
    let after = runs.partition_point(|run| run.numbers.start <= number);
    runs.get(after.checked_sub(1)?).filter(|run| run.numbers.contains(&number))
}

/// `nnnnnnnnnn ggggg n` and a line's end of two bytes.
fn table_entry(bytes: &[u8], run: &Run, number: u32) -> Result<Entry, Fault> {
    let at = run.entries + (number - run.numbers.start) as usize * ENTRY;
    let read = || {
        let line = bytes.get(at..at + ENTRY)?;
        let (offset, generation) = (parse_unsigned(line.get(..10)?)?, parse_unsigned(line.get(11..16)?)?);
        let sound =
            line.get(10) == Some(&b' ') && line.get(16) == Some(&b' ') && line.get(18..).is_some_and(|end| matches!(end, b" \r" | b" \n" | b"\r\n"));
        match (sound, line.get(17)) {
            (true, Some(b'n')) => Some(Entry::At { offset: usize::try_from(offset).ok()?, generation: u16::try_from(generation).ok()? }),
            (true, Some(b'f')) => Some(Entry::Free),
            _ => None,
        }
    };
    read().ok_or(Fault::new(at, FaultKind::CrossReferences))
}

impl Rows {
    fn read(bytes: &[u8], stream: &Stream, allowance: &mut Allowance) -> Option<Self> {
        let dictionary = &stream.dictionary;
        let size = dictionary.get("Size")?.as_integer().filter(|size| *size > 0)?;
        let widths = dictionary.get("W")?.as_array()?.iter().map(|width| usize::try_from(width.as_integer()?).ok().filter(|width| *width <= 8));
        let widths: [usize; 3] = widths.collect::<Option<Vec<usize>>>()?.try_into().ok()?;
        let length: usize = widths.iter().sum();
        let index = match dictionary.get("Index") {
            Some(index) => index.as_array()?.iter().map(Object::as_integer).collect::<Option<Vec<i64>>>()?,
            None => vec![0, size],
        };
        let mut runs = Vec::new();
        let mut row = 0;
        for pair in index.chunks(2) {
            let [first, count] = pair else { return None };
            let numbers = numbers(u64::try_from(*first).ok()?, u64::try_from(*count).ok()?)?;
            let entries = row;
            row += numbers.len();
            runs.push(Run { numbers, entries });
        }
        let needed = row.checked_mul(length)?;
        let mut data = (length > 0 && runs.len() <= MOST_RUNS).then(|| decoded(bytes, stream, needed, allowance))??;
        let fits = needed <= data.len();
        data.truncate(needed);
        data.shrink_to_fit();
        allowance.decode(needed);
        fits.then_some(Self { widths, runs, data })
    }

    fn entry(&self, number: u32) -> Result<Option<Entry>, ()> {
        let Some(run) = run_of(&self.runs, number) else { return Ok(None) };
        let length: usize = self.widths.iter().sum();
        let at = (run.entries + (number - run.numbers.start) as usize) * length;
        let row = self.data.get(at..at + length).ok_or(())?;
        let (kind, rest) = row.split_at(self.widths[0]);
        let (second, third) = rest.split_at(self.widths[1]);
        let kind = if kind.is_empty() { 1 } else { big_endian(kind) };
        let (second, third) = (big_endian(second), big_endian(third));
        match kind {
            1 => Ok(Some(Entry::At { offset: usize::try_from(second).map_err(drop)?, generation: u16::try_from(third).map_err(drop)? })),
            2 => Ok(Some(Entry::Inside { container: u32::try_from(second).map_err(drop)?, index: usize::try_from(third).map_err(drop)? })),
            0 => Ok(Some(Entry::Free)),
            // A kind of a later standard is to be read as null (7.5.8.3), but many readers take it for damage, and then search the file for objects.
            _ => Err(()),
        }
    }
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// The bytes of a cross-reference stream, decoded: at least as many as are needed, or it is damaged.
fn decoded(bytes: &[u8], stream: &Stream, needed: usize, allowance: &Allowance) -> Option<Vec<u8>> {
    let data = bytes.get(stream.data.clone())?;
    // A predictor adds one byte to each of its own rows, which may be as short as one byte.
    let most = needed.saturating_mul(2).saturating_add(SLACK).min(allowance.bytes());
    match stream.dictionary.get("Filter") {
        None => data.get(..needed.min(most)).map(<[u8]>::to_vec),
        Some(filter)
            if filter.is_name("FlateDecode") || filter.as_array().is_some_and(|array| matches!(array, [one] if one.is_name("FlateDecode"))) =>
        {
            let data = inflate(data, most)?;
            match stream.dictionary.get("DecodeParms") {
                None | Some(Object::Null) => Some(data),
                Some(Object::Dictionary(parameters)) => unpredict(data, parameters),
                Some(Object::Array(array)) => match array.as_slice() {
                    [Object::Dictionary(parameters)] => unpredict(data, parameters),
                    [Object::Null] => Some(data),
                    _ => None,
                },
                Some(_) => None,
            }
        }
        Some(_) => None,
    }
}
