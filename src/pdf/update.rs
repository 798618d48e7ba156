//! An incremental update: what is appended to a file to change it (ISO 32000-2, 7.5.6).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::dangling::dangling;
use super::fault::{Fault, FaultKind};
use super::file::File;
use super::object::{Dictionary, Object, Reference};
use super::parser::parse_value;
use super::write::{write_name, write_object, write_string};
use super::xref::{Form, HIGHEST};

/// Objects to be written after the end of a file.
#[derive(Debug)]
pub struct Update<'f, 'b> {
    file: &'f File<'b>,
    bodies: BTreeMap<u32, Body>,
    next: u32,
    /// Numbers that no object has and something in the file refers to: a new object of such a number would appear where nothing was.
    dangling: BTreeSet<u32>,
}

#[derive(Debug)]
struct Body {
    generation: u16,
    /// Everything between `obj` and `endobj`.
    bytes: Vec<u8>,
    /// How many of the bytes are the value, before a stream's data.
    value: usize,
}

/// What an update comes to.
#[derive(Debug)]
pub struct Appended {
    /// The bytes that follow those of the file.
    pub bytes: Vec<u8>,
    /// Where the value of each object lies, counted from the beginning of the whole file.
    places: BTreeMap<u32, usize>,
}

impl Appended {
    /// Where an object's value lies, counted in bytes from the beginning of the whole file.
    pub fn place(&self, reference: Reference) -> Option<usize> {
        self.places.get(&reference.number).copied()
    }
}

impl<'f, 'b> Update<'f, 'b> {
    /// An update that changes nothing yet.
    pub fn new(file: &'f File<'b>) -> Result<Self, Fault> {
        let next = file.next_number();
        Ok(Self { file, bodies: BTreeMap::new(), next, dangling: dangling(file, next) })
    }

    /// The file that it is for.
    pub fn file(&self) -> &'f File<'b> {
        self.file
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.bodies.is_empty()
    }

    /// A name for a new object, one that nothing in the file refers to.
    pub fn allocate(&mut self) -> Result<Reference, Fault> {
        self.next = self.free();
        if self.next >= HIGHEST {
            return Err(Fault::new(self.file.end(), FaultKind::TooMuch("objects")));
        }
        self.next += 1;
        Ok(Reference::new(self.next - 1))
    }

    /// The first number that stands for nothing, also in what the file refers to.
    fn free(&self) -> u32 {
        (self.next..HIGHEST).find(|number| !self.dangling.contains(number)).unwrap_or(HIGHEST)
    }

    /// Writes an object anew, or for the first time; `bytes` is its value.
    pub fn set(&mut self, reference: Reference, bytes: Vec<u8>) {
        let value = bytes.len();
        self.put(reference, bytes, value);
    }

    fn put(&mut self, reference: Reference, bytes: Vec<u8>, value: usize) {
        // The size that a trailer states lies above every number, also above those that were not allocated here.
        self.next = self.next.max(reference.number.saturating_add(1));
        self.bodies.insert(reference.number, Body { generation: reference.generation, bytes, value });
    }

    /// Writes a stream; its dictionary gets the length of the data.
    pub fn set_stream(&mut self, reference: Reference, dictionary: &Dictionary, data: &[u8]) {
        let mut dictionary = dictionary.clone();
        dictionary.set("Length", Object::Integer(i64::try_from(data.len()).unwrap_or(i64::MAX)));
        let mut bytes = Vec::with_capacity(data.len() + 256);
        write_object(&Object::Dictionary(dictionary), &mut bytes);
        let value = bytes.len();
        bytes.extend_from_slice(b"\nstream\n");
        bytes.extend_from_slice(data);
        bytes.extend_from_slice(b"\nendstream");
        self.put(reference, bytes, value);
    }

    /// Writes an object whose bytes are ready, a stream's data with them; `value` is the length of what comes before the data.
    pub fn set_whole(&mut self, reference: Reference, bytes: Vec<u8>, value: usize) {
        self.put(reference, bytes, value);
    }

