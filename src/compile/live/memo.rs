//! What is remembered from one snapshot to the next: documents that nothing they follow from has touched are not compiled again.
//!
//! Only the last release is remembered, which had no error. A document is taken over where its source says of itself what it said, and none of the files it read has
//! changed; and none at all where anything but the texts of sources and partials has, since that may reach every document. Its links are taken over where no other document
//! of its brand has shown another face to them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::brand::Brand;
use crate::cache::Key;
use crate::compile::front::{BrandSet, Entry, Front};
use crate::diag::{Diagnostic, Warned};
use crate::document::Document;
use crate::output::digest::Digest;
use crate::project::{FrontMatter, Policy, Project};
use crate::resolve::{Face, resolve_again, resolve_each};
use crate::snapshot::Snapshot;
use crate::source::FileId;
use crate::world::extension;

/// What is remembered of a release.
#[derive(Debug)]
pub(super) struct Memo {
    ground: Ground,
    /// The documents of each edition, in their order.
    editions: HashMap<String, Vec<Compiled>>,
}

/// What every document may depend on, and the digests of those files on which only those depend that read them.
#[derive(Debug, PartialEq, Eq)]
struct Ground {
    /// The paths of all texts in the order of their ids: places in texts are taken over with the documents.
    texts: Vec<String>,
    /// What is neither the text of a source nor of a partial.
    others: BTreeMap<String, Digest>,
    /// Which policies each edition carries.
    carried: BTreeMap<String, Vec<String>>,
}

/// A document with all that was found on the way to it.
#[derive(Debug, Clone)]
struct Compiled {
    id: String,
    front: FrontMatter,
    read: Arc<Read>,
    parsed: Arc<Document>,
    in_text: Arc<[Diagnostic]>,
    /// What follows from the other documents too.
    settled: Option<Settled>,
}

/// What a document read.
#[derive(Debug)]
struct Read {
    keys: Vec<String>,
    files: Vec<FileId>,
    /// The digests of these files.
    digests: Vec<Option<Digest>>,
    consulted: Vec<String>,
}

#[derive(Debug, Clone)]
struct Settled {
    document: Arc<Document>,
    face: Face,
    key: Key,
    found: Arc<[Diagnostic]>,
}

/// Compiles a project, by what is remembered where that still holds.
pub(super) struct Remembering<'r, 'p> {
    project: &'p Project,
    snapshot: &'r Snapshot,
    front: &'r Front<'p>,
    memo: Option<&'r Memo>,
    ground: Ground,
}

impl<'r, 'p> Remembering<'r, 'p> {
    pub(super) fn new(project: &'p Project, snapshot: &'r Snapshot, front: &'r Front<'p>, memo: Option<&'r Memo>) -> Self {
        let ground = Ground::of(project, snapshot);
        Self { project, snapshot, front, memo: memo.filter(|memo| memo.ground == ground), ground }
    }

    /// The documents of all editions, and what is to be remembered of them.
    pub(super) fn compile(self) -> (Warned<Vec<BrandSet<'p>>>, Memo) {
        let editions: Vec<&'p Brand> = self.project.all_editions().collect();
        let carried = editions.iter().flat_map(|brand| self.project.carried(brand).into_iter().map(|policy| (*brand, policy)));
        let parsed: Vec<_> = carried.collect::<Vec<_>>().into_par_iter().map(|(brand, policy)| (brand.key(), self.parsed(brand, policy))).collect();
        let mut groups: HashMap<String, Vec<Compiled>> = HashMap::new();
        for (edition, compiled) in parsed {
            groups.entry(edition).or_default().push(compiled);
        }
        let (mains, others): (Vec<&Brand>, Vec<&Brand>) = editions.iter().partition(|brand| brand.edition.is_none());
        let settle =
            |brand: &Brand, main: &[Compiled]| (brand.key(), self.settled(brand, groups.get(&brand.key()).cloned().unwrap_or_default(), main));
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
        (joined, Memo { ground: self.ground, editions: done })
    }

    fn remembered(&self, brand: &Brand) -> &[Compiled] {
        self.memo.and_then(|memo| memo.editions.get(&brand.key())).map(Vec::as_slice).unwrap_or_default()
    }

    fn digest(&self, file: FileId) -> Option<Digest> {
        self.snapshot.digest_of(self.project.sources.file(file).path())
    }

    /// A document before it is resolved: remembered, or parsed now.
    fn parsed(&self, brand: &'p Brand, policy: &'p Policy) -> Compiled {
        let is_meant = |compiled: &&Compiled| compiled.id == policy.id && compiled.front == policy.front && self.is_unread_change(&compiled.read);
        if let Some(compiled) = self.remembered(brand).iter().find(is_meant) {
            return compiled.clone();
        }
        let Warned { value: entry, diagnostics } = self.front.parse(brand, policy, None);
        let digests = entry.files.iter().map(|file| self.digest(*file)).collect();
        let read = Read { keys: entry.keys, files: entry.files, digests, consulted: entry.consulted };
        let (id, front) = (policy.id.clone(), policy.front.clone());
        Compiled { id, front, read: Arc::new(read), parsed: entry.document, in_text: diagnostics.into(), settled: None }
    }

