//! Footnotes as HTML: a mark in the text, the note at the end of the page, and the way back.

use crate::document::Block;

use super::Writer;

impl<'d> Writer<'d> {
    /// The mark of a footnote in the text. A second mark of the same note has an id of its own; the note leads back to the first.
    pub(super) fn footnote_reference(&mut self, index: usize) {
        let Some(count) = self.references.get_mut(index) else { return };
        *count += 1;
        let (count, shown) = (*count, index + 1);
        let again = if count > 1 { format!(".{count}") } else { String::new() };
        self.raw("<sup><a class=\"footnote\"");
        self.attribute("href", &format!("#{}", self.id(&format!("fn.{shown}"))));
        self.attribute("id", &self.id(&format!("fnref.{shown}{again}")));
        self.format(format_args!(" role=\"doc-noteref\">{shown}</a></sup>"));
    }

    /// All footnotes, behind the text.
    pub(super) fn footnotes(&mut self) {
        let document = self.document;
        if document.footnotes.is_empty() {
            return;
        }
        self.raw("<section class=\"footnotes\" role=\"doc-endnotes\"");
        // On a page with several documents, a screen reader lists all of these parts.
        let whose = if self.among.is_some() { format!(": {}", document.meta.title) } else { String::new() };
        self.attribute("aria-label", &format!("{}{whose}", self.words.footnotes));
        self.raw(">\n<ol>\n");
        for (blocks, shown) in document.footnotes.iter().zip(1..) {
            self.raw("<li");
            self.attribute("id", &self.id(&format!("fn.{shown}")));
            self.raw(">");
            self.footnote(blocks, shown);
            self.raw("</li>\n");
        }
        self.raw("</ol>\n</section>\n");
    }

    /// A footnote's blocks. The way back stands at the end of its last paragraph.
    fn footnote(&mut self, blocks: &'d [Block], shown: usize) {
        if let Some((Block::Paragraph(last), before)) = blocks.split_last() {
            self.blocks(before);
            self.raw("<p>");
            self.inlines(last);
            self.way_back(shown);
            self.raw("</p>");
        } else {
            self.blocks(blocks);
            self.raw("<p>");
            self.way_back(shown);
            self.raw("</p>");
        }
    }

    fn way_back(&mut self, shown: usize) {
        let label = self.words.back_to_text;
        self.raw(" <a class=\"back\"");
        self.attribute("href", &format!("#{}", self.id(&format!("fnref.{shown}"))));
        self.format(format_args!(" role=\"doc-backlink\" aria-label=\"{label}: {shown}\">↩\u{fe0e}</a>"));
    }
}
