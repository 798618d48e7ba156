//! How a version of a file ends: with `startxref`, the offset of its newest cross-reference section, and `%%EOF` (ISO 32000-2, 7.5.5).

use memchr::memmem;

use super::fault::{Fault, FaultKind};
use super::lexer::is_white;

/// In how many bytes at the end of a file `startxref` is looked for.
const TAIL: usize = 1024;
/// How many bytes may lie between a section and the `startxref` that follows it, where all readers are to find it.
const WIDEST: usize = 16;

/// The end of a version of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// Where the newest cross-reference section begins, in bytes.
    pub section: usize,
    /// The offset after `%%EOF` and its line's end.
    pub end: usize,
    /// Whether every reader finds its way through it: there is one line's end on each side of the number, and nothing else.
    pub is_plain: bool,
}

impl Ending {
    /// The end that begins at an offset or after white space.
    pub fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let rest = bytes.get(at..)?;
        let (before, rest) = split_white(rest);
        let (first, rest) = split_white(rest.strip_prefix(b"startxref")?);
        let (number, rest) = rest.split_at_checked(rest.iter().take_while(|byte| byte.is_ascii_digit()).count())?;
        let section = std::str::from_utf8(number).ok()?.parse().ok()?;
        let (second, rest) = split_white(rest);
        let rest = rest.strip_prefix(b"%%EOF")?;
        let rest = [&b"\r\n"[..], b"\n", b"\r"].into_iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
        let is_plain = before.len() <= WIDEST && is_visible(before) && is_line_end(first) && is_line_end(second) && number.len() <= 10;
        Some(Self { section, end: bytes.len() - rest.len(), is_plain })
    }

    /// The last end of a file.
    pub(super) fn last(bytes: &[u8]) -> Result<Self, Fault> {
        let no_end = || Fault::new(bytes.len(), FaultKind::NoEnd);
        let tail = bytes.len().saturating_sub(TAIL);
        let keyword = memmem::rfind(bytes.get(tail..).unwrap_or_default(), b"startxref").ok_or_else(no_end)?;
        Self::at(bytes, tail + keyword).ok_or_else(no_end)
    }
}

fn split_white(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at_checked(bytes.iter().take_while(|byte| is_white(**byte)).count()).unwrap_or_default()
}

/// Whether white space is nothing but blanks and line ends.
fn is_visible(white: &[u8]) -> bool {
    white.iter().all(|byte| matches!(byte, b' ' | b'\r' | b'\n'))
}

/// Whether white space is one line's end, perhaps after blanks.
fn is_line_end(white: &[u8]) -> bool {
    let end = white.iter().position(|byte| *byte != b' ').and_then(|at| white.get(at..));
    matches!(end, Some(b"\r\n" | b"\n" | b"\r"))
}

/// Whether bytes between the parts of a table are such that all readers pass over them: blanks, and one line's end at most.
pub(super) fn is_gap(bytes: &[u8]) -> bool {
    let blank = |byte: &&u8| **byte == b' ';
    let start = bytes.iter().take_while(blank).count();
    let end = bytes.len() - bytes.iter().rev().take_while(blank).count();
    matches!(bytes.get(start..end), None | Some(b"" | b"\r\n" | b"\n" | b"\r"))
}
