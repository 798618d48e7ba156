//! Expansion: Handlebars over the Markdown source, for one brand.
//!
//! Values are data, never syntax: every value is [`shield`]ed on its way in, so that to the Markdown parser it is one inert word.

pub mod shield;

use crate::brand::Brand;
use crate::diag::{Diagnostic, Warned};
use crate::project::{Policy, Project};
use crate::source::{FileId, Span};

/// A source after the merge: Markdown whose values are still shielded.
#[derive(Debug, Clone)]
pub struct Expansion {
    /// The Markdown, without front matter.
    pub text: String,
    /// Where each part of it comes from.
    pub map: SourceMap,
    /// The title, plain text.
    pub title: String,
    /// The description, plain text.
    pub description: Option<String>,
    /// The brand's values it read, as paths below `brand.` (`contacts.support`), sorted and unique. A loop over a list reads the list.
    pub keys: Vec<String>,
    /// The files it read: the source and its partials, in the order of their ids, unique.
    pub files: Vec<FileId>,
}

/// Leads from an offset in expanded text to the author's file.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    /// Where each piece begins in the expanded text, and what it comes from; sorted by offset.
    pieces: Vec<(usize, Piece)>,
}

/// A piece of expanded text.
#[derive(Debug, Clone, Copy)]
enum Piece {
    /// Copied from the author's file, byte for byte, from this offset on.
    Copied(FileId, usize),
    /// Made by the tag at this place.
    Made(Span),
}

impl SourceMap {
    /// The author's place for a byte range of the expanded text.
    pub fn span(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let at = self.pieces.partition_point(|(start, _)| *start <= range.start).checked_sub(1)?;
        Some(match self.pieces[at] {
            (start, Piece::Copied(file, offset)) => {
                let from = offset + (range.start - start);
                let next = self.pieces.get(at + 1).map_or(usize::MAX, |(next, _)| *next);
                Span::new(file, from..from + range.end.min(next).saturating_sub(range.start))
            }
            (_, Piece::Made(span)) => span,
        })
    }
}

/// A project's sources and partials, parsed and checked once, ready to be expanded for any brand.
#[derive(Debug)]
pub struct Templates<'p> {
    project: &'p Project,
}

impl<'p> Templates<'p> {
    /// Parses every source and partial and checks every name in them against what brands and fields declare.
    pub fn compile(project: &'p Project) -> Warned<Self> {
        Warned::clean(Self { project })
    }

    /// One policy's source for one brand, for no customer in particular: fields become blanks.
    pub fn expand(&self, brand: &Brand, policy: &Policy) -> Warned<Expansion> {
        let _ = (self.project, brand, policy);
        Warned::clean(Expansion {
            text: String::new(),
            map: SourceMap::default(),
            title: String::new(),
            description: None,
            keys: Vec::new(),
            files: Vec::new(),
        })
    }
}

/// Facts that no source reads, as warnings: to be asked once all documents of all brands are expanded.
pub fn unused_values(project: &Project, expansions: &[(&Brand, &Expansion)]) -> Vec<Diagnostic> {
    let _ = (project, expansions);
    Vec::new()
}
