//! Parsing: expanded Markdown to the [`Document`].

use crate::brand::Brand;
use crate::diag::Warned;
use crate::document::Document;
use crate::expand::Expansion;
use crate::project::{Policy, Project};

/// The document of an expanded source. Link targets, numbers and derived anchors are left to [`resolve`](crate::resolve).
pub fn parse(project: &Project, brand: &Brand, policy: &Policy, expansion: &Expansion) -> Warned<Document> {
    let _ = (project, brand, policy, expansion);
    unimplemented!("parse")
}
