//! Leading the links and images of a resolved document elsewhere.

use super::walk;
use crate::document::{Document, Image, Inline, Target};

/// Leads every link and image of a resolved document elsewhere. A link for which `link` says no becomes its words.
pub fn readdress(document: &mut Document, mut link: impl FnMut(&mut Target) -> bool, mut image: impl FnMut(&mut Image)) {
    walk::inlines(document, &mut |content| lead(content, &mut link, &mut image));
}

fn lead(content: &mut Vec<Inline>, link: &mut impl FnMut(&mut Target) -> bool, image: &mut impl FnMut(&mut Image)) {
    for mut inline in std::mem::take(content) {
        match &mut inline {
            Inline::Link(inner) => {
                lead(&mut inner.content, link, image);
                if !link(&mut inner.target) {
                    content.append(&mut inner.content);
                    continue;
                }
            }
            Inline::Image(shown) => image(shown),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Term { content: inner, .. } => lead(inner, link, image),
            _ => {}
        }
        content.push(inline);
    }
}
