//! The fields of a file: its field tree, walked (ISO 32000-2, 12.7.4).

use std::collections::{BTreeMap, BTreeSet};

use crate::pdf::{Dictionary, File, Object, Reference, read_text};

use super::fault::Fault;
use super::lock::Lock;
use super::pages::pages;

/// How deep fields may lie in one another.
const DEEPEST: usize = 32;
/// How many fields and widgets a file may have.
const MOST: usize = 20_000;
/// How long the full name of a field may be, in bytes.
const LONGEST_NAME: usize = 4096;

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A signature or a document timestamp (12.7.5.5).
    Signature,
    /// Text (12.7.5.3).
    Text,
    /// A button, a box to tick (12.7.5.2).
    Button,
    /// A list to choose from (12.7.5.4).
    Choice,
    /// None of these, or nothing that says which.
    Unknown,
}

/// A field of a file.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its full name, the names of all that hold it before it, with dots between.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its flags (tables 226, 227, 230 and 233).
    pub flags: i64,
    /// What it is called to a person.
    pub label: Option<String>,
    /// Its value, followed where it is a reference; null where it has none.
    pub value: Object,
    /// The object that is its value, where the value is one: a signature's dictionary.
    pub value_reference: Option<Reference>,
    /// The most characters that it takes.
    pub longest: Option<i64>,
    /// What signing it locks.
    pub lock: Option<Lock>,
    /// The object that it is.
    pub reference: Reference,
    /// Where it is seen; its own object where it has one place only.
    pub widgets: Vec<Widget>,
}

impl Field {
    /// Whether somebody signed it: a signature field with a value.
    pub fn is_signed(&self) -> bool {
        self.kind == Kind::Signature && self.value != Object::Null
    }

    /// Whether one of its flags is set; flags count from 1.
    pub fn has_flag(&self, flag: u32) -> bool {
        self.flags >> (flag.saturating_sub(1)) & 1 == 1
    }
}

/// A place of a field (12.5.6.19).
#[derive(Debug, Clone, PartialEq)]
pub struct Widget {
    /// The object that it is.
    pub reference: Reference,
    /// The page whose annotations it stands among, and the page's number from 1.
    pub page: Option<(Reference, usize)>,
    /// Left, bottom, right and top, in points from the page's lower left.
    pub rectangle: [f64; 4],
    /// Its flags (table 167).
    pub flags: i64,
    /// By how many degrees its contents are turned.
    pub turned: i64,
}

impl Widget {
    /// How wide it is, in points.
    pub fn width(&self) -> f64 {
        let [left, _, right, _] = self.rectangle;
        right - left
    }

    /// How high it is, in points.
    pub fn height(&self) -> f64 {
        let [_, bottom, _, top] = self.rectangle;
        top - bottom
    }
}

/// All fields of a file, in the order of its field tree; none where the file has no form.
pub fn read(file: &File<'_>) -> Result<Vec<Field>, Fault> {
    let (_, catalog) = file.catalog()?;
    let form = file.get(&catalog, "AcroForm")?;
    let Some(form) = form.as_dictionary() else { return Ok(Vec::new()) };
    let top = file.get(form, "Fields")?;
    let mut walk = Walk { file, places: widget_pages(file)?, seen: BTreeSet::new(), fields: Vec::new() };
    for field in top.as_array().unwrap_or_default() {
        walk.node(field, &Inherited::default(), 0)?;
    }
    Ok(walk.fields)
}

/// The page that each annotation stands on.
fn widget_pages(file: &File<'_>) -> Result<BTreeMap<Reference, (Reference, usize)>, Fault> {
    let mut places = BTreeMap::new();
    for (at, page) in pages(file)?.into_iter().enumerate() {
        for annotation in page.annotations.iter().filter_map(Object::as_reference) {
            places.entry(annotation).or_insert((page.reference, at + 1));
        }
    }
    Ok(places)
}

/// What a field has from those that hold it.
#[derive(Debug, Clone, Default)]
struct Inherited {
    name: String,
    kind: Option<Kind>,
    flags: i64,
    value: Option<Object>,
    longest: Option<i64>,
}

struct Walk<'f, 'b> {
    file: &'f File<'b>,
    places: BTreeMap<Reference, (Reference, usize)>,
    seen: BTreeSet<Reference>,
    fields: Vec<Field>,
}

impl Walk<'_, '_> {
    /// Adds a field, or the fields below a node.
    fn node(&mut self, node: &Object, above: &Inherited, depth: usize) -> Result<(), Fault> {
        let reference = node.as_reference().ok_or(Fault::Tangled("fields"))?;
        if depth > DEEPEST || self.seen.len() == MOST || !self.seen.insert(reference) {
            return Err(Fault::Tangled("fields"));
        }
        let object = self.file.object(reference)?;
        let Some(dictionary) = object.as_dictionary() else { return Ok(()) };
        let own = self.inherit(dictionary, above)?;
        let kids = self.file.get(dictionary, "Kids")?;
        let (mut inner, mut widgets) = (Vec::new(), Vec::new());
        for kid in kids.as_array().unwrap_or_default() {
            let object = self.file.resolve(kid)?;
            match (object.as_dictionary(), kid.as_reference()) {
                (Some(found), _) if found.get("T").is_some() => inner.push(kid.clone()),
                (Some(found), Some(reference)) => widgets.push((found.clone(), reference)),
                _ => return Err(Fault::Tangled("fields")),
            }
        }
        for kid in &inner {
            self.node(kid, &own, depth + 1)?;
        }
        if !inner.is_empty() && widgets.is_empty() {
            return Ok(());
        }
        if widgets.is_empty() && dictionary.get("Rect").is_some() {
            widgets.push((dictionary.clone(), reference));
        }
        self.field(reference, dictionary, own, &widgets)
    }

