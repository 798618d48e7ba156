//! What a reader takes an object for, by the way that leads to it.
//!
//! A reader does not ask what an object is: who comes to a field by way of a page's fonts reads it as a font. So the way counts by which each reference is
//! reached, from the trailer on.

use std::collections::HashSet;

use crate::pdf::{Fault, File, Object, Reference};

use super::glance::Glances;

/// A key on a way, or an element of an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// A key that tells nothing.
    Other = 1,
    /// An element of an array.
    Element,
    /// Into the dictionary of a stream.
    Stream,
    /// A key that leads to what is drawn.
    Drawn,
    Root,
    Info,
    AcroForm,
    Pages,
    Metadata,
    Perms,
    Fields,
    Calculated,
    Kids,
    Parent,
    Page,
    Value,
    Annotations,
    /// A key of a structure, an action or a comment that names a field.
    Named,
    Reference,
    Data,
    /// Further than is followed.
    Lost = 31,
}

impl Step {
    const KNOWN: [Self; 20] = [
        Self::Other,
        Self::Element,
        Self::Stream,
        Self::Drawn,
        Self::Root,
        Self::Info,
        Self::AcroForm,
        Self::Pages,
        Self::Metadata,
        Self::Perms,
        Self::Fields,
        Self::Calculated,
        Self::Kids,
        Self::Parent,
        Self::Page,
        Self::Value,
        Self::Annotations,
        Self::Named,
        Self::Reference,
        Self::Data,
    ];

    fn of(key: &[u8]) -> Self {
        match key {
            b"Root" => Self::Root,
            b"Info" => Self::Info,
            b"AcroForm" => Self::AcroForm,
            b"Pages" => Self::Pages,
            b"Metadata" => Self::Metadata,
            b"Perms" => Self::Perms,
            b"Fields" => Self::Fields,
            b"CO" => Self::Calculated,
            b"Kids" => Self::Kids,
            b"Parent" => Self::Parent,
            b"P" | b"Pg" => Self::Page,
            b"V" => Self::Value,
            b"Annots" => Self::Annotations,
            b"Obj" | b"T" | b"Popup" | b"IRT" => Self::Named,
            b"Reference" => Self::Reference,
            b"Data" => Self::Data,
            b"AP" | b"MK" | b"DR" | b"RO" | b"Resources" | b"Contents" | b"Thumb" | b"Group" | b"Font" | b"XObject" | b"ExtGState"
            | b"ColorSpace" | b"Pattern" | b"Shading" | b"Properties" | b"ProcSet" | b"CharProcs" => Self::Drawn,
            _ => Self::Other,
        }
    }
}

/// The steps from an object to a reference in it, five bits each, the first the lowest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Way(u64);

impl Way {
    const BITS: u32 = 5;
    const MOST: u32 = 12;

    /// The way with a step more. No step is 0, so that the highest bit tells how many there are; a way that is too long is lost from its first step on, and what is
    /// read out of the four bits that remain behind the twelfth changes nothing: a drawing leads to nothing else.
    fn then(self, step: Step) -> Self {
        let length = (u64::BITS - self.0.leading_zeros()).div_ceil(Self::BITS);
        if length >= Self::MOST { Self(u64::MAX) } else { Self(self.0 | (step as u64) << (length * Self::BITS)) }
    }

    fn steps(self) -> impl Iterator<Item = Step> {
        let bits = (0..=Self::MOST).map(move |index| (self.0 >> (index * Self::BITS)) & 31).take_while(|step| *step != 0);
        bits.map(|step| Step::KNOWN.into_iter().find(|known| *known as u64 == step).unwrap_or(Step::Lost))
    }
}

/// Hands over the way to every reference in a value, in the order in which [`super::work::references`] hands over the references.
pub(super) fn ways(object: &Object, way: Way, found: &mut impl FnMut(Way)) {
    match object {
        Object::Reference(_) => found(way),
        Object::Array(array) => array.iter().for_each(|element| ways(element, way.then(Step::Element), found)),
        Object::Dictionary(dictionary) => dictionary.iter().for_each(|(key, value)| ways(value, way.then(Step::of(key)), found)),
        Object::Stream(stream) => {
            let way = way.then(Step::Stream);
            stream.dictionary.iter().for_each(|(key, value)| ways(value, way.then(Step::of(key)), found));
        }
        _ => {}
    }
}

