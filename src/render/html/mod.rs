//! HTML: a resolved document as a fragment of semantic HTML, without scripts and without styles of its own.
//!
//! The fragment stands inside a page that [`site`](crate::site) makes. Ids that the writer makes itself contain a dot, which stands in no anchor, so
//! that they can never meet one.

mod among;
mod blocks;
mod escape;
mod footnotes;
mod images;
mod inlines;
mod lists;
mod signatures;
mod size;
mod tables;

use std::fmt::{self, Write as _};

pub use self::among::Among;
pub use self::escape::{push_attribute, push_text};
pub use self::images::Images;
pub use self::size::{Size, Sizes, image_sizes};
use crate::document::{Document, Inline};
use crate::locale::Words;

/// The id of a page's title, which names the parts of the text that no heading stands over.
pub const TITLE_ID: &str = "page.title";

/// The text of a document: its blocks and footnotes. Links are relative to the document's own page, and so are images, unless the page holds them itself.
pub fn body<'d>(document: &'d Document, images: impl Into<Images<'d>>) -> String {
    let mut writer = Writer::new(document, images.into());
    writer.blocks(&document.blocks);
    writer.footnotes();
    writer.out
}

/// The text of a document that stands on one page with others: its headings are of one level less, under the title that stands over it, and its ids are
/// told apart from those of the others.
pub fn body_among<'d>(document: &'d Document, sizes: &'d Sizes, among: &'d Among<'d>) -> String {
    let mut writer = Writer { among: Some(among), ..Writer::new(document, sizes.into()) };
    writer.blocks(&document.blocks);
    writer.footnotes();
    writer.out
}

/// A line of a document that stands outside its text, such as the name of a contract's party.
pub fn line<'d>(document: &'d Document, inlines: &'d [Inline], images: impl Into<Images<'d>>) -> String {
    let mut writer = Writer::new(document, images.into());
    writer.inlines(inlines);
    writer.out
}

/// A document on its way into HTML.
struct Writer<'d> {
    out: String,
    document: &'d Document,
    words: &'static Words,
    images: Images<'d>,
    /// The id of the heading that stands over what is written next.
    under: &'d str,
    /// How often each footnote was referred to so far.
    references: Vec<usize>,
    /// The documents that stand on the same page, where others do.
    among: Option<&'d Among<'d>>,
}

impl<'d> Writer<'d> {
    fn new(document: &'d Document, images: Images<'d>) -> Self {
        Self {
            out: String::with_capacity(16 * 1024),
            document,
            words: Words::of_tag(&document.meta.locale),
            images,
            under: TITLE_ID,
            references: vec![0; document.footnotes.len()],
            among: None,
        }
    }

    /// Appends markup of the writer's own.
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Appends words.
    fn text(&mut self, text: &str) {
        escape::push_text(&mut self.out, text);
    }

    /// Appends an attribute, with a space before it.
    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::push_attribute(&mut self.out, value);
        self.out.push('"');
    }

    /// Appends markup with numbers in it. What is formatted must be safe as it is.
    fn format(&mut self, markup: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(markup);
    }
}

#[cfg(test)]
mod tests;
