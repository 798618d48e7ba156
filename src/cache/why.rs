//! Why a document must be made again: which value or file changed, and where it stood before.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::output::folder::Folder;

/// What the documents of the last build read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traces {
    /// The digest of each file that was read, by path.
    pub files: BTreeMap<String, Digest>,
    /// Every brand's values that some document read, by brand and key.
    pub values: BTreeMap<String, BTreeMap<String, KeyTrace>>,
    /// What each document read, by `brand/policy`.
    pub documents: BTreeMap<String, DocumentTrace>,
}

/// A value of a brand: its digest and where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyTrace {
    /// The digest of the value.
    pub digest: Digest,
    /// Where it was written, as `file:line`.
    pub origin: String,
}

/// What a document read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentTrace {
    /// Paths of files.
    pub files: BTreeSet<String>,
    /// Keys of the brand's values.
    pub keys: BTreeSet<String>,
}

/// A reason for making a document again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A value is another one now.
    Value {
        /// Its key, below `brand.`.
        key: String,
        /// Where it stood; `None` for a value that was not there.
        old: Option<String>,
        /// Where it stands; `None` for one that is gone.
        new: Option<String>,
    },
    /// A file's text is another one now.
    File {
        /// Its path.
        path: String,
    },
    /// The document itself is as it was: what is shown around it changed, such as the navigation, the theme, or a policy that it refers to.
    Surroundings,
    /// There is no trace of an earlier build.
    First,
}

impl Traces {
    /// The traces under a name in the cache folder; empty where there are none.
    pub fn read(cache: &Folder, name: &str) -> Self {
        let bytes = cache.read(name).ok().flatten().unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Writes the traces under a name in the cache folder.
    pub fn write(&self, cache: &Folder, name: &str) -> Result<(), Failure> {
        cache.replace(name, &serde_json::to_vec(self).unwrap_or_default())
    }

    /// Takes over what another build noted.
    pub fn update(&mut self, newer: Self) {
        self.files.extend(newer.files);
        for (brand, values) in newer.values {
            self.values.insert(brand, values);
        }
        self.documents.extend(newer.documents);
    }

    /// What changed for a document since the `old` traces.
    pub fn changes(&self, old: &Self, brand: &str, policy: &str) -> Vec<Change> {
        let id = format!("{brand}/{policy}");
        let Some(before) = old.documents.get(&id) else { return vec![Change::First] };
        let Some(now) = self.documents.get(&id) else { return vec![Change::Surroundings] };
        let files = before.files.union(&now.files).filter(|path| self.files.get(*path) != old.files.get(*path));
        let mut changes: Vec<_> = files.map(|path| Change::File { path: path.clone() }).collect();
        changes.extend(before.keys.union(&now.keys).filter_map(|key| self.value_change(old, brand, key)));
        if changes.is_empty() { vec![Change::Surroundings] } else { changes }
    }

    fn value_change(&self, old: &Self, brand: &str, key: &str) -> Option<Change> {
        let of = |traces: &Self| traces.values.get(brand).and_then(|values| values.get(key)).cloned();
        let (old, new) = (of(old), of(self));
        let same = old.as_ref().map(|trace| trace.digest) == new.as_ref().map(|trace| trace.digest);
        let origin = |trace: Option<KeyTrace>| trace.map(|trace| trace.origin);
        (!same).then(|| Change::Value { key: key.to_owned(), old: origin(old), new: origin(new) })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { key, old: Some(old), new: Some(new) } if old == new => write!(f, "brand.{key} changed at {new}"),
            Self::Value { key, old: Some(old), new: Some(new) } => write!(f, "brand.{key} changed: {old} -> {new}"),
            Self::Value { key, old: None, new: Some(new) } => write!(f, "brand.{key} is new at {new}"),
            Self::Value { key, old: Some(old), new: None } => write!(f, "brand.{key} is gone from {old}"),
            Self::Value { key, .. } => write!(f, "brand.{key} changed"),
            Self::File { path } => write!(f, "{path} changed"),
            Self::Surroundings => f.write_str("what is shown around it changed"),
            Self::First => f.write_str("not built before"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traces(value: &str, origin: &str) -> Traces {
        let mut traces = Traces::default();
        let key = KeyTrace { digest: Digest::of(value.as_bytes()), origin: origin.to_owned() };
        traces.values.entry("b".to_owned()).or_default().insert("facts.x".to_owned(), key);
        let document = DocumentTrace { files: BTreeSet::new(), keys: BTreeSet::from(["facts.x".to_owned()]) };
        traces.documents.insert("b/terms".to_owned(), document);
        traces
    }

    #[test]
    fn a_changed_value_is_named_with_both_its_places() {
        let (old, new) = (traces("1", "brands/a.yaml:3"), traces("2", "brands/b.yaml:9"));
        let changes: Vec<_> = new.changes(&old, "b", "terms").iter().map(ToString::to_string).collect();
        assert_eq!(changes, ["brand.facts.x changed: brands/a.yaml:3 -> brands/b.yaml:9"]);
    }

    #[test]
    fn a_value_that_only_moved_is_no_change() {
        let (old, new) = (traces("1", "brands/a.yaml:3"), traces("1", "brands/a.yaml:4"));
        assert_eq!(new.changes(&old, "b", "terms"), [Change::Surroundings]);
    }
}
