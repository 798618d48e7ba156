//! What may be changed in the form as a whole: that it says it is signed, and further signature fields.

use std::collections::HashSet;

use crate::pdf::{Dictionary, Object, Reference};

use super::area::Area;
use super::change::{Change, ChangeKind};
use super::walk::Walk;

/// That signatures exist, and that the file may only be appended to (ISO 32000-2, table 225).
const SIGNED: i64 = 3;

impl Walk<'_> {
    pub(super) fn acro_form(&mut self, holder: Reference, signed: &Dictionary, now: &Dictionary) {
        self.entries(
            holder,
            (signed, now),
            |_| Area::Form,
            |walk, key, signed, now| match key {
                b"SigFlags" => flags_rise(signed, now),
                b"Fields" => match (signed, now) {
                    (Object::Array(signed), Object::Array(now)) => {
                        walk.field_list(holder, signed, now);
                        true
                    }
                    _ => false,
                },
                _ => false,
            },
        );
    }

    pub(super) fn field_list(&mut self, holder: Reference, signed: &[Object], now: &[Object]) {
        let known: HashSet<Reference> = signed.iter().filter_map(Object::as_reference).collect();
        let is_known = |field: &&Object| field.as_reference().is_some_and(|field| known.contains(&field));
        let (kept, new): (Vec<&Object>, Vec<&Object>) = now.iter().partition(is_known);
        if !kept.iter().copied().eq(signed) {
            return self.note(
                Change::violation(ChangeKind::FieldRemoved, "a field of the form was taken out, or its place in the form was changed").of(holder),
            );
        }
        for field in kept {
            self.follow(field, Area::Form);
        }
        let is_refused = |field: &Object| field.as_reference().is_none_or(|field| !self.new_widgets.contains(&field));
        if let Some(field) = new.into_iter().find(|field| is_refused(field)) {
            let words = if self.permissions.certified.is_some() {
                "a field was added after the certification"
            } else {
                "a field was added after the signature"
            };
            self.note(Change { object: field.as_reference(), ..Change::violation(ChangeKind::FieldAdded, words) });
        }
    }
}

/// Whether the flags only say more than before, and nothing but that the document is signed.
fn flags_rise(signed: &Object, now: &Object) -> bool {
    let flags = |value: &Object| if *value == Object::Null { Some(0) } else { value.as_integer() };
    flags(signed).zip(flags(now)).is_some_and(|(signed, now)| now & signed == signed && (signed | SIGNED) & now == now)
}
