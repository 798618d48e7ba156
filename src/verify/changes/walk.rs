//! The walk through the document as it was signed and as it is now, side by side.
//!
//! Everything must be the same object with the same value. Where a difference may be allowed, the object has a [`Role`], by what it is: whichever way a
//! reader takes, the same rule judges. What a reader could take for something else has none.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::pdf::{Dictionary, Entry, Fault, File, Object, Reference, Stream};

use super::area::Area;
use super::change::{Change, ChangeKind};
use super::role::Role;
use super::sameness::Sameness;
use crate::verify::form::Form;
use crate::verify::glance::Glances;
use crate::verify::pages::Pages;
use crate::verify::permission::Permissions;
use crate::verify::work::references;

/// After so many violations the rest does not matter.
const MOST_VIOLATIONS: usize = 100;

/// A walk.
pub(super) struct Walk<'a> {
    pub(super) signed: &'a File<'a>,
    pub(super) now: &'a File<'a>,
    pub(super) permissions: &'a Permissions,
    pub(super) glances: &'a Glances,
    /// The form as it was signed.
    pub(super) form: Form,
    /// The pages as they were signed.
    pub(super) pages: Pages,
    pub(super) roles: HashMap<Reference, Role>,
    /// The widgets of new fields that are allowed, which may be added to pages.
    pub(super) new_widgets: HashSet<Reference>,
    /// The objects that must be as they were signed, and were judged.
    pub(super) seen: HashSet<Reference>,
    /// The objects of drawings of which every part is as it was signed.
    pub(super) unchanged: HashSet<Reference>,
    /// New objects that belong to an allowed change.
    pub(super) fresh: HashSet<Reference>,
    pub(super) found: Vec<Change>,
    queue: Vec<(Reference, Area)>,
    sameness: Sameness<'a>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(signed: &'a File<'a>, now: &'a File<'a>, permissions: &'a Permissions, glances: &'a Glances) -> Result<Self, Fault> {
        let mut walk = Self {
            signed,
            now,
            permissions,
            glances,
            form: Form::read(signed)?,
            pages: Pages::read(signed)?,
            roles: HashMap::new(),
            new_widgets: HashSet::new(),
            seen: HashSet::new(),
            unchanged: HashSet::new(),
            fresh: HashSet::new(),
            found: Vec::new(),
            queue: Vec::new(),
            sameness: Sameness::new(signed, now),
        };
        walk.assign_roles()?;
        Ok(walk)
    }

    /// Walks through everything that the trailer leads to.
    pub(super) fn run(&mut self) -> Result<(), Fault> {
        self.trailer();
        // The pages come last onto the pile and so first to be walked: what several parts of a document share is named by the page that shows it.
        let pages: Vec<(Reference, Area)> = (1..).zip(&self.pages.all).map(|(number, page)| (*page, Area::Page(number))).collect();
        self.queue.extend(pages.into_iter().rev());
        while let Some((reference, area)) = self.queue.pop() {
            if self.found.len() > MOST_VIOLATIONS {
                break;
            }
            if self.seen.insert(reference) {
                self.visit(reference, area)?;
            }
        }
        Ok(())
    }

    fn visit(&mut self, reference: Reference, area: Area) -> Result<(), Fault> {
        let role = self.roles.get(&reference).copied().unwrap_or(Role::Fixed);
        let is_same = self.is_same(reference)?;
        if !is_same && self.is_other_generation(reference)? {
            self.violation(area, reference);
            return Ok(());
        }
        if is_same && !matches!(role, Role::Catalog | Role::Form | Role::Field(_) | Role::Page(_)) {
            match self.glances.of(self.now, reference) {
                Ok(glance) => self.queue.extend(glance.references.iter().map(|reference| (*reference, area))),
                Err(fault) => self.unreadable(reference, area, &fault)?,
            }
            return Ok(());
        }
        let now = match self.read(self.now, reference) {
            Ok(now) => now,
            Err(fault) => return self.unreadable(reference, area, &fault),
        };
        let signed = if is_same { Cow::Borrowed(&now) } else { Cow::Owned(self.read(self.signed, reference)?) };
        if let Some(nowhere) = self.dangles(&signed, &now).filter(|_| !is_same) {
            self.refuse_dangling(nowhere);
        }
        match (role, signed.as_ref(), &now) {
            (Role::Catalog, Object::Dictionary(signed), Object::Dictionary(now)) => self.catalog(reference, signed, now),
            (Role::Form, Object::Dictionary(signed), Object::Dictionary(now)) => self.acro_form(reference, signed, now),
            (Role::FieldList, Object::Array(signed), Object::Array(now)) => self.field_list(reference, signed, now),
            (Role::Field(index), Object::Dictionary(signed), Object::Dictionary(now)) => self.field_node(reference, index, signed, now),
            (Role::Page(number), Object::Dictionary(signed), Object::Dictionary(now)) => self.page(reference, number, signed, now),
            (Role::Annotations(number), Object::Array(signed), Object::Array(now)) => self.annotations(reference, number, signed, now),
            (Role::Information, Object::Dictionary(signed), Object::Dictionary(now)) => self.information(reference, signed, now),
            (Role::Metadata, Object::Stream(signed), Object::Stream(now)) => self.metadata(reference, signed, now),
            (_, signed, now) => self.same(reference, signed, now, area),
        }
        Ok(())
    }

    /// Whether a reference does not name the generation that the object has, or had: there are readers that pay no heed to generations, and show the object.
    fn is_other_generation(&self, reference: Reference) -> Result<bool, Fault> {
        for file in [self.signed, self.now] {
            let is_named = match file.locate(reference.number)? {
                Some(Entry::At { generation, .. }) => generation == reference.generation,
                Some(Entry::Inside { .. }) => reference.generation == 0,
                None | Some(Entry::Free) => false,
            };
            if !is_named {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads an object and counts it.
    pub(super) fn read(&self, file: &File<'_>, reference: Reference) -> Result<Object, Fault> {
        let object = file.object(reference)?;
        self.glances.work.spend(references(&object, &mut |_| {}))?;
        Ok(object)
    }

    /// What is not to be read now, and perhaps never was.
    fn unreadable(&mut self, reference: Reference, area: Area, fault: &Fault) -> Result<(), Fault> {
        self.glances.work.spend(1000)?;
        let place = self.differs(area).words;
        let words = format!("an object cannot be read, so that nobody can say what it shows ({fault}); it may be that {place}");
        self.found.push(Change { page: self.differs(area).page, ..Change::violation(ChangeKind::Unreadable, words).of(reference) });
        Ok(())
    }

    /// Whether an object's bytes are those that were signed. Objects that it refers to may be others.
    pub(super) fn is_same(&self, reference: Reference) -> Result<bool, Fault> {
        self.sameness.of(reference.number)
    }

    /// A value that must be as it was signed.
    pub(super) fn same(&mut self, holder: Reference, signed: &Object, now: &Object, area: Area) {
        let is_equal = match (signed, now) {
            (Object::Stream(signed), Object::Stream(now)) => self.same_stream(signed, now),
            _ => signed == now,
        };
        if is_equal { self.follow(now, area) } else { self.violation(area, holder) }
    }

    fn same_stream(&self, signed: &Stream, now: &Stream) -> bool {
        signed.dictionary == now.dictionary && self.signed.bytes().get(signed.data.clone()) == self.now.bytes().get(now.data.clone())
    }

    /// Puts what a value refers to onto the pile.
    pub(super) fn follow(&mut self, value: &Object, area: Area) {
        let queue = &mut self.queue;
        references(value, &mut |reference| queue.push((reference, area)));
    }

    /// Compares two dictionaries key by key: what `judge` does not take must be the same.
    pub(super) fn entries(
        &mut self,
        holder: Reference,
        (signed, now): (&Dictionary, &Dictionary),
        area: impl Fn(&[u8]) -> Area,
        mut judge: impl FnMut(&mut Self, &[u8], &Object, &Object) -> bool,
    ) {
        let before: HashMap<&[u8], &Object> = signed.iter().collect();
        let after: HashMap<&[u8], &Object> = now.iter().collect();
        let added = now.iter().filter(|(key, _)| !before.contains_key(key)).map(|(key, value)| (key, &Object::Null, value));
        let kept = signed.iter().map(|(key, value)| (key, value, after.get(key).copied().unwrap_or(&Object::Null)));
        for (key, signed, now) in kept.chain(added) {
            if !judge(self, key, signed, now) {
                self.same(holder, signed, now, area(key));
            }
        }
    }

    /// What a difference in a part of the document is.
    pub(super) fn differs(&self, area: Area) -> Change {
        area.differs(|index| self.form.fields.get(index).map_or("", |field| field.name.as_str()))
    }

    /// Notes a difference that nothing allows; once for each part of the document.
    pub(super) fn violation(&mut self, area: Area, holder: Reference) {
        let change = self.differs(area).of(holder);
        self.note(change);
    }

    /// Notes a difference, once.
    pub(super) fn note(&mut self, change: Change) {
        if !self.found.iter().any(|known| known.words == change.words && known.allowed == change.allowed) {
            self.found.push(change);
        }
    }

    fn trailer(&mut self) {
        const BOOKKEEPING: [&[u8]; 10] = [b"Size", b"Prev", b"XRefStm", b"Type", b"W", b"Index", b"Length", b"Filter", b"DecodeParms", b"DL"];
        let (signed, now) = (self.signed.trailer().clone(), self.now.trailer().clone());
        let holder = Reference::new(0);
        let area = |key: &[u8]| if key == b"Info" { Area::Information } else { Area::Trailer };
        self.entries(holder, (&signed, &now), area, |walk, key, signed, now| match key {
            b"ID" => {
                let first = |file: &File<'_>, id: &Object| file.resolve(id).ok()?.as_array()?.first().cloned();
                if first(walk.signed, signed) != first(walk.now, now) {
                    walk.note(Change::violation(ChangeKind::History, "the file's identifier is another than was signed"));
                }
                true
            }
            b"Root" => {
                if signed != now {
                    walk.note(Change::violation(ChangeKind::History, "the file's last update shows another document: it has another catalog"));
                }
                walk.follow(now, Area::Catalog);
                true
            }
            _ => BOOKKEEPING.contains(&key),
        });
        self.later_trailers();
    }

    /// No trailer of a later update refers to what is not there: a reader that comes to it would repair the file.
    fn later_trailers(&mut self) {
        let signed = Object::Dictionary(self.signed.trailer().clone());
        let trailers: Vec<Object> = self.later().map(|section| Object::Dictionary(Dictionary::clone(&section.trailer))).collect();
        let nowhere: Vec<Reference> = trailers.iter().filter_map(|trailer| self.dangles(&signed, trailer)).collect();
        for reference in nowhere {
            self.refuse_dangling(reference);
        }
    }
}
