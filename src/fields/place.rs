//! Form fields in the places that Typst's links name.
//!
//! A link that was written for a field has all that a field's widget needs: its rectangle, its page, and its place in the order of reading, with the entries that
//! lead there and back. So only the link itself and its structure element are written anew, as a widget and a form (ISO 14289-1, 7.18.4).

use std::collections::BTreeMap;

use crate::pdf::{Dictionary, File, Object, Reference};

use super::fault::Fault;
use super::form::Form;
use super::pages::pages;
use super::planned::{Planned, SCHEME};

/// Widgets of no more than this many points to a side are those of fields that nobody sees.
const POINT: f64 = 1.5;

/// A PDF of Typst's with form fields for all links that name the place of one. A file without such links is given back as it is.
///
/// The result has one revision and is made of its input alone. Fields that are planned and have no place do not exist.
pub fn place(pdf: Vec<u8>, planned: &[Planned]) -> Result<Vec<u8>, Fault> {
    if planned.is_empty() {
        return Ok(pdf);
    }
    let file = File::open(&pdf)?;
    let places = places(&file)?;
    if places.is_empty() {
        return Ok(pdf);
    }
    let elements = elements(&file)?;
    let mut form = Form::new(&file, elements);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for place in &places {
        let field = planned.iter().find(|field| field.name == place.name).ok_or_else(|| Fault::Unplanned(place.name.clone()))?;
        let count = counts.entry(&place.name).or_default();
        *count += 1;
        form.add(field, *count, place)?;
    }
    form.finish()
}

/// Where a field is to be.
#[derive(Debug)]
pub(super) struct Place {
    /// The name of the field.
    pub(super) name: String,
    pub(super) link: Reference,
    pub(super) page: Reference,
    rectangle: Vec<f64>,
    /// The rectangle as Typst wrote it.
    pub(super) written: Object,
    /// The key of its structure element.
    pub(super) parent: i64,
}

impl Place {
    pub(super) fn is_seen(&self) -> bool {
        matches!(self.rectangle.as_slice(), [left, bottom, right, top] if right - left > POINT && top - bottom > POINT)
    }
}

/// The links that name places, in the order of the pages.
fn places(file: &File<'_>) -> Result<Vec<Place>, Fault> {
    let mut places = Vec::new();
    for page in pages(file)? {
        for link in page.annotations.iter().filter_map(Object::as_reference) {
            let object = file.object(link)?;
            if let Some(place) = object.as_dictionary().and_then(|dictionary| named_place(dictionary, link, page.reference)) {
                places.push(place);
            }
        }
    }
    Ok(places)
}

fn named_place(dictionary: &Dictionary, link: Reference, page: Reference) -> Option<Place> {
    let address = dictionary.get("A")?.as_dictionary()?.get("URI")?.as_string()?;
    let name = address.strip_prefix(SCHEME.as_bytes())?;
    let written = dictionary.get("Rect")?.clone();
    let rectangle = written.as_array()?.iter().filter_map(Object::as_number).collect();
    let parent = dictionary.get("StructParent").and_then(Object::as_integer).unwrap_or(-1);
    Some(Place { name: String::from_utf8_lossy(name).into_owned(), link, page, rectangle, written, parent })
}

