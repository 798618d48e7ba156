//! Every place that a link can name, in all of a brand's documents.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::path;
use crate::brand::Brand;
use crate::document::{Anchor, Block, Document, Inline, Number, Part, plain_text, walk};
use crate::project::{Format, Policy, Project};

/// What stands at an anchor.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Its number.
    pub(super) number: Option<Number>,
    /// Whether it is a schedule's own heading.
    pub(super) schedule: bool,
    /// Its words, where it is a heading or a term.
    pub(super) words: Option<String>,
    /// Whether a link from another file may name it.
    pub(super) explicit: bool,
}

/// A document that links can lead to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// Its title without the house style's end.
    pub(super) title: String,
    /// Its places, by their anchors.
    pub(super) places: HashMap<String, Place>,
}

/// Every place that a link can name.
pub(super) struct Index<'a> {
    pub(super) project: &'a Project,
    pub(super) brand: &'a Brand,
    /// The documents of the brand, by policy id.
    pub(super) documents: BTreeMap<String, Arc<Entry>>,
    /// The documents that an edition in another language lacks, as the main edition has them.
    pub(super) originals: BTreeMap<String, Arc<Entry>>,
}

impl<'a> Index<'a> {
    /// The places in a brand's documents; and for an edition in another language those in the `main` edition's, which are resolved already.
    pub(super) fn new<'d>(project: &'a Project, brand: &'a Brand, documents: impl Iterator<Item = &'d Document>, main: &[&Document]) -> Self {
        let named = |document: &Document| (document.meta.id.clone(), Arc::new(entry(document, brand)));
        let documents: BTreeMap<_, _> = documents.map(named).collect();
        let lacking = main.iter().filter(|document| !documents.contains_key(&document.meta.id));
        let originals = lacking.map(|document| named(document)).collect();
        Self { project, brand, documents, originals }
    }

    /// A document that a link may lead to.
    pub(super) fn document(&self, id: &str) -> Option<&Entry> {
        self.documents.get(id).or_else(|| self.originals.get(id)).map(AsRef::as_ref)
    }

    /// The source of a policy, or what the main edition has in its place.
    pub(super) fn policy(&self, id: &str) -> Option<&Policy> {
        self.project.policy(self.brand, id).or_else(|| self.project.original(self.brand, id))
    }

    /// The same places, but for one document those of another version of it.
    pub(super) fn with(&self, document: &Document) -> Self {
        let mut documents = self.documents.clone();
        documents.insert(document.meta.id.clone(), Arc::new(entry(document, self.brand)));
        Self { project: self.project, brand: self.brand, documents, originals: self.originals.clone() }
    }

    /// The folder below `sources/` that links of a policy count from.
    pub(super) fn folder(&self, id: &str) -> &str {
        let file = self.policy(id).map(|policy| self.project.sources.file(policy.file).path());
        path::folder(file.unwrap_or_default())
    }

    /// The formats a policy is made in.
    pub(super) fn formats(&self, id: &str) -> &[Format] {
        self.policy(id).map_or(&[], |policy| self.project.formats_of(policy))
    }

    /// The ids of all policies of the project.
    pub(super) fn known(&self) -> impl Iterator<Item = &str> {
        self.project.all_policies().map(|policy| policy.id.as_str())
    }
}

pub(super) fn entry(document: &Document, brand: &Brand) -> Entry {
    let title = brand.theme.plain_title(&document.meta.title);
    let mut entry = Entry { title: title.to_owned(), places: HashMap::new() };
    walk(&document.blocks, &mut |part| entry.part(part));
    entry
}

impl Entry {
    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Block(Block::Heading(heading)) => {
                self.add(heading.anchor.as_ref(), heading.number.as_ref(), heading.schedule, Some(plain_text(&heading.content)));
            }
            Part::Item(item) => self.add(item.anchor.as_ref(), item.number.as_ref(), false, None),
            Part::Inline(Inline::Term { anchor, content }) => {
                let place = Place { number: None, schedule: false, words: Some(plain_text(content)), explicit: true };
                self.places.insert(anchor.clone(), place);
            }
            Part::Block(_) | Part::Inline(_) => {}
        }
    }

    fn add(&mut self, anchor: Option<&Anchor>, number: Option<&Number>, schedule: bool, words: Option<String>) {
        if let Some(anchor) = anchor {
            let place = Place { number: number.cloned(), schedule, words, explicit: anchor.explicit };
            self.places.insert(anchor.id.clone(), place);
        }
    }
}
