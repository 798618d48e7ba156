//! Writing expanded text and, piece by piece, where it comes from.

use super::program::Place;
use super::{Piece, SourceMap};
use crate::source::Span;

/// Expanded text in the making.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    pieces: Vec<(usize, Piece)>,
    /// What every line begins with: the white space before the partials around it.
    indent: String,
}

impl Writer {
    /// The text and its map.
    pub(super) fn finish(self) -> (String, SourceMap) {
        (self.text, SourceMap { pieces: self.pieces })
    }

    /// How much is written.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Copies text that begins at an offset of a template.
    pub(super) fn copy(&mut self, text: &str, place: Place, offset: usize) {
        if self.indent.is_empty() {
            return self.push(text, piece(place, offset));
        }
        let mut at = offset;
        for line in text.split_inclusive('\n') {
            self.start_line(line, piece(place, at));
            self.push(line, piece(place, at));
            at += line.len();
        }
    }

    /// Writes what a tag has made.
    pub(super) fn make(&mut self, text: &str, tag: Span) {
        if self.indent.is_empty() {
            return self.push(text, Piece::Made(tag));
        }
        for line in text.split_inclusive('\n') {
            self.start_line(line, Piece::Made(tag));
            self.push(line, Piece::Made(tag));
        }
    }

    /// Writes Markdown behind the white space of its line, and indents its further lines by the same.
    pub(super) fn hang(&mut self, text: &str, by: &str, tag: Span) {
        let (first, rest) = text.split_at(text.find('\n').map_or(text.len(), |at| at + 1));
        self.push(first, Piece::Made(tag));
        let before = self.indent(by);
        self.make(rest, tag);
        self.outdent(before);
    }

    /// Indents a line that is about to begin, unless it is blank.
    fn start_line(&mut self, line: &str, piece: Piece) {
        if (self.text.is_empty() || self.text.ends_with('\n')) && line != "\n" {
            self.pieces.push((self.text.len(), origin(piece)));
            self.text.push_str(&self.indent);
        }
    }

    fn push(&mut self, text: &str, piece: Piece) {
        if text.is_empty() {
            return;
        }
        self.pieces.push((self.text.len(), piece));
        self.text.push_str(text);
    }

    /// Indents the lines from here on further, and gives what has to be handed to [`Writer::outdent`].
    pub(super) fn indent(&mut self, by: &str) -> usize {
        let before = self.indent.len();
        self.indent.push_str(by);
        before
    }

    /// Takes an indentation back.
    pub(super) fn outdent(&mut self, before: usize) {
        self.indent.truncate(before);
    }

    /// Ends the line that was begun behind an offset, so that what follows has a line of its own.
    pub(super) fn end_line(&mut self, since: usize, tag: Span) {
        if self.text.len() > since && !self.text.ends_with('\n') {
            self.push("\n", Piece::Made(tag));
        }
    }

    /// Takes off the line ends at the end of what was written behind an offset.
    pub(super) fn drop_line_ends(&mut self, since: usize) {
        let kept = self.text[since..].trim_end_matches('\n').len();
        self.text.truncate(since + kept);
        while self.pieces.last().is_some_and(|(start, _)| *start >= self.text.len()) {
            self.pieces.pop();
        }
    }
}

fn piece(place: Place, offset: usize) -> Piece {
    match place {
        Place::Verbatim(file, base) => Piece::Copied(file, base + offset),
        Place::Within(span) => Piece::Made(span),
    }
}

/// The place of something that stands before a piece and was copied from nowhere.
fn origin(piece: Piece) -> Piece {
    match piece {
        Piece::Copied(file, offset) => Piece::Made(Span::new(file, offset..offset)),
        made @ Piece::Made(_) => made,
    }
}
