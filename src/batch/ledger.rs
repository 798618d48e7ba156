//! What was made: the journal of a run, from which it goes on after it was ended, and the manifest that is written when all is done.
//!
//! Both hold the same lines. The journal has them in the order in which documents were finished, and with each the key of all that the document follows from; the
//! manifest has them in the order of the rows.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::name;
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::project::Format;
use crate::store::Lines;

/// What a manifest begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The compiler's version.
    pub counterpart: String,
    /// The digest of what all documents follow from: the project, the program and the whole data.
    pub run: Digest,
    /// How many rows the data has.
    pub rows: u64,
    /// Which share of them was made, as `3/8`; none where it is all.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shard: Option<String>,
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
    ours: HashSet<[u8; 12]>,
}

/// What a journal says before a file is written: a run that is killed between the two knows the file for its own.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) begun: String,
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
    /// A ledger without lines of this run that knows a journal's lines.
    pub(super) fn new(journal: Lines) -> Result<Self, Failure> {
        let file = tempfile::tempfile().map_err(spool)?;
        let mut written = Written { file: BufWriter::new(file), length: 0, lines: Vec::new() };
        let (mut earlier, mut ours) = (HashMap::new(), HashSet::new());
        for line in journal {
            let line = line?;
            if let Ok(Begun { begun }) = serde_json::from_str(&line) {
                ours.insert(name::key(&begun));
            // A line that is none comes from another version: its document is made again.
            } else if let Ok(read) = serde_json::from_str::<Line>(&line) {
                earlier.insert(name::key(&read.file), written.write(&line).map_err(spool)?);
            }
        }
        Ok(Self { written: Mutex::new(written), earlier, ours })
    }

    /// Whether a file was written by an earlier run, or may have been.
    pub(super) fn is_ours(&self, file: &str) -> bool {
        let key = name::key(file);
        self.ours.contains(&key) || self.earlier.contains_key(&key)
    }

    /// Whether there was no earlier run.
    pub(super) fn is_new(&self) -> bool {
        self.earlier.is_empty()
    }

    /// The line of an earlier run about a file.
    pub(super) fn earlier(&self, file: &str) -> Option<Line> {
        let place = self.earlier.get(&name::key(file))?;
        let text = self.written.lock().unwrap_or_else(PoisonError::into_inner).read(*place).ok()?;
        serde_json::from_str(&text).ok().filter(|line: &Line| line.file == file)
    }

    /// Takes down a document of this run.
    pub(super) fn add(&self, line: &Line) -> io::Result<()> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let place = written.write(&serde_json::to_string(line)?)?;
        written.lines.push((line.row, place));
        Ok(())
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
            line.key = None;
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
