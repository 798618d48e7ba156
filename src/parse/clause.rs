//! Which ordered lists are clauses: those below a numbered heading, and the ordered lists in their items.

use crate::document::{Block, Heading, List, ListKind};

/// Turns the ordered lists below numbered headings into lists of clauses.
pub(super) fn mark(blocks: &mut [Block]) {
    let waits: Vec<bool> =
        (0..blocks.len()).map(|at| matches!(&blocks[at], Block::Heading(heading) if heading.schedule) && has_subheading(&blocks[at + 1..])).collect();
    let mut numbered = false;
    for (block, waits) in blocks.iter_mut().zip(waits) {
        match block {
            Block::Heading(Heading { level: 2, .. }) => numbered = !waits,
            Block::Heading(Heading { level: 3, .. }) => numbered = true,
            Block::List(list) if numbered => mark_list(list),
            _ => {}
        }
    }
}

/// Whether third-level headings stand in the section that begins here. In a schedule these count 1, 2, 3, and only the lists below them are clauses.
fn has_subheading(section: &[Block]) -> bool {
    let levels = section.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(heading.level),
        _ => None,
    });
    levels.take_while(|level| *level > 2).any(|level| level == 3)
}

fn mark_list(list: &mut List) {
    if !matches!(list.kind, ListKind::Ordered { .. }) {
        return;
    }
    list.kind = ListKind::Clauses;
    for block in list.items.iter_mut().flat_map(|item| &mut item.blocks) {
        if let Block::List(inner) = block {
            mark_list(inner);
        }
    }
}
