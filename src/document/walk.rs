//! The walk over a document: every part of it, in the order in which it is read.

use std::collections::BTreeSet;

use super::{Block, Document, Image, Inline, Item, Link, Target};

/// A part of a document, as a walk meets it: before what stands inside of it.
#[derive(Debug, Clone, Copy)]
pub enum Part<'d> {
    /// A block.
    Block(&'d Block),
    /// An item of a list.
    Item(&'d Item),
    /// An inline.
    Inline(&'d Inline),
}

impl Document {
    /// The ids of the documents that links in the text and its footnotes lead to.
    pub fn linked(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut visit = |part| {
            if let Part::Inline(Inline::Link(Link { target: Target::Document { id, .. } | Target::Original { id, .. }, .. })) = part {
                found.insert(id.as_str());
            }
        };
        walk(&self.blocks, &mut visit);
        self.footnotes.iter().for_each(|footnote| walk(footnote, &mut visit));
        found
    }

    /// The images in the text and its footnotes, in their order.
    pub fn images(&self) -> Vec<&Image> {
        let mut found = Vec::new();
        let mut visit = |part| {
            if let Part::Inline(Inline::Image(image)) = part {
                found.push(image);
            }
        };
        walk(&self.blocks, &mut visit);
        self.footnotes.iter().for_each(|footnote| walk(footnote, &mut visit));
        found
    }
}

/// Visits blocks and all that stands in them.
pub fn walk<'d>(blocks: &'d [Block], visit: &mut impl FnMut(Part<'d>)) {
    for block in blocks {
        visit(Part::Block(block));
        match block {
            Block::Heading(heading) => walk_inlines(&heading.content, visit),
            Block::Paragraph(content) => walk_inlines(content, visit),
            Block::List(list) => list.items.iter().for_each(|item| {
                visit(Part::Item(item));
                walk(&item.blocks, visit);
            }),
            Block::Table(table) => table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| walk_inlines(cell, visit)),
            Block::Quote(content) => walk(content, visit),
            Block::Note(note) => walk(&note.blocks, visit),
            Block::Signatures(signatures) => signatures.parties.iter().for_each(|party| walk_inlines(&party.name, visit)),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn walk_inlines<'d>(inlines: &'d [Inline], visit: &mut impl FnMut(Part<'d>)) {
    for inline in inlines {
        visit(Part::Inline(inline));
        match inline {
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) | Inline::Term { content, .. } => {
                walk_inlines(content, visit);
            }
            Inline::Link(link) => walk_inlines(&link.content, visit),
            Inline::Text(_) | Inline::Code(_) | Inline::Image(_) | Inline::Break | Inline::Footnote(_) | Inline::Blank { .. } => {}
        }
    }
}
