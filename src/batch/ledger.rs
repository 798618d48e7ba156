//! What was made: the journal of a run, from which it goes on after it was ended, and the manifest that is written when all is done.
//!
//! Both hold the same lines. The journal has them in the order in which documents were finished, and with each the key of all that the document follows from; the
//! manifest has them in the order of the rows.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::name;
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::project::Format;
use crate::store::{Lines, Tag};

/// What a manifest begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The compiler's version.
    pub counterpart: String,
    /// The digest of what all documents follow from: the project, the program and the whole data.
    pub run: Digest,
    /// The digest of what they follow from beside the data: the project and the program.
    pub project: Digest,
    /// How many rows the data has.
    pub rows: u64,
    /// Whether the data is a list of failures that was mended.
    #[serde(skip_serializing_if = "is_false", default)]
    pub mended: bool,
    /// The runs over mended rows that were joined to it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub joined: Vec<Digest>,
    /// Which share of them was made, as `3/8`; none where it is all.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shard: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What a manifest ends with: one without it was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// How many rows were made.
    pub rows: u64,
    /// How many documents were made of them.
    pub documents: u64,
    /// How many rows of the whole data were bad when they were checked: of no share.
    pub bad: u64,
    /// How many good rows of this share could not be made.
    pub failed: u64,
}

/// One document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The row's number.
    pub row: u64,
    /// Of a row that was mended and joined to the others: which list of failures its number counts in, from 1.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub mended: u32,
    /// The row's id.
    pub id: String,
    /// The digest of the row's values.
    pub data: Digest,
    /// The contract.
    pub policy: String,
    /// The brand.
    pub brand: String,
    /// The document's path from the output folder.
    pub file: String,
    /// Its format.
    pub format: Format,
    /// The digest of its bytes.
    pub sha256: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// How it is signed, where it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signed: Option<Signed>,
    /// The values that the run was asked to show.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub values: Option<serde_json::Value>,
    /// In a journal: the key of all that the document follows from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<Digest>,
    /// In the journal of an object store: what the store calls the document's bytes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tag: Option<Tag>,
}

/// How a document is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The digest of the unsigned document: the signed one begins with its very bytes.
    pub body: Digest,
    /// The size of the unsigned document in bytes.
    pub length: u64,
    /// Who signed, as the certificate names them.
    pub signer: String,
    /// The SHA-256 of the signer's certificate.
    pub certificate: String,
    /// The level that was reached (ETSI EN 319 142-1).
    pub level: String,
    /// When it was signed, by the signer's clock (RFC 3339).
    pub time: String,
    /// The level that is still to be reached, where the timestamp authority did not answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub extend_to: Option<String>,
}

/// The lines of a run so far, in a private file: millions of them are no matter.
#[derive(Debug)]
pub(super) struct Ledger {
    written: Mutex<Written>,
    /// What the journal knows of earlier runs, by the file's name.
    earlier: HashMap<[u8; 12], Place>,
    /// The files that earlier runs began to write.
    begun: HashMap<[u8; 12], Place>,
}

/// What a journal says before a file is written: a run that is killed between the two knows the file for its own.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) begun: String,
}

/// Of a line, the file that it is about.
#[derive(Deserialize)]
struct Named {
    file: String,
}

#[derive(Debug)]
struct Written {
    file: BufWriter<File>,
    length: u64,
    /// The row of each line, and where the line is.
    lines: Vec<(u64, Place)>,
}

/// Where a line lies in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    offset: u64,
    length: u32,
}

impl Ledger {
    /// A ledger without lines of this run that knows the lines of journals, the latest last.
    pub(super) fn new(journals: Vec<Lines>) -> Result<Self, Failure> {
        let file = tempfile::tempfile().map_err(spool)?;
        let written = Written { file: BufWriter::new(file), length: 0, lines: Vec::new() };
        let mut ledger = Self { written: Mutex::new(written), earlier: HashMap::new(), begun: HashMap::new() };
        for line in journals.into_iter().flatten() {
            ledger.remember(&line?).map_err(spool)?;
        }
        Ok(ledger)
    }

    /// Takes over a line of a journal. One that is none comes from another version: its document is made again.
    fn remember(&mut self, line: &str) -> io::Result<()> {
        if let Ok(Begun { begun }) = serde_json::from_str(line) {
            self.begin(&begun, line)?;
        } else if let Ok(read) = serde_json::from_str::<Line>(line) {
            let place = self.keep(line)?;
            self.earlier.insert(name::key(&read.file), place);
        }
        Ok(())
    }

