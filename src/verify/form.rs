//! The form fields of a file, as verifying needs them: every node of the field tree, and what belongs to which field (ISO 32000-2, 12.7.4).
//!
//! Stricter than reading a form to fill it in: a tree that two readers could understand in two ways is a fault.

use std::collections::HashMap;

use crate::pdf::{Dictionary, Fault, FaultKind, File, Object, Reference, read_text};

/// How deep fields may lie in one another.
const DEEPEST: usize = 32;
/// How many fields and widgets a form may have.
const MOST: usize = 100_000;

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// A check box or a group of radio buttons.
    Choice,
    /// A list.
    List,
    /// A signature.
    Signature,
    /// A push button, or a kind that the standard does not know.
    Other,
}

/// A field that holds a value.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Its full name.
    pub(super) name: String,
    /// Its own object.
    pub(super) reference: Reference,
    /// What it is for.
    pub(super) kind: Kind,
    /// Its flags (table 227).
    pub(super) flags: i64,
    /// The objects that show it: its own, or those of its kids.
    pub(super) widgets: Vec<Reference>,
    /// Its value as it is written: its own, or that of a field above.
    pub(super) value: Object,
    /// What it locks when it is signed, for a signature field.
    pub(super) lock: Object,
}

/// The form of a file.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// The fields at the root, as the form lists them.
    pub(super) roots: Vec<Object>,
    /// The fields in the order of the tree.
    pub(super) fields: Vec<Field>,
    /// The objects of fields and widgets, each with the field it is part of; those above several fields have none.
    pub(super) nodes: HashMap<Reference, Option<usize>>,
}

/// What a field has from those above it.
#[derive(Debug, Clone, Default)]
struct Inherited {
    name: String,
    kind: Option<Object>,
    flags: Option<i64>,
    value: Option<Object>,
}

impl Form {
    /// Reads the form; a file without one has no fields.
    pub(super) fn read(file: &File<'_>) -> Result<Self, Fault> {
        let (_, catalog) = file.catalog()?;
        let mut form = Self::default();
        let dictionary = match file.get(&catalog, "AcroForm")? {
            Object::Dictionary(dictionary) => dictionary,
            Object::Null => return Ok(form),
            _ => return Err(wrong()),
        };
        form.roots = match file.get(&dictionary, "Fields")? {
            Object::Array(fields) => fields,
            Object::Null => return Ok(form),
            _ => return Err(wrong()),
        };
        for root in form.roots.clone() {
            let root = root.as_reference().ok_or_else(wrong)?;
            form.node(file, root, &Inherited::default(), 0)?;
        }
        Ok(form)
    }

    fn node(&mut self, file: &File<'_>, reference: Reference, above: &Inherited, depth: usize) -> Result<(), Fault> {
        if depth > DEEPEST || self.nodes.len() > MOST {
            return Err(Fault { at: 0, kind: FaultKind::TooMuch("form fields") });
        }
        if self.nodes.insert(reference, None).is_some() {
            return Err(Fault { at: 0, kind: FaultKind::Circle });
        }
        let object = file.object(reference)?;
        let Object::Dictionary(dictionary) = object else { return Err(wrong()) };
        let own = inherit(file, &dictionary, above)?;
        let kids = match file.get(&dictionary, "Kids")? {
            Object::Array(kids) => kids.iter().map(|kid| kid.as_reference().ok_or_else(wrong)).collect::<Result<Vec<_>, _>>()?,
            Object::Null => Vec::new(),
            _ => return Err(wrong()),
        };
        let mut widgets = Vec::new();
        for kid in kids {
            if file.object(kid)?.as_dictionary().ok_or_else(wrong)?.get("T").is_some() {
                self.node(file, kid, &own, depth + 1)?;
            } else {
                widgets.push(kid);
            }
        }
        self.field(file, reference, &dictionary, own, widgets)
    }

    /// Enters a field that holds a value; one that only has fields below it is a node alone.
    fn field(
        &mut self,
        file: &File<'_>,
        reference: Reference,
        dictionary: &Dictionary,
        own: Inherited,
        widgets: Vec<Reference>,
    ) -> Result<(), Fault> {
        let holds_others = widgets.is_empty() && file.get(dictionary, "Kids")?.as_array().is_some_and(|kids| !kids.is_empty());
        if holds_others {
            return Ok(());
        }
        let index = self.fields.len();
        let widgets = if widgets.is_empty() { vec![reference] } else { widgets };
        self.nodes.insert(reference, Some(index));
        for widget in widgets.iter().filter(|widget| **widget != reference) {
            if self.nodes.insert(*widget, Some(index)).is_some() {
                return Err(Fault { at: 0, kind: FaultKind::Circle });
            }
        }
        let flags = own.flags.unwrap_or(0);
        let kind = kind(own.kind.as_ref(), flags);
        let lock = file.get(dictionary, "Lock")?;
        self.fields.push(Field { name: own.name, reference, kind, flags, widgets, value: own.value.unwrap_or(Object::Null), lock });
        Ok(())
    }

    /// The field of a name.
    pub(super) fn named(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

fn wrong() -> Fault {
    Fault { at: 0, kind: FaultKind::Missing("form whose fields") }
}

fn inherit(file: &File<'_>, dictionary: &Dictionary, above: &Inherited) -> Result<Inherited, Fault> {
    let mut own = above.clone();
    if let Object::String(name) = file.get(dictionary, "T")? {
        let name = read_text(&name);
        own.name = if own.name.is_empty() { name } else { format!("{}.{name}", own.name) };
    }
    let given = |key| Ok(Some(file.get(dictionary, key)?).filter(|value| *value != Object::Null));
    own.kind = given("FT")?.or(own.kind);
    own.flags = given("Ff")?.map_or(own.flags, |flags| flags.as_integer());
    own.value = dictionary.get("V").filter(|value| **value != Object::Null).cloned().or(own.value);
    Ok(own)
}

fn kind(name: Option<&Object>, flags: i64) -> Kind {
    const PUSH_BUTTON: i64 = 1 << 16;
    match name.and_then(Object::as_name) {
        Some(b"Tx") => Kind::Text,
        Some(b"Btn") if flags & PUSH_BUTTON == 0 => Kind::Choice,
        Some(b"Ch") => Kind::List,
        Some(b"Sig") => Kind::Signature,
        _ => Kind::Other,
    }
}
