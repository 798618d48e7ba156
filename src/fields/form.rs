//! The form of a file as it is made (ISO 32000-2, 12.7.3): its fields, their widgets, and what holds them.

use std::collections::BTreeMap;

use crate::pdf::{File, Object, Reference, edited, write_object, write_text};

use super::family::name_in_place;
use super::fault::Fault;
use super::place::Place;
use super::planned::{FieldKind, Planned};
use super::splice::Splice;

/// What text is written in by a program that fills a field without Counterpart: Times at a size that fits, in the colour of the text.
const APPEARANCE: &str = "/TiRo 0 Tf 0.098 g";
/// Printed, not to be moved; used for fields that nobody sees (ISO 32000-2, 12.5.3).
const UNSEEN: u32 = 4 + 128;
const PRINTED: u32 = 4;

/// The form as it grows.
pub(super) struct Form<'f, 'b> {
    file: &'f File<'b>,
    splice: Splice<'f, 'b>,
    elements: BTreeMap<i64, Reference>,
    /// What a field looks like before anything is in it.
    empty: Option<Reference>,
    tree: Tree,
    has_text: bool,
}

impl<'f, 'b> Form<'f, 'b> {
    /// A form without fields, in a file whose annotations have these structure elements.
    pub(super) fn new(file: &'f File<'b>, elements: BTreeMap<i64, Reference>) -> Self {
        Self { file, splice: Splice::new(file), elements, empty: None, tree: Tree::default(), has_text: false }
    }

    /// Adds the field that a place is for, which is its own widget; `n` counts the places of one name from 1.
    pub(super) fn add(&mut self, field: &Planned, n: usize, place: &Place) -> Result<(), Fault> {
        if n > 1 && field.kind != FieldKind::Text {
            return Err(Fault::Repeated(field.name.clone()));
        }
        self.tag(place)?;
        self.has_text |= field.kind == FieldKind::Text;
        let (parent, last) = self.tree.parent(&field.name, &mut self.splice);
        let mut own = b"<<".to_vec();
        push_field(field, &name_in_place(last, n), if n == 1 { &field.label } else { &field.again }, &mut own);
        if let Some(parent) = parent {
            own.extend_from_slice(format!("/Parent {parent}").as_bytes());
        }
        self.push_widget(field, place, &mut own);
        own.extend_from_slice(b">>");
        self.splice.set(place.link, own);
        self.tree.add(parent, place.link);
        Ok(())
    }

    /// Makes a form of the structure element that stands for a link.
    fn tag(&mut self, place: &Place) -> Result<(), Fault> {
        let untagged = || Fault::Untagged(place.name.clone());
        let reference = *self.elements.get(&place.parent).ok_or_else(untagged)?;
        let element = self.file.object(reference)?;
        let element = element.as_dictionary().ok_or_else(untagged)?;
        let kids = self.file.get(element, "K")?;
        let only = match &kids {
            Object::Array(kids) if kids.len() == 1 => kids.first(),
            other => Some(other),
        };
        let only = only.filter(|only| matches!(only, Object::Dictionary(_)) && element.get("S").is_some_and(|kind| kind.is_name("Link")));
        // Without an array around it, checkers of signatures recognise the way from the element to the widget.
        let mut kid = Vec::new();
        write_object(only.ok_or_else(untagged)?, &mut kid);
        self.splice.set(reference, edited(&self.file.raw(reference)?, &[("S", Some(b"/Form".to_vec())), ("K", Some(kid))])?);
        Ok(())
    }

    /// Appends what a widget says of itself (ISO 32000-2, 12.5.6.19).
    fn push_widget(&mut self, field: &Planned, place: &Place, out: &mut Vec<u8>) {
        let is_seen = place.is_seen();
        let flags = if is_seen { PRINTED } else { UNSEEN };
        out.extend_from_slice(format!("/Type/Annot/Subtype/Widget/F {flags}/P {}/StructParent {}/Rect", place.page, place.parent).as_bytes());
        if is_seen {
            write_object(&place.written, out);
            let empty = self.empty();
            out.extend_from_slice(format!("/AP<</N {empty}>>").as_bytes());
        } else {
            out.extend_from_slice(b"[0 0 0 0]");
        }
        if field.kind == FieldKind::Text {
            out.extend_from_slice(format!("/DA({APPEARANCE})").as_bytes());
        }
    }

