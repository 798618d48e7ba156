//! Rendering: a document as a Markdown file with GitHub's extensions.
//!
//! Markdown has no clause numbers, no references and no signature blocks. [`lower`] says each of them in what Markdown has; [`write()`] writes that down so that
//! [`read`](crate::parse::read) gives it back, to the character.

mod block;
mod code;
mod escape;
mod front;
mod inline;
mod lower;
mod tight;

#[cfg(test)]
mod tests;

pub use self::lower::lower;
use crate::document::Document;

/// The Markdown file of a resolved document: front matter, the title as first-level heading, the text, the footnotes.
pub fn write(document: &Document) -> String {
    let lowered = lower(document);
    let mut out = front::front_matter(&lowered.meta);
    let mut parts = vec![format!("# {}", inline::title(&lowered.meta.title))];
    parts.extend(Some(block::blocks(&lowered.blocks)).filter(|text| !text.is_empty()));
    parts.extend(lowered.footnotes.iter().zip(1..).map(|(blocks, number)| block::footnote(number, blocks)));
    out.push('\n');
    out.push_str(&parts.join("\n\n"));
    out.push('\n');
    out
}