    /// The bytes of an object's value as they will be: those of the update, or those of the file.
    pub fn raw(&self, reference: Reference) -> Result<Cow<'_, [u8]>, Fault> {
        match self.bodies.get(&reference.number).filter(|body| body.generation == reference.generation) {
            Some(body) => Ok(Cow::Borrowed(body.bytes.get(..body.value).unwrap_or_default())),
            None => self.file.raw(reference),
        }
    }

    /// An object as it will be. A stream of the update itself comes back as its dictionary.
    pub fn object(&self, reference: Reference) -> Result<Object, Fault> {
        match self.bodies.get(&reference.number).filter(|body| body.generation == reference.generation) {
            Some(body) => Ok(parse_value(&body.bytes, 0)?.0),
            None => self.file.object(reference),
        }
    }

    /// The bytes to append: the objects, and a cross-reference section of the kind that the file's last one is of.
    pub fn finish(self) -> Appended {
        let start = self.file.bytes().len();
        let mut out = Vec::with_capacity(self.bodies.values().map(|body| body.bytes.len() + 64).sum::<usize>() + 1024);
        // Typst's files end without a line's end, and PDF/A (ISO 19005-2, 6.1.9) wants one before each object.
        if !self.file.bytes().ends_with(b"\n") && !self.file.bytes().ends_with(b"\r") {
            out.push(b'\n');
        }
        let mut places = BTreeMap::new();
        let mut offsets = BTreeMap::new();
        for (number, body) in &self.bodies {
            offsets.insert(*number, (start + out.len(), body.generation));
            out.extend_from_slice(format!("{number} {} obj\n", body.generation).as_bytes());
            places.insert(*number, start + out.len());
            out.extend_from_slice(&body.bytes);
            out.extend_from_slice(b"\nendobj\n");
        }
        let identity = self.identity(&out);
        let section = start + out.len();
        match self.file.form() {
            Form::Table | Form::Hybrid => self.table(&offsets, &identity, &mut out),
            Form::Stream => self.stream(offsets, section, &identity, &mut out),
        }
        out.extend_from_slice(format!("startxref\n{section}\n%%EOF\n").as_bytes());
        Appended { bytes: out, places }
    }

    /// The file's identifier (14.4): the first part stays, the second follows from what is appended.
    fn identity(&self, appended: &[u8]) -> Vec<u8> {
        let old = self.file.trailer().get("ID").and_then(|id| self.file.resolve(id).ok());
        let first = old.as_ref().and_then(Object::as_array).and_then(<[Object]>::first).and_then(Object::as_string);
        let digest = Sha256::digest([first.unwrap_or_default(), appended].concat());
        let new = digest.get(..16).unwrap_or_default();
        let mut out = b"[".to_vec();
        write_string(first.unwrap_or(new), &mut out);
        out.push(b' ');
        write_string(new, &mut out);
        out.push(b']');
        out
    }

    /// The newest trailer's own entries, with the size, the way back and the identifier.
    fn trailer(&self, size: u32, identity: &[u8], out: &mut Vec<u8>) {
        const REPLACED: [&str; 11] = ["Size", "Prev", "ID", "XRefStm", "Type", "W", "Index", "Length", "Filter", "DecodeParms", "DL"];
        for (key, value) in self.file.trailer().iter() {
            if !REPLACED.iter().any(|name| name.as_bytes() == key) {
                write_name(key, out);
                out.push(b' ');
                write_object(value, out);
            }
        }
        let previous = self.file.sections().first().map_or(0, |section| section.offset);
        out.extend_from_slice(format!("/Size {size}/Prev {previous}/ID ").as_bytes());
        out.extend_from_slice(identity);
    }

    fn table(&self, offsets: &BTreeMap<u32, (usize, u16)>, identity: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(b"xref\n");
        for run in runs(offsets.keys().copied()) {
            out.extend_from_slice(format!("{} {}\n", run.start, run.len()).as_bytes());
            for number in run {
                let (offset, generation) = offsets.get(&number).copied().unwrap_or_default();
                out.extend_from_slice(format!("{offset:010} {generation:05} n \n").as_bytes());
            }
        }
        out.extend_from_slice(b"trailer\n<<");
        self.trailer(self.next, identity, out);
        out.extend_from_slice(b">>\n");
    }

    fn stream(&self, mut offsets: BTreeMap<u32, (usize, u16)>, section: usize, identity: &[u8], out: &mut Vec<u8>) {
        let own = self.free();
        offsets.insert(own, (section, 0));
        let mut rows = Vec::with_capacity(offsets.len() * 11);
        for (offset, generation) in offsets.values() {
            rows.push(1);
            rows.extend_from_slice(&(*offset as u64).to_be_bytes());
            rows.extend_from_slice(&generation.to_be_bytes());
        }
        let index: Vec<String> = runs(offsets.keys().copied()).into_iter().map(|run| format!("{} {}", run.start, run.len())).collect();
        out.extend_from_slice(format!("{own} 0 obj\n<</Type /XRef/W [1 8 2]/Index [{}]/Length {}", index.join(" "), rows.len()).as_bytes());
        self.trailer(own + 1, identity, out);
        out.extend_from_slice(b">>\nstream\n");
        out.extend_from_slice(&rows);
        out.extend_from_slice(b"\nendstream\nendobj\n");
    }
}

/// Consecutive numbers as ranges.
fn runs(numbers: impl Iterator<Item = u32>) -> Vec<Range<u32>> {
    let mut runs: Vec<Range<u32>> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(run) if run.end == number => run.end += 1,
            _ => runs.push(number..number + 1),
        }
    }
    runs
}
