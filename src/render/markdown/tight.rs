//! Tight and loose lists, as Markdown tells them apart: a list is loose where a blank line stands between its items or between the blocks of one.

use super::block::can_touch;
use crate::document::{Block, Item};

/// Whether a list with these items reads back as tight when it is written tight, or loose, as asked for.
pub(super) fn is_tight(items: &[Item], tight: bool) -> bool {
    let mut pairs = items.iter().flat_map(|item| item.blocks.windows(2));
    let parted = pairs.any(|pair| !can_touch(&pair[0], &pair[1]) && end(&pair[0]) == End::Plain);
    let mut ends = inner_ends(items);
    if tight { !parted && !ends.any(|end| end == End::Table) } else { ends.all(|end| end == End::Rule) }
}

/// How the parser sees the line behind a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// As it is.
    Plain,
    /// As blank, whether or not it is: a table's row.
    Table,
    /// As not blank: a rule.
    Rule,
}

/// The ends of those blocks and items that something in the list follows.
fn inner_ends(items: &[Item]) -> impl Iterator<Item = End> {
    let last_item = items.len().saturating_sub(1);
    items.iter().enumerate().flat_map(move |(at, item)| {
        let last_block = item.blocks.len().saturating_sub(1);
        let inner = item.blocks.iter().enumerate().filter(move |(block_at, _)| at < last_item || *block_at < last_block);
        let empty = (item.blocks.is_empty() && at < last_item).then_some(End::Plain);
        inner.map(|(_, block)| end(block)).chain(empty)
    })
}

fn end(block: &Block) -> End {
    match block {
        Block::Table(_) => End::Table,
        Block::Rule => End::Rule,
        Block::List(list) => list.items.last().and_then(|item| item.blocks.last()).map_or(End::Plain, end),
        _ => End::Plain,
    }
}
