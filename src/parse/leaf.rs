//! Leaves: each is unshielded for what it is.

use super::reader::Reader;
use crate::document::{Inline, Length};
use crate::expand::shield::{self, Part};
use crate::project::{Field, FieldKind};

impl Reader<'_, '_> {
    /// Adds words to a text, with the breaks and blanks that values brought.
    pub(super) fn push_words(&self, words: &str, out: &mut Vec<Inline>) {
        if is_plain(words) {
            push_text(out, words);
            return;
        }
        for part in shield::parts(words) {
            match part {
                Part::Text(words) => push_text(out, &words),
                Part::Break => out.push(Inline::Break),
                Part::Blank(field) => out.push(self.blank(field)),
                Part::Signatures => {}
            }
        }
    }

    /// A customer's field without a value.
    pub(super) fn blank(&self, field: String) -> Inline {
        let label = self.label(&field);
        let length = self.declared(&field).map_or(Length::Line, length);
        Inline::Blank { field, label, length }
    }

    /// What a field asks for, in the author's words.
    fn label(&self, field: &str) -> String {
        self.declared(field).map_or_else(|| field.to_owned(), |declared| declared.label.clone())
    }

    fn declared(&self, field: &str) -> Option<&Field> {
        self.author?.policy.front.fields.iter().find(|declared| declared.name == field)
    }

    /// Plain words: code, a title, a text for an image. A break in a value is a space here.
    pub(super) fn plain(&self, words: &str) -> String {
        if is_plain(words) {
            return words.to_owned();
        }
        let mut plain = String::with_capacity(words.len());
        for part in shield::parts(words) {
            match part {
                Part::Text(words) => plain.push_str(&words),
                Part::Break => plain.push(' '),
                Part::Blank(field) => plain.extend(["[", &self.label(&field), "]"]),
                Part::Signatures => {}
            }
        }
        plain
    }
}

/// How much a hand writes for a field. The parts of an address are known by their usual names.
fn length(field: &Field) -> Length {
    let last = field.name.rsplit('.').next().unwrap_or_default();
    match (&field.kind, last) {
        (FieldKind::Text, "postcode" | "postal_code" | "zip")
        | (FieldKind::Date | FieldKind::Money | FieldKind::Integer | FieldKind::Choice(_), _) => Length::Figure,
        (FieldKind::Text, "city" | "town" | "state" | "country") => Length::Word,
        (FieldKind::Text | FieldKind::Email, _) => Length::Line,
    }
}

/// Whether no value can be in a text: in UTF-8, the code points of the shield begin with `F3` or `F4`.
fn is_plain(words: &str) -> bool {
    !words.bytes().any(|byte| byte >= 0xF3)
}

fn push_text(out: &mut Vec<Inline>, words: &str) {
    match out.last_mut() {
        Some(Inline::Text(before)) => before.push_str(words),
        _ => out.push(Inline::Text(words.to_owned())),
    }
}
