//! What a signature locks (ISO 32000-2, 12.7.5.5 and 12.8.2.4).

use crate::pdf::{Dictionary, File, Object, read_text};

use super::family::first_name;
use super::fault::Fault;

/// Which fields may not be changed once a field is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Which of the document's fields it speaks of.
    pub scope: Scope,
    /// What else may be changed in the document from then on, 1 to 3 as in [`Permission`](super::Permission); absent before PDF 2.0.
    pub permission: Option<i64>,
}

/// The fields that a lock speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All fields.
    All,
    /// These fields.
    Include(Vec<String>),
    /// All fields but these.
    Exclude(Vec<String>),
}

impl Scope {
    /// Whether it speaks of a field. The name of what holds fields stands for all of them, and that of a blank for all places where it stands.
    pub fn covers(&self, name: &str) -> bool {
        let first = first_name(name).unwrap_or(name);
        let is_below = |name: &str, listed: &str| name.strip_prefix(listed).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let listed = |names: &[String]| names.iter().any(|listed| is_below(name, listed) || is_below(first, listed));
        match self {
            Self::All => true,
            Self::Include(names) => listed(names),
            Self::Exclude(names) => !listed(names),
        }
    }
}

impl Lock {
    /// The lock that a dictionary is; one that says nothing that can be understood locks everything.
    pub(super) fn read(file: &File<'_>, dictionary: &Dictionary) -> Result<Self, Fault> {
        let names = || -> Option<Vec<String>> {
            let listed = file.get(dictionary, "Fields").ok()?;
            listed.as_array()?.iter().map(|name| Some(read_text(file.resolve(name).ok()?.as_string()?))).collect()
        };
        let scope = match file.get(dictionary, "Action")?.as_name() {
            Some(b"Include") => names().map_or(Scope::All, Scope::Include),
            Some(b"Exclude") => names().map_or(Scope::All, Scope::Exclude),
            _ => Scope::All,
        };
        Ok(Self { scope, permission: number(&file.get(dictionary, "P")?) })
    }

    /// The lock under a key of a dictionary.
    pub(super) fn of(file: &File<'_>, dictionary: &Dictionary, key: &str) -> Result<Option<Self>, Fault> {
        match file.get(dictionary, key)? {
            Object::Dictionary(lock) => Self::read(file, &lock).map(Some),
            _ => Ok(None),
        }
    }
}

/// The number that a value is; what is none is a number that no standard knows.
pub(super) fn number(value: &Object) -> Option<i64> {
    (*value != Object::Null).then(|| value.as_integer().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn a_name_stands_for_all_below_it() {
        let scope = Scope::Include(vec!["customer".to_owned()]);
        assert!(scope.covers("customer") && scope.covers("customer.name") && !scope.covers("customer-1"));
        assert!(!Scope::Exclude(vec!["customer.name".to_owned()]).covers("customer.name"));
    }

    #[test]
    fn a_name_stands_for_all_places_of_a_blank() {
        let names = vec!["customer.name".to_owned()];
        let lock = Scope::Include(names.clone());
        assert!(lock.covers("customer.name#2") && !lock.covers("customer.name#two") && !lock.covers("customer.names#2"));
        assert!(!Scope::Exclude(names).covers("customer.name#2"));
    }
}
