//! Blocks as HTML.

use crate::document::{Block, Heading, Inline, Note, NoteKind, Number};

use super::Writer;

impl<'d> Writer<'d> {
    pub(super) fn blocks(&mut self, blocks: &'d [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    pub(super) fn block(&mut self, block: &'d Block) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(content) => self.paragraph(content),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Code { language, text } => self.code_block(language.as_deref(), text),
            Block::Quote(content) => self.quote(content),
            Block::Note(note) => self.note(note),
            Block::Rule => self.raw("<hr>\n"),
            Block::Signatures(signatures) => self.signatures(signatures),
        }
    }

    /// A heading, and beside it the link to itself. The link is no part of the heading, or a screen reader would read the words twice.
    fn heading(&mut self, heading: &'d Heading) {
        let (size, level) = (heading.level.clamp(2, 6), self.level(heading.level));
        self.format(format_args!("<div class=\"heading level-{size}\"><h{level}"));
        if let Some(anchor) = &heading.anchor {
            self.under = &anchor.id;
            self.attribute("id", &self.id(&anchor.id));
        }
        self.raw(">");
        if let Some(number) = &heading.number {
            self.heading_number(heading, number);
        }
        self.inlines(&heading.content);
        self.format(format_args!("</h{level}>"));
        if let Some(anchor) = &heading.anchor {
            self.link_to_itself(&self.id(&anchor.id));
        }
        self.raw("</div>\n");
    }

    /// The number before a heading's words: `4 Payment`, `Schedule 2: Security measures`.
    fn heading_number(&mut self, heading: &Heading, number: &Number) {
        self.raw(if heading.schedule { "<span class=\"schedule\">" } else { "<span class=\"number\">" });
        self.text(&number.shown);
        self.raw(if heading.schedule { ":</span> " } else { "</span> " });
    }

    fn link_to_itself(&mut self, id: &str) {
        self.raw("<a class=\"anchor\"");
        self.attribute("href", &format!("#{id}"));
        self.attribute("aria-labelledby", id);
        self.raw("></a>");
    }

    /// A paragraph; one that holds nothing but an image is a figure.
    fn paragraph(&mut self, content: &'d [Inline]) {
        if let [Inline::Image(image)] = content {
            self.raw("<figure>");
            self.image(image, None);
            if let Some(title) = &image.title {
                self.raw("<figcaption>");
                self.text(title);
                self.raw("</figcaption>");
            }
            self.raw("</figure>\n");
        } else {
            self.raw("<p>");
            self.inlines(content);
            self.raw("</p>\n");
        }
    }

    /// A block of code scrolls sideways on a narrow screen, so that a keyboard has to be able to reach it.
    fn code_block(&mut self, language: Option<&str>, text: &str) {
        self.raw("<pre tabindex=\"0\"><code");
        if let Some(language) = language {
            self.attribute("class", &format!("language-{language}"));
        }
        self.raw(">");
        self.text(text);
        self.raw("\n</code></pre>\n");
    }

    fn quote(&mut self, content: &'d [Block]) {
        self.raw("<blockquote>\n");
        self.blocks(content);
        self.raw("</blockquote>\n");
    }

    fn note(&mut self, note: &'d Note) {
        let class = note_class(note.kind);
        let word = note.kind.word(self.words);
        self.format(format_args!("<aside class=\"note {class}\" role=\"note\">\n<p class=\"kind\">{word}</p>\n"));
        self.blocks(&note.blocks);
        self.raw("</aside>\n");
    }
}

fn note_class(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Note => "plain",
        NoteKind::Tip => "tip",
        NoteKind::Important => "important",
        NoteKind::Warning => "warning",
        NoteKind::Caution => "caution",
    }
}
