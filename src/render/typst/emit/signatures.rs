//! Signature blocks as Typst's input.

use crate::document::{Party, SignatureLine, Signatures, plain_text};

use super::Writer;
use super::inline::{Width, blank_alone};

impl Writer<'_> {
    /// Appends the parties side by side, two in a row, with as many rows as the one with the most signatories needs.
    pub(super) fn signatures(&mut self, signatures: &Signatures) {
        self.at(signatures.origin);
        self.signature_words();
        let is_first = self.signatories.is_empty();
        for pair in signatures.parties.chunks(2) {
            let rows = pair.iter().map(|party| party.lines.len()).max().unwrap_or_default();
            self.push("#signatures(");
            for row in 0..rows.max(1) {
                self.push("(");
                for party in pair {
                    self.signatory(party, row);
                }
                self.push("),");
            }
            self.push(")");
        }
        if is_first {
            self.reserve();
        }
    }

    /// Names what each line is for.
    fn signature_words(&mut self) {
        let words = &self.words.signature;
        self.push("#let sign-words = (");
        for (key, word) in [("sign", words.sign), ("name", words.name), ("title", words.title), ("date", words.date), ("place", words.place)] {
            self.push(key);
            self.push(":");
            self.literal(word);
            self.push(",");
        }
        self.push(")\n");
    }

    fn signatory(&mut self, party: &Party, row: usize) {
        let line = party.lines.get(row).cloned();
        if row > 0 && line.is_none() {
            return self.push("[],");
        }
        let SignatureLine { name, title } = line.unwrap_or_default();
        self.push("[");
        // Each row says for whom its people sign, since it may stand on a page of its own.
        self.party_name(party);
        self.push("#signatory(sign-words,");
        let field = self.plan_signatory(party, row);
        self.literal(&field);
        self.push(",");
        self.optional(name.as_deref());
        self.push(",");
        self.optional(title.as_deref());
        self.push(")],");
    }

    /// The name of a signatory's signature field, which begins the names of its other fields: `company-1`, and so on through the whole document.
    fn plan_signatory(&mut self, party: &Party, row: usize) -> String {
        let count = self.signatories.entry(party.role.clone()).or_default();
        *count += 1;
        let field = format!("{}-{count}", party.role);
        let words = &self.words.signature;
        let who = if blank_alone(&party.name).is_some() { words.customer.to_owned() } else { plain_text(&party.name) };
        self.signatory_fields(&field, &who, (party.lines.len() > 1).then_some(row + 1));
        field
    }

    fn party_name(&mut self, party: &Party) {
        let (before, after) = self.words.signature.for_party.split_once("{party}").unwrap_or_default();
        self.push("#party-name[");
        self.words(before);
        self.push("#");
        if let Some((blank, _)) = blank_alone(&party.name) {
            // The block's column is narrower than the line of a name in running text.
            self.blank_call(blank, Width::Points(120));
        } else {
            self.content(&party.name);
        }
        self.words(after);
        self.push("]");
    }
}
