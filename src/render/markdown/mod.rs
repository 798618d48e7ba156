//! Rendering: a document as a Markdown file with GitHub's extensions.
//!
//! Markdown has no clause numbers, no references and no signature blocks. [`lower`] says each of them in what Markdown has; [`write()`] writes that down so that
//! [`read`](crate::parse::read) gives it back, to the character.

mod asking;
mod block;
mod code;
mod escape;
mod front;
mod inline;
mod lower;
mod tight;

#[cfg(test)]
mod tests;

pub use self::asking::question;
pub use self::lower::lower;
use crate::document::Document;
use crate::locale::Words;

use self::lower::lower_onto;

/// The Markdown file of a resolved document: front matter, the title as first-level heading, the text, the footnotes.
pub fn write(document: &Document) -> String {
    write_online(document, &Online::default())
}

/// What a file says beyond its document where it is published; by default nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Online {
    /// The address of the document's page.
    pub canonical: Option<String>,
    /// The address at which questions are answered, without its query: the file ends by telling of it.
    pub ask: Option<String>,
    /// What stands before the path of every file that is linked to; links are relative to the document's own file where it is missing.
    pub base: Option<String>,
}

/// The Markdown file of a resolved document as it is published.
pub fn write_online(document: &Document, online: &Online) -> String {
    let lowered = lower_onto(document, online.base.as_deref());
    let mut out = front::front_matter(&lowered.meta, online);
    let mut parts = vec![format!("# {}", inline::title(&lowered.meta.title))];
    parts.extend(Some(block::blocks(&lowered.blocks)).filter(|text| !text.is_empty()));
    parts.extend(lowered.footnotes.iter().zip(1..).map(|(blocks, number)| block::footnote(number, blocks)));
    out.push('\n');
    out.push_str(&parts.join("\n\n"));
    out.push('\n');
    if let Some(address) = &online.ask {
        asking::push(&mut out, address, Words::of_tag(&lowered.meta.locale));
    }
    out
}

/// Words as Markdown reads them within a line.
pub fn words(text: &str) -> String {
    inline::title(text)
}
