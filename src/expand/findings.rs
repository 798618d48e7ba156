//! Findings, each said once.

use std::collections::HashSet;

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Collects findings; what a loop finds in every turn is said once.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Diagnostic>,
    seen: HashSet<(Code, Option<Span>, String)>,
}

impl Findings {
    /// Adds a finding, unless the same was said of the same place.
    pub(super) fn add(&mut self, diagnostic: Diagnostic) {
        if self.seen.insert((diagnostic.code, diagnostic.span, diagnostic.message.clone())) {
            self.list.push(diagnostic);
        }
    }

    /// Everything that was found, in the order in which it was.
    pub(super) fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }
}