/// The structure elements of annotations, by the key that an annotation names (ISO 32000-2, 14.7.5.4). Typst writes them as one flat list.
fn elements(file: &File<'_>) -> Result<BTreeMap<i64, Reference>, Fault> {
    let (_, catalog) = file.catalog()?;
    let root = file.get(&catalog, "StructTreeRoot")?;
    let tree = root.as_dictionary().map_or(Ok(Object::Null), |root| file.get(root, "ParentTree"))?;
    let numbers = tree.as_dictionary().map_or(Ok(Object::Null), |tree| file.get(tree, "Nums"))?;
    let pairs = numbers.as_array().unwrap_or_default().chunks_exact(2);
    Ok(pairs.filter_map(|pair| Some((pair.first()?.as_integer()?, pair.last()?.as_reference()?))).collect())
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::fields::fixture::{form, is_whole};
    use crate::fields::{Fault, FieldKind, Kind, Planned, read};
    use crate::pdf::File;

    const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot<</ParentTree<</Nums[0 7 0 R 1 8 0 R 2 9 0 R]>>>>>>";
    const ELEMENT: &str = "<</Type/StructElem/S/Link/K[<</Type/OBJR>>]>>";

    fn link(name: &str, rectangle: &str, parent: u8) -> String {
        format!("<</Subtype/Link/Rect[{rectangle}]/StructParent {parent}/A<</S/URI/URI(counterpart-field:{name})>>>>")
    }

    fn planned(kinds: &[(&str, FieldKind)]) -> Vec<Planned> {
        let field = |(name, kind): &(&str, FieldKind)| {
            let label = format!("The {name}");
            Planned { name: (*name).to_owned(), kind: *kind, again: format!("{label}, again"), label }
        };
        kinds.iter().map(field).collect()
    }

    fn placed(names: [&str; 3], kinds: &[(&str, FieldKind)]) -> Result<Vec<u8>, Fault> {
        let links = [link(names[0], "0 0 50 20", 0), link(names[1], "0 30 50 50.25", 1), link(names[2], "0 60 1 61", 2)];
        place(form(CATALOG, &[&links[0], &links[1], &links[2], ELEMENT, ELEMENT, ELEMENT]), &planned(kinds))
    }

    #[test]
    fn links_become_fields_where_they_are() {
        let kinds =
            [("customer.name", FieldKind::Text), ("seal", FieldKind::Signature), ("unplaced", FieldKind::Text), ("stamp", FieldKind::Timestamp)];
        let pdf = placed(["customer.name", "seal", "stamp"], &kinds).unwrap();
        assert!(is_whole(&pdf) && pdf.ends_with(b"%%EOF\n"));
        let fields = read(&File::open(&pdf).unwrap()).unwrap();
        let told: Vec<_> = fields.iter().map(|field| (field.name.as_str(), field.kind, field.widgets[0].rectangle, field.widgets[0].flags)).collect();
        let expected = [
            ("customer.name", Kind::Text, [0.0, 0.0, 50.0, 20.0], 4),
            ("seal", Kind::Signature, [0.0, 30.0, 50.0, 50.25], 4),
            ("stamp", Kind::Signature, [0.0; 4], 132),
        ];
        assert_eq!(told, expected);
        assert_eq!(fields[1].label.as_deref(), Some("The seal"));
    }

    #[test]
    fn several_places_are_fields_of_their_own() {
        let pdf = placed(["a.b", "a.c", "a.b"], &[("a.b", FieldKind::Text), ("a.c", FieldKind::Text)]).unwrap();
        let fields = read(&File::open(&pdf).unwrap()).unwrap();
        let told: Vec<_> = fields.iter().map(|field| (field.name.as_str(), field.label.as_deref().unwrap_or_default())).collect();
        assert_eq!(told, [("a.b", "The a.b"), ("a.c", "The a.c"), ("a.b#2", "The a.b, again")]);
        assert!(fields.iter().all(|field| field.widgets.len() == 1 && field.widgets[0].reference == field.reference));
        assert_eq!(placed(["s", "s", "t"], &[("s", FieldKind::Signature), ("t", FieldKind::Text)]), Err(Fault::Repeated("s".to_owned())));
    }

    #[test]
    fn a_place_that_nobody_planned_is_a_fault_of_the_template() {
        assert_eq!(placed(["a", "b", "c"], &[("a", FieldKind::Text)]), Err(Fault::Unplanned("b".to_owned())));
        let bare = form("<</Type/Catalog/Pages 2 0 R>>", &[&link("a", "0 0 9 9", 0), "<<>>", "<<>>"]);
        assert_eq!(place(bare.clone(), &planned(&[("a", FieldKind::Text)])), Err(Fault::Untagged("a".to_owned())));
        assert_eq!(place(bare.clone(), &[]), Ok(bare));
    }
}
