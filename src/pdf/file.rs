//! A PDF as its last update leaves it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::allowance::Allowance;
use super::ending::Ending;
use super::fault::{Fault, FaultKind};
use super::filter::{MOST_BYTES, inflate, unpredict};
use super::lexer::is_white;
use super::object::{Dictionary, Object, Reference, Stream};
use super::object_stream::ObjectStream;
use super::parser::{Indirect, Parser, parse_value};
use super::xref::{Entry, Form, HIGHEST, Section};

/// How many sections a file may have: the original and its updates.
const MOST_SECTIONS: usize = 1024;
/// How many bytes the streams of one file may come to while it is read.
const BUDGET: usize = 256 << 20;
/// How many references may lead on to one another.
const MOST_STEPS: usize = 16;
/// How often it is asked whether older sections speak of what a hybrid file hides from old readers.
const MOST_QUESTIONS: usize = 1 << 22;
/// The highest size of a file that all readers take: they set the bound for object numbers lower than the standard does.
const MOST_SIZE: u32 = 1 << 22;

/// Where an object lies in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// From its number to its `endobj`.
    pub whole: Range<usize>,
    /// Its value; of a stream its dictionary.
    pub value: Range<usize>,
    /// What it is.
    pub object: Object,
}

/// A PDF: its bytes, and what they say of where its objects are.
#[derive(Debug)]
pub struct File<'b> {
    bytes: &'b [u8],
    /// Newest first; never empty.
    sections: Vec<Section>,
    end: usize,
    streams: Mutex<BTreeMap<u32, Arc<ObjectStream>>>,
    decoded: AtomicUsize,
}

