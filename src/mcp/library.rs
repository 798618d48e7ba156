//! What an agent may see of a brand.

use std::sync::Arc;

use crate::ask::{Answer, Excerpt, Question};
use crate::room::Room;

/// One brand's policies, in all languages it has them in.
pub trait Library: Send + Sync {
    /// The name the brand trades under.
    fn brand(&self) -> String;

    /// Its policies, in the order of its navigation.
    fn policies(&self) -> Vec<Policy>;

    /// A policy as Markdown; `None` where there is no such policy.
    fn read(&self, id: &str) -> Option<String>;

    /// The sections that have something of a query, the best first, or why none can be looked for.
    fn search(&self, query: &Question, most: usize) -> Result<Vec<Excerpt>, String>;

    /// What the policies say to a question, or why they cannot be asked.
    fn ask(&self, question: &Question) -> Result<Answer, String>;
}

/// A policy of a library.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Policy {
    /// Its id, with its language before it where that is not the brand's main one: `terms/limits`, `el/terms/limits`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence on what it is about.
    pub description: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// The address of its page.
    pub url: String,
}

/// What a request may see; whoever mounts the service puts it among the request's extensions.
#[derive(Clone)]
pub struct Open {
    /// The library.
    pub library: Arc<dyn Library>,
    /// Where what takes some milliseconds is done.
    pub room: Room,
}
