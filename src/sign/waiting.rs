//! Where a signature lies in a file, and the last of three steps: a message that was signed elsewhere goes into the file that was prepared for it.

use std::ops::Range;

use crate::fields::Field;
use crate::pdf::{Dictionary, File};
use crate::pki::algorithm::Digest;

use super::fault::Fault;
use super::prepare::fill;
use super::standing::signature;

/// What a signature covers: everything from the file's first byte to some end but for its own contents (ISO 32000-2, 12.8.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covered {
    /// Where the contents lie, with their angle brackets.
    gap: Range<usize>,
    end: usize,
}

impl Covered {
    /// What a signature dictionary says it covers; `None` where that is not of this form or not in the file.
    pub(super) fn read(file: &File<'_>, signature: &Dictionary) -> Option<Self> {
        let range = file.get(signature, "ByteRange").ok()?;
        let range: Vec<usize> = range.as_array()?.iter().map(|number| usize::try_from(number.as_integer()?).ok()).collect::<Option<_>>()?;
        let [0, start, after, rest] = range.as_slice() else { return None };
        let end = after.checked_add(*rest)?;
        let covered = Self { gap: *start..*after, end };
        let bytes = file.bytes();
        let inside = start.checked_add(2)? <= *after && end <= bytes.len();
        let brackets = bytes.get(*start) == Some(&b'<') && bytes.get(after.checked_sub(1)?) == Some(&b'>');
        let contents = file.get(signature, "Contents").ok()?;
        (inside && brackets && contents.as_string()?.len() == covered.room()).then_some(covered)
    }

    /// How many bytes the message may have.
    pub(super) fn room(&self) -> usize {
        (self.gap.len() - 2) / 2
    }

    /// Where it ends.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// Whether it covers the whole of a file of so many bytes.
    pub(super) fn is_whole(&self, length: usize) -> bool {
        self.end == length
    }

    /// What is covered.
    pub(super) fn parts<'b>(&self, bytes: &'b [u8]) -> [&'b [u8]; 2] {
        [bytes.get(..self.gap.start).unwrap_or_default(), bytes.get(self.gap.end..self.end).unwrap_or_default()]
    }

    fn is_empty(&self, bytes: &[u8]) -> bool {
        bytes.get(self.digits()).is_some_and(|room| room.iter().all(|digit| *digit == b'0'))
    }

    fn digits(&self) -> Range<usize> {
        self.gap.start + 1..self.gap.end - 1
    }

    /// Writes a message into the contents; what remains of the room is filled with zeros.
    pub(super) fn fill(&self, bytes: &mut [u8], message: &[u8]) -> Result<(), Fault> {
        let room = bytes.get_mut(self.digits()).unwrap_or_default();
        room.fill(b'0');
        fill(room, message)
    }
}

/// Whether a field holds a signature that was prepared and waits for its value.
pub(super) fn waits(file: &File<'_>, field: &Field) -> bool {
    signature(field).and_then(|signature| Covered::read(file, signature)).is_some_and(|covered| covered.is_empty(file.bytes()))
}

/// A signature in a file that waits for its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its field.
    pub field: String,
    covered: Covered,
}

impl Waiting {
    /// The signature of a file that waits for its value: the newest, which covers all but its own contents.
    pub fn find(file: &File<'_>, fields: &[Field]) -> Result<Self, Fault> {
        for field in fields {
            let Some(covered) = signature(field).and_then(|signature| Covered::read(file, signature)) else { continue };
            if covered.is_empty(file.bytes()) && covered.is_whole(file.bytes().len()) {
                return Ok(Self { field: field.name.clone(), covered });
            }
        }
        Err(Fault::NothingPrepared)
    }

    /// Everything but the contents.
    pub fn covered<'b>(&self, bytes: &'b [u8]) -> [&'b [u8]; 2] {
        self.covered.parts(bytes)
    }

    /// The digest of everything but the contents.
    pub fn digest(&self, bytes: &[u8], algorithm: Digest) -> Vec<u8> {
        algorithm.of_parts(&self.covered.parts(bytes))
    }

    /// How many bytes the message may have.
    pub fn room(&self) -> usize {
        self.covered.room()
    }

    /// The file with the message in its place.
    pub fn embed(&self, mut bytes: Vec<u8>, message: &[u8]) -> Result<Vec<u8>, Fault> {
        self.covered.fill(&mut bytes, message)?;
        Ok(bytes)
    }
}