impl<'b> File<'b> {
    /// Reads the cross-reference sections of a file. An encrypted file is refused: neither its strings nor its streams say what stands in them.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        if !bytes.starts_with(b"%PDF-") {
            return Err(Fault::new(0, FaultKind::NoHeader));
        }
        let ending = Ending::last(bytes)?;
        let mut sections = chain(bytes, ending.section)?;
        sizes(&mut sections)?;
        nothing_hidden(bytes, &sections)?;
        let file = Self::of(bytes, sections, ending.end);
        if file.is_encrypted() { Err(Fault::new(ending.end, FaultKind::Encrypted)) } else { Ok(file) }
    }

    fn of(bytes: &'b [u8], sections: Vec<Section>, end: usize) -> Self {
        Self { bytes, sections, end, streams: Mutex::default(), decoded: AtomicUsize::new(0) }
    }

    /// The file as it was when it ended at an offset. What both have in common is not read again.
    pub fn earlier(&self, end: usize) -> Result<Self, Fault> {
        let bytes = self.bytes.get(..end).unwrap_or(self.bytes);
        let ending = Ending::last(bytes)?;
        let known = self.sections.iter().position(|section| section.offset == ending.section).and_then(|at| self.sections.get(at..));
        match known.filter(|sections| sections.iter().all(|section| section.reach <= bytes.len())) {
            Some(sections) => Ok(Self::of(bytes, sections.to_vec(), ending.end)),
            None => Self::open(bytes),
        }
    }

    /// The numbers of the objects in an object stream, as its own head lists them.
    pub fn held_by(&self, container: u32) -> Result<Vec<u32>, Fault> {
        Ok(self.container(container, 0)?.numbers().collect())
    }

    /// All bytes.
    pub fn bytes(&self) -> &'b [u8] {
        self.bytes
    }

    /// The offset after the last `%%EOF` and its line's end; bytes after it belong to nothing.
    pub fn end(&self) -> usize {
        self.end
    }

    /// The cross-reference sections, newest first.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// How the newest section is written.
    pub fn form(&self) -> Form {
        self.sections.first().map_or(Form::Table, |section| section.form)
    }

    /// The newest trailer.
    pub fn trailer(&self) -> &Dictionary {
        static EMPTY: Dictionary = Dictionary { entries: Vec::new() };
        self.sections.first().map_or(&EMPTY, |section| section.trailer.as_ref())
    }

    /// Whether the file's strings and streams are encrypted.
    fn is_encrypted(&self) -> bool {
        self.sections.iter().any(|section| section.trailer.get("Encrypt").is_some_and(|value| *value != Object::Null))
    }

    /// The first object number that nothing in the file uses.
    pub fn next_number(&self) -> u32 {
        let sizes = self.sections.iter().filter_map(Section::size);
        let used = self.sections.iter().flat_map(Section::numbers).map(|numbers| numbers.end);
        sizes.chain(used).max().unwrap_or(1).clamp(1, HIGHEST)
    }

    /// The numbers of all objects that are in use, in order.
    pub fn numbers(&self) -> Result<Vec<u32>, Fault> {
        let mut numbers = BTreeMap::new();
        for section in &self.sections {
            for number in section.numbers().flatten() {
                if let btree_map::Entry::Vacant(place) = numbers.entry(number) {
                    place.insert(!matches!(section.entry(self.bytes, number)?, None | Some(Entry::Free)));
                }
            }
        }
        Ok(numbers.into_iter().filter_map(|(number, is_used)| is_used.then_some(number)).collect())
    }

    /// Where an object is; `None` where no section speaks of it.
    pub fn locate(&self, number: u32) -> Result<Option<Entry>, Fault> {
        for section in &self.sections {
            if let Some(entry) = section.entry(self.bytes, number)? {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// An object; null where there is none of that name (7.3.10).
    pub fn object(&self, reference: Reference) -> Result<Object, Fault> {
        self.read(reference, 0)
    }

    fn read(&self, reference: Reference, depth: usize) -> Result<Object, Fault> {
        if depth > MOST_STEPS {
            return Err(Fault::new(0, FaultKind::Circle));
        }
        match self.locate(reference.number)? {
            Some(Entry::At { offset, generation }) if generation == reference.generation => Ok(self.indirect(reference, offset, depth)?.value),
            Some(Entry::Inside { container, index }) if reference.generation == 0 => {
                let stream = self.container(container, depth)?;
                let at = stream.place(reference.number, index).ok_or(Fault::new(0, FaultKind::Misplaced(reference.number)))?;
                Ok(parse_value(&stream.data, at)?.0)
            }
            _ => Ok(Object::Null),
        }
    }

    fn indirect(&self, reference: Reference, offset: usize, depth: usize) -> Result<Indirect, Fault> {
        let misplaced = Fault::new(offset, FaultKind::Misplaced(reference.number));
        let white = self.bytes.get(offset..).unwrap_or_default().iter().take_while(|byte| is_white(**byte)).count();
        if !self.bytes.get(offset + white).is_some_and(u8::is_ascii_digit) {
            return Err(misplaced);
        }
        let indirect = Parser::new(self.bytes, offset + white).indirect(|length| self.read(length, depth + 1))?;
        if indirect.reference == reference { Ok(indirect) } else { Err(misplaced) }
    }

    /// The bytes of an object's value as they stand in the file, to be written anew with changes. Empty where there is no such object; a stream is refused, since
    /// its data would be lost, and with an object stream all objects in it.
    pub fn raw(&self, reference: Reference) -> Result<Cow<'b, [u8]>, Fault> {
        match self.locate(reference.number)? {
            Some(Entry::At { offset, generation }) if generation == reference.generation => {
                let Indirect { value, body, .. } = self.indirect(reference, offset, 0)?;
                if matches!(value, Object::Stream(_)) {
                    return Err(Fault::new(offset, FaultKind::Syntax("a dictionary and not a stream")));
                }
                Ok(Cow::Borrowed(self.bytes.get(body).unwrap_or_default()))
            }
            Some(Entry::Inside { container, index }) if reference.generation == 0 => {
                let stream = self.container(container, 0)?;
                let at = stream.place(reference.number, index).ok_or(Fault::new(0, FaultKind::Misplaced(reference.number)))?;
                let (_, end) = parse_value(&stream.data, at)?;
                Ok(Cow::Owned(stream.data.get(at..end).unwrap_or_default().to_vec()))
            }
            _ => Ok(Cow::Borrowed(&[])),
        }
    }

    /// Where an object lies in the file; `None` where it lies in an object stream or nowhere.
    pub fn extent(&self, reference: Reference) -> Result<Option<Extent>, Fault> {
        match self.locate(reference.number)? {
            Some(Entry::At { offset, generation }) if generation == reference.generation => {
                let indirect = self.indirect(reference, offset, 0)?;
                Ok(Some(Extent { whole: offset..indirect.end, value: indirect.body, object: indirect.value }))
            }
            _ => Ok(None),
        }
    }

    /// The object stream of a number; `None` where it cannot be read.
    pub(super) fn object_stream(&self, number: u32) -> Option<Arc<ObjectStream>> {
        self.container(number, 0).ok()
    }

    fn container(&self, number: u32, depth: usize) -> Result<Arc<ObjectStream>, Fault> {
        if let Some(known) = self.streams.lock().unwrap_or_else(PoisonError::into_inner).get(&number) {
            return Ok(Arc::clone(known));
        }
        // An object stream never lies in another.
        let Some(Entry::At { offset, generation }) = self.locate(number)? else { return Err(Fault::new(0, FaultKind::Misplaced(number))) };
        let object = self.indirect(Reference { number, generation }, offset, depth)?.value;
        let stream = object.as_stream().ok_or(Fault::new(offset, FaultKind::Misplaced(number)))?;
        // How it is to be read must not depend on what lies in it, or in another stream like it.
        if ["Filter", "DecodeParms"].iter().any(|key| stream.dictionary.get(key).is_some_and(leads_elsewhere)) {
            return Err(Fault::new(offset, FaultKind::Filter));
        }
        let data = self.data(stream)?.into_owned();
        let read = Arc::new(ObjectStream::read(data, &stream.dictionary, offset)?);
        self.streams.lock().unwrap_or_else(PoisonError::into_inner).insert(number, Arc::clone(&read));
        Ok(read)
    }

    /// A value, followed where it is a reference.
    pub fn resolve(&self, object: &Object) -> Result<Object, Fault> {
        let mut object = Cow::Borrowed(object);
        for _ in 0..MOST_STEPS {
            let Object::Reference(reference) = object.as_ref() else { return Ok(object.into_owned()) };
            object = Cow::Owned(self.object(*reference)?);
        }
        Err(Fault::new(0, FaultKind::Circle))
    }

    /// The value under a key of a dictionary, followed where it is a reference; null where there is none.
    pub fn get(&self, dictionary: &Dictionary, key: &str) -> Result<Object, Fault> {
        dictionary.get(key).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// The bytes of a stream, decoded where its filter is Flate; a fault for every other filter.
    pub fn data(&self, stream: &Stream) -> Result<Cow<'b, [u8]>, Fault> {
        let at = stream.data.start;
        let bytes = self.bytes.get(stream.data.clone()).unwrap_or_default();
        let fault = || Fault::new(at, FaultKind::Filter);
        let filter = match self.get(&stream.dictionary, "Filter")? {
            Object::Array(array) if array.is_empty() => Object::Null,
            Object::Array(array) if array.len() == 1 => self.resolve(array.first().unwrap_or(&Object::Null))?,
            other => other,
        };
        if filter == Object::Null {
            return Ok(Cow::Borrowed(bytes));
        }
        if !filter.is_name("FlateDecode") {
            return Err(fault());
        }
        let left = BUDGET.saturating_sub(self.decoded.load(Ordering::Relaxed)).min(MOST_BYTES);
        let data = inflate(bytes, left).ok_or_else(fault)?;
        self.decoded.fetch_add(data.len(), Ordering::Relaxed);
        let parameters = match self.get(&stream.dictionary, "DecodeParms")? {
            Object::Array(array) => self.resolve(array.first().unwrap_or(&Object::Null))?,
            other => other,
        };
        match parameters {
            Object::Null => Ok(Cow::Owned(data)),
            Object::Dictionary(parameters) => unpredict(data, &parameters).map(Cow::Owned).ok_or_else(fault),
            _ => Err(fault()),
        }
    }

    /// The catalog and its name (7.7.2).
    pub fn catalog(&self) -> Result<(Reference, Dictionary), Fault> {
        let missing = Fault::new(self.end, FaultKind::Missing("catalog"));
        let reference = self.trailer().get("Root").and_then(Object::as_reference).ok_or(missing.clone())?;
        match self.object(reference)? {
            Object::Dictionary(dictionary) => Ok((reference, dictionary)),
            _ => Err(missing),
        }
    }
}

/// Whether a value is a reference, or holds one.
fn leads_elsewhere(value: &Object) -> bool {
    match value {
        Object::Reference(_) => true,
        Object::Array(array) => array.iter().any(leads_elsewhere),
        Object::Dictionary(dictionary) => dictionary.iter().any(|(_, value)| leads_elsewhere(value)),
        _ => false,
    }
}

/// The sections that lead from the newest back to the original.
fn chain(bytes: &[u8], newest: usize) -> Result<Vec<Section>, Fault> {
    let mut sections = Vec::new();
    let mut seen = BTreeSet::new();
    let mut allowance = Allowance::default();
    let mut next = Some(newest);
    while let Some(offset) = next {
        if !seen.insert(offset) {
            return Err(Fault::new(offset, FaultKind::CrossReferenceLoop));
        }
        if sections.len() == MOST_SECTIONS {
            return Err(Fault::new(offset, FaultKind::TooMuch("updates")));
        }
        let section = Section::read(bytes, offset, &mut allowance)?;
        next = match section.trailer.get("Prev") {
            None => None,
            Some(at) => {
                let at = at.as_integer().and_then(|at| usize::try_from(at).ok());
                Some(at.ok_or(Fault::new(offset, FaultKind::CrossReferences))?)
            }
        };
        sections.push(section);
    }
    Ok(sections)
}

/// Holds each section to a size beyond all numbers that it and those before it list; one that says none is refused.
fn sizes(sections: &mut [Section]) -> Result<(), Fault> {
    let mut beyond = 0;
    for section in sections.iter_mut().rev() {
        let size = section.size().ok_or(Fault::new(section.offset, FaultKind::CrossReferences))?;
        beyond = section.numbers().map(|numbers| numbers.end).fold(beyond, u32::max);
        if size < beyond || size > MOST_SIZE {
            section.doubt = Some("it gives the file a wrong size");
        }
    }
    Ok(())
}

/// Refuses a file in which a table hides an object from old readers that an older section shows them elsewhere.
fn nothing_hidden(bytes: &[u8], sections: &[Section]) -> Result<(), Fault> {
    let mut questions = 0_usize;
    for (index, section) in sections.iter().enumerate() {
        let older = sections.get(index + 1..).unwrap_or_default();
        for number in section.unveiled(bytes)? {
            questions += older.len();
            if questions > MOST_QUESTIONS {
                return Err(Fault::new(section.offset, FaultKind::TooMuch("entries in the tables of its objects")));
            }
            for section in older {
                if !matches!(section.entry(bytes, number)?, None | Some(Entry::Free)) {
                    return Err(Fault::new(section.offset, FaultKind::TwoDocuments));
                }
            }
        }
    }
    Ok(())
}
