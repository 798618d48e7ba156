//! What fields said in the versions of a file that its signatures cover (ISO 32000-2, 12.8.1): that they must go on saying.

use crate::pdf::{Dictionary, File, Object, Reference};

use super::content::says_something;
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

/// The versions that the signatures of a file cover. A signature that does not say what it covers protects nothing.
pub(super) fn versions<'b>(file: &File<'b>, fields: &[Field]) -> Result<Vec<Version<'b>>, Fault> {
    let mut versions: Vec<Version<'b>> = Vec::new();
    for field in fields.iter().filter(|field| field.is_signed()).take(MOST) {
        let version = end(file, field).and_then(|end| File::open(file.bytes().get(..end)?).ok());
        if let Some(version) = version.filter(|version| versions.iter().all(|known| known.file.bytes().len() != version.bytes().len())) {
            versions.push(Version { by: field.name.clone(), fields: read(&version)?, file: version });
        }
    }
    Ok(versions)
}

/// The offset after the last byte that a signature covers.
fn end(file: &File<'_>, field: &Field) -> Option<usize> {
    let range = file.get(field.value.as_dictionary()?, "ByteRange").ok()?;
    let [_, _, start, length] = range.as_array()? else { return None };
    usize::try_from(start.as_integer()?.checked_add(length.as_integer()?)?).ok()
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
    let says = |look: &Dictionary| match file.get(look, "N") {
        Ok(Object::Null) => false,
        Ok(Object::Stream(drawing)) => file.data(&drawing).map_or(true, |content| says_something(&content)),
        _ => true,
    };
    let look = file.object(widget).map(|widget| widget.as_dictionary().map(|widget| file.get(widget, "AP")));
    match look {
        Ok(None | Some(Ok(Object::Null))) => false,
        Ok(Some(Ok(Object::Dictionary(look)))) => says(&look),
        _ => true,
    }
}
