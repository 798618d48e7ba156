//! Puts generated footnotes into the order of their first reference, as a parsed document has them.

use crate::document::{Block, Document, Inline};

/// The document with its footnotes in order, without those nothing refers to.
pub(super) fn in_order(mut document: Document) -> Document {
    let mut order = Vec::new();
    blocks(&mut document.blocks, &mut order);
    let mut footnotes = Vec::new();
    while let Some(old) = order.get(footnotes.len()).copied() {
        let mut footnote = document.footnotes[old].clone();
        blocks(&mut footnote, &mut order);
        footnotes.push(footnote);
    }
    document.footnotes = footnotes;
    document
}

fn blocks(all: &mut [Block], order: &mut Vec<usize>) {
    for block in all {
        match block {
            Block::Heading(heading) => inlines(&mut heading.content, order),
            Block::Paragraph(content) => inlines(content, order),
            Block::List(list) => list.items.iter_mut().for_each(|item| blocks(&mut item.blocks, order)),
            Block::Table(table) => std::iter::once(&mut table.header).chain(&mut table.rows).flatten().for_each(|cell| inlines(cell, order)),
            Block::Quote(inner) => blocks(inner, order),
            Block::Note(note) => blocks(&mut note.blocks, order),
            Block::Signatures(signatures) => signatures.parties.iter_mut().for_each(|party| inlines(&mut party.name, order)),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn inlines(content: &mut [Inline], order: &mut Vec<usize>) {
    for inline in content {
        match inline {
            Inline::Footnote(at) => {
                let new = order.iter().position(|old| old == at).unwrap_or_else(|| {
                    order.push(*at);
                    order.len() - 1
                });
                *at = new;
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Term { content: inner, .. } => inlines(inner, order),
            Inline::Link(link) => inlines(&mut link.content, order),
            _ => {}
        }
    }
}
