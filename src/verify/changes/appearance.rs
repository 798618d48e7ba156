//! What a field shows after it was filled in (ISO 32000-2, 12.5.5): a plain drawing, which a reader fits into the field's rectangle and cuts off there.

use std::collections::HashSet;

use crate::fields::uses_layers;
use crate::pdf::{Dictionary, Object, Reference};

use super::walk::Walk;
use crate::verify::form::{Field, Kind};
use crate::verify::work::references;

/// What a drawing must not hold: it would act, bring in other files, depend on layers, or show something else on paper than on a screen.
const FORBIDDEN: [&str; 8] = ["AA", "JS", "OpenAction", "OC", "Properties", "Ref", "OPI", "Alternates"];

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
        let is_form = form.as_ref().and_then(Object::as_stream).is_some_and(|form| self.is_framed(&form.dictionary));
        only_normal && is_form && self.is_harmless(look)
    }

    /// Whether it is a form `XObject` with a frame, which is fitted into a field in a way that can be undone.
    fn is_framed(&self, form: &Dictionary) -> bool {
        let numbers = |key| {
            let value = form.get(key).and_then(|value| self.now.resolve(value).ok())?;
            value.as_array()?.iter().map(|number| number.as_number().filter(|number| number.is_finite())).collect::<Option<Vec<f64>>>()
        };
        let is_form = form.get("Subtype").is_some_and(|kind| kind.is_name("Form"));
        let has_frame = numbers("BBox").is_some_and(|frame| frame.len() == 4);
        let is_invertible = |matrix: &[f64]| matches!(matrix, [a, b, c, d, _, _] if (a * d - b * c).is_normal());
        is_form && has_frame && (form.get("Matrix").is_none() || numbers("Matrix").is_some_and(|matrix| is_invertible(&matrix)))
    }

    /// Whether nothing that a drawing is made of acts, or belongs to the document itself.
    pub(super) fn is_harmless(&mut self, look: &Object) -> bool {
        let mut open: Vec<Reference> = Vec::new();
        references(look, &mut |reference| open.push(reference));
        while let Some(reference) = open.pop() {
            // What was signed as it is, with all it refers to, needs no second judgement; but no drawing holds a page or a field.
            // And what refers to nothing makes some readers repair the file.
            if self.roles.contains_key(&reference) || self.leads_nowhere(reference) {
                return false;
            }
            if self.seen.contains(&reference) || !self.fresh.insert(reference) {
                continue;
            }
            let Ok(object) = self.read(self.now, reference) else { return false };
            if !dictionaries_are_harmless(&object) || self.could_be_shown(reference) || self.depends_on_layers(&object) {
                return false;
            }
            references(&object, &mut |reference| open.push(reference));
        }
        true
    }

    /// Whether a drawing has parts that a reader may show or hide.
    fn depends_on_layers(&self, object: &Object) -> bool {
        object.as_stream().is_some_and(|stream| self.now.data(stream).is_ok_and(|data| uses_layers(&data)))
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
