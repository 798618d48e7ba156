//! What the signatures of a file leave open to those who come after them (ISO 32000-2, 12.8.2.2 and 12.8.2.4).

use crate::fields::{Permission, Scope};
use crate::pdf::{Dictionary, File, Object, read_text};

/// What one signature and those before it leave open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Permissions {
    /// What the certification allows; `None` where nothing is certified, which allows what [`Permission::Filling`] does.
    pub(super) certified: Option<Permission>,
    /// The locks, each with the name of the field whose signature made it.
    pub(super) locks: Vec<(String, Scope)>,
}

impl Permissions {
    /// Adds what a further signature forbids.
    pub(super) fn restrict(&mut self, by: &str, certified: Option<Permission>, locks: &[Scope]) {
        self.certified = match (self.certified, certified) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.locks.extend(locks.iter().map(|lock| (by.to_owned(), lock.clone())));
    }

    /// Whether fields may be filled in and signed at all.
    pub(super) fn allows_filling(&self) -> bool {
        self.certified != Some(Permission::Nothing)
    }

    /// The field whose signature locks another field.
    pub(super) fn locked_by(&self, field: &str) -> Option<&str> {
        self.locks.iter().find(|(_, lock)| lock.covers(field)).map(|(by, _)| by.as_str())
    }
}

/// The permission of `/P`. The standard's default is 2; a number that it does not know allows nothing.
pub(super) fn permission(file: &File<'_>, parameters: &Dictionary) -> Permission {
    match file.get(parameters, "P") {
        Ok(Object::Null | Object::Integer(2)) => Permission::Filling,
        Ok(Object::Integer(3)) => Permission::Annotating,
        _ => Permission::Nothing,
    }
}

/// The fields that a `FieldMDP` transform's parameters, or a field's own lock, lock; what cannot be understood locks all.
pub(super) fn locked(file: &File<'_>, parameters: &Dictionary) -> Scope {
    let names = || -> Option<Vec<String>> {
        let fields = file.get(parameters, "Fields").ok()?;
        fields.as_array()?.iter().map(|name| Some(read_text(file.resolve(name).ok()?.as_string()?))).collect()
    };
    match file.get(parameters, "Action").ok().as_ref().and_then(Object::as_name) {
        Some(b"Include") => names().map_or(Scope::All, Scope::Include),
        Some(b"Exclude") => names().map_or(Scope::All, Scope::Exclude),
        _ => Scope::All,
    }
}