    /// Whether nothing has changed that a document read.
    fn is_unread_change(&self, read: &Read) -> bool {
        read.files.iter().zip(&read.digests).all(|(file, digest)| digest.is_some() && self.digest(*file) == *digest)
    }

    /// An edition's documents, resolved: those that changed alone where the others cannot tell, or else all of them.
    fn settled(&self, brand: &'p Brand, documents: Vec<Compiled>, main: &[Compiled]) -> Vec<Compiled> {
        let before = self.remembered(brand);
        let is_as_before = |document: &Compiled, before: &Compiled| document.id == before.id && document.front == before.front;
        let is_alike = before.len() == documents.len() && documents.iter().zip(before).all(|(document, before)| is_as_before(document, before));
        if is_alike && brand.edition.is_none() {
            if let Some(settled) = self.settled_alone(brand, &documents, before) {
                return settled;
            }
        } else if is_alike && documents.iter().all(|document| document.settled.is_some()) && self.faces_stand(brand, main) {
            return documents;
        }
        let originals: Vec<&Document> = main.iter().filter_map(|compiled| compiled.settled.as_ref()).map(|settled| &*settled.document).collect();
        let resolved = resolve_each(self.project, brand, documents.iter().map(|compiled| Document::clone(&compiled.parsed)).collect(), &originals);
        documents.into_iter().zip(resolved).map(|(compiled, resolved)| self.finished(brand, compiled, resolved)).collect()
    }

    /// Whether the main edition shows another one the faces that it showed before.
    fn faces_stand(&self, brand: &Brand, main: &[Compiled]) -> bool {
        let before = self.memo.and_then(|memo| memo.editions.get(&brand.id)).map(Vec::as_slice).unwrap_or_default();
        before.len() == main.len() && main.iter().zip(before).all(|(now, before)| now.id == before.id && now.face() == before.face())
    }

    /// A main edition's documents, of which only those that changed are resolved; `None` where one of these shows the others another face.
    fn settled_alone(&self, brand: &'p Brand, documents: &[Compiled], before: &[Compiled]) -> Option<Vec<Compiled>> {
        let settle = |(document, before): (&Compiled, &Compiled)| {
            if document.settled.is_some() {
                return Some(document.clone());
            }
            let faces = self.remembered(brand).iter().filter_map(|compiled| Some((compiled.id.as_str(), compiled.face()?)));
            let resolved = resolve_again(self.project, brand, faces, Document::clone(&document.parsed));
            (before.face() == Some(&resolved.value.1)).then(|| self.finished(brand, document.clone(), resolved))
        };
        documents.iter().zip(before).map(settle).collect()
    }

    fn finished(&self, brand: &'p Brand, compiled: Compiled, resolved: Warned<(Document, Face)>) -> Compiled {
        let Warned { value: (document, face), mut diagnostics } = resolved;
        let document = Arc::new(document);
        let Some(policy) = self.project.policy(brand, &compiled.id) else { return compiled };
        let entry = compiled.entry(policy, Arc::clone(&document), None);
        diagnostics.extend(self.front.unprintable_in(brand, &entry));
        let settled = Settled { key: entry.key(), document, face, found: diagnostics.into() };
        Compiled { settled: Some(settled), ..compiled }
    }

    /// An edition's documents as everything behind takes them.
    fn set(&self, brand: &'p Brand, documents: &[Compiled]) -> Warned<BrandSet<'p>> {
        let mut found = Vec::new();
        let mut entries = Vec::with_capacity(documents.len());
        for compiled in documents {
            let (Some(settled), Some(policy)) = (&compiled.settled, self.project.policy(brand, &compiled.id)) else { continue };
            found.extend(compiled.in_text.iter().chain(settled.found.iter()).cloned());
            entries.push(compiled.entry(policy, Arc::clone(&settled.document), Some(settled.key)));
        }
        found.extend(self.front.of_edition(brand, &entries));
        Warned { value: BrandSet { brand, entries }, diagnostics: found }
    }
}

impl Compiled {
    fn face(&self) -> Option<&Face> {
        self.settled.as_ref().map(|settled| &settled.face)
    }

    fn entry<'p>(&self, policy: &'p Policy, document: Arc<Document>, key: Option<Key>) -> Entry<'p> {
        let Read { keys, files, consulted, .. } = &*self.read;
        Entry { policy, document, key, keys: keys.clone(), files: files.clone(), consulted: consulted.clone() }
    }
}

impl Ground {
    fn of(project: &Project, snapshot: &Snapshot) -> Self {
        let texts: Vec<String> = project.sources.paths().map(ToOwned::to_owned).collect();
        let others = snapshot.digests().filter(|(path, _)| !is_read_alone(path)).map(|(path, digest)| (path.to_owned(), digest)).collect();
        let carried = project.all_editions().map(|brand| (brand.key(), project.carried(brand).iter().map(|policy| policy.id.clone()).collect()));
        Self { texts, others, carried: carried.collect() }
    }
}

/// Whether a file is the text of a source or a partial: a document follows from those of them that it read, and from no other.
fn is_read_alone(path: &str) -> bool {
    extension(path) == "md"
}
