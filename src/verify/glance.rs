//! What verifying must know of every object of a file, read once however many signatures ask.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::pdf::{Entry, Extent, Fault, File, Object, Reference};

use super::work::{Work, references};

/// What an object looks like.
#[derive(Debug)]
pub(super) struct Glance {
    /// The offset after its `endobj`; absent where it stands in an object stream, or nowhere.
    pub(super) end: Option<usize>,
    /// What it refers to.
    pub(super) references: Box<[Reference]>,
    /// Whether it is a signature dictionary.
    pub(super) is_signature: bool,
    /// What it could show in the place of something else.
    pub(super) could_show: Option<&'static str>,
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
        let glance = Rc::new(Glance::new(&object, Some(whole.end)));
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
    fn new(object: &Object, end: Option<usize>) -> Self {
        let mut found = Vec::new();
        let cost = references(object, &mut |reference| found.push(reference));
        let has = |key| object.as_dictionary().is_some_and(|dictionary| dictionary.get(key).is_some());
        Self { end, references: found.into(), is_signature: has("ByteRange") && has("Contents"), could_show: could_show(object), cost }
    }
}

fn could_show(object: &Object) -> Option<&'static str> {
    let dictionary = object.as_dictionary()?;
    let kind = |key| dictionary.get(key).and_then(Object::as_name);
    let has = |key| dictionary.get(key).is_some();
    match (kind("Type"), kind("Subtype")) {
        (Some(b"Catalog"), _) => Some("a second document"),
        (Some(b"Page" | b"Pages"), _) => Some("pages"),
        (Some(b"Annot"), _) | (_, Some(b"Widget" | b"FreeText" | b"Stamp")) => Some("something to be laid over a page"),
        // Readers go by what such an object holds, where it does not say what it is.
        (None, _) if has("Pages") => Some("a second document"),
        (None, _) if has("Kids") && has("Count") || has("MediaBox") => Some("pages"),
        _ => None,
    }
}
