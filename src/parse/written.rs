//! Reading back the Markdown that the compiler itself wrote.

use comrak::{Arena, parse_document};
use jiff::civil::Date;
use serde::Deserialize;

use super::options::options;
use super::reader::Reader;
use crate::document::{Document, Kind, Meta, Numbering, Status};

/// The front matter of written Markdown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Front {
    title: String,
    description: Option<String>,
    kind: Kind,
    version: Option<String>,
    status: Status,
    effective: Option<Date>,
    updated: Option<Date>,
    number: Option<String>,
    lang: String,
    ask: Option<String>,
}

/// The mark before what a published file says of asking. It is looked for only where the front matter says that the file does, and from the end: a document's own
/// text may hold the same line.
pub(crate) const ASKING: &str = "\n<!-- asking -->\n";

/// The document that a Markdown file of the compiler's says: what [`lower`](crate::render::markdown::lower) made of the document it was written from.
///
/// Gives the parser's message where the front matter is not the compiler's.
pub fn read(id: &str, markdown: &str) -> Result<Document, String> {
    let (front, text) = split(markdown);
    let front: Front = serde_yaml::from_str(front).map_err(|error| error.to_string())?;
    let text = if front.ask.is_some() { text.rsplit_once(ASKING).map_or(text, |(own, _)| own) } else { text };
    let arena = Arena::new();
    let root = parse_document(&arena, without_title(text), &options());
    let mut reader = Reader::new(text, None);
    let (blocks, footnotes) = reader.document(root);
    Ok(Document { meta: meta(id, front), blocks, footnotes })
}

fn split(markdown: &str) -> (&str, &str) {
    let inner = markdown.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    inner.unwrap_or(("", markdown))
}

/// The text below the page's first-level heading.
fn without_title(text: &str) -> &str {
    let text = text.trim_start_matches('\n');
    if text.starts_with("# ") { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text }
}

fn meta(id: &str, front: Front) -> Meta {
    Meta {
        id: id.to_owned(),
        kind: front.kind,
        title: front.title,
        description: front.description,
        version: front.version,
        status: front.status,
        effective: front.effective,
        updated: front.updated,
        numbering: Numbering::None,
        number: front.number,
        locale: front.lang,
        parties: Vec::new(),
    }
}
