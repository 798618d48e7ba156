//! Signature blocks: `{{signatures}}`, alone on its line.

use comrak::nodes::{Node, NodeValue};

use super::reader::{Author, Reader};
use crate::diag::{Code, Diagnostic};
use crate::document::{Inline, Kind, Party, SignatureLine, Signatures};
use crate::expand::shield::SIGNATURES;

/// Whether a paragraph is nothing but the mark for signature blocks.
pub(super) fn is_signatures(node: Node<'_>) -> bool {
    signatories(node).is_some()
}

/// How many people sign for the customer, where a paragraph is nothing but the mark for signature blocks: it stands there as often.
fn signatories(node: Node<'_>) -> Option<usize> {
    let only = node.first_child().filter(|first| first.next_sibling().is_none())?;
    let data = only.data();
    let NodeValue::Text(words) = &data.value else { return None };
    let marks = words.trim();
    (!marks.is_empty() && marks.chars().all(|c| c == SIGNATURES)).then(|| marks.chars().count())
}

impl<'n> Reader<'_, 'n> {
    /// The signature blocks that a paragraph stands for.
    pub(super) fn signatures(&self, node: Node<'n>) -> Option<Signatures> {
        let author = self.author?;
        let count = signatories(node)?;
        let name = author.customer.map_or_else(|| self.blank("name".to_owned()), |name| Inline::Text(name.to_owned()));
        let customer = Party { role: "customer".to_owned(), name: vec![name], lines: vec![SignatureLine::default(); count] };
        Some(Signatures { parties: vec![company(author), customer], origin: self.origin(node) })
    }

    /// Of signature blocks in a policy the author hears where the tags are checked.
    pub(super) fn misplaced_signatures(&mut self, node: Node<'n>) {
        if self.author.is_none_or(|author| author.policy.front.kind != Kind::Contract) {
            return;
        }
        let found = Diagnostic::new(Code::ContractIncomplete, "the signature blocks stand inside other text");
        self.report(found.hint("give `{{signatures}}` a line of its own, with a blank line before and behind"), node);
    }
}

fn company(author: Author<'_>) -> Party {
    let signatories = &author.brand.signatories;
    let mut lines: Vec<SignatureLine> =
        signatories.iter().map(|person| SignatureLine { name: Some(person.name.clone()), title: person.title.clone() }).collect();
    if lines.is_empty() {
        lines.push(SignatureLine::default());
    }
    Party { role: "company".to_owned(), name: vec![Inline::Text(author.brand.legal_name.clone())], lines }
}
