//! What may be changed in the catalog: validation data, and the extensions of the standard that announce it.

use crate::pdf::{Dictionary, Object, Reference};

use super::area::Area;
use super::walk::Walk;

impl Walk<'_> {
    pub(super) fn catalog(&mut self, holder: Reference, signed: &Dictionary, now: &Dictionary) {
        self.entries(holder, (signed, now), Area::of_catalog, |walk, key, signed, now| match key {
            b"DSS" => {
                walk.security_store(signed, now);
                true
            }
            b"Extensions" => walk.extensions(signed, now),
            b"AcroForm" => match (signed, now) {
                (Object::Dictionary(signed), Object::Dictionary(now)) => {
                    walk.acro_form(holder, signed, now);
                    true
                }
                _ => false,
            },
            _ => false,
        });
    }

    /// Developer extensions (ISO 32000-2, 7.12) say which further standards a file follows; they show nothing. Those that were there stay.
    fn extensions(&mut self, signed: &Object, now: &Object) -> bool {
        self.fresh.extend(now.as_reference());
        let (Ok(signed), Ok(now)) = (self.signed.resolve(signed), self.now.resolve(now)) else { return false };
        let Object::Dictionary(now) = now else { return false };
        let kept = signed.as_dictionary().is_none_or(|signed| signed.iter().all(|(key, value)| now.iter().any(|entry| entry == (key, value))));
        kept && now.iter().all(|(_, value)| is_extension(value))
    }
}

fn is_extension(value: &Object) -> bool {
    let is_plain = |value: &Object| !matches!(value, Object::Reference(_) | Object::Dictionary(_) | Object::Stream(_) | Object::Array(_));
    match value {
        Object::Name(_) => true,
        Object::Dictionary(entry) => entry.iter().all(|(_, value)| is_plain(value)),
        Object::Array(entries) => {
            entries.iter().all(|entry| entry.as_dictionary().is_some_and(|entry| entry.iter().all(|(_, value)| is_plain(value))))
        }
        _ => false,
    }
}
