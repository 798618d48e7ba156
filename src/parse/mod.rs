//! Parsing: expanded Markdown to the [`Document`].
//!
//! The Markdown itself is read by comrak; this module walks its tree. What is a value and what is the author's own text is still told apart here, by the
//! [shield](crate::expand::shield): marks such as `{#id}`, a number typed before a heading or the quotes around a defined term count only where the
//! author wrote them.

mod anchor;
mod block;
mod clause;
mod footnote;
mod heading;
mod html;
mod inline;
mod leaf;
mod meta;
mod number_word;
mod options;
mod reader;
mod signature;
mod slip;
mod table;
mod target;
mod term;
mod written;

#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

use comrak::{Arena, parse_document};

use self::reader::{Author, Reader};
pub(crate) use self::written::ASKING;
pub use self::written::read;
use crate::brand::Brand;
use crate::diag::{Code, Diagnostic, Warned};
use crate::document::{Document, Kind, Numbering};
use crate::expand::Expansion;
use crate::expand::shield::SIGNATURES;
use crate::project::{Policy, Project};

/// The document of an expanded source. Link targets, numbers and derived anchors are left to [`resolve`](crate::resolve).
pub fn parse(project: &Project, brand: &Brand, policy: &Policy, expansion: &Expansion) -> Warned<Document> {
    let arena = Arena::new();
    let root = parse_document(&arena, &expansion.text, &options::options());
    let author = Author { project, brand, policy, map: &expansion.map, customer: expansion.customer.as_deref() };
    let mut reader = Reader::new(&expansion.text, Some(author));
    let (mut blocks, footnotes) = reader.document(root);
    if policy.front.numbering == Numbering::Clauses {
        clause::mark(&mut blocks);
    }
    reader.check_terms(&blocks, &footnotes);
    let mut diagnostics = reader.into_diagnostics();
    diagnostics.extend(unsigned(policy, expansion));
    let diagnostics = diagnostics.into_iter().map(|found| found.for_brand(&brand.id)).collect();
    Warned { value: Document { meta: meta::meta(brand, policy, expansion), blocks, footnotes }, diagnostics }
}

/// A contract that nobody can sign.
fn unsigned(policy: &Policy, expansion: &Expansion) -> Option<Diagnostic> {
    let signed = expansion.text.contains(SIGNATURES);
    (policy.front.kind == Kind::Contract && !signed).then(|| {
        Diagnostic::new(Code::ContractIncomplete, "the contract has no signature blocks")
            .at(policy.front.title.span)
            .hint("write `{{signatures}}` on a line of its own where the parties sign")
    })
}
