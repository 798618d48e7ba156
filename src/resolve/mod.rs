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
use crate::diag::{Diagnostic, Warned};
use crate::document::{Document, Inline, Target};
use crate::project::Project;

/// What the links of a brand's documents may lead to, for documents that are made one by one.
pub struct Places<'a>(Index<'a>);

impl<'a> Places<'a> {
    /// The places in a brand's resolved documents.
    pub fn of<'d>(project: &'a Project, brand: &'a Brand, documents: impl Iterator<Item = &'d Document>) -> Self {
        Self(Index::new(project, brand, documents))
    }

    /// Resolves one version of one of these documents: of itself it knows its own places, and of the others what they are to everybody.
    pub fn resolve(&self, mut document: Document) -> Warned<Document> {
        let brand = self.0.brand;
        number::number(&mut document, brand.locale.words());
        let mut diagnostics = anchor::anchor(&mut document);
        diagnostics.extend(settle(&self.0.with(&document), &mut document));
        let diagnostics = diagnostics.into_iter().map(|found| found.for_brand(&brand.id)).collect();
        Warned { value: document, diagnostics }
    }
}

/// Makes the links of a document that leads a life of its own lead to the brand's site. Where the brand has none they are words, since nobody would find what they name.
pub fn send_abroad(document: &mut Document, brand: &Brand) {
    let own = document.meta.id.clone();
    walk::inlines(document, &mut |content| abroad(content, &own, brand.site.as_deref()));
}

fn abroad(content: &mut Vec<Inline>, own: &str, site: Option<&str>) {
    for inline in std::mem::take(content) {
        match inline {
            Inline::Link(mut link) => {
                abroad(&mut link.content, own, site);
                let there = match &link.target {
                    Target::Document { id, anchor } if id != own => Some((id, anchor)),
                    _ => None,
                };
                match (there, site) {
                    (Some((id, anchor)), Some(site)) => {
                        let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                        link.target = Target::External(format!("{}/{id}.html{fragment}", site.trim_end_matches('/')));
                        content.push(Inline::Link(link));
                    }
                    (Some(_), None) => content.append(&mut link.content),
                    (None, _) => content.push(Inline::Link(link)),
                }
            }
            Inline::Emphasis(mut inner) => {
                abroad(&mut inner, own, site);
                content.push(Inline::Emphasis(inner));
            }
            Inline::Strong(mut inner) => {
                abroad(&mut inner, own, site);
                content.push(Inline::Strong(inner));
            }
            other => content.push(other),
        }
    }
}

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
    let index = Index::new(project, brand, documents.iter());
    for document in &mut documents {
        diagnostics.extend(settle(&index, document));
    }
    let diagnostics = diagnostics.into_iter().map(|found| found.for_brand(&brand.id)).collect();
    Warned { value: documents, diagnostics }
}

/// Settles the links and images of a document.
fn settle(index: &Index<'_>, document: &mut Document) -> Vec<Diagnostic> {
    let mut links = Links::new(index, &document.meta);
    walk::inlines(document, &mut |content| links.settle(content));
    links.into_diagnostics()
}
