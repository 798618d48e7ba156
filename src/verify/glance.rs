//! What verifying must know of every object of a file, read once however many signatures ask.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::pdf::{Dictionary, Entry, Extent, Fault, File, Object, Reference};

use super::place::{Way, ways};
use super::revision::holds_objects;
use super::work::{Work, references};

const SECOND: &str = "a second document";
const PAGES: &str = "pages";
const UNSAID: &str = "something that says only elsewhere what it is";

/// What an object looks like.
#[derive(Debug)]
pub(super) struct Glance {
    /// The offset after its `endobj`; absent where it stands in an object stream, or nowhere.
    pub(super) end: Option<usize>,
    /// What it refers to.
    pub(super) references: Box<[Reference]>,
    /// By which keys it does so, each in the same place.
    pub(super) ways: Box<[Way]>,
    /// Whether it is a signature dictionary.
    pub(super) is_signature: bool,
    /// What it could show in the place of something else.
    pub(super) could_show: Option<&'static str>,
    /// Whether it does something by itself, or when it is used, that may change what is shown.
    pub(super) acts: bool,
    /// Whether a reader that searches the file would find objects in its data.
    pub(super) holds_objects: bool,
    cost: usize,
}

/// The objects that were looked at, by their numbers and where they stand: versions of a file share the bytes that they have in common.
#[derive(Debug, Default)]
pub(super) struct Glances {
    known: RefCell<HashMap<(u32, usize), Rc<Glance>>>,
    /// What is left to be looked at.
    pub(super) work: Work,
}

impl Glances {
    /// A look at an object of a version of the file. Each costs, also one at an object that is known.
    pub(super) fn of(&self, file: &File<'_>, reference: Reference) -> Result<Rc<Glance>, Fault> {
        let offset = match file.locate(reference.number)? {
            Some(Entry::At { offset, generation }) if generation == reference.generation => offset,
            _ => {
                let glance = Glance::new(&file.object(reference)?, None);
                self.work.spend(glance.cost)?;
                return Ok(Rc::new(glance));
            }
        };
        let key = (reference.number, offset);
        if let Some(known) = self.known.borrow().get(&key) {
            self.work.spend(known.references.len() + 1)?;
            return Ok(Rc::clone(known));
        }
        let Some(Extent { whole, object, .. }) = file.extent(reference)? else { return Ok(Rc::new(Glance::new(&Object::Null, None))) };
        let data = object.as_stream().and_then(|stream| file.bytes().get(stream.data.clone()));
        let glance = Rc::new(Glance { holds_objects: data.is_some_and(holds_objects), ..Glance::new(&object, Some(whole.end)) });
        self.work.spend(glance.cost)?;
        // A stream whose length is told elsewhere may end elsewhere in another version.
        let ends_alike = object.as_stream().is_none_or(|stream| matches!(stream.dictionary.get("Length"), Some(Object::Integer(_))));
        if ends_alike {
            self.known.borrow_mut().insert(key, Rc::clone(&glance));
        }
        Ok(glance)
    }
}

impl Glance {
    /// Whether a reader that searches the file for a document or for pages could take it for one.
    pub(super) fn is_document(&self) -> bool {
        matches!(self.could_show, Some(SECOND | PAGES | UNSAID))
    }

    fn new(object: &Object, end: Option<usize>) -> Self {
        let mut found = Vec::new();
        let cost = references(object, &mut |reference| found.push(reference));
        let mut by = Vec::with_capacity(found.len());
        ways(object, Way::default(), &mut |way| by.push(way));
        let has = |key| object.as_dictionary().is_some_and(|dictionary| dictionary.get(key).is_some());
        Self {
            end,
            references: found.into(),
            ways: by.into(),
            is_signature: has("ByteRange") && has("Contents"),
            could_show: could_show(object),
            acts: acts(object),
            holds_objects: false,
            cost,
        }
    }
}

fn could_show(object: &Object) -> Option<&'static str> {
    let dictionary = object.as_dictionary()?;
    if matches!(dictionary.get("Type"), Some(Object::Reference(_))) {
        return Some(UNSAID);
    }
    let kind = |key| dictionary.get(key).and_then(Object::as_name);
    let has = |key| dictionary.get(key).is_some();
    match (kind("Type"), kind("Subtype")) {
        (Some(b"Catalog"), _) => Some(SECOND),
        (Some(b"Page" | b"Pages"), _) => Some(PAGES),
        (Some(b"Annot"), _) | (_, Some(b"Widget" | b"FreeText" | b"Stamp")) => Some("something to be laid over a page"),
        // Readers go by what such an object holds, where it does not say what it is.
        (None, _) if has("Pages") => Some(SECOND),
        (None, _) if has("Kids") && has("Count") || has("MediaBox") => Some(PAGES),
        _ => None,
    }
}

/// Whether a value, or one within it, holds scripts or other actions that may change what is shown (ISO 32000-2, 12.6.3 and 12.6.4).
fn acts(object: &Object) -> bool {
    const CHANGING: [&str; 6] = ["JavaScript", "Hide", "SetOCGState", "ResetForm", "ImportData", "Rendition"];
    let within = |dictionary: &Dictionary| {
        let kind = dictionary.get("S");
        dictionary.get("AA").is_some()
            || kind.is_some_and(|kind| CHANGING.iter().any(|name| kind.is_name(name)))
            || dictionary.iter().any(|(_, value)| acts(value))
    };
    match object {
        Object::Dictionary(dictionary) => within(dictionary),
        Object::Array(elements) => elements.iter().any(acts),
        _ => false,
    }
}
