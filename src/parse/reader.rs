//! The walk over Markdown's tree: what every part of it needs to know.

use comrak::nodes::{Node, Sourcepos};

use super::footnote::Footnotes;
use super::number_word::bound;
use super::term::Definition;
use crate::brand::Brand;
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, normal};
use crate::expand::SourceMap;
use crate::project::{Policy, Project};
use crate::source::{Origin, Span, line_starts};

/// How deep lists, quotes and emphasis may nest. Deeper text is refused: nobody can read it, and a tree must fit the stack.
const MAX_DEPTH: usize = 48;

/// Whose text is read.
#[derive(Clone, Copy)]
pub(super) struct Author<'a> {
    pub(super) project: &'a Project,
    pub(super) brand: &'a Brand,
    pub(super) policy: &'a Policy,
    pub(super) map: &'a SourceMap,
    /// What the customer is called, where the text is made for one.
    pub(super) customer: Option<&'a str>,
}

/// A walk over the tree of one text.
pub(super) struct Reader<'a, 'n> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// `None` where the text is Markdown that the compiler itself wrote.
    pub(super) author: Option<Author<'a>>,
    pub(super) footnotes: Footnotes<'n>,
    /// The ids of `<a id="…"></a>` that no block or term has taken yet.
    pub(super) pending_anchors: Vec<String>,
    /// How many of the open HTML tags were reported, so that their ends need not be.
    pub(super) open_tags: usize,
    /// Whether `<a id="…">` waits for its end.
    pub(super) open_anchor: bool,
    pub(super) definitions: Vec<Definition>,
    /// The level of the heading before; the title's is 1.
    pub(super) level: u8,
    /// How many cells the tables so far have.
    pub(super) cells: usize,
    depth: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'a, 'n> Reader<'a, 'n> {
    pub(super) fn new(text: &'a str, author: Option<Author<'a>>) -> Self {
        Self {
            text,
            line_starts: line_starts(text).collect(),
            author,
            footnotes: Footnotes::default(),
            pending_anchors: Vec::new(),
            open_tags: 0,
            open_anchor: false,
            definitions: Vec::new(),
            level: 1,
            cells: 0,
            depth: 0,
            diagnostics: Vec::new(),
        }
    }

    /// The blocks and footnotes of a whole text.
    pub(super) fn document(&mut self, root: Node<'n>) -> (Vec<Block>, Vec<Vec<Block>>) {
        if self.text.contains("[^") {
            self.find_footnotes(root);
        }
        let blocks = self.blocks(root);
        let footnotes = self.footnote_blocks();
        (blocks, footnotes)
    }

    /// What stands inside a node, in its normal form.
    pub(super) fn content(&mut self, node: Node<'n>) -> Vec<crate::document::Inline> {
        normal(self.inlines(node))
    }

    /// The same for running text, where an author's number stays on the line of its word.
    pub(super) fn running_content(&mut self, node: Node<'n>) -> Vec<crate::document::Inline> {
        let content = self.content(node);
        if self.author.is_some() { bound(content) } else { content }
    }

    /// Runs a step one level deeper; where that is too deep, reports it and gives nothing.
    pub(super) fn deeper<T: Default>(&mut self, node: Node<'n>, step: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= MAX_DEPTH {
            let found = Diagnostic::new(Code::TooLarge, format!("the text nests deeper than {MAX_DEPTH} levels"));
            self.report(found.hint("divide the text: no reader follows so many levels"), node);
            return T::default();
        }
        self.depth += 1;
        let value = step(self);
        self.depth -= 1;
        value
    }

    /// Keeps a finding, with the place of a node.
    pub(super) fn report(&mut self, found: Diagnostic, node: Node<'n>) {
        let span = self.span(node);
        self.diagnostics.push(found.at(span));
    }

    /// Keeps a finding that has its place.
    pub(super) fn keep(&mut self, found: Diagnostic) {
        self.diagnostics.push(found);
    }

    /// Everything that was found.
    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Where a node stands in its author's file.
    pub(super) fn origin(&self, node: Node<'n>) -> Origin {
        Origin(self.span(node))
    }

    /// Where a node stands in its author's file.
    pub(super) fn span(&self, node: Node<'n>) -> Option<Span> {
        let author = self.author?;
        author.map.span(self.range(node.data().sourcepos))
    }

    /// Where words that stand in a node stand in its author's file; the node where they cannot be found in it.
    pub(super) fn place_of(&self, node: Node<'n>, words: &str) -> Option<Span> {
        let author = self.author?;
        let range = self.range(node.data().sourcepos);
        let found = self.text.get(range.clone()).and_then(|text| text.find(words));
        author.map.span(found.map_or(range.clone(), |at| range.start + at..range.start + at + words.len()))
    }

    /// The expanded text of a node.
    pub(super) fn source(&self, node: Node<'n>) -> &'a str {
        self.text.get(self.range(node.data().sourcepos)).unwrap_or_default()
    }

    fn range(&self, place: Sourcepos) -> std::ops::Range<usize> {
        let line_start = |line: usize| self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let start = (line_start(place.start.line) + place.start.column.saturating_sub(1)).min(self.text.len());
        let end = (line_start(place.end.line) + place.end.column).min(self.text.len());
        start..end.max(start)
    }
}
