//! Fields that are one thing to fill in and stand in several places.
//!
//! One field may have several widgets (ISO 32000-2, 12.7.4.1), but programs that judge what changed after a signature know only fields that are their own widget.
//! So a blank that stands in several places is several fields: the first has its name, the second has `#2` behind it, and so on.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Field, Kind};

/// A field, with those that stand for the same thing in other places.
#[derive(Debug, Clone)]
pub struct Family<'f> {
    /// The name of the first, which is that of all.
    pub name: &'f str,
    /// The fields, in the order of the file's field tree; several of one name are one family as well.
    pub fields: Vec<&'f Field>,
}

/// The fields of a file by what is to be filled in, in the order of their first places.
///
/// Only text fields stand in several places. A name with a number behind it is a name of its own where no text field has the name without it.
pub fn families(fields: &[Field]) -> Vec<Family<'_>> {
    let texts: BTreeSet<&str> = fields.iter().filter(|field| field.kind == Kind::Text).map(|field| field.name.as_str()).collect();
    let mut families: Vec<Family<'_>> = Vec::new();
    let mut index = BTreeMap::new();
    for field in fields {
        let first = first_name(&field.name).filter(|first| field.kind == Kind::Text && texts.contains(first));
        let name = first.unwrap_or(&field.name);
        let at = *index.entry(name).or_insert(families.len());
        match families.get_mut(at) {
            Some(family) => family.fields.push(field),
            None => families.push(Family { name, fields: vec![field] }),
        }
    }
    families
}

/// The name of a field in its `n`th place, counted from 1.
pub(super) fn name_in_place(name: &str, n: usize) -> String {
    if n == 1 { name.to_owned() } else { format!("{name}#{n}") }
}

/// The name of the field that stands first, where this is the name of one that stands second or later.
pub fn first_name(name: &str) -> Option<&str> {
    let (first, number) = name.rsplit_once('#')?;
    let is_later = number.parse::<u32>().is_ok_and(|n| n > 1 && n.to_string() == number);
    (is_later && !first.is_empty()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::{families, first_name, name_in_place};
    use crate::fields::fixture::form;
    use crate::fields::read;
    use crate::pdf::File;

    #[test]
    fn places_are_told_by_the_number_behind_the_name() {
        let names = ["a.b", "a.b#2", "a.b#11", "a.b#1", "a.b#02", "a.b#", "#2"];
        assert_eq!(names.map(first_name), [None, Some("a.b"), Some("a.b"), None, None, None, None]);
        assert_eq!([1, 2].map(|n| name_in_place("a", n)), ["a", "a#2"]);
    }

    #[test]
    fn only_text_fields_with_a_first_place_are_one() {
        let text = |name: &str| format!("<</T({name})/FT/Tx>>");
        let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R 6 0 R 7 0 R 8 0 R]>>>>";
        let pdf = form(catalog, &[&text("a"), &text("b#2"), "<</T(s)/FT/Sig>>", "<</T(s#2)/FT/Sig>>", &text("a#2")]);
        let fields = read(&File::open(&pdf).unwrap()).unwrap();
        let told: Vec<_> = families(&fields).into_iter().map(|family| (family.name, family.fields.len())).collect();
        assert_eq!(told, [("a", 2), ("b#2", 1), ("s", 1), ("s#2", 1)]);
    }
}
