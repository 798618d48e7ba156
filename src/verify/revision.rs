//! The versions of a file: the original and its updates, and whether each consists of nothing but its objects (ISO 32000-2, 7.5.6).

use std::ops::Range;

use crate::pdf::{Ending, Entry, Fault, File, Form, Reference, is_white};

use self::leftover::Leftover;
use super::changes::{Change, ChangeKind};
use super::glance::Glances;

mod leftover;
mod markers;

pub(super) use self::markers::holds_objects;

/// How many versions are looked at; no file is signed and filled in so often.
const MOST_REVISIONS: usize = 128;
/// How long the header may be, with the line of high bytes after it: they belong to no object (ISO 32000-2, 7.5.2).
const HEADER: usize = 64;
/// How much white space may follow the last version: readers look for its end in the last bytes of the file.
const LAST_WHITE: usize = 16;

/// One version of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Revision {
    /// Where its newest cross-reference section begins.
    pub(super) section: usize,
    /// The offset after its `%%EOF` and that line's end.
    pub(super) end: usize,
    /// Whether every reader finds its end.
    is_plain: bool,
}

/// The versions of a file, the oldest first.
fn revisions(file: &File<'_>) -> Vec<Revision> {
    let sections = file.sections();
    let ends = sections.iter().filter_map(|section| Ending::at(file.bytes(), section.end));
    let ends = ends.map(|ending| Revision { section: ending.section, end: ending.end, is_plain: ending.is_plain });
    // In a file for fast viewing on the web the end stands after another section than it names.
    let mut revisions: Vec<Revision> = ends.filter(|revision| sections.iter().any(|section| section.offset == revision.section)).collect();
    revisions.sort_by_key(|revision| revision.end);
    revisions
}

fn trimmed(bytes: &[u8]) -> &[u8] {
    bytes.get(bytes.iter().take_while(|byte| is_white(**byte)).count()..).unwrap_or_default()
}

/// The versions of a file, each with how many of its bytes belong to nothing, or why it cannot be read.
pub(super) struct History {
    pub(super) revisions: Vec<Revision>,
    /// For each version the offset of its first byte, and what was found; versions beyond the bound were not looked at.
    parts: Vec<(usize, Result<Part, Fault>)>,
}

/// What a version consists of.
struct Part {
    /// How many of its bytes belong to nothing.
    strays: usize,
    /// An object in the data of which others could be found.
    holding: Option<Reference>,
    /// What could be found by a reader that searches the bytes for objects; not looked for in the original.
    leftover: Option<Leftover>,
}

impl History {
    /// Reads the versions of a file.
    pub(super) fn read(file: &File<'_>, glances: &Glances) -> Self {
        let revisions = revisions(file);
        let mut start = 0;
        let mut found = Vec::new();
        for revision in revisions.iter().take(MOST_REVISIONS) {
            found.push((start, part(file, start, revision, glances)));
            start = revision.end;
        }
        Self { revisions, parts: found }
    }

    /// What is wrong with the versions that follow the one that was signed.
    pub(super) fn after(&self, file: &File<'_>, signed: &File<'_>) -> Vec<Change> {
        let newest = signed.sections().first().map(|section| section.offset);
        let position = self.revisions.iter().position(|revision| Some(revision.section) == newest);
        let is_chained = file.sections().iter().rev().zip(signed.sections().iter().rev()).all(|(one, other)| one.offset == other.offset);
        let Some(position) = position.filter(|_| is_chained && file.sections().len() >= signed.sections().len()) else {
            return vec![Change::violation(
                ChangeKind::History,
                "the history of the file was rewritten: its last update passes over what was signed",
            )];
        };
        if self.revisions.len() > self.parts.len() {
            return vec![Change::violation(ChangeKind::History, "the file was changed more often after the signature than can be judged")];
        }
        let mut found: Vec<Change> =
            self.parts.iter().zip(&self.revisions).skip(position + 1).flat_map(|(part, revision)| wrong(part, revision)).collect();
        found.extend(doubts(file, signed));
        let end = self.revisions.last().map_or(0, |revision| revision.end);
        let rest = file.bytes().get(end.max(signed.bytes().len())..).unwrap_or_default();
        if !trimmed(rest).is_empty() || rest.len() > LAST_WHITE {
            found.push(Change::violation(ChangeKind::StrayBytes, "bytes were appended after the end of the document"));
        }
        found
    }

