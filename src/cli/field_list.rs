//! `fill --list`: what fields a PDF has, and what they hold.

use std::path::Path;

use serde::Serialize;

use super::terminal::{Terminal, harmless};
use crate::diag::MessageFormat;
use crate::fields::{Family, Field, Kind, families};
use crate::output::failure::Failure;
use crate::pdf::read_text;
use crate::plain::is_unfit_in_line;

/// Prints the fields of a file: a line for each, which for a machine is an object of JSON. One that stands in several places is one field to whoever fills it.
pub(super) fn list(file: &Path, fields: &[Field], terminal: &Terminal) -> Result<(), Failure> {
    let listed: Vec<Listed<'_>> = families(fields).iter().map(Listed::of).collect();
    if terminal.format == MessageFormat::Human {
        if listed.is_empty() {
            terminal.say(&format!("{}: there are no fields", file.display()));
        }
        terminal.result(&lines(&listed));
        return Ok(());
    }
    for field in &listed {
        let line = serde_json::to_string(field);
        let line = line.map_err(|error| Failure::new(format!("cannot write the fields of {}: {error}", file.display())))?;
        terminal.result(&format!("{}\n", escaped(&line)));
    }
    Ok(())
}

/// A line of JSON, in which what could command a terminal stands as an escape: a machine reads the same.
fn escaped(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    for c in line.chars() {
        if is_unfit_in_line(c) {
            escaped.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// A field as it is listed.
#[derive(Serialize)]
struct Listed<'f> {
    name: &'f str,
    /// What it is: `text`, `signature`, `button`, `choice` or `unknown`.
    kind: &'static str,
    /// The texts that it holds: one, unless another program left different ones in its places; none where it is not a text field.
    values: Vec<String>,
    /// Whether somebody signed it.
    signed: bool,
}

impl<'f> Listed<'f> {
    fn of(family: &Family<'f>) -> Self {
        let first = family.fields.first();
        let kind = first.map_or(Kind::Unknown, |field| field.kind);
        Self {
            name: family.name,
            kind: match kind {
                Kind::Signature => "signature",
                Kind::Text => "text",
                Kind::Button => "button",
                Kind::Choice => "choice",
                Kind::Unknown => "unknown",
            },
            values: if kind == Kind::Text { texts(family) } else { Vec::new() },
            signed: first.is_some_and(|field| field.is_signed()),
        }
    }
}

fn texts(family: &Family<'_>) -> Vec<String> {
    let mut texts: Vec<String> = family.fields.iter().map(|field| field.value.as_string().map(read_text).unwrap_or_default()).collect();
    texts.dedup();
    texts
}

fn lines(listed: &[Listed<'_>]) -> String {
    let width = listed.iter().map(|field| field.name.chars().count()).max().unwrap_or_default();
    let line = |field: &Listed<'_>| {
        let holds = if field.signed { "signed".to_owned() } else { field.values.join(" | ") };
        let line = format!("{:width$}  {:10}  {holds}", field.name, field.kind);
        // Names and values stand in the file, which may come from anyone.
        format!("{}\n", harmless(line.trim_end()).replace('\n', "\u{fffd}"))
    };
    listed.iter().map(line).collect()
}
