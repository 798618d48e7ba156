//! The author's files and places in them.
//!
//! Every text the compiler reads is kept here once, whole, and is named by a small [`FileId`]. A [`Span`] points into the file as its author
//! wrote it, before any expansion, so that a message can always show the author's own line.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

/// Names one file of a [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A range of bytes in one file, in the text that [`SourceFile::text`] gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file the range lies in.
    pub file: FileId,
    /// The offset of the first byte.
    pub start: u32,
    /// The offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// A span over a range of byte offsets. Files are capped well below 4 GiB when they are read.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// The span as a range of byte offsets.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Where a part of a document comes from.
///
/// It is about the document and no part of it: two origins are always equal and hash to nothing, so that a document compares, and is cached, by
/// what a reader sees.
#[derive(Clone, Copy, Default)]
pub struct Origin(pub Option<Span>);

impl From<Span> for Origin {
    fn from(span: Span) -> Self {
        Self(Some(span))
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

impl Hash for Origin {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("@")
    }
}

/// One text file, as its author wrote it but for a byte order mark and CRLF line ends, which are taken off when it is read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: String,
    text: Arc<str>,
    line_starts: Vec<u32>,
}

impl SourceFile {
    fn new(path: String, text: Arc<str>) -> Self {
        let line_starts = line_starts(&text).filter_map(|start| u32::try_from(start).ok()).collect();
        Self { path, text, line_starts }
    }

    /// The path from the project's root, with forward slashes on every system.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The line and column of a byte offset, both counted from 1, the column in characters.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start as usize <= offset);
        let start = self.line_starts[line - 1] as usize;
        let column = self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1);
        Position { line, column }
    }

    /// The byte range of a line counted from 1, without its line end; `None` past the last one.
    pub fn line_range(&self, line: usize) -> Option<Range<usize>> {
        let start = *self.line_starts.get(line.checked_sub(1)?)? as usize;
        let rest = &self.text[start..];
        Some(start..start + rest.find('\n').unwrap_or(rest.len()))
    }
}

/// A place a person can go to: line and column, both counted from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// All texts of a project, by id.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file under its path from the project's root and gives it an id. The text is kept as given: [`decode`] makes it from bytes.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile::new(path.into(), text.into()));
        id
    }

    /// The file of an id that [`Sources::add`] gave.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The paths of all files, in the order of their ids.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(SourceFile::path)
    }

    /// The file that stands under a path from the project's root.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let at = self.files.iter().position(|file| file.path == path)?;
        u32::try_from(at).ok().map(FileId)
    }

    /// The same files, each under a path that begins with `prefix`: as they are shown to somebody who stands elsewhere than at the project's root.
    #[must_use]
    pub fn seen_under(mut self, prefix: &str) -> Self {
        for file in &mut self.files {
            file.path.insert_str(0, prefix);
        }
        self
    }

    /// The text a span covers.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text().get(span.range()).unwrap_or_default()
    }
}

/// The text of a file's bytes: UTF-8, without a byte order mark, with line feeds for CRLF and lone CR.
///
/// Gives the offset of the first byte that is not UTF-8 where there is one.
pub fn decode(bytes: &[u8]) -> Result<String, usize> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.valid_up_to())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') { Ok(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Ok(text.to_owned()) }
}

/// The byte offsets at which a text's lines start: 0, and behind every line feed.
pub fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1))
}

/// Whether a character belongs to the compiler, which moves values through the Markdown parser with the private-use planes 15 and 16.
pub fn is_reserved(c: char) -> bool {
    matches!(c, '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "αβ\nγδ");
        let file = sources.file(id);
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(7), Position { line: 2, column: 2 });
        assert_eq!(file.position(99), Position { line: 2, column: 3 });
    }

    #[test]
    fn decoding_takes_off_what_editors_add() {
        assert_eq!(decode(b"\xef\xbb\xbfa\r\nb\rc").unwrap(), "a\nb\nc");
        assert_eq!(decode(b"ab\xff").unwrap_err(), 2);
    }

    #[test]
    fn reserved_characters_are_known() {
        assert!("\u{f0000}\u{10ffff}".chars().all(is_reserved));
        assert!(!"\u{e000}\u{e01ef}".chars().any(is_reserved));
    }
}
