//! What a field shows after it was filled in (ISO 32000-2, 12.5.5): a plain drawing, which a reader fits into the field's rectangle and cuts off there.

use std::collections::HashSet;

use crate::pdf::{Dictionary, Object, Reference};

use super::walk::{Role, Walk};
use crate::verify::form::{Field, Kind};
use crate::verify::work::references;

/// What a drawing must not hold: it would act, bring in other files, depend on layers, or show something else on paper than on a screen.
const FORBIDDEN: [&str; 7] = ["AA", "JS", "OpenAction", "OC", "Ref", "OPI", "Alternates"];

impl Walk<'_> {
    /// Whether anything that a drawing is made of is another than was signed. What must be the same anyway was judged before.
    pub(super) fn look_differs(&mut self, look: Option<&Object>) -> bool {
        let mut own = HashSet::new();
        let mut open = Vec::new();
        if let Some(look) = look {
            references(look, &mut |reference| open.push(reference));
        }
        while let Some(reference) = open.pop() {
            if self.seen.contains(&reference) || self.unchanged.contains(&reference) || !own.insert(reference) {
                continue;
            }
            if !self.is_same(reference).unwrap_or(false) {
                return true;
            }
            match self.read(self.now, reference) {
                Ok(object) => drop(references(&object, &mut |reference| open.push(reference))),
                Err(_) => return true,
            }
        }
        self.unchanged.extend(own);
        false
    }

    /// Whether all widgets of a field draw plainly within their rectangles.
    pub(super) fn draws_within(&mut self, field: &Field) -> bool {
        field.widgets.clone().into_iter().all(|widget| {
            let (Ok(signed), Ok(now)) = (self.signed.object(widget), self.now.object(widget)) else { return false };
            let (Some(signed), Some(now)) = (signed.as_dictionary(), now.as_dictionary()) else { return false };
            let is_widget = now.get("Subtype").is_some_and(|kind| kind.is_name("Widget"));
            // An unseen signature needs no drawing; but none may be taken away, and what is filled in is drawn.
            let may_be_bare = field.kind == Kind::Signature && signed.get("AP").is_none();
            is_widget && now.get("AP").map_or(may_be_bare, |look| self.is_plain(look))
        })
    }

    /// Whether an appearance has only a normal form, which is a form `XObject`, and all that it is made of is harmless.
    fn is_plain(&mut self, look: &Object) -> bool {
        let Ok(Object::Dictionary(states)) = self.now.resolve(look) else { return false };
        let only_normal = states.iter().all(|(key, _)| key == b"N");
        let form = states.get("N").and_then(|normal| self.now.resolve(normal).ok());
        let is_form = form
            .as_ref()
            .and_then(Object::as_stream)
            .is_some_and(|form| form.dictionary.get("Subtype").is_some_and(|kind| kind.is_name("Form")) && form.dictionary.get("BBox").is_some());
        only_normal && is_form && self.is_harmless(look)
    }

    /// Whether nothing that a drawing is made of acts, or belongs to the document itself.
    fn is_harmless(&mut self, look: &Object) -> bool {
        let mut open: Vec<Reference> = Vec::new();
        references(look, &mut |reference| open.push(reference));
        while let Some(reference) = open.pop() {
            // What was signed as it is, with all it refers to, needs no second judgement; but no drawing holds a page or a field.
            if self.roles.get(&reference).is_some_and(|role| *role != Role::Fixed) {
                return false;
            }
            if self.seen.contains(&reference) || !self.fresh.insert(reference) {
                continue;
            }
            let Ok(object) = self.read(self.now, reference) else { return false };
            if !dictionaries_are_harmless(&object) {
                return false;
            }
            references(&object, &mut |reference| open.push(reference));
        }
        true
    }
}

fn dictionaries_are_harmless(object: &Object) -> bool {
    match object {
        Object::Dictionary(dictionary) => is_harmless_dictionary(dictionary),
        Object::Stream(stream) => is_harmless_dictionary(&stream.dictionary),
        Object::Array(elements) => elements.iter().all(dictionaries_are_harmless),
        _ => true,
    }
}

fn is_harmless_dictionary(dictionary: &Dictionary) -> bool {
    let is_external = dictionary.get("F").is_some() && dictionary.get("Length").is_some();
    let is_script = dictionary.get("Subtype").is_some_and(|kind| kind.is_name("PS"));
    !is_external
        && !is_script
        && FORBIDDEN.iter().all(|key| dictionary.get(key).is_none())
        && dictionary.iter().all(|(_, value)| dictionaries_are_harmless(value))
}
