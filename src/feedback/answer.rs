//! An answer, as it is kept.

use jiff::civil::Date;
use serde::Serialize;

/// What a reader answered about a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The day it came, in UTC.
    pub day: Date,
    /// The brand's id.
    pub brand: String,
    /// The language of the page, as a BCP 47 tag.
    pub language: String,
    /// The page's id: `terms/limits`.
    pub page: String,
    /// The version of the policy that was read, where it has one.
    pub version: Option<String>,
    /// Whether the page was helpful.
    pub helpful: bool,
    /// What the reader wrote; often nothing.
    pub comment: String,
}
