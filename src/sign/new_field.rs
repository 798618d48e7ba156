//! Signature fields that a file does not have yet: unseen ones, for files from elsewhere and for further document timestamps.

use crate::fields::Field;
use crate::pdf::{Dictionary, FaultKind, Object, Reference, Update, edited, write_object, write_text};

use super::fault::Fault;
use super::standing::RESERVED;

/// How deep the tree of pages may be.
const DEEPEST: usize = 64;

/// Adds a field that is not seen, on the first page, with its value.
pub(super) fn add(update: &mut Update<'_, '_>, name: &str, value: Reference) -> Result<(), Fault> {
    let page = first_page(update)?;
    let field = update.allocate()?;
    let mut bytes = b"<</Type/Annot/Subtype/Widget/FT/Sig/F 132/Rect[0 0 0 0]/T ".to_vec();
    write_text(name, &mut bytes);
    bytes.extend_from_slice(format!("/P {page}/V {value}>>").as_bytes());
    update.set(field, bytes);
    append(update, page, "Annots", field)?;
    let form = form(update)?;
    match form {
        Place::Object(form) => append(update, form, "Fields", field),
        Place::Catalog(catalog, mut form) => {
            let mut fields = match update.file().get(&form, "Fields")? {
                Object::Array(fields) => fields,
                _ => Vec::new(),
            };
            fields.push(Object::Reference(field));
            form.set("Fields", Object::Array(fields));
            set_form(update, catalog, form)
        }
    }
}

/// Says in the form that the document is signed and may only be appended to (ISO 32000-2, table 225).
pub(super) fn mark_signed(update: &mut Update<'_, '_>) -> Result<(), Fault> {
    let place = form(update)?;
    let dictionary = match &place {
        Place::Object(reference) => update.object(*reference)?.as_dictionary().cloned().unwrap_or_default(),
        Place::Catalog(_, form) => form.clone(),
    };
    if dictionary.get("XFA").is_some() {
        return Err(Fault::Xfa);
    }
    if dictionary.get("SigFlags").and_then(Object::as_integer).is_some_and(|flags| flags & 3 == 3) {
        return Ok(());
    }
    match place {
        Place::Object(reference) => {
            let changed = edited(&update.raw(reference)?, &[("SigFlags", Some(b"3".to_vec()))])?;
            update.set(reference, changed);
            Ok(())
        }
        Place::Catalog(catalog, mut form) => {
            form.set("SigFlags", Object::Integer(3));
            set_form(update, catalog, form)
        }
    }
}

/// Where a document's form stands: in an object of its own, or in the catalog, where it may still be missing.
enum Place {
    Object(Reference),
    Catalog(Reference, Dictionary),
}

fn form(update: &Update<'_, '_>) -> Result<Place, Fault> {
    let (catalog, _) = update.file().catalog()?;
    let dictionary = update.object(catalog)?;
    match dictionary.as_dictionary().and_then(|catalog| catalog.get("AcroForm")) {
        Some(Object::Reference(reference)) => Ok(Place::Object(*reference)),
        Some(Object::Dictionary(form)) => Ok(Place::Catalog(catalog, form.clone())),
        None | Some(Object::Null) => Ok(Place::Catalog(catalog, Dictionary::default())),
        Some(_) => Err(Fault::Form("the form is not a dictionary")),
    }
}

fn set_form(update: &mut Update<'_, '_>, catalog: Reference, form: Dictionary) -> Result<(), Fault> {
    let mut bytes = Vec::new();
    write_object(&Object::Dictionary(form), &mut bytes);
    let changed = edited(&update.raw(catalog)?, &[("AcroForm", Some(bytes))])?;
    update.set(catalog, changed);
    Ok(())
}

/// Appends a reference to an array of a dictionary, wherever the array stands.
fn append(update: &mut Update<'_, '_>, holder: Reference, key: &str, element: Reference) -> Result<(), Fault> {
    let dictionary = update.object(holder)?;
    let mut place = dictionary.as_dictionary().and_then(|dictionary| dictionary.get(key)).cloned().unwrap_or(Object::Null);
    let own = place.as_reference();
    if let Some(reference) = own {
        place = update.object(reference)?;
    }
    let mut array = match place {
        Object::Array(array) => array,
        Object::Null => Vec::new(),
        _ => return Err(Fault::Form("a list of fields is not an array")),
    };
    array.push(Object::Reference(element));
    let mut bytes = Vec::new();
    write_object(&Object::Array(array), &mut bytes);
    let (place, bytes) = match own {
        Some(reference) => (reference, bytes),
        None => (holder, edited(&update.raw(holder)?, &[(key, Some(bytes))])?),
    };
    update.set(place, bytes);
    Ok(())
}

/// The first page of the document (7.7.3).
fn first_page(update: &Update<'_, '_>) -> Result<Reference, Fault> {
    let missing = || Fault::Pdf(crate::pdf::Fault { at: 0, kind: FaultKind::Missing("first page") });
    let file = update.file();
    let (_, catalog) = file.catalog()?;
    let mut node = catalog.get("Pages").and_then(Object::as_reference).ok_or_else(missing)?;
    for _ in 0..DEEPEST {
        let dictionary = file.object(node)?;
        let dictionary = dictionary.as_dictionary().ok_or_else(missing)?;
        let kids = file.get(dictionary, "Kids")?;
        match kids.as_array() {
            None => return Ok(node),
            Some(kids) => node = kids.first().and_then(Object::as_reference).ok_or_else(missing)?,
        }
    }
    Err(missing())
}

/// The first name for a document timestamp that no field has.
pub(super) fn free_name(fields: &[Field]) -> String {
    let taken = |name: &String| fields.iter().any(|field| field.name == *name);
    // One more than there are fields is never taken by all of them.
    (1..=fields.len() + 1).map(|number| format!("{RESERVED}{number}")).find(|name| !taken(name)).unwrap_or_default()
}
