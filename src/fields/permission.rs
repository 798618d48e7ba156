//! What the signatures of a file let others change (ISO 32000-2, 12.8.2).

use crate::pdf::{Dictionary, File, Object};

use super::fault::Fault;
use super::lock::{Lock, Scope, number};
use super::tree::Field;

/// What may be changed in a document after a signature that certifies it or locks it (table 257).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permission {
    /// Nothing.
    Nothing,
    /// Fields may be filled and signed.
    Filling,
    /// That, and notes may be added.
    Annotating,
}

impl Permission {
    /// The permission of a number; without one, the standard's own default. One that the standard does not know allows nothing.
    pub fn of(number: Option<i64>) -> Self {
        match number {
            None | Some(2) => Self::Filling,
            Some(3) => Self::Annotating,
            Some(_) => Self::Nothing,
        }
    }
}

/// What a signed field forbids from its signature on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// The name of the signed field.
    pub by: String,
    /// What may be changed in the document; absent where the signature does not say.
    pub permission: Option<Permission>,
    /// The fields that may not be changed.
    pub locked: Vec<Scope>,
}

/// What the signatures of a file forbid, in the order of its fields.
pub fn restrictions(file: &File<'_>, fields: &[Field]) -> Result<Vec<Restriction>, Fault> {
    fields.iter().filter(|field| field.is_signed()).map(|field| restriction(file, field)).collect()
}

fn restriction(file: &File<'_>, field: &Field) -> Result<Restriction, Fault> {
    let mut found = Restriction { by: field.name.clone(), permission: None, locked: Vec::new() };
    if let Some(lock) = &field.lock {
        found.locked.push(lock.scope.clone());
        found.permission = lock.permission.map(|number| Permission::of(Some(number)));
    }
    let Some(signature) = field.value.as_dictionary() else { return Ok(found) };
    let references = file.get(signature, "Reference")?;
    for reference in references.as_array().unwrap_or_default() {
        if let Object::Dictionary(reference) = file.resolve(reference)? {
            apply(file, &reference, &mut found)?;
        }
    }
    Ok(found)
}

/// Adds what one signature reference forbids (12.8.1, table 256).
fn apply(file: &File<'_>, reference: &Dictionary, found: &mut Restriction) -> Result<(), Fault> {
    let parameters = file.get(reference, "TransformParams")?;
    let parameters = parameters.as_dictionary().cloned().unwrap_or_default();
    match file.get(reference, "TransformMethod")?.as_name() {
        Some(b"DocMDP") => {
            let permission = Permission::of(number(&file.get(&parameters, "P")?));
            found.permission = Some(found.permission.map_or(permission, |before| before.min(permission)));
        }
        Some(b"FieldMDP") => found.locked.push(Lock::read(file, &parameters)?.scope),
        _ => {}
    }
    Ok(())
}
