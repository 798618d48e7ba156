//! Which characters of a document none of its fonts can print.

use typst::text::{FontStyle, FontVariant, FontWeight};

use crate::brand::Theme;
use crate::diag::Diagnostic;
use crate::document::{Block, Document, Inline, Item, Party, Table};
use crate::source::{Origin, Span};

use super::Fonts;
use super::written::Written;

/// The characters of a document that none of its theme's fonts has, one finding per line.
///
/// A character is looked for from the beginning of the block it stands in, so the finding points at the character itself where the author typed it there,
/// and otherwise at the value that brought it.
pub fn missing_glyphs(document: &Document, theme: &Theme, fonts: &Fonts, written: &Written<'_>) -> Vec<Diagnostic> {
    let mut walk = Walk { theme, fonts, place: None, found: Vec::new() };
    walk.text(&document.meta.title, Face::HEADING);
    walk.text(document.meta.description.as_deref().unwrap_or_default(), Face::TEXT);
    walk.text(document.meta.version.as_deref().unwrap_or_default(), Face::TEXT);
    document.meta.parties.iter().for_each(|party| walk.inlines(party, Face::HEADING));
    walk.blocks(&document.blocks);
    document.footnotes.iter().for_each(|note| walk.blocks(note));
    written.findings(walk.found)
}

/// The first character of a value, wherever in a text it may come to stand, that a theme's fonts cannot print.
pub fn unprintable(value: &str, theme: &Theme, fonts: &Fonts) -> Option<char> {
    let faces = [Face::TEXT, Face { bold: true, ..Face::TEXT }, Face { italic: true, ..Face::TEXT }, Face::HEADING];
    let mut walk = Walk { theme, fonts, place: None, found: Vec::new() };
    for face in faces {
        walk.text(value, face);
    }
    walk.found.first().map(|(c, _)| *c)
}

/// What a run of text is set in.
#[derive(Clone, Copy)]
struct Face {
    family: Family,
    bold: bool,
    italic: bool,
}

#[derive(Clone, Copy)]
enum Family {
    Text,
    Heading,
    Code,
}

impl Face {
    const TEXT: Self = Self { family: Family::Text, bold: false, italic: false };
    const HEADING: Self = Self { family: Family::Heading, bold: true, italic: false };
    const CODE: Self = Self { family: Family::Code, bold: false, italic: false };

    fn variant(self) -> FontVariant {
        FontVariant {
            style: if self.italic { FontStyle::Italic } else { FontStyle::Normal },
            weight: if self.bold { FontWeight::BOLD } else { FontWeight::REGULAR },
            ..FontVariant::default()
        }
    }
}

struct Walk<'a> {
    theme: &'a Theme,
    fonts: &'a Fonts,
    /// The nearest place before the text at hand.
    place: Option<Span>,
    found: Vec<(char, Option<Span>)>,
}

impl Walk<'_> {
    fn text(&mut self, text: &str, face: Face) {
        // Nearly all text is ASCII, which every font that can be read at all has.
        for c in text.chars().filter(|c| !c.is_ascii()) {
            let family = match face.family {
                Family::Text => &self.theme.text_font,
                Family::Heading => &self.theme.heading_font,
                Family::Code => &self.theme.code_font,
            };
            if !self.fonts.covers(c, family, face.variant()) && !self.found.contains(&(c, self.place)) {
                self.found.push((c, self.place));
            }
        }
    }

    fn at(&mut self, origin: Origin) {
        self.place = origin.0.or(self.place);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                self.at(heading.origin);
                self.inlines(&heading.content, Face::HEADING);
            }
            Block::Paragraph(content) => self.inlines(content, Face::TEXT),
            Block::List(list) => list.items.iter().for_each(|item| self.item(item)),
            Block::Table(table) => self.table(table),
            Block::Code { text, .. } => self.text(text, Face::CODE),
            Block::Quote(blocks) => self.blocks(blocks),
            Block::Note(note) => self.blocks(&note.blocks),
            Block::Rule => {}
            Block::Signatures(signatures) => {
                self.at(signatures.origin);
                signatures.parties.iter().for_each(|party| self.party(party));
            }
        }
    }

    fn item(&mut self, item: &Item) {
        self.at(item.origin);
        self.blocks(&item.blocks);
    }

    fn table(&mut self, table: &Table) {
        self.at(table.origin);
        table.header.iter().for_each(|cell| self.inlines(cell, Face { bold: true, ..Face::TEXT }));
        table.rows.iter().flatten().for_each(|cell| self.inlines(cell, Face::TEXT));
    }

    fn party(&mut self, party: &Party) {
        self.inlines(&party.name, Face { bold: true, ..Face::TEXT });
        for line in &party.lines {
            self.text(line.name.as_deref().unwrap_or_default(), Face::TEXT);
            self.text(line.title.as_deref().unwrap_or_default(), Face::TEXT);
        }
    }

    fn inlines(&mut self, inlines: &[Inline], face: Face) {
        for inline in inlines {
            self.inline(inline, face);
        }
    }

    fn inline(&mut self, inline: &Inline, face: Face) {
        match inline {
            Inline::Text(words) | Inline::Blank { label: words, .. } => self.text(words, face),
            Inline::Code(words) => self.text(words, Face { family: Family::Code, ..face }),
            Inline::Emphasis(content) => self.inlines(content, Face { italic: !face.italic, ..face }),
            Inline::Strong(content) | Inline::Term { content, .. } => self.inlines(content, Face { bold: true, ..face }),
            Inline::Strike(content) => self.inlines(content, face),
            Inline::Link(link) => {
                self.at(link.origin);
                self.inlines(&link.content, face);
            }
            Inline::Image(image) => self.at(image.origin),
            Inline::Break | Inline::Footnote(_) => {}
        }
    }
}
