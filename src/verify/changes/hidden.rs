//! Objects of later updates that nothing uses: what a reader that repairs files, or a further update, could bring to light.
//!
//! A later update leaves such objects behind in all honesty: who fills a field in twice replaces the first drawing. What nothing leads to, no reader that
//! follows the file can show. But some kinds are looked for by readers that repair a file, and these are refused.

use std::collections::{BTreeSet, HashSet};

use crate::pdf::{Entry, Fault, Object, Reference};

use super::change::{Change, ChangeKind};
use super::walk::Walk;
use crate::verify::reachable::Reachable;

/// How an object came to be one that nothing was said of.
enum Unjudged {
    /// It was signed, though not shown, and is another now.
    Replaced,
    /// It was signed, or added later, and is gone now.
    Freed,
    /// It has a generation that no new object has, or the number that stands for none.
    Misnumbered,
    /// Something leads to it.
    Used,
    /// Nothing leads to it, but a reader that searches the file for it would find it.
    Findable,
    /// Nothing leads to it.
    Unused,
}

impl Walk<'_> {
    /// Every object that is another than was signed must have been judged, or be out of every reader's reach.
    pub(super) fn hidden(&mut self) -> Result<(), Fault> {
        self.taken_away()?;
        let unjudged = self.unjudged()?;
        if unjudged.is_empty() {
            return Ok(());
        }
        let used = Reachable::read(self.now, self.glances)?.numbers();
        let holding = self.holding()?;
        for reference in unjudged {
            let is_other = self.was_document(reference.number)?;
            if is_other || !holding.contains(&reference.number) {
                let how = self.how(reference, &used)?;
                self.note(how.change().of(reference));
            }
        }
        Ok(())
    }

    /// Objects that were signed or added later, and are gone: a reader that repairs the file brings them back. And those that no reader could name with certainty.
    fn taken_away(&mut self) -> Result<(), Fault> {
        let mut found = Vec::new();
        for section in self.later() {
            for number in section.numbers().flatten() {
                self.glances.work.locate(self.now)?;
                let listed = section.entry(self.now.bytes(), number)?;
                let signed = self.signed.locate(number)?;
                let is_free = |entry| matches!(entry, None | Some(Entry::Free));
                let reference = Reference::new(number);
                if is_free(self.now.locate(number)?) && !(is_free(listed) && is_free(signed)) {
                    found.push(Unjudged::Freed.change().of(reference));
                }
                let generation = |entry| match entry {
                    Some(Entry::At { generation, .. }) => generation,
                    _ => 0,
                };
                if !is_free(listed) && (number == 0 || generation(listed) != generation(signed)) {
                    found.push(Unjudged::Misnumbered.change().of(reference));
                }
            }
        }
        for change in found {
            self.note(change);
        }
        Ok(())
    }

    /// Whether a number was that of an object of the document as it was signed, or of a stream that held some: all but what only said where objects are.
    fn was_document(&self, number: u32) -> Result<bool, Fault> {
        Ok(match self.signed.locate(number)? {
            None | Some(Entry::Free) => false,
            Some(Entry::At { offset, .. }) => self.signed.sections().iter().all(|section| section.offset != offset),
            Some(Entry::Inside { .. }) => true,
        })
    }

    /// The objects of later updates that are others than were signed, and that the walk did not come to.
    fn unjudged(&self) -> Result<Vec<Reference>, Fault> {
        let mut found = Vec::new();
        for number in self.later().flat_map(crate::pdf::Section::numbers).flatten().collect::<BTreeSet<u32>>() {
            self.glances.work.locate(self.now)?;
            let reference = match self.now.locate(number)? {
                None | Some(Entry::Free) => continue,
                Some(Entry::At { generation, .. }) => Reference { number, generation },
                Some(Entry::Inside { .. }) => Reference::new(number),
            };
            if !self.seen.contains(&reference) && !self.fresh.contains(&reference) && !self.is_same(reference)? {
                found.push(reference);
            }
        }
        Ok(found)
    }

    /// The sections of the updates that came after the signature.
    pub(super) fn later(&self) -> impl Iterator<Item = &crate::pdf::Section> {
        let known = self.signed.sections().first().map_or(0, |section| section.offset);
        self.now.sections().iter().take_while(move |section| section.offset != known)
    }

    /// The streams in which later updates say where objects are, and those in which they keep objects: they belong to the file and not to the document.
    fn holding(&self) -> Result<HashSet<u32>, Fault> {
        let mut holding = HashSet::new();
        let offsets: HashSet<usize> = self.later().map(|section| section.offset).collect();
        for section in self.later() {
            for number in section.numbers().flatten() {
                self.glances.work.locate(self.now)?;
                match section.entry(self.now.bytes(), number)? {
                    Some(Entry::Inside { container, .. }) => drop(holding.insert(container)),
                    Some(Entry::At { offset, .. }) if offsets.contains(&offset) => drop(holding.insert(number)),
                    _ => {}
                }
            }
        }
        Ok(holding)
    }

    fn how(&self, reference: Reference, used: &HashSet<u32>) -> Result<Unjudged, Fault> {
        let object = self.read(self.now, reference).unwrap_or(Object::Null);
        let was_there = !matches!(self.signed.locate(reference.number)?, None | Some(Entry::Free));
        Ok(if was_there {
            Unjudged::Replaced
        } else if used.contains(&reference.number) {
            Unjudged::Used
        } else if self.glances.of(self.now, reference).map_or(true, |glance| glance.is_signature || glance.could_show.is_some()) || holds(&object) {
            Unjudged::Findable
        } else {
            Unjudged::Unused
        })
    }
}

impl Unjudged {
    fn change(&self) -> Change {
        let violation = |words: &str| Change::violation(ChangeKind::HiddenObject, words);
        match self {
            Self::Replaced => {
                violation("an object that was signed, but not shown, was replaced: the document may have been prepared to show something else later")
            }
            Self::Freed => {
                violation("an object was taken away which programs could bring back: the document may have been prepared to show something else")
            }
            Self::Misnumbered => violation("an object was added under a number that some programs take for another"),
            Self::Used => violation("an object was added that is part of the document in a way that is not known"),
            Self::Findable => violation("an object was added that nothing shows, of a kind that a program could show when it repairs the file"),
            Self::Unused => {
                Change::allowed(ChangeKind::HiddenObject, "something was added that nothing shows any more, as when a field is filled in anew")
            }
        }
    }
}

/// Whether it is a stream that holds other objects, or says where they are.
fn holds(object: &Object) -> bool {
    let kind = object.as_stream().and_then(|stream| stream.dictionary.get("Type"));
    kind.is_some_and(|kind| kind.is_name("ObjStm") || kind.is_name("XRef"))
}
