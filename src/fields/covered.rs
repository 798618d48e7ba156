//! What fields said in the versions of a file that its signatures cover (ISO 32000-2, 12.8.1): that they must go on saying.

use crate::pdf::{Dictionary, File, Object, Reference};

use super::byte_range::ByteRange;
use super::content::{says_something, shows_text};
use super::fault::Fault;
use super::tree::{Field, Kind, read};

/// How many signatures are looked at; no file has so many.
const MOST: usize = 256;

/// The fields of one version of a file.
pub(super) struct Version<'b> {
    /// The name of the field whose signature covers it.
    pub(super) by: String,
    file: File<'b>,
    fields: Vec<Field>,
}

/// The versions that the signatures of a file cover.
pub(super) fn versions<'b>(file: &File<'b>, fields: &[Field]) -> Result<Vec<Version<'b>>, Fault> {
    let mut versions: Vec<Version<'b>> = Vec::new();
    for field in fields.iter().filter(|field| field.is_signed()).take(MOST) {
        let version = file.bytes().get(..end(file, field)).and_then(|bytes| File::open(bytes).ok());
        if let Some(version) = version.filter(|version| versions.iter().all(|known| known.file.bytes().len() != version.bytes().len())) {
            versions.push(Version { by: field.name.clone(), fields: read(&version)?, file: version });
        }
    }
    Ok(versions)
}

/// The offset after the last byte that a signature covers. A signature of which that cannot be said may cover all of the file, and is taken to.
fn end(file: &File<'_>, field: &Field) -> usize {
    let covered = field.value_reference.and_then(|holder| ByteRange::read(file, holder).ok());
    covered.map_or(file.bytes().len(), |covered| covered.end())
}

impl Version<'_> {
    /// Whether a field said something in it.
    pub(super) fn says(&self, field: Reference) -> bool {
        let field = self.fields.iter().find(|known| known.reference == field);
        field.is_some_and(|field| has_value(field) || field.widgets.iter().any(|widget| is_written_on(&self.file, widget.reference)))
    }
}

fn has_value(field: &Field) -> bool {
    match &field.value {
        Object::Null => false,
        Object::String(text) => !text.is_empty() && text.as_slice() != b"\xfe\xff",
        Object::Array(values) => !values.is_empty(),
        Object::Name(state) => field.kind != Kind::Button || state != b"Off",
        _ => true,
    }
}

/// Whether the look of a widget says something; a look that cannot be read may say anything.
pub fn is_written_on(file: &File<'_>, widget: Reference) -> bool {
    says(file, widget, |normal| match normal {
        Object::Null => false,
        Object::Stream(drawing) => file.data(drawing).map_or(true, |content| says_something(&content, edges(file, &drawing.dictionary))),
        _ => true,
    })
}

/// Whether a button that is not ticked shows text: one that is may show none of it.
pub fn is_labelled(file: &File<'_>, widget: Reference) -> bool {
    says(file, widget, |normal| match normal.as_dictionary().map(|states| file.get(states, "Off")) {
        None | Some(Ok(Object::Null)) => false,
        Some(Ok(Object::Stream(drawing))) => file.data(&drawing).map_or(true, |content| shows_text(&content)),
        _ => true,
    })
}

/// What is said of the normal look of a widget; of one that cannot be read, yes.
fn says(file: &File<'_>, widget: Reference, of_normal: impl Fn(&Object) -> bool) -> bool {
    let look = file.object(widget).map(|widget| widget.as_dictionary().map(|widget| file.get(widget, "AP")));
    match look {
        Ok(None | Some(Ok(Object::Null))) => false,
        Ok(Some(Ok(Object::Dictionary(look)))) => file.get(&look, "N").map_or(true, |normal| of_normal(&normal)),
        _ => true,
    }
}

/// The edges of a drawing's box: left, bottom, right, top.
fn edges(file: &File<'_>, drawing: &Dictionary) -> Option<[f64; 4]> {
    let corners = file.get(drawing, "BBox").ok()?;
    let corners: Vec<f64> = corners.as_array()?.iter().filter_map(|corner| file.resolve(corner).ok()?.as_number()).collect();
    let [one, two, three, four] = corners.try_into().ok()?;
    Some([one.min(three), two.min(four), one.max(three), two.max(four)])
}
