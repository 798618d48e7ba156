//! What a document's source tells the world about it beside its text.

use std::hash::{Hash, Hasher};

use crate::project::{Change, FrontMatter, Placed};

/// What a document's source tells the world about it beside its text: where it stood before, and how it changed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Announced<'a> {
    /// Addresses under which its page stood before, from the site's root and without `.html`.
    pub redirects: &'a [Placed<String>],
    /// What changed and when, in the author's order.
    pub changes: &'a [Change],
    /// Whether its changes have a feed of their own.
    pub feed: bool,
}

impl<'a> Announced<'a> {
    /// What front matter announces.
    pub fn of(front: &'a FrontMatter) -> Self {
        Self { redirects: &front.redirects, changes: &front.changes, feed: front.feed }
    }
}

impl Hash for Announced<'_> {
    /// Where in its file something is written is no part of what it says.
    fn hash<H: Hasher>(&self, state: &mut H) {
        for redirect in self.redirects {
            redirect.value.hash(state);
        }
        (self.redirects.len(), self.changes, self.feed).hash(state);
    }
}
