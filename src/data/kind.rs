//! What the values of a column are.

/// What a field's values are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Any text of one line.
    Text,
    /// A day.
    Date,
    /// An amount with its currency.
    Money,
    /// A mail address.
    Email,
    /// A whole number.
    Integer,
    /// One of several texts.
    Choice(Vec<String>),
}

/// What is asked of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The name of its column, with dots for nesting.
    pub name: String,
    /// What to fill in, in the author's words.
    pub label: String,
    /// What its values are.
    pub kind: Kind,
    /// Whether every row must give it.
    pub required: bool,
    /// Its value where a row gives none.
    pub default: Option<serde_json::Value>,
}
