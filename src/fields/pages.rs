//! The pages of a file and what lies on them (ISO 32000-2, 7.7.3).

use std::collections::BTreeSet;

use crate::pdf::{File, Object, Reference};

use super::fault::Fault;

/// How deep the tree of pages may be.
const DEEPEST: usize = 64;
/// How many pages a file may have.
const MOST_PAGES: usize = 100_000;

/// A page, and the annotations on it.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) reference: Reference,
    pub(super) annotations: Vec<Object>,
}

/// The pages of a file in their order.
pub(super) fn pages(file: &File<'_>) -> Result<Vec<Page>, Fault> {
    let (_, catalog) = file.catalog()?;
    let mut walk = Walk { file, seen: BTreeSet::new(), pages: Vec::new() };
    if let Some(root) = catalog.get("Pages").and_then(Object::as_reference) {
        walk.node(root, 0)?;
    }
    Ok(walk.pages)
}

struct Walk<'f, 'b> {
    file: &'f File<'b>,
    seen: BTreeSet<Reference>,
    pages: Vec<Page>,
}

impl Walk<'_, '_> {
    /// Adds a page, or all pages below a node.
    fn node(&mut self, reference: Reference, depth: usize) -> Result<(), Fault> {
        if depth > DEEPEST || self.pages.len() == MOST_PAGES || !self.seen.insert(reference) {
            return Err(Fault::Tangled("pages"));
        }
        let object = self.file.object(reference)?;
        let Some(dictionary) = object.as_dictionary() else { return Ok(()) };
        if let Object::Array(kids) = self.file.get(dictionary, "Kids")? {
            return kids.iter().filter_map(Object::as_reference).try_for_each(|kid| self.node(kid, depth + 1));
        }
        let annotations = match self.file.get(dictionary, "Annots")? {
            Object::Array(annotations) => annotations,
            _ => Vec::new(),
        };
        self.pages.push(Page { reference, annotations });
        Ok(())
    }
}