    fn empty(&mut self) -> Reference {
        let splice = &mut self.splice;
        *self.empty.get_or_insert_with(|| {
            let reference = splice.allocate();
            splice.set(reference, b"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<<>>/Length 0>>\nstream\n\nendstream".to_vec());
            reference
        })
    }

    /// Adds the form to the catalog. A file with signature fields says at once that it is only to be added to, so that signing need not touch the form.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, Fault> {
        let writing = if self.has_text { self.writing() } else { String::new() };
        let fields = self.tree.finish(&mut self.splice);
        let form = self.splice.allocate();
        self.splice.set(form, format!("<</Fields[{fields}]/SigFlags 3{writing}>>").into_bytes());
        let (root, _) = self.file.catalog()?;
        self.splice.set(root, edited(&self.file.raw(root)?, &[("AcroForm", Some(form.to_string().into_bytes()))])?);
        Ok(self.splice.finish()?)
    }

    /// What other programs write text fields in. No page shows this font, so that it need not be part of the file (ISO 19005-2, 6.2.11.4).
    fn writing(&mut self) -> String {
        let font = self.splice.allocate();
        self.splice.set(font, b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>".to_vec());
        format!("/DA({APPEARANCE})/DR<</Font<</TiRo {font}>>>>")
    }
}

/// Appends what a field says of itself (ISO 32000-2, 12.7.4).
fn push_field(field: &Planned, name: &str, label: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(match field.kind {
        FieldKind::Text => b"/FT/Tx/T",
        FieldKind::Signature | FieldKind::Timestamp => b"/FT/Sig/T",
    });
    write_text(name, out);
    out.extend_from_slice(b"/TU");
    write_text(label, out);
}

/// The fields by the steps of their names: `customer` holds `name` and `address`, which holds `city`.
#[derive(Debug, Default)]
struct Tree {
    top: Vec<Reference>,
    /// What holds fields: by its path, with its parent and those that it holds.
    nodes: BTreeMap<String, Node>,
}

#[derive(Debug)]
struct Node {
    reference: Reference,
    parent: Option<Reference>,
    kids: Vec<Reference>,
}

impl Tree {
    /// What holds a field of a name, and the last step of the name.
    fn parent<'n>(&mut self, name: &'n str, splice: &mut Splice<'_, '_>) -> (Option<Reference>, &'n str) {
        let Some((path, last)) = name.rsplit_once('.') else { return (None, name) };
        (Some(self.node(path, splice)), last)
    }

    fn node(&mut self, path: &str, splice: &mut Splice<'_, '_>) -> Reference {
        if let Some(node) = self.nodes.get(path) {
            return node.reference;
        }
        let parent = path.rsplit_once('.').map(|(above, _)| self.node(above, splice));
        let reference = splice.allocate();
        self.nodes.insert(path.to_owned(), Node { reference, parent, kids: Vec::new() });
        self.add(parent, reference);
        reference
    }

    fn add(&mut self, parent: Option<Reference>, field: Reference) {
        match self.nodes.values_mut().find(|node| Some(node.reference) == parent) {
            Some(node) => node.kids.push(field),
            None => self.top.push(field),
        }
    }

    /// Writes what holds fields, and gives the list of those that nothing holds.
    fn finish(&self, splice: &mut Splice<'_, '_>) -> String {
        for (path, node) in &self.nodes {
            let mut body = b"<</T".to_vec();
            write_text(path.rsplit_once('.').map_or(path.as_str(), |(_, last)| last), &mut body);
            body.extend_from_slice(format!("/Kids[{}]", listed(&node.kids)).as_bytes());
            if let Some(parent) = node.parent {
                body.extend_from_slice(format!("/Parent {parent}").as_bytes());
            }
            body.extend_from_slice(b">>");
            splice.set(node.reference, body);
        }
        listed(&self.top)
    }
}

fn listed(references: &[Reference]) -> String {
    references.iter().map(Reference::to_string).collect::<Vec<_>>().join(" ")
}
