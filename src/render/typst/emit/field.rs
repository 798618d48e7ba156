//! The form fields of a document: which there are, and where Typst's input names their places.

use crate::document::{Block, Document};
use crate::fields::{FieldKind, Planned};

use super::Writer;
use super::inline::Blank;

impl Writer<'_> {
    /// Writes text that stands where no field can: inside a link, or where its words are printed more than once.
    pub(super) fn without_fields(&mut self, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.fields_off, true);
        write(self);
        self.fields_off = before;
    }

    /// The name of the field that lies on a blank. All blanks for one thing name one field, and stand for it in several places.
    pub(super) fn blank_field(&mut self, blank: Blank<'_>) -> Option<String> {
        if self.fields_off || self.book.is_some() {
            return None;
        }
        let name = format!("customer.{}", blank.field);
        self.field(&name, FieldKind::Text, blank.label.to_owned());
        Some(name)
    }

    /// Plans a field, unless it is planned already.
    pub(super) fn field(&mut self, name: &str, kind: FieldKind, label: String) {
        if !self.fields.iter().any(|field| field.name == name) {
            let again = self.words.signature.again.replace("{label}", &label);
            self.fields.push(Planned { name: name.to_owned(), kind, label, again });
        }
    }

    /// Plans the fields of one signatory, those on its five lines; `name` is that of its signature.
    pub(super) fn signatory_fields(&mut self, name: &str, party: &str, number: Option<usize>) {
        let words = &self.words.signature;
        let signatory = number.map(|number| words.signatory.replace("{n}", &number.to_string())).unwrap_or_default();
        let lines = [
            ("", FieldKind::Signature, words.sign),
            ("-name", FieldKind::Text, words.name),
            ("-title", FieldKind::Text, words.title),
            ("-date", FieldKind::Text, words.date),
            ("-place", FieldKind::Text, words.place),
        ];
        for (suffix, kind, line) in lines {
            let label = words.field.replace("{line}", line).replace("{signatory}", &signatory).replace("{party}", party);
            self.field(&format!("{name}{suffix}"), kind, label);
        }
    }

    /// Appends the places of the fields that wait: for a document without signature blocks one for a signature too.
    pub(super) fn reserve(&mut self) {
        let reserve = self.setting.reserve;
        let words = &self.words.signature;
        let is_signed = !self.signatories.is_empty();
        let mut names = Vec::new();
        if !is_signed && reserve.policies {
            names.push("Signature1".to_owned());
            self.field("Signature1", FieldKind::Signature, words.of_document.to_owned());
        }
        for number in 1..=if is_signed || reserve.policies { reserve.timestamps } else { 0 } {
            let name = format!("DocTimeStamp{number}");
            self.field(&name, FieldKind::Timestamp, words.timestamp.replace("{n}", &number.to_string()));
            names.push(name);
        }
        if !names.is_empty() {
            self.push("#reserve(");
            self.arguments(names.iter().map(String::as_str));
            self.push(")");
        }
    }
}

/// Whether a document has signature blocks.
pub(super) fn has_signatures(document: &Document) -> bool {
    document.blocks.iter().any(|block| matches!(block, Block::Signatures(_)))
}
