//! Fields that were not there when the document was signed: signature fields that nobody sees, already signed.
//!
//! A document timestamp may always come in such a field. A signature may, where nothing is certified: a program that finds no field kept for it has no other
//! way to add one. Whatever is seen, empty, or for something else than a signature is refused.

use crate::pdf::{Dictionary, File, Object, Reference, read_text};

use super::change::{Change, ChangeKind};
use super::walk::Walk;
use crate::verify::dictionary::Signature;
use crate::verify::rectangle::Rectangle;

/// Hidden, or not seen on a screen (ISO 32000-2, table 167).
const HIDDEN: i64 = 2;
/// How many new fields are looked at; the rest is refused.
const MOST: usize = 64;
/// What an unseen signature field needs.
const NEEDED: [&[u8]; 12] = [b"Type", b"Subtype", b"FT", b"T", b"V", b"F", b"Ff", b"Rect", b"P", b"TU", b"AP", b"DR"];

impl Walk<'_> {
    /// Enters the new fields that are allowed.
    pub(super) fn new_fields(&mut self) {
        let new = root_fields(self.now).into_iter().filter_map(|field| field.as_reference());
        let new: Vec<Reference> = new.filter(|field| !self.form.nodes.contains_key(field)).take(MOST).collect();
        for field in new.into_iter().filter(|field| matches!(self.signed.object(*field), Ok(Object::Null))) {
            if let Some(change) = self.new_field(field) {
                self.new_widgets.insert(field);
                self.note(change.of(field));
            }
        }
    }

    fn new_field(&mut self, reference: Reference) -> Option<Change> {
        let object = self.read(self.now, reference).ok()?;
        let Object::Dictionary(field) = &object else { return None };
        let signature = Signature::read(self.now, field.get("V")?).ok()?;
        let name = read_text(self.now.get(field, "T").ok()?.as_string()?);
        let allowed = signature.is_timestamp() || self.permissions.certified.is_none() && self.permissions.locked_by(&name).is_none();
        if !allowed || signature.certifies() || !self.is_out_of_sight(field) || self.form.fields.iter().any(|known| known.name == name) {
            return None;
        }
        let name = crate::plain::harmless(&name);
        let is_harmless = self.dangles(&Object::Null, &object).is_none() && field.get("AP").is_none_or(|look| self.is_harmless(look));
        if !is_harmless {
            return None;
        }
        self.fresh.insert(reference);
        self.accept(field.get("V").unwrap_or(&Object::Null));
        Some(if signature.is_timestamp() {
            Change::allowed(ChangeKind::TimestampAdded, format!("a document timestamp was added (`{name}`)"))
        } else {
            Change::allowed(ChangeKind::SignatureAdded, format!("a signature that is not seen on any page was added (`{name}`)"))
        })
    }

    fn is_out_of_sight(&self, field: &Dictionary) -> bool {
        let is = |key: &str, name: &str| field.get(key).is_some_and(|value| value.is_name(name));
        let flags = field.get("F").map_or(Some(0), Object::as_integer);
        let place = field.get("Rect").and_then(|rectangle| Rectangle::read(self.now, rectangle));
        let is_nowhere = place.is_some_and(Rectangle::is_empty) || flags.is_some_and(|flags| flags & HIDDEN != 0);
        let page = field.get("P").and_then(Object::as_reference);
        field.iter().all(|(key, _)| NEEDED.contains(&key))
            && is("Subtype", "Widget")
            && is("FT", "Sig")
            && is_nowhere
            && page.is_none_or(|page| self.pages.all.contains(&page))
    }
}

fn root_fields(file: &File<'_>) -> Vec<Object> {
    let read = || {
        let (_, catalog) = file.catalog().ok()?;
        let form = file.get(&catalog, "AcroForm").ok()?;
        file.get(form.as_dictionary()?, "Fields").ok()?.as_array().map(<[Object]>::to_vec)
    };
    read().unwrap_or_default()
}