/// What a reader takes an object for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Trailer,
    Catalog,
    Form,
    FieldList,
    /// A field or anything else that lies on a page, or an array of these.
    Widget,
    /// A page, a node of the tree of pages, or an array of these.
    Page,
    AnnotationList,
    Information,
    Metadata,
    Permissions,
    Signature,
    /// What a signature says that it restricts.
    Restriction,
    /// What is drawn, or is read as such.
    Drawing,
    /// An element of an array that may be a destination.
    Listed,
    /// Anything else: what is neither drawn nor changed.
    Elsewhere,
}

impl Place {
    /// What a reader takes an object for that it comes to by a step from this place. What may be drawn is drawn, whatever else it could be: that is the strictest.
    fn lead(self, step: Step) -> Self {
        match (self, step) {
            (Self::Drawing, _) | (_, Step::Drawn | Step::Stream | Step::Lost) => Self::Drawing,
            (Self::Trailer, Step::Root) | (Self::Restriction, Step::Data) => Self::Catalog,
            (Self::Trailer, Step::Info) => Self::Information,
            (Self::Catalog, Step::AcroForm) => Self::Form,
            (Self::Catalog, Step::Metadata) => Self::Metadata,
            (Self::Catalog, Step::Perms) => Self::Permissions,
            (Self::Permissions, _) | (Self::Widget, Step::Value) => Self::Signature,
            (Self::Signature, Step::Reference) | (Self::Restriction, Step::Element) => Self::Restriction,
            (Self::Form, Step::Fields) => Self::FieldList,
            (_, Step::Annotations) => Self::AnnotationList,
            (Self::Catalog, Step::Pages) | (Self::Page, Step::Kids | Step::Parent | Step::Element) | (_, Step::Page) => Self::Page,
            (Self::FieldList | Self::AnnotationList | Self::Widget, Step::Element)
            | (Self::Form, Step::Calculated)
            | (Self::Widget, Step::Kids | Step::Parent)
            | (_, Step::Named | Step::Fields) => Self::Widget,
            (_, Step::Element) => Self::Listed,
            _ => Self::Elsewhere,
        }
    }

    /// What a reader takes an object for at the end of a way from this place.
    fn along(self, way: Way) -> Self {
        way.steps().fold(self, Self::lead)
    }
}

/// Every object that a file's trailer leads to, with each place it is reached at.
pub(super) fn places(file: &File<'_>, glances: &Glances, found: &mut impl FnMut(Reference, Place)) -> Result<(), Fault> {
    let mut open = Vec::new();
    let trailer = Object::Dictionary(file.trailer().clone());
    let mut starts = Vec::new();
    ways(&trailer, Way::default(), &mut |way| starts.push(way));
    let mut starts = starts.into_iter();
    glances.work.spend(super::work::references(&trailer, &mut |reference| {
        open.extend(starts.next().map(|way| (reference, Place::Trailer.along(way))));
    }))?;
    let mut known = HashSet::new();
    while let Some((reference, place)) = open.pop() {
        if !known.insert((reference, place)) {
            continue;
        }
        found(reference, place);
        match glances.of(file, reference) {
            Ok(glance) => open.extend(glance.references.iter().zip(&glance.ways).map(|(reference, way)| (*reference, place.along(*way)))),
            Err(_) => glances.work.spend(1000)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Place, Step, Way, places};
    use crate::pdf::{File, Reference, sample};
    use crate::verify::glance::Glances;

    #[test]
    fn a_way_of_many_steps_is_lost() {
        let long = (0..12).fold(Way::default(), |way, _| way.then(Step::Other));
        assert_eq!((long.steps().count(), Place::Elsewhere.along(long)), (12, Place::Elsewhere));
        assert_eq!(Place::Elsewhere.along(long.then(Step::Other)), Place::Drawing);
        assert_eq!(Place::Elsewhere.along(long.then(Step::Other).then(Step::Page)), Place::Drawing);
    }

    #[test]
    fn an_object_is_found_at_every_place() {
        let bytes = sample::table(&[
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Annots[4 0 R]/Resources<</Font 4 0 R>>>>",
            "<</FT/Sig/V 5 0 R/P 3 0 R>>",
            "<</Reference[<</Data 1 0 R>>]>>",
        ]);
        let file = File::open(&bytes).expect("a file");
        let mut found = Vec::new();
        places(&file, &Glances::default(), &mut |reference, place| found.push((reference, place))).expect("a walk");
        let at = |number| found.iter().filter(|(one, _)| *one == Reference::new(number)).map(|(_, place)| *place).collect::<Vec<_>>();
        assert!(at(4).contains(&Place::Widget) && at(4).contains(&Place::Drawing));
        assert!(at(1).contains(&Place::Catalog));
        assert!(at(5).contains(&Place::Signature) && at(5).contains(&Place::Drawing));
    }
}