    /// Objects of the versions up to an end in the data of which a reader that searches the file would find others, one for each version.
    pub(super) fn holding(&self, end: usize) -> impl Iterator<Item = Reference> {
        let parts = self.parts.iter().zip(&self.revisions).filter(move |(_, revision)| revision.end <= end);
        parts.filter_map(|((_, part), _)| part.as_ref().ok()?.holding)
    }

    /// The numbers, from 1, of the versions up to an end that hold bytes which belong to nothing.
    pub(super) fn with_strays(&self, end: usize) -> impl Iterator<Item = usize> {
        let parts = (1..).zip(&self.parts).zip(&self.revisions).filter(move |(_, revision)| revision.end <= end);
        parts
            .filter(|((_, (start, part)), _)| part.as_ref().is_ok_and(|part| part.strays > if *start == 0 { HEADER } else { 0 }))
            .map(|((number, _), _)| number)
    }
}

/// What is wrong with one later version.
fn wrong((start, part): &(usize, Result<Part, Fault>), revision: &Revision) -> Vec<Change> {
    let part = match part {
        Ok(part) => part,
        Err(fault) => {
            return vec![Change::violation(ChangeKind::Unreadable, format!("a later version of the file cannot be read: {fault}"))];
        }
    };
    let mut found = Vec::new();
    if part.strays > 0 {
        let words = format!("bytes {start} to {} hold something that belongs to no object of the file", revision.end);
        found.push(Change::violation(ChangeKind::StrayBytes, words));
    }
    if !revision.is_plain {
        found.push(guessed("its end is written in an unusual way"));
    }
    found.extend(part.leftover.as_ref().and_then(Leftover::change));
    found
}

/// What about the tables of later versions makes readers guess.
fn doubts(file: &File<'_>, signed: &File<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    let later = file.sections().len().saturating_sub(signed.sections().len());
    for section in file.sections().iter().take(later) {
        if section.form == Form::Hybrid {
            let words = "the file was updated in a way that shows one document to old programs and another to new ones";
            found.push(Change::violation(ChangeKind::History, words));
        }
        found.extend(section.doubt.map(guessed));
        if section.trailer.get("Root") != signed.trailer().get("Root") {
            found.push(Change::violation(ChangeKind::History, "a later version of the file shows another document: it has another catalog"));
        }
    }
    found
}

fn guessed(why: &str) -> Change {
    let words = format!("a later version of the file is written so that some programs cannot follow it, and guess what the document is ({why})");
    Change::violation(ChangeKind::History, words)
}

/// What one version consists of.
fn part(whole: &File<'_>, start: usize, revision: &Revision, glances: &Glances) -> Result<Part, Fault> {
    let file = whole.earlier(revision.end)?;
    let bytes = whole.bytes();
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut holding = None;
    let mut leftover = (start > 0).then(|| Leftover::new(start..revision.end));
    for section in file.sections().iter().filter(|section| section.offset >= start) {
        parts.push(section.offset..section.end);
        if let Some(ending) = Ending::at(bytes, section.end) {
            parts.push(section.end..ending.end);
        }
        if let Some(leftover) = &mut leftover {
            leftover.section(&file, section, &glances.work)?;
        }
        for number in section.numbers().flatten() {
            glances.work.locate(&file)?;
            let Some(Entry::At { offset, generation }) = file.locate(number)? else { continue };
            let reference = Reference { number, generation };
            if offset >= start {
                let glance = glances.of(&file, reference)?;
                parts.push(offset..glance.end.unwrap_or(offset));
                holding = holding.or(Some(reference).filter(|_| glance.holds_objects));
            }
        }
    }
    if let Some(leftover) = &mut leftover {
        leftover.search(bytes);
    }
    Ok(Part { strays: strays(bytes, start, revision, parts), holding, leftover })
}

/// How many bytes of a version lie in none of its parts.
fn strays(bytes: &[u8], start: usize, revision: &Revision, mut parts: Vec<Range<usize>>) -> usize {
    parts.sort_by_key(|part| (part.start, part.end));
    parts.dedup();
    let mut at = start;
    let mut strays = 0;
    for part in parts.into_iter().chain(std::iter::once(revision.end..revision.end)) {
        let gap = bytes.get(at..part.start).unwrap_or_default();
        strays += gap.iter().filter(|byte| !is_white(**byte)).count();
        at = at.max(part.end);
    }
    strays
}
