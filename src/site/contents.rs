//! "On this page": the headings of a document as a list of links.

use crate::document::{Block, Document, Heading, plain_text};
use crate::render::html;

/// A page with fewer headings than this is seen at a glance and has no contents.
const FEWEST: usize = 2;

/// The contents of a document as nested lists: its headings of the second and third level. `None` where there are too few.
pub(super) fn contents(document: &Document) -> Option<String> {
    let headings: Vec<&Heading> = document.blocks.iter().filter_map(listed).collect();
    (headings.len() >= FEWEST).then(|| list(&headings))
}

fn listed(block: &Block) -> Option<&Heading> {
    match block {
        Block::Heading(heading) if heading.level <= 3 && heading.anchor.is_some() => Some(heading),
        _ => None,
    }
}

/// Headings of the third level stand in a list below the one of the second that they follow.
fn list(headings: &[&Heading]) -> String {
    let mut out = String::from("<ol role=\"list\">\n");
    let mut rest = headings;
    while let Some((heading, after)) = rest.split_first() {
        let below = after.iter().take_while(|heading| heading.level > 2).count();
        out.push_str("<li>");
        push_link(heading, &mut out);
        if below > 0 {
            out.push('\n');
            push_flat(&after[..below], &mut out);
        }
        out.push_str("</li>\n");
        rest = &after[below..];
    }
    out.push_str("</ol>\n");
    out
}

fn push_flat(headings: &[&Heading], out: &mut String) {
    out.push_str("<ol role=\"list\">\n");
    for heading in headings {
        out.push_str("<li>");
        push_link(heading, out);
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

fn push_link(heading: &Heading, out: &mut String) {
    let Some(anchor) = &heading.anchor else { return };
    out.push_str("<a href=\"#");
    html::push_attribute(out, &anchor.id);
    out.push_str("\">");
    if let Some(number) = &heading.number {
        html::push_text(out, &number.shown);
        out.push_str(if heading.schedule { ": " } else { " " });
    }
    html::push_text(out, &plain_text(&heading.content));
    out.push_str("</a>");
}
