//! One manifest, on its way through.

use std::io::{self, BufRead};

use serde::Deserialize;

use super::problem::Problem;
use crate::batch::ledger::{End, Head, Line};
use crate::batch::shard::Shard;
use crate::output::digest::Digest;
use crate::world::is_inside;

/// The longest line that is read, in bytes: the values that a run was asked to show are in it.
const LONGEST: u64 = 64 * 1024 * 1024;

/// A manifest that was opened, and the line that is next.
pub(super) struct Part<R> {
    pub(super) name: String,
    pub(super) head: Head,
    pub(super) share: Shard,
    lines: R,
    /// The number of the next line, from 1.
    number: u64,
    next: Option<Line>,
    /// What the manifest ends with, once it is reached.
    pub(super) end: Option<End>,
    /// How many rows and documents were taken, and the row of the last.
    rows: u64,
    documents: u64,
    last: Option<(u32, u64)>,
}

/// What a line after the first may be.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    End { end: End },
    Line(Box<Line>),
}

impl<R: BufRead> Part<R> {
    /// Reads a manifest's first two lines.
    pub(super) fn open(name: String, mut lines: R) -> io::Result<Result<Self, Problem>> {
        let text = read(&mut lines)?.unwrap_or_default();
        let head = serde_json::from_str::<Head>(&text).ok();
        let share = |head: Head| {
            let share = head.shard.as_deref().map_or(Ok(Shard::WHOLE), |text| Shard::read(text, |_| None)).ok()?;
            Some((head, share))
        };
        let Some((head, share)) = head.and_then(share) else { return Ok(Err(no_manifest(name, &text))) };
        let mut part = Self { name, head, share, lines, number: 1, next: None, end: None, rows: 0, documents: 0, last: None };
        Ok(part.advance()?.map_or(Ok(part), Err))
    }

    /// The row of the next line, with the list of failures that it counts in; `None` at the end.
    pub(super) fn row(&self) -> Option<(u32, u64)> {
        self.next.as_ref().map(place)
    }

    /// The next line.
    pub(super) fn take(&mut self, problem: &mut dyn FnMut(Problem)) -> io::Result<Option<Line>> {
        let Some(line) = self.next.take() else { return Ok(None) };
        self.documents += 1;
        self.rows += u64::from(self.last != Some(place(&line)));
        if self.last.is_some_and(|last| last > place(&line)) {
            problem(Problem::OutOfOrder { part: self.name.clone(), row: line.row });
        }
        self.last = Some(place(&line));
        if let Some(found) = self.advance()? {
            problem(found);
        }
        Ok(Some(line))
    }

    /// Reads a line, or the end and whether it fits.
    fn advance(&mut self) -> io::Result<Option<Problem>> {
        self.number += 1;
        let Some(text) = read(&mut self.lines)? else { return Ok(Some(Problem::CutOff { part: self.name.clone() })) };
        match serde_json::from_str(&text) {
            Ok(Entry::Line(line)) if is_inside(&line.file) => self.next = Some(*line),
            Ok(Entry::Line(_)) => return Ok(Some(Problem::Outside { part: self.name.clone(), line: self.number })),
            Ok(Entry::End { end }) => return self.close(end),
            Err(_) => return Ok(Some(Problem::BadLine { part: self.name.clone(), line: self.number })),
        }
        Ok(None)
    }

    fn close(&mut self, end: End) -> io::Result<Option<Problem>> {
        self.end = Some(end);
        if read(&mut self.lines)?.is_some() {
            return Ok(Some(Problem::AfterEnd { part: self.name.clone() }));
        }
        let part = || self.name.clone();
        Ok(if end.documents != self.documents {
            Some(Problem::Miscounted { part: part(), said: end.documents, found: self.documents })
        } else if end.rows != self.rows {
            Some(Problem::RowsMiscounted { part: part(), said: end.rows, found: self.rows })
        } else {
            None
        })
    }
}

/// Where a line stands among the others: mended rows come behind those that were good at once.
pub(super) fn place(line: &Line) -> (u32, u64) {
    (line.mended, line.row)
}

/// How a manifest begins; `None` where it is none.
pub fn read_head(mut lines: impl BufRead) -> io::Result<Option<Head>> {
    Ok(read(&mut lines)?.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Reads one manifest by itself: each document's line is handed over, those before a fault too. What comes back is how it begins and ends, or what is first wrong
/// with it. An error is what the system could not read.
pub fn read_manifest(name: String, lines: impl BufRead, each: &mut dyn FnMut(Line)) -> io::Result<Result<(Head, End), Problem>> {
    let mut part = match Part::open(name, lines)? {
        Ok(part) => part,
        Err(problem) => return Ok(Err(problem)),
    };
    let mut first = None;
    while let Some(line) = part.take(&mut |problem| {
        first.get_or_insert(problem);
    })? {
        if !part.share.holds(&line.id) {
            first.get_or_insert(Problem::Stray { part: part.name.clone(), row: line.row, id: line.id.clone(), share: part.share });
        }
        each(line);
    }
    let Part { name, head, end, .. } = part;
    Ok(first.map_or_else(|| end.map(|end| (head, end)).ok_or(Problem::CutOff { part: name }), Err))
}

/// What is wrong with a manifest that begins with a line which no manifest of this version begins with.
fn no_manifest(part: String, text: &str) -> Problem {
    #[derive(Deserialize)]
    struct Known {
        counterpart: String,
        #[serde(rename = "run")]
        _run: Digest,
    }
    match serde_json::from_str(text) {
        Ok(Known { counterpart, .. }) => Problem::OtherVersion { part, version: counterpart },
        Err(_) => Problem::NoManifest { part },
    }
}

/// A line without its line break; `None` at the end, and where the last line was cut off or is longer than any honest one.
fn read(lines: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    io::Read::take(lines, LONGEST).read_until(b'\n', &mut bytes)?;
    if bytes.pop() != Some(b'\n') {
        return Ok(None);
    }
    Ok(String::from_utf8(bytes).ok().or_else(|| Some(String::new())))
}