    fn inherit(&self, dictionary: &Dictionary, above: &Inherited) -> Result<Inherited, Fault> {
        let mut own = above.clone();
        if let Some(name) = self.file.get(dictionary, "T")?.as_string() {
            if !own.name.is_empty() {
                own.name.push('.');
            }
            own.name.push_str(&read_text(name));
        }
        if own.name.len() > LONGEST_NAME {
            return Err(Fault::Tangled("fields"));
        }
        own.kind = self.file.get(dictionary, "FT")?.as_name().map(kind).or(own.kind);
        own.flags = self.file.get(dictionary, "Ff")?.as_integer().unwrap_or(own.flags);
        own.longest = self.file.get(dictionary, "MaxLen")?.as_integer().or(own.longest);
        own.value = dictionary.get("V").cloned().or(own.value);
        Ok(own)
    }

    fn field(&mut self, reference: Reference, dictionary: &Dictionary, own: Inherited, widgets: &[(Dictionary, Reference)]) -> Result<(), Fault> {
        let value = own.value.unwrap_or(Object::Null);
        let mut places = Vec::with_capacity(widgets.len());
        for (dictionary, reference) in widgets {
            places.push(self.widget(dictionary, *reference)?);
        }
        self.fields.push(Field {
            name: own.name,
            kind: own.kind.unwrap_or(Kind::Unknown),
            flags: own.flags,
            label: self.file.get(dictionary, "TU")?.as_string().map(read_text),
            value_reference: value.as_reference(),
            value: self.file.resolve(&value)?,
            longest: own.longest,
            lock: Lock::of(self.file, dictionary, "Lock")?,
            reference,
            widgets: places,
        });
        Ok(())
    }

    fn widget(&self, dictionary: &Dictionary, reference: Reference) -> Result<Widget, Fault> {
        let corners = self.file.get(dictionary, "Rect")?;
        let mut numbers = [0.0; 4];
        for (number, corner) in numbers.iter_mut().zip(corners.as_array().unwrap_or_default()) {
            *number = self.file.resolve(corner)?.as_number().unwrap_or_default();
        }
        let [one, two, three, four] = numbers;
        let characteristics = self.file.get(dictionary, "MK")?;
        let turned = characteristics.as_dictionary().and_then(|found| found.get("R")).and_then(Object::as_integer);
        Ok(Widget {
            reference,
            page: self.places.get(&reference).copied(),
            rectangle: [one.min(three), two.min(four), one.max(three), two.max(four)],
            flags: self.file.get(dictionary, "F")?.as_integer().unwrap_or_default(),
            turned: turned.unwrap_or_default(),
        })
    }
}

fn kind(name: &[u8]) -> Kind {
    match name {
        b"Sig" => Kind::Signature,
        b"Tx" => Kind::Text,
        b"Btn" => Kind::Button,
        b"Ch" => Kind::Choice,
        _ => Kind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Kind, read};
    use crate::fields::Fault;
    use crate::fields::fixture::form;
    use crate::pdf::{File, Reference};

    const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 7 0 R]>>>>";

    fn fields(rest: &[&str]) -> Result<Vec<Field>, Fault> {
        read(&File::open(&form(CATALOG, rest)).unwrap())
    }

    #[test]
    fn names_kinds_and_places_are_put_together() {
        let merged = "<</FT/Sig/T(seal)/Subtype/Widget/Rect[10 20 5 40]/F 132/V 8 0 R/Lock<</Action/Include/Fields[(a) (b)]>>>>";
        let widget = "<</Parent 10 0 R/Subtype/Widget/Rect[0 0 10 10]>>";
        let holder = "<</T(customer)/FT/Tx/Kids[10 0 R 9 0 R]/Ff 2>>";
        let seal = "<</Type/Sig>>";
        let city = "<</T<FEFF0391>/Parent 7 0 R/MaxLen 3>>";
        let found = fields(&[merged, widget, widget, holder, seal, city, "<</T(name)/Parent 7 0 R/Kids[5 0 R 6 0 R]/TU(Name)/V(x)>>"]).unwrap();
        let told: Vec<_> = found.iter().map(|field| (field.name.as_str(), field.kind, field.flags, field.widgets.len())).collect();
        assert_eq!(told, [("seal", Kind::Signature, 0, 1), ("customer.name", Kind::Text, 2, 2), ("customer.Α", Kind::Text, 2, 0)]);
        let seal = &found[0];
        assert!(seal.is_signed() && seal.value_reference == Some(Reference::new(8)));
        assert_eq!((seal.widgets[0].rectangle, seal.widgets[0].page), ([5.0, 20.0, 10.0, 40.0], Some((Reference::new(3), 1))));
        assert!(seal.lock.as_ref().is_some_and(|lock| lock.scope.covers("b") && !lock.scope.covers("customer.name")));
    }

    #[test]
    fn a_tree_that_is_none_is_refused() {
        let plain = "<</T(a)/FT/Tx>>";
        for holder in ["<</T(x)/Kids[7 0 R]>>", "<</T(x)/Kids[4 0 R]>>", "<</T(x)/Kids[<</T(y)>>]>>"] {
            assert!(matches!(fields(&[plain, plain, plain, holder]), Err(Fault::Tangled("fields"))), "{holder}");
        }
    }
}
