//! What a document says of itself.

use jiff::civil::Date;

use super::Inline;

/// Whether a document is published text or an agreement that two parties sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A text the company publishes.
    #[default]
    Policy,
    /// A text two parties sign: it has a cover, fields and signature blocks.
    Contract,
}

/// Whether a document is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// In force, or about to be.
    #[default]
    Published,
    /// Not in force; carries a watermark.
    Draft,
}

/// How headings and ordered lists are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Numbering {
    /// Headings carry no numbers; ordered lists count 1, 2, 3.
    #[default]
    None,
    /// Headings are 1, 2, 3; the ordered lists below them 1.1, (a), (i).
    Clauses,
}

/// A document's front matter after the merge, ready to print.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Meta {
    /// The policy's id: its source's path without `.md` or `/index.md`.
    pub id: String,
    /// Policy or contract.
    pub kind: Kind,
    /// The title, in the brand's house style.
    pub title: String,
    /// One sentence beneath the title.
    pub description: Option<String>,
    /// The version, as the author writes it.
    pub version: Option<String>,
    /// In force or draft.
    pub status: Status,
    /// The day it comes into force.
    pub effective: Option<Date>,
    /// The day its text last changed.
    pub updated: Option<Date>,
    /// How it is numbered.
    pub numbering: Numbering,
    /// A document number.
    pub number: Option<String>,
    /// The language and region, as a BCP 47 tag such as `en-GB`.
    pub locale: String,
    /// A contract's parties, as its cover names them: the company, then the customer; a policy has none.
    pub parties: Vec<Vec<Inline>>,
}
