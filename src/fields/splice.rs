//! Writing a file of one revision anew with some of its objects changed; the bytes of every other object stay as they are.

use std::collections::BTreeMap;

use crate::pdf::{Entry, Fault, File, Object, Reference, Section, write_object};

/// Objects to change in a file of one revision, and to add to it.
#[derive(Debug)]
pub(super) struct Splice<'f, 'b> {
    file: &'f File<'b>,
    /// Everything between `obj` and `endobj`, by object number.
    bodies: BTreeMap<u32, Vec<u8>>,
    next: u32,
}

impl<'f, 'b> Splice<'f, 'b> {
    pub(super) fn new(file: &'f File<'b>) -> Self {
        Self { file, bodies: BTreeMap::new(), next: file.next_number() }
    }

    /// A name for a new object.
    pub(super) fn allocate(&mut self) -> Reference {
        self.next += 1;
        Reference::new(self.next - 1)
    }

    /// Writes an object anew, or for the first time.
    pub(super) fn set(&mut self, reference: Reference, body: Vec<u8>) {
        self.bodies.insert(reference.number, body);
    }

    /// The whole file, with one cross-reference table.
    pub(super) fn finish(self) -> Result<Vec<u8>, Fault> {
        let bytes = self.file.bytes();
        let mut places = self.places()?;
        places.sort_unstable();
        let body_end = self.file.sections().first().map_or(bytes.len(), |section| section.offset);
        let head = places.first().map_or(body_end, |(offset, _)| *offset);
        let mut out = Vec::with_capacity(bytes.len() + 24 * 1024);
        out.extend_from_slice(bytes.get(..head).unwrap_or_default());
        let mut offsets = vec![None; self.next as usize];
        for (at, (offset, number)) in places.iter().enumerate() {
            let end = places.get(at + 1).map_or(body_end, |(next, _)| *next);
            note(&mut offsets, *number, out.len());
            match self.bodies.get(number) {
                Some(body) => push_object(*number, body, &mut out),
                None => out.extend_from_slice(bytes.get(*offset..end).unwrap_or_default()),
            }
        }
        for (number, body) in &self.bodies {
            if offsets.get(*number as usize) == Some(&None) {
                note(&mut offsets, *number, out.len());
                push_object(*number, body, &mut out);
            }
        }
        self.cross_references(&offsets, &mut out);
        Ok(out)
    }

    /// The offsets and numbers of the file's objects.
    fn places(&self) -> Result<Vec<(usize, u32)>, Fault> {
        let mut places = Vec::with_capacity(self.next as usize);
        for number in self.file.sections().iter().flat_map(Section::numbers).flatten() {
            if let Some(Entry::At { offset, .. }) = self.file.locate(number)? {
                places.push((offset, number));
            }
        }
        Ok(places)
    }

    /// Appends the table, the trailer and the end (ISO 32000-2, 7.5.4).
    fn cross_references(&self, offsets: &[Option<usize>], out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f\r\n", offsets.len()).as_bytes());
        for offset in offsets.iter().skip(1) {
            match offset {
                Some(offset) => push_entry(*offset, out),
                None => out.extend_from_slice(b"0000000000 00000 f\r\n"),
            }
        }
        let mut trailer = self.file.trailer().clone();
        trailer.set("Size", Object::Integer(i64::from(self.next)));
        out.extend_from_slice(b"trailer\n");
        write_object(&Object::Dictionary(trailer), out);
        out.extend_from_slice(format!("\nstartxref\n{start}\n%%EOF\n").as_bytes());
    }
}

fn note(offsets: &mut [Option<usize>], number: u32, offset: usize) {
    if let Some(place) = offsets.get_mut(number as usize) {
        *place = Some(offset);
    }
}

/// Ten digits, without a formatter: files have thousands of entries.
fn push_entry(offset: usize, out: &mut Vec<u8>) {
    let mut line = *b"0000000000 00000 n\r\n";
    let mut rest = offset;
    for digit in line.iter_mut().take(10).rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    out.extend_from_slice(&line);
}

fn push_object(number: u32, body: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    out.extend_from_slice(body);
    out.extend_from_slice(b"\nendobj\n");
}
