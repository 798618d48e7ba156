//! The front matter of a written file.

use std::fmt::Write;

use super::Online;
use crate::document::{Kind, Meta, Status};

/// The front matter, between its two lines of `---`. Texts are quoted, so that none can be read as anything else.
pub(super) fn front_matter(meta: &Meta, online: &Online) -> String {
    let mut out = String::from("---\n");
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{key}: {value}");
        }
    };
    line("title", Some(quoted(&meta.title)));
    line("description", meta.description.as_deref().map(quoted));
    line("kind", (meta.kind == Kind::Contract).then(|| "contract".to_owned()));
    line("version", meta.version.as_deref().map(quoted));
    line("status", (meta.status == Status::Draft).then(|| "draft".to_owned()));
    line("effective", meta.effective.map(|day| day.to_string()));
    line("updated", meta.updated.map(|day| day.to_string()));
    line("number", meta.number.as_deref().map(quoted));
    line("lang", Some(quoted(&meta.locale)));
    line("canonical", online.canonical.as_deref().map(quoted));
    line("ask", online.ask.as_ref().map(|address| quoted(&format!("{address}?ask="))));
    out.push_str("---\n");
    out
}

/// A YAML text between double quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\u{2028}' | '\u{2029}' | '\u{feff}' => push_escaped(&mut out, c),
            c if c.is_control() => push_escaped(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn push_escaped(out: &mut String, c: char) {
    let _ = write!(out, "\\u{:04x}", u32::from(c));
}
