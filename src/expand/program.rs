//! A template, ready to be expanded: what Handlebars' parser read, with each part's place in the author's file.

use std::ops::Range;
use std::sync::Arc;

use super::helper::Helper;
use super::path::Path;
use crate::source::{FileId, Span};
use crate::yaml::Node;

/// A parsed template.
#[derive(Debug)]
pub(super) struct Program {
    /// The template's text.
    pub(super) text: Arc<str>,
    /// Where the text stands.
    pub(super) place: Place,
    /// What it does, in order.
    pub(super) steps: Vec<Step>,
}

/// Where a template's text stands in the author's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// As it is, from this offset on.
    Verbatim(FileId, usize),
    /// Somewhere in this span: a quoted YAML text whose escapes were taken off.
    Within(Span),
}

impl Place {
    /// The author's place for a range of the text.
    pub(super) fn span(self, range: Range<usize>) -> Span {
        match self {
            Self::Verbatim(file, base) => Span::new(file, base + range.start..base + range.end),
            Self::Within(span) => span,
        }
    }
}

/// A part of a template.
#[derive(Debug)]
pub(super) enum Step {
    /// Text that is copied: a range of the template.
    Text(Range<usize>),
    /// A value that is put in.
    Put(Put),
    /// A condition or a loop.
    Block(Box<Block>),
    /// Another template.
    Include(Include),
}

/// A tag that puts a value in.
#[derive(Debug)]
pub(super) struct Put {
    /// The value.
    pub(super) term: Term,
    /// Whether the value is Markdown, by three braces.
    pub(super) markdown: bool,
    /// The white space before it, where it stands alone on its line.
    pub(super) indent: Option<String>,
    /// The tag.
    pub(super) span: Span,
}

/// A tag that decides about what stands between it and its end.
#[derive(Debug)]
pub(super) struct Block {
    /// What it does.
    pub(super) kind: BlockKind,
    /// What it asks or walks.
    pub(super) subject: Term,
    /// Its own names for the item and its index, in `as |item index|`.
    pub(super) names: Vec<String>,
    /// What stands between the tag and `{{else}}`.
    pub(super) body: Vec<Step>,
    /// What stands behind `{{else}}`.
    pub(super) otherwise: Option<Vec<Step>>,
}

impl Block {
    /// The condition behind a condition's `{{else if …}}`.
    pub(super) fn next_branch(&self) -> Option<&Self> {
        let is_condition = |block: &Self| matches!(block.kind, BlockKind::If | BlockKind::Unless);
        match self.otherwise.as_deref() {
            Some([Step::Block(next)]) if is_condition(self) && is_condition(next) => Some(next),
            _ => None,
        }
    }
}

/// What a block does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// Is there when its subject holds.
    If,
    /// Is there when its subject does not hold.
    Unless,
    /// Is there once for every item.
    Each,
    /// Looks at its subject from the inside.
    With,
}

/// A tag that puts a partial in.
#[derive(Debug)]
pub(super) struct Include {
    /// The partial's name.
    pub(super) name: String,
    /// What the partial looks at, where the tag says so.
    pub(super) subject: Option<Term>,
    /// The values it is given, by name.
    pub(super) arguments: Vec<(String, Term)>,
    /// The white space before it, where it stands alone on its line.
    pub(super) indent: Option<String>,
    /// The tag.
    pub(super) span: Span,
}

/// Something that has a value.
#[derive(Debug)]
pub(super) struct Term {
    /// What it is.
    pub(super) kind: TermKind,
    /// Where it stands.
    pub(super) span: Span,
}

/// What can have a value.
#[derive(Debug)]
pub(super) enum TermKind {
    /// A name.
    Path(Path),
    /// A value written in the tag.
    Literal(Node),
    /// A helper with what it is given.
    Call(Call),
}

/// A helper with what it is given.
#[derive(Debug)]
pub(super) struct Call {
    /// The helper.
    pub(super) helper: Helper,
    /// Its values, in order.
    pub(super) arguments: Vec<Term>,
    /// Its options, by name.
    pub(super) options: Vec<(String, Term)>,
}
