//! Why bytes are not a PDF that can be read without doubt.

use std::fmt;

/// What is wrong with a PDF, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The offset in the file, in bytes, of the place that cannot be read.
    pub at: usize,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// The ways in which a PDF can be unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// No `%PDF-` at the first byte.
    NoHeader,
    /// No `startxref` and `%%EOF` among the last 1,024 bytes.
    NoEnd,
    /// A cross-reference section that is neither a table nor a stream, or is not well formed.
    CrossReferences,
    /// The chain of cross-reference sections leads back to one of its own.
    CrossReferenceLoop,
    /// More than a sound file has: nesting, sections, objects, or bytes after decompression.
    TooMuch(&'static str),
    /// What stands there is not the value that was expected.
    Syntax(&'static str),
    /// A dictionary that names one key twice: readers differ on which they take.
    RepeatedKey,
    /// A cross-reference entry that does not lead to the object it names.
    Misplaced(u32),
    /// The length of a stream does not lead to its end.
    StreamLength,
    /// A filter other than Flate, or data that it cannot decode.
    Filter,
    /// Old readers are shown another object than new ones.
    TwoDocuments,
    /// References that lead round in a circle.
    Circle,
    /// What a document cannot do without is missing or is of another kind.
    Missing(&'static str),
    /// The file is encrypted.
    Encrypted,
}

impl Fault {
    pub(crate) fn new(at: usize, kind: FaultKind) -> Self {
        Self { at, kind }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, kind } = self;
        match kind {
            FaultKind::NoHeader => f.write_str("this is not a PDF: it does not begin with %PDF-"),
            FaultKind::NoEnd => f.write_str("the file is cut off or damaged: it does not end as a PDF does, with startxref and %%EOF"),
            FaultKind::CrossReferences => write!(f, "the table of the file's objects cannot be read (at byte {at})"),
            FaultKind::CrossReferenceLoop => write!(f, "the tables of the file's objects lead round in a circle (at byte {at})"),
            FaultKind::TooMuch(what) => write!(f, "the file has more {what} than a sound document has (at byte {at})"),
            FaultKind::Syntax(expected) => write!(f, "the file is damaged at byte {at}: expected {expected}"),
            FaultKind::RepeatedKey => write!(f, "the file gives one property twice, so that readers would differ on what it says (at byte {at})"),
            FaultKind::Misplaced(number) => write!(f, "object {number} is not where the file says it is (at byte {at})"),
            FaultKind::StreamLength => write!(f, "a stream does not end where the file says it does (at byte {at})"),
            FaultKind::Filter => write!(f, "compressed data cannot be read (at byte {at})"),
            FaultKind::TwoDocuments => write!(f, "the file shows one document to old programs and another to new ones (at byte {at})"),
            FaultKind::Circle => write!(f, "objects of the file refer to one another in a circle (at byte {at})"),
            FaultKind::Missing(what) => write!(f, "the file has no {what}, or not in a form that can be read"),
            FaultKind::Encrypted => f.write_str("the file is encrypted; save a copy without a password first"),
        }
    }
}

impl std::error::Error for Fault {}
