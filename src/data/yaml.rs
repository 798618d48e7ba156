//! YAML: a list of maps, whose texts are held in memory as a whole and whose rows are not.

use std::io::Read;
use std::ops::ControlFlow;

use serde_yaml::granit_parser::{self as granit, Event, Parser, ScalarStyle};

use super::archive::LARGE;
use super::encoding::Found;
use super::fault::Trouble;
use super::file::Bytes;
use super::number::is_decimal;
use super::tree::{Flattener, Tree};
use super::{Cell, Record};

/// How deep maps and lists may be nested.
const DEPTH: usize = 32;
/// The most rows of a file that is held in memory.
const ROWS: u64 = 1_048_576;

/// Reads a list of maps, one after the other.
pub(super) fn read(bytes: &Bytes, encoding: Found, each: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), Trouble> {
    let text = text(bytes, encoding)?;
    let options = granit::options! { emit_comments: false, disallow_directives: true, flow_nesting_limit: DEPTH, block_nesting_limit: DEPTH };
    let mut flattener = Flattener::default();
    let mut builder = Builder::default();
    let mut number = 0;
    for event in Parser::new_from_str_with_options(&text, options) {
        let (event, span) = event.map_err(|error| Trouble::Broken(error.to_string()))?;
        let line = || {
            let before = span.byte_range().and_then(|range| text.as_bytes().get(..range.start)).unwrap_or_default();
            memchr::memchr_iter(b'\n', before).count() + 1
        };
        let taken = builder.take(event).map_err(|how| how.map_or(Trouble::NotAList, |how| Trouble::Broken(format!("line {}: {how}", line()))))?;
        let Some(tree) = taken else { continue };
        number += 1;
        if number > ROWS {
            return Err(Trouble::ManyRows);
        }
        if flattener.record(number, tree).is_some_and(|record| each(record).is_break()) {
            return Ok(());
        }
    }
    if builder.has_list { Ok(()) } else { Err(Trouble::NotAList) }
}

fn text(bytes: &Bytes, encoding: Found) -> Result<String, Trouble> {
    let mut raw = Vec::new();
    encoding.decode(bytes.reader())?.take(LARGE + 1).read_to_end(&mut raw)?;
    if raw.len() as u64 > LARGE {
        return Err(Trouble::Large);
    }
    String::from_utf8(raw).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        Trouble::NotUtf8 { unit: "line", number: memchr::memchr_iter(b'\n', before).count() as u64 + 1 }
    })
}

/// A map or list that is not closed yet.
enum Open {
    List,
    Map { entries: Vec<(String, Tree)>, key: Option<String> },
}

/// Builds the items of the outermost list from the parser's events.
#[derive(Default)]
struct Builder {
    has_list: bool,
    open: Vec<Open>,
}

/// What is wrong, in words; none where there is no list of rows at all.
type Wrong = Option<&'static str>;

impl Builder {
    /// Takes an event, and gives an item when it is complete.
    fn take(&mut self, event: Event<'_>) -> Result<Option<Tree>, Wrong> {
        match event {
            Event::Alias(_) => Err(Some("`*` copies a value, which is not read here; write the value out")),
            Event::Scalar(_, _, _, Some(_)) | Event::SequenceStart(_, _, Some(_)) | Event::MappingStart(_, _, Some(_)) => {
                Err(Some("a value that starts with `!` is a tag, which is not read; put the value between quotes"))
            }
            Event::SequenceStart(..) if !self.has_list => {
                self.has_list = true;
                Ok(None)
            }
            Event::DocumentStart(..) if self.has_list => Err(Some("a second document begins; put all rows into one list")),
            Event::SequenceStart(..) => self.begin(Open::List),
            Event::MappingStart(..) => self.begin(Open::Map { entries: Vec::new(), key: None }),
            Event::SequenceEnd | Event::MappingEnd => Ok(self.open.pop().and_then(|open| self.add(closed(open)))),
            Event::Scalar(text, style, ..) => self.scalar(&text, style),
            _ => Ok(None),
        }
    }

    fn begin(&mut self, open: Open) -> Result<Option<Tree>, Wrong> {
        if !self.has_list {
            return Err(None);
        }
        if matches!(self.open.last(), Some(Open::Map { key: None, .. })) {
            return Err(Some("a key must be a text; does a value begin with `{` or `[`? Put it between quotes"));
        }
        self.open.push(open);
        Ok(None)
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle) -> Result<Option<Tree>, Wrong> {
        if !self.has_list {
            return Err(None);
        }
        if let Some(Open::Map { key: key @ None, .. }) = self.open.last_mut() {
            *key = Some(text.to_owned());
            return Ok(None);
        }
        let cell = if style == ScalarStyle::Plain { plain(text) } else { Cell::text(text) };
        Ok(self.add(Tree::Leaf(cell)))
    }

    /// Puts a finished value where it belongs; gives it back where that is the outermost list.
    fn add(&mut self, tree: Tree) -> Option<Tree> {
        match self.open.last_mut() {
            None => return Some(tree),
            Some(Open::List) => {}
            Some(Open::Map { entries, key }) => entries.push((key.take().unwrap_or_default(), tree)),
        }
        None
    }
}

fn closed(open: Open) -> Tree {
    match open {
        Open::List => Tree::List,
        Open::Map { entries, .. } => Tree::Map(entries),
    }
}

/// A value without quotes (YAML 1.2.2, section 10.3.2), but for what another reader would take for something else: `007`, `no` and `1e3` stay texts.
fn plain(text: &str) -> Cell {
    match text {
        "null" | "Null" | "NULL" | "~" => Cell::Empty,
        "true" | "True" | "TRUE" => Cell::Bool(true),
        "false" | "False" | "FALSE" => Cell::Bool(false),
        text if is_decimal(text) => Cell::Number(text.to_owned()),
        text => Cell::text(text),
    }
}
