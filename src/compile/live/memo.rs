//! What is remembered from one snapshot to the next: documents that nothing they follow from has touched are not compiled again.
//!
//! Only the last release is remembered, which had no error. A document is taken over where its source says of itself what it said, its brand is as it was, and none of the
//! files it read has changed; and none at all where anything has changed that may reach every document: see [`Ground`]. Its links are taken over where none of the documents
//! of its brand that they lead to shows another face.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::ground::Ground;
use crate::brand::Brand;
use crate::cache::Key;
use crate::compile::archive::Remembered;
use crate::compile::front::{BrandSet, Entry, Front};
use crate::compile::workshop::Fittings;
use crate::diag::{Diagnostic, Warned};
use crate::document::Document;
use crate::expand::Parsed;
use crate::output::digest::Digest;
use crate::project::{FrontMatter, Policy, Project};
use crate::resolve::{Face, resolve_again, resolve_each};
use crate::snapshot::Snapshot;
use crate::source::FileId;

/// What is remembered of a release.
#[derive(Debug)]
pub(super) struct Memo {
    ground: Ground,
    /// The project's templates.
    fittings: Arc<Fittings>,
    /// The sources and partials.
    texts: Parsed,
    /// The documents of each edition, in their order.
    editions: HashMap<String, Vec<Compiled>>,
}

impl Memo {
    /// What was made of the project's templates, where these are as they were.
    pub(super) fn fittings(&self, ground: &Ground) -> Option<Arc<Fittings>> {
        self.ground.is_like(ground).then(|| Arc::clone(&self.fittings))
    }

    /// What was parsed of sources and partials.
    pub(super) fn texts(&self) -> &Parsed {
        &self.texts
    }

    /// The editions, as [`Brand::key`] calls them, of brands of which all is as it was in what was remembered before.
    pub(super) fn untouched(&self, before: &Self) -> BTreeSet<String> {
        let is_same = |brand: &Brand| {
            let (now, then) = (self.editions.get(&brand.key()), before.editions.get(&brand.key()));
            now.zip(then).is_some_and(|(now, then)| now.len() == then.len() && now.iter().zip(then).all(|(now, then)| now.is(then)))
        };
        let project = self.ground.project();
        let is_untouched = |brand: &Brand| self.ground.has_like(&before.ground, &brand.id) && project.editions_of(&brand.id).all(is_same);
        if !self.ground.is_like(&before.ground) {
            return BTreeSet::new();
        }
        project.brands.iter().filter(|brand| is_untouched(brand)).flat_map(|brand| project.editions_of(&brand.id)).map(Brand::key).collect()
    }
}

/// A document with all that was found on the way to it.
#[derive(Debug, Clone)]
struct Compiled {
    id: Arc<str>,
    front: Arc<FrontMatter>,
    read: Arc<Read>,
    parsed: Arc<Document>,
    in_text: Arc<[Diagnostic]>,
    /// What follows from the other documents too.
    settled: Option<Settled>,
}

/// What a document read.
#[derive(Debug)]
struct Read {
    /// The brand's values it read, as paths below `brand.`.
    keys: Vec<String>,
    /// The files it read.
    files: Vec<FileId>,
    /// The digests of these files.
    digests: Vec<Option<Digest>>,
    /// The customer's fields that its conditions asked for, in the order in which they first did.
    consulted: Vec<String>,
}

/// What a document comes to among the others of its edition.
#[derive(Debug, Clone)]
struct Settled {
    /// The document, resolved.
    document: Arc<Document>,
    /// What it shows to those that lead to it.
    face: Face,
    /// What it was made from.
    key: Key,
    /// What it is to the archive, as far as that was asked for.
    remembered: Arc<Remembered>,
    /// The ids of the documents that its links lead to.
    linked: Arc<BTreeSet<String>>,
    /// What was found on the way to it.
    found: Arc<[Diagnostic]>,
}

/// Compiles a project, by what is remembered where that still holds.
pub(super) struct Remembering<'r, 'p> {
    project: &'p Project,
    snapshot: &'r Snapshot,
    front: &'r Front<'p>,
    memo: Option<&'r Memo>,
    /// The ids of the brands that are as they were.
    familiar: BTreeSet<&'p str>,
    ground: Ground,
}

impl<'r, 'p> Remembering<'r, 'p> {
    pub(super) fn new(project: &'p Project, snapshot: &'r Snapshot, front: &'r Front<'p>, memo: Option<&'r Memo>, ground: Ground) -> Self {
        let memo = memo.filter(|memo| memo.ground.is_like(&ground));
        let is_like = |brand: &&Brand| memo.is_some_and(|memo| memo.ground.has_like(&ground, &brand.id));
        let familiar = project.brands.iter().filter(is_like).map(|brand| brand.id.as_str()).collect();
        Self { project, snapshot, front, memo, familiar, ground }
    }

