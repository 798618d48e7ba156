//! What a reader that repairs files could find in a later version, beyond the objects that the version's own tables name.
//!
//! Where a reader does not find its way through a file, it searches the bytes for objects, and takes the last of each number: also one that lies within the
//! data of a stream. So a later version must hold nothing that looks like an object, but its objects.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::pdf::{Entry, Fault, File, Form, Object, Reference, Section};

use super::markers::Markers;
use crate::verify::changes::{Change, ChangeKind};
use crate::verify::work::{Work, references};

/// What a version holds, by its tables and by a search.
#[derive(Debug)]
pub(super) struct Leftover {
    place: Range<usize>,
    /// Where the objects stand that were counted.
    counted: BTreeSet<usize>,
    expected: Markers,
    found: Markers,
    /// The number of an object that is written in a way that not all readers understand.
    unusual: Option<u32>,
    /// The number of an object that could be taken for a part of the file that it is not.
    unnamed: Option<u32>,
}

impl Leftover {
    pub(super) fn new(place: Range<usize>) -> Self {
        let expected = Markers { starts: 1, ends: 1, ..Markers::default() };
        Self { place, counted: BTreeSet::new(), expected, found: Markers::default(), unusual: None, unnamed: None }
    }

    /// Counts what belongs to a section of the version, and the objects that it lists.
    pub(super) fn section(&mut self, file: &File<'_>, section: &Section, work: &Work) -> Result<(), Fault> {
        if section.form == Form::Stream {
            self.counted.insert(section.offset);
            self.object_with_stream();
        } else {
            self.expected.tables += 1;
            self.expected.trailers += 1;
        }
        for number in section.numbers().flatten() {
            // Every entry is read, also one that a newer section puts out of force.
            section.entry(file.bytes(), number)?;
            match file.locate(number)? {
                Some(Entry::At { offset, generation }) => self.object(file, Reference { number, generation }, offset, work)?,
                Some(Entry::Inside { .. }) => work.spend(references(&file.object(Reference::new(number))?, &mut |_| {}))?,
                None | Some(Entry::Free) => {}
            }
        }
        Ok(())
    }

    fn object_with_stream(&mut self) {
        self.expected.objects += 1;
        self.expected.object_ends += 1;
        self.expected.streams += 1;
        self.expected.stream_ends += 1;
    }

    fn object(&mut self, file: &File<'_>, reference: Reference, offset: usize, work: &Work) -> Result<(), Fault> {
        let Some(extent) = file.extent(reference)? else { return Ok(()) };
        work.spend(1 + extent.value.len() / 16)?;
        if offset < self.place.start {
            return Ok(());
        }
        let head = format!("{} {} obj", reference.number, reference.generation);
        if !file.bytes().get(offset..).unwrap_or_default().starts_with(head.as_bytes()) {
            self.unusual = Some(reference.number);
        }
        let kind = extent.object.as_stream().and_then(|stream| stream.dictionary.get("Type"));
        let is_section = file.sections().iter().any(|section| section.offset == offset);
        let is_sound = match kind {
            Some(Object::Reference(_)) => false,
            Some(kind) if kind.is_name("XRef") => is_section,
            Some(kind) if kind.is_name("ObjStm") => all_named(file, reference.number)?,
            _ => true,
        };
        if !is_sound {
            self.unnamed = Some(reference.number);
        }
        if self.counted.insert(offset) {
            if extent.object.as_stream().is_some() {
                self.object_with_stream();
            } else {
                self.expected.objects += 1;
                self.expected.object_ends += 1;
            }
        }
        Ok(())
    }

    /// Searches the version's bytes.
    pub(super) fn search(&mut self, bytes: &[u8]) {
        self.found = Markers::of(bytes.get(..self.place.end).unwrap_or_default(), self.place.start);
    }

    /// What is to be said against the version.
    pub(super) fn change(&self) -> Option<Change> {
        let words = "the file holds hidden text that some readers would take for parts of the document";
        let object = self.unnamed.or(self.unusual);
        if self.found == self.expected && object.is_none() {
            return None;
        }
        Some(Change { object: object.map(Reference::new), ..Change::violation(ChangeKind::HiddenObject, words) })
    }
}

/// Whether the file's tables name every object in an object stream as the one that lies there.
fn all_named(file: &File<'_>, container: u32) -> Result<bool, Fault> {
    for (index, number) in file.held_by(container)?.into_iter().enumerate() {
        if file.locate(number)? != Some(Entry::Inside { container, index }) {
            return Ok(false);
        }
    }
    Ok(true)
}
