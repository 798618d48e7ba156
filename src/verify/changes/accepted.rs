//! What a new value brings with it: the objects below a new signature, a text or a comment. They belong to the change that was allowed, and hold no more than
//! it needs.
//!
//! Whatever hangs below an allowed object is out of sight, but not out of reach: readers that repair a file look for documents and pages wherever they lie.
//! And a reference to nothing is enough to make some of them repair it.

use crate::pdf::{Dictionary, Entry, Object, Reference};

use super::change::{Change, ChangeKind};
use super::walk::Walk;
use crate::verify::work::references;

/// What a signature dictionary may hold (ISO 32000-2, table 255), and what programs write there of themselves (Digital Signature Build Dictionary).
const OF_SIGNATURES: [&[u8]; 18] = [
    b"Type",
    b"Filter",
    b"SubFilter",
    b"Contents",
    b"Cert",
    b"ByteRange",
    b"Reference",
    b"Changes",
    b"Name",
    b"M",
    b"Location",
    b"Reason",
    b"ContactInfo",
    b"R",
    b"V",
    b"Prop_Build",
    b"Prop_AuthTime",
    b"Prop_AuthType",
];

impl Walk<'_> {
    /// Whatever a value refers to, and the document does not, belongs to an allowed change.
    pub(super) fn accept(&mut self, value: &Object) {
        self.accept_direct(value);
        let mut open = Vec::new();
        references(value, &mut |reference| open.push(reference));
        while let Some(reference) = open.pop() {
            if self.leads_nowhere(reference) {
                self.refuse_dangling(reference);
            }
            if self.seen.contains(&reference) || self.roles.contains_key(&reference) || !self.fresh.insert(reference) {
                continue;
            }
            let object = self.read(self.now, reference);
            let Some(object) = object.ok().filter(|object| object.as_stream().is_none() && !self.could_be_shown(reference)) else {
                let words = "something was added below a value or a signature that is no part of either, and that a program could show";
                self.note(Change::violation(ChangeKind::HiddenObject, words).of(reference));
                continue;
            };
            self.accept_direct(&object);
            references(&object, &mut |reference| open.push(reference));
        }
    }

    /// A new signature holds nothing that none needs.
    fn accept_direct(&mut self, object: &Object) {
        let is_signature = |dictionary: &&Dictionary| dictionary.get("ByteRange").is_some() || dictionary.get("SubFilter").is_some();
        let Some(dictionary) = object.as_dictionary().filter(is_signature) else { return };
        if dictionary.iter().any(|(key, _)| !OF_SIGNATURES.contains(&key)) {
            let words = "a signature was added that holds more than a signature needs, which a program could show in the place of something else";
            self.note(Change::violation(ChangeKind::HiddenObject, words));
        }
    }

    /// Whether a reader that repairs the file would take an object for a document or for pages.
    pub(super) fn could_be_shown(&self, reference: Reference) -> bool {
        self.glances.of(self.now, reference).map_or(true, |glance| glance.is_document())
    }

    /// Whether a reference leads to no object of the file as it is now, or to another generation of one: some readers repair the file as soon as they follow it.
    pub(super) fn leads_nowhere(&self, reference: Reference) -> bool {
        !match self.now.locate(reference.number) {
            Ok(Some(Entry::At { generation, .. })) => generation == reference.generation,
            Ok(Some(Entry::Inside { .. })) => reference.generation == 0,
            Ok(None | Some(Entry::Free)) | Err(_) => false,
        }
    }

    /// Whether a new value refers to anything that is not there, and what was signed did not.
    pub(super) fn dangles(&self, signed: &Object, now: &Object) -> Option<Reference> {
        let mut nowhere = Vec::new();
        references(now, &mut |reference| nowhere.extend(Some(reference).filter(|reference| self.leads_nowhere(*reference))));
        if !nowhere.is_empty() {
            references(signed, &mut |known| nowhere.retain(|reference| *reference != known));
        }
        nowhere.first().copied()
    }

    /// Notes a reference to nothing as a violation.
    pub(super) fn refuse_dangling(&mut self, reference: Reference) {
        let words =
            "a later version of the file refers to something that is not there, which makes some programs repair the file and show something else";
        self.note(Change::violation(ChangeKind::HiddenObject, words).of(reference));
    }
}