    /// The documents of all editions, and what is to be remembered of them beside the templates that they were made by.
    pub(super) fn compile(self, fittings: &Arc<Fittings>) -> (Warned<Vec<BrandSet<'p>>>, Memo) {
        let editions: Vec<&'p Brand> = self.project.all_editions().collect();
        let carried = editions.iter().flat_map(|brand| self.project.carried(brand).into_iter().map(|policy| (*brand, policy)));
        let parsed: Vec<_> = carried.collect::<Vec<_>>().into_par_iter().map(|(brand, policy)| (brand.key(), self.parsed(brand, policy))).collect();
        let mut groups: HashMap<String, Vec<Compiled>> = HashMap::new();
        for (edition, compiled) in parsed {
            groups.entry(edition).or_default().push(compiled);
        }
        let (mains, others): (Vec<&'p Brand>, Vec<&'p Brand>) = editions.iter().partition(|brand| brand.edition.is_none());
        let settle =
            |brand: &'p Brand, main: &[Compiled]| (brand.key(), self.settled(brand, groups.get(&brand.key()).cloned().unwrap_or_default(), main));
        let mut done: HashMap<String, Vec<Compiled>> = mains.par_iter().map(|brand| settle(brand, &[])).collect();
        let others: Vec<_> = others.par_iter().map(|brand| settle(brand, done.get(&brand.id).map_or(&[], Vec::as_slice))).collect();
        done.extend(others);
        let sets = editions.iter().map(|brand| self.set(brand, done.get(&brand.key()).map_or(&[], Vec::as_slice)));
        let sets: Vec<Warned<BrandSet<'p>>> = sets.collect();
        let mut joined = Warned::clean(Vec::with_capacity(sets.len()));
        for set in sets {
            joined.value.push(set.value);
            joined.diagnostics.extend(set.diagnostics);
        }
        joined.diagnostics.extend(self.front.disparities(&joined.value));
        let memo = Memo { fittings: Arc::clone(fittings), texts: self.front.parsed().clone(), ground: self.ground, editions: done };
        (joined, memo)
    }

    fn remembered(&self, brand: &Brand) -> &[Compiled] {
        self.before(brand.id.as_str(), &brand.key())
    }

    fn before(&self, brand: &str, edition: &str) -> &[Compiled] {
        let memo = self.memo.filter(|_| self.familiar.contains(brand));
        memo.and_then(|memo| memo.editions.get(edition)).map(Vec::as_slice).unwrap_or_default()
    }

    fn digest(&self, file: FileId) -> Option<Digest> {
        self.snapshot.digest_of(self.project.sources.file(file).path())
    }

    /// A document before it is resolved: remembered, or parsed now.
    fn parsed(&self, brand: &'p Brand, policy: &'p Policy) -> Compiled {
        let is_meant = |compiled: &&Compiled| *compiled.id == policy.id && *compiled.front == policy.front && self.reads_the_same(&compiled.read);
        if let Some(compiled) = self.remembered(brand).iter().find(is_meant) {
            return compiled.clone();
        }
        let Warned { value: entry, diagnostics } = self.front.parse(brand, policy, None);
        let digests = entry.files.iter().map(|file| self.digest(*file)).collect();
        let read = Read { keys: entry.keys, files: entry.files, digests, consulted: entry.consulted };
        let (id, front) = (policy.id.as_str().into(), Arc::new(policy.front.clone()));
        Compiled { id, front, read: Arc::new(read), parsed: entry.document, in_text: diagnostics.into(), settled: None }
    }

    /// Whether what a document read still says what it said.
    fn reads_the_same(&self, read: &Read) -> bool {
        read.files.iter().zip(&read.digests).all(|(file, digest)| digest.is_some() && self.digest(*file) == *digest)
    }

    /// An edition's documents, resolved: in a main edition those alone that changed and those that lead to them, or else all of them.
    fn settled(&self, brand: &'p Brand, documents: Vec<Compiled>, main: &[Compiled]) -> Vec<Compiled> {
        let before = self.remembered(brand);
        let is_as_before = |document: &Compiled, before: &Compiled| document.id == before.id && document.front == before.front;
        let is_alike = before.len() == documents.len() && documents.iter().zip(before).all(|(document, before)| is_as_before(document, before));
        if brand.edition.is_none() {
            if is_alike {
                return self.settled_again(brand, documents, before);
            }
        } else if is_alike && documents.iter().all(|document| document.settled.is_some()) && self.faces_stand(brand, main) {
            return documents;
        }
        self.settled_anew(brand, documents, main)
    }