    /// Takes a file for one that an earlier run has made, whatever is in it.
    pub(super) fn claim(&mut self, file: &str) -> io::Result<()> {
        self.begin(file, &serde_json::to_string(&Begun { begun: file.to_owned() })?)
    }

    fn begin(&mut self, file: &str, line: &str) -> io::Result<()> {
        let place = self.keep(line)?;
        self.begun.insert(name::key(file), place);
        Ok(())
    }

    fn keep(&self, line: &str) -> io::Result<Place> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).write(line)
    }

    /// Whether a file was written by an earlier run, or may have been.
    pub(super) fn is_ours(&self, file: &str) -> bool {
        let key = name::key(file);
        self.begun.contains_key(&key) || self.earlier.contains_key(&key)
    }

    /// How many documents of earlier runs are known.
    pub(super) fn known(&self) -> usize {
        self.earlier.len()
    }

    /// The line of an earlier run about a file.
    pub(super) fn earlier(&self, file: &str) -> Option<Line> {
        let place = self.earlier.get(&name::key(file))?;
        let text = self.read(*place).ok()?;
        serde_json::from_str(&text).ok().filter(|line: &Line| line.file == file)
    }

    /// Takes down a document of this run, by its line in the journal.
    pub(super) fn add(&self, row: u64, line: &str) -> io::Result<()> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let place = written.write(line)?;
        written.lines.push((row, place));
        Ok(())
    }

    /// What a journal has to hold when the run is done: the line of each document, of this run or of one before it, and what was begun and is none.
    pub(super) fn compacted(&self) -> io::Result<impl Iterator<Item = io::Result<String>>> {
        let mut places: Vec<Place> = self.written.lock().unwrap_or_else(PoisonError::into_inner).lines.iter().map(|(_, place)| *place).collect();
        let (mut earlier, mut begun) = (self.earlier.clone(), self.begun.clone());
        if !earlier.is_empty() || !begun.is_empty() {
            for place in &places {
                let Named { file } = serde_json::from_str(&self.read(*place)?)?;
                let key = name::key(&file);
                earlier.remove(&key);
                begun.remove(&key);
            }
        }
        begun.retain(|key, _| !earlier.contains_key(key));
        places.extend(earlier.into_values().chain(begun.into_values()));
        places.sort_unstable();
        Ok(places.into_iter().map(|place| self.read(place)))
    }

    fn read(&self, place: Place) -> io::Result<String> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).read(place)
    }

    /// Writes the manifest: the lines in the order of the rows between its head and its end.
    pub(super) fn write(&self, head: &Head, bad: u64, failed: u64, to: &mut dyn io::Write) -> io::Result<End> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines = std::mem::take(&mut written.lines);
        lines.sort_unstable();
        let mut rows: Vec<u64> = lines.iter().map(|(row, _)| *row).collect();
        rows.dedup();
        let end = End { rows: rows.len() as u64, documents: lines.len() as u64, bad, failed };
        writeln!(to, "{}", serde_json::to_string(head)?)?;
        for (_, place) in &lines {
            let mut line: Line = serde_json::from_str(&written.read(*place)?)?;
            (line.key, line.tag) = (None, None);
            writeln!(to, "{}", serde_json::to_string(&line)?)?;
        }
        writeln!(to, "{}", serde_json::json!({ "end": end }))?;
        to.flush()?;
        written.lines = lines;
        Ok(end)
    }
}

/// A private file that cannot be written.
#[expect(clippy::needless_pass_by_value, reason = "it has the shape that `map_err` takes")]
pub(super) fn spool(error: io::Error) -> Failure {
    Failure::new(format!("cannot write to a private file of this run: {error}")).hint("TMPDIR says where such files are put")
}

impl Written {
    fn write(&mut self, line: &str) -> io::Result<Place> {
        let place = Place { offset: self.length, length: u32::try_from(line.len()).map_err(io::Error::other)? };
        self.file.write_all(line.as_bytes())?;
        self.length += line.len() as u64;
        Ok(place)
    }

    fn read(&mut self, place: Place) -> io::Result<String> {
        self.file.flush()?;
        let file = self.file.get_mut();
        file.seek(SeekFrom::Start(place.offset))?;
        let mut text = String::new();
        file.take(u64::from(place.length)).read_to_string(&mut text)?;
        file.seek(SeekFrom::End(0))?;
        Ok(text)
    }
}
