//! Where a finding stands, as a person or a program reads it.

use super::Diagnostic;
use crate::source::{Position, Sources, Span};

/// A path from the project's root, with a range in it where there is a text to point into, or a line where no more is known.
pub(super) struct Place<'s> {
    pub(super) path: &'s str,
    pub(super) range: Option<(Position, Position)>,
    pub(super) line: Option<usize>,
}

impl<'s> Place<'s> {
    /// The place of a finding; `None` where it names no file.
    pub(super) fn of(finding: &'s Diagnostic, sources: &'s Sources) -> Option<Self> {
        let whole = finding.path.as_deref().map(|path| Self { path, range: None, line: finding.line });
        finding.span.map(|span| Self::at(span, sources)).or(whole)
    }

    /// The place of a span. Its end stands behind the last character.
    pub(super) fn at(span: Span, sources: &'s Sources) -> Self {
        let file = sources.file(span.file);
        let range = (file.position(span.start as usize), file.position(span.end as usize));
        Self { path: file.path(), line: Some(range.0.line), range: Some(range) }
    }
}