    /// An edition's documents, all of them resolved.
    fn settled_anew(&self, brand: &'p Brand, documents: Vec<Compiled>, main: &[Compiled]) -> Vec<Compiled> {
        let originals: Vec<&Document> = main.iter().filter_map(|compiled| compiled.settled.as_ref()).map(|settled| &*settled.document).collect();
        let resolved = resolve_each(self.project, brand, documents.iter().map(|compiled| Document::clone(&compiled.parsed)).collect(), &originals);
        documents.into_iter().zip(resolved).map(|(compiled, resolved)| self.finished(brand, compiled, resolved)).collect()
    }

    /// Whether the main edition shows another one the faces that it showed before.
    fn faces_stand(&self, brand: &Brand, main: &[Compiled]) -> bool {
        let before = self.before(&brand.id, &brand.id);
        before.len() == main.len() && main.iter().zip(before).all(|(now, before)| now.id == before.id && now.face() == before.face())
    }

    /// A main edition's documents, of which only those are resolved that changed, and those whose links lead to one that shows another face now.
    fn settled_again(&self, brand: &'p Brand, mut documents: Vec<Compiled>, before: &[Compiled]) -> Vec<Compiled> {
        let is_new: Vec<bool> = documents.iter().map(|document| document.settled.is_none()).collect();
        let resolve = |document: &Compiled, all: &[Compiled]| {
            let faces = all.iter().filter_map(|compiled| Some((&*compiled.id, compiled.face()?)));
            self.finished(brand, document.clone(), resolve_again(self.project, brand, faces, Document::clone(&document.parsed)))
        };
        for (document, _) in documents.iter_mut().zip(&is_new).filter(|(_, is_new)| **is_new) {
            *document = resolve(document, before);
        }
        let others: BTreeSet<&str> =
            documents.iter().zip(before).filter(|(now, before)| now.face() != before.face()).map(|(now, _)| &*now.id).collect();
        if others.is_empty() {
            return documents;
        }
        // What a new text leads to that another new text brings is not known until all faces are.
        let leads_there = |document: &Compiled| document.settled.as_ref().is_some_and(|settled| others.iter().any(|id| settled.linked.contains(*id)));
        let settle =
            |(document, is_new): (&Compiled, &bool)| if *is_new || leads_there(document) { resolve(document, &documents) } else { document.clone() };
        documents.iter().zip(&is_new).map(settle).collect()
    }

    fn finished(&self, brand: &'p Brand, compiled: Compiled, resolved: Warned<(Document, Face)>) -> Compiled {
        let Warned { value: (document, face), mut diagnostics } = resolved;
        let document = Arc::new(document);
        let Some(policy) = self.project.policy(brand, &compiled.id) else { return compiled };
        let linked = Arc::new(document.linked().into_iter().map(ToOwned::to_owned).collect());
        let entry = compiled.entry(policy, Arc::clone(&document), None);
        diagnostics.extend(self.front.unprintable_in(brand, &entry));
        let settled = Settled { key: entry.key(), remembered: entry.remembered, document, face, linked, found: diagnostics.into() };
        Compiled { settled: Some(settled), ..compiled }
    }

    /// An edition's documents as everything behind takes them.
    fn set(&self, brand: &'p Brand, documents: &[Compiled]) -> Warned<BrandSet<'p>> {
        let mut found = Vec::new();
        let mut entries = Vec::with_capacity(documents.len());
        for compiled in documents {
            let (Some(settled), Some(policy)) = (&compiled.settled, self.project.policy(brand, &compiled.id)) else { continue };
            found.extend(compiled.in_text.iter().chain(settled.found.iter()).cloned());
            entries.push(compiled.entry(policy, Arc::clone(&settled.document), Some(settled)));
        }
        found.extend(self.front.of_edition(brand, &entries));
        Warned { value: BrandSet { brand, entries }, diagnostics: found }
    }
}

impl Compiled {
    /// Whether it is another one, with all that was found on the way to it.
    fn is(&self, other: &Self) -> bool {
        let document = |compiled: &Self| compiled.settled.as_ref().map(|settled| Arc::clone(&settled.document));
        document(self).zip(document(other)).is_some_and(|(one, other)| Arc::ptr_eq(&one, &other))
    }

    fn face(&self) -> Option<&Face> {
        self.settled.as_ref().map(|settled| &settled.face)
    }

    fn entry<'p>(&self, policy: &'p Policy, document: Arc<Document>, settled: Option<&Settled>) -> Entry<'p> {
        let Read { keys, files, consulted, .. } = &*self.read;
        let (key, remembered) = settled.map(|settled| (settled.key, Arc::clone(&settled.remembered))).unzip();
        let remembered = remembered.unwrap_or_default();
        Entry { policy, document, key, remembered, keys: keys.clone(), files: files.clone(), consulted: consulted.clone() }
    }
}
