//! The walk over a document's lines of text.

use crate::document::{Block, Document, Inline};

/// Visits every heading's, paragraph's and cell's content, in the order of the text, footnotes last.
pub(super) fn inlines(document: &mut Document, visit: &mut impl FnMut(&mut Vec<Inline>)) {
    blocks(&mut document.blocks, visit);
    document.footnotes.iter_mut().for_each(|footnote| blocks(footnote, visit));
}

fn blocks(all: &mut [Block], visit: &mut impl FnMut(&mut Vec<Inline>)) {
    for block in all {
        match block {
            Block::Heading(heading) => visit(&mut heading.content),
            Block::Paragraph(content) => visit(content),
            Block::List(list) => list.items.iter_mut().for_each(|item| blocks(&mut item.blocks, visit)),
            Block::Table(table) => std::iter::once(&mut table.header).chain(&mut table.rows).flatten().for_each(&mut *visit),
            Block::Quote(inner) => blocks(inner, visit),
            Block::Note(note) => blocks(&mut note.blocks, visit),
            Block::Signatures(signatures) => signatures.parties.iter_mut().for_each(|party| visit(&mut party.name)),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}
