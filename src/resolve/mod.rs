//! Resolution: what needs all of a brand's documents. Numbers, anchors, references, links and images.

mod anchor;
mod image;
mod index;
mod link;
mod number;
mod parity;
mod path;
mod readdress;
mod reference;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::readdress::readdress;

use self::index::Index;
use self::link::Links;
use crate::brand::Brand;
use crate::diag::{Diagnostic, Warned};
use crate::document::{Document, Inline, Target};
use crate::project::Project;

pub use self::parity::parity;

/// What the links of a brand's documents may lead to, for documents that are made one by one.
pub struct Places<'a>(Index<'a>);

/// What links from other documents find in one: while it is the same, they are settled as they were.
#[derive(Debug, Clone, PartialEq)]
pub struct Face(Arc<index::Entry>);

impl Face {
    /// The face of a brand's document, which has its numbers and anchors.
    fn of(document: &Document, brand: &Brand) -> Self {
        Self(Arc::new(index::entry(document, brand)))
    }
}

impl<'a> Places<'a> {
    /// The places in a brand's resolved documents; for an edition in another language also in those of the `main` edition, which it may lack.
    pub fn of<'d>(project: &'a Project, brand: &'a Brand, documents: impl Iterator<Item = &'d Document>, main: &[&Document]) -> Self {
        Self(Index::new(project, brand, documents, main))
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
    walk::inlines(document, &mut |content| abroad(content, &own, brand));
}

fn abroad(content: &mut Vec<Inline>, own: &str, brand: &Brand) {
    for inline in std::mem::take(content) {
        match inline {
            Inline::Link(mut link) => {
                abroad(&mut link.content, own, brand);
                let there = match &link.target {
                    Target::Document { id, anchor } if id != own => Some((id, anchor, brand.site.as_deref())),
                    Target::Original { id, anchor, .. } => Some((id, anchor, brand.main_site())),
                    _ => None,
                };
                match there {
                    Some((id, anchor, Some(site))) => {
                        let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                        link.target = Target::External(format!("{}/{id}.html{fragment}", site.trim_end_matches('/')));
                        content.push(Inline::Link(link));
                    }
                    Some((_, _, None)) => content.append(&mut link.content),
                    None => content.push(Inline::Link(link)),
                }
            }
            Inline::Emphasis(mut inner) => {
                abroad(&mut inner, own, brand);
                content.push(Inline::Emphasis(inner));
            }
            Inline::Strong(mut inner) => {
                abroad(&mut inner, own, brand);
                content.push(Inline::Strong(inner));
            }
            other => content.push(other),
        }
    }
}

/// Resolves a brand's documents together. Gives them in the same order. The documents of an edition in another language refer to those of the `main` edition,
/// which are resolved already, where they lack them.
///
/// Numbers and anchors come first, document by document; then an index of every place a link can name is made, and links and references are settled
/// against it.
pub fn resolve(project: &Project, brand: &Brand, documents: Vec<Document>, main: &[&Document]) -> Warned<Vec<Document>> {
    let mut resolved = Warned::clean(Vec::with_capacity(documents.len()));
    for Warned { value: (document, _), diagnostics } in resolve_each(project, brand, documents, main) {
        resolved.value.push(document);
        resolved.diagnostics.extend(diagnostics);
    }
    resolved
}

/// The same, with the face of each document and what was found in it.
pub fn resolve_each(project: &Project, brand: &Brand, mut documents: Vec<Document>, main: &[&Document]) -> Vec<Warned<(Document, Face)>> {
    let anchored: Vec<_> = documents.iter_mut().map(|document| place(document, brand)).collect();
    let index = Index::new(project, brand, documents.iter(), main);
    let settle = |(mut document, (face, mut found)): (Document, (Face, Vec<Diagnostic>))| {
        found.extend(settle(&index, &mut document));
        for_brand(brand, (document, face), found)
    };
    documents.into_iter().zip(anchored).map(settle).collect()
}

/// Resolves another version of one of the documents of a brand's main edition, all of which have these faces. Where its own is another one then, the others must be
/// resolved again too.
pub fn resolve_again<'f>(
    project: &Project,
    brand: &Brand,
    faces: impl Iterator<Item = (&'f str, &'f Face)>,
    mut document: Document,
) -> Warned<(Document, Face)> {
    let (face, mut found) = place(&mut document, brand);
    let mut documents: BTreeMap<_, _> = faces.map(|(id, face)| (id.to_owned(), Arc::clone(&face.0))).collect();
    documents.insert(document.meta.id.clone(), Arc::clone(&face.0));
    found.extend(settle(&Index { project, brand, documents, originals: BTreeMap::new() }, &mut document));
    for_brand(brand, (document, face), found)
}

/// Gives a document's parts their numbers and anchors.
fn place(document: &mut Document, brand: &Brand) -> (Face, Vec<Diagnostic>) {
    number::number(document, brand.locale.words());
    let found = anchor::anchor(document);
    (Face::of(document, brand), found)
}

fn for_brand<T>(brand: &Brand, value: T, found: Vec<Diagnostic>) -> Warned<T> {
    Warned { value, diagnostics: found.into_iter().map(|found| found.for_brand(&brand.id)).collect() }
}

/// Settles the links and images of a document.
fn settle(index: &Index<'_>, document: &mut Document) -> Vec<Diagnostic> {
    let mut links = Links::new(index, &document.meta);
    walk::inlines(document, &mut |content| links.settle(content));
    links.into_diagnostics()
}
