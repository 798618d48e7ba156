//! What is asked of a batch.

use super::shard::Shard;
use crate::compile::Names;
use crate::project::Format;

/// What is asked of a batch.
#[derive(Debug, Clone)]
pub struct Request {
    /// The contract of rows that name none.
    pub contract: Option<String>,
    /// The brand of rows that name none.
    pub brand: Option<String>,
    /// Whether rows may name a brand: the data has a column for it, or does not say what columns it has.
    pub brand_may_vary: bool,
    /// The locale of rows that name none; each brand's own where it is not told either.
    pub locale: Option<String>,
    /// What documents of rows that do not say so are made as.
    pub formats: Vec<Format>,
    /// The column that names rows.
    pub id: Option<String>,
    /// The template of the documents' names.
    pub name: String,
    /// The columns that are passed over.
    pub ignored: Option<Names>,
    /// The fields whose values the manifest shows.
    pub recorded: Vec<String>,
    /// Whether good rows are made though others are bad.
    pub keep_going: bool,
    /// Which rows are made.
    pub shard: Shard,
    /// How many documents are made at a time.
    pub jobs: usize,
}

impl Request {
    /// The only brand that rows can be for.
    pub(super) fn only_brand(&self) -> Option<&str> {
        self.brand.as_deref().filter(|_| !self.brand_may_vary)
    }
}
