//! Resolution: what needs all of a brand's documents. Numbers, anchors, references, links and images.

mod anchor;
mod image;
mod index;
mod link;
mod number;
mod path;
mod reference;
mod walk;

#[cfg(test)]
mod tests;

use self::index::Index;
use self::link::Links;
use crate::brand::Brand;
use crate::diag::Warned;
use crate::document::Document;
use crate::project::Project;

/// Resolves a brand's documents together. Gives them in the same order.
///
/// Numbers and anchors come first, document by document; then an index of every place a link can name is made, and links and references are settled
/// against it.
pub fn resolve(project: &Project, brand: &Brand, mut documents: Vec<Document>) -> Warned<Vec<Document>> {
    let mut diagnostics = Vec::new();
    for document in &mut documents {
        number::number(document, brand.locale.words());
        diagnostics.extend(anchor::anchor(document));
    }
    let index = Index::new(project, brand, &documents);
    for document in &mut documents {
        let mut links = Links::new(&index, &document.meta);
        walk::inlines(document, &mut |content| links.settle(content));
        diagnostics.extend(links.into_diagnostics());
    }
    let diagnostics = diagnostics.into_iter().map(|found| found.for_brand(&brand.id)).collect();
    Warned { value: documents, diagnostics }
}
