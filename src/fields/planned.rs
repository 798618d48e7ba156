//! The fields that a document is to have.

/// What an address begins with that stands for the place of a field; its name follows.
pub const SCHEME: &str = "counterpart-field:";

/// A field that a document is to have, where its layout names a place for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its full name, with dots between the steps, as `customer.address.city`.
    pub name: String,
    /// What it is for.
    pub kind: FieldKind,
    /// What it is called to a person who cannot see the page (ISO 14289-1, 7.18.1).
    pub label: String,
    /// What it is called where it stands once more. Only text stands in several places, as fields of their own: see [`families`](super::families).
    pub again: String,
}

/// What a planned field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A signature, seen where its place is more than a point in size.
    Signature,
    /// A line of text.
    Text,
    /// A document timestamp (ISO 32000-2, 12.8.5), which nobody sees.
    Timestamp,
}
