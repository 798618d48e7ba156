//! How a version of a file ends: with `startxref`, the offset of its newest cross-reference section, and `%%EOF` (ISO 32000-2, 7.5.5).

use memchr::memmem;

use super::fault::{Fault, FaultKind};
use super::lexer::is_white;

/// In how many bytes at the end of a file `startxref` is looked for.
const TAIL: usize = 1024;
/// How many bytes may lie between a section and the `startxref` that follows it, where all readers are to find it.
const WIDEST: usize = 16;

/// How long a remark before `startxref` may be.
const LONGEST_REMARK: usize = 64;

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
    /// The end that begins at an offset, or after white space, or on the line after a remark.
    pub fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let rest = bytes.get(at..)?;
        let (before, rest) = split_white(rest);
        let rest = if is_line_end(before) { after_remark(rest) } else { rest };
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

/// What follows the line in which a program says that it wrote the version, as `%iText-7.1.0`, where there is one. Readers find `startxref` from the end of the
/// file, and pass over comments elsewhere; what this one consists of is nothing that any of them looks for.
fn after_remark(bytes: &[u8]) -> &[u8] {
    let words = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b" .-_+".contains(byte)).count();
    let remark = bytes.strip_prefix(b"%").and_then(|rest| rest.split_at_checked(words(rest)));
    let remark = remark.filter(|(remark, _)| remark.len() <= LONGEST_REMARK && remark.first().is_some_and(u8::is_ascii_alphabetic));
    remark.and_then(|(_, rest)| rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n"))).unwrap_or(bytes)
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

#[cfg(test)]
mod tests {
    use super::Ending;

    fn is_plain(text: &str) -> Option<bool> {
        Ending::at(text.as_bytes(), 0).map(|ending| ending.is_plain && ending.end == text.len())
    }

    #[test]
    fn a_program_may_say_that_it_wrote_the_version() {
        for remark in ["", "\n", "\n%iText-7.1.0\n", "\r\n%iText-Core 8.0.2-SNAPSHOT\r\n"] {
            assert_eq!(is_plain(&format!("{remark}startxref\n17\n%%EOF\n")), Some(true), "{remark:?}");
        }
    }

    #[test]
    fn other_remarks_are_no_part_of_an_end() {
        let long = format!("\n%{}\n", "x".repeat(65));
        for remark in ["%iText\n", "\n%\n", "\n%%EOF\n", "\n%a\n%b\n", "\n%a\r", "\n%a\n\n", "\n%a(\n", "\n%a<<\n", "\n\n%a\n", "\0%a\n", &long] {
            assert_eq!(is_plain(&format!("{remark}startxref\n17\n%%EOF\n")), None, "{remark:?}");
        }
    }
}
