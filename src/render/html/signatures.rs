//! The signature blocks of a contract as HTML.

use crate::document::{Party, SignatureLine, Signatures};

use super::Writer;

impl<'d> Writer<'d> {
    pub(super) fn signatures(&mut self, signatures: &'d Signatures) {
        self.raw("<div class=\"signatures\">\n");
        for party in &signatures.parties {
            self.party(party);
        }
        self.raw("</div>\n");
    }

    fn party(&mut self, party: &'d Party) {
        self.raw("<div class=\"party\">\n<p class=\"for\">");
        let (before, after) = self.words.signature.for_party.split_once("{party}").unwrap_or((self.words.signature.for_party, ""));
        self.text(before);
        self.raw("<strong>");
        self.inlines(&party.name);
        self.raw("</strong>");
        self.text(after);
        self.raw("</p>\n<div>\n");
        for line in &party.lines {
            self.signature(line);
        }
        self.raw("</div>\n</div>\n");
    }

    fn signature(&mut self, line: &SignatureLine) {
        let words = &self.words.signature;
        self.raw("<dl>\n");
        self.signature_line("sign", words.sign, None);
        self.signature_line("line", words.name, line.name.as_deref());
        self.signature_line("line", words.title, line.title.as_deref());
        self.signature_line("line", words.date, None);
        self.signature_line("line", words.place, None);
        self.raw("</dl>\n");
    }

    fn signature_line(&mut self, class: &str, label: &str, value: Option<&str>) {
        self.format(format_args!("<div class=\"{class}\"><dt>{label}</dt><dd>"));
        self.text(value.unwrap_or_default());
        self.raw("</dd></div>\n");
    }
}
