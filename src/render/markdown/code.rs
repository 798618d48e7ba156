//! Code that Markdown cannot write as code.

use super::escape::longest_run;
use super::inline::Line;
use crate::document::{Inline, Link, normal};

/// As many backticks in a row as the parser looks for.
const MAX_BACKTICKS: usize = 79;

/// A line in its normal form, with code as text where it cannot be written as code.
pub(super) fn writable(content: Vec<Inline>, place: Line) -> Vec<Inline> {
    if holds_unwritable(&content, place) { normal(as_text(content, place)) } else { content }
}

/// In a table's cell a backslash before a bar belongs to the table: an odd number of them cannot be written.
fn is_unwritable(code: &str, place: Line) -> bool {
    let backslashes = |at: usize| code[..at].chars().rev().take_while(|c| *c == '\\').count();
    longest_run(code, '`') >= MAX_BACKTICKS || (place == Line::Cell && code.match_indices('|').any(|(at, _)| backslashes(at) % 2 == 1))
}

fn holds_unwritable(content: &[Inline], place: Line) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Code(code) => is_unwritable(code, place),
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Term { content: inner, .. } => {
            holds_unwritable(inner, place)
        }
        Inline::Link(link) => holds_unwritable(&link.content, place),
        _ => false,
    })
}

fn as_text(content: Vec<Inline>, place: Line) -> Vec<Inline> {
    let each = |inline| match inline {
        Inline::Code(code) if is_unwritable(&code, place) => Inline::Text(code),
        Inline::Emphasis(inner) => Inline::Emphasis(as_text(inner, place)),
        Inline::Strong(inner) => Inline::Strong(as_text(inner, place)),
        Inline::Strike(inner) => Inline::Strike(as_text(inner, place)),
        Inline::Term { anchor, content } => Inline::Term { anchor, content: as_text(content, place) },
        Inline::Link(link) => Inline::Link(Link { content: as_text(link.content, place), ..link }),
        other => other,
    };
    content.into_iter().map(each).collect()
}
