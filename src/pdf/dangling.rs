//! References to objects that no file has yet: they mean null (ISO 32000-2, 7.3.10), until a new object is given their number.

use std::collections::BTreeSet;

use super::file::File;
use super::lexer::{is_white, parse_unsigned};
use super::xref::{Entry, Form};

/// The numbers from `first` on that something in a file may refer to. Found by looking at every `R` and not at every object, it may name too many: what a picture
/// happens to hold is taken for a reference too.
pub(super) fn dangling(file: &File<'_>, first: u32) -> BTreeSet<u32> {
    let mut found: BTreeSet<u32> = references(file.bytes(), first);
    if file.sections().iter().any(|section| section.form != Form::Table) {
        for container in containers(file) {
            // A stream that cannot be read shows nobody what it refers to.
            found.extend(file.object_stream(container).iter().flat_map(|stream| references(&stream.data, first)));
        }
    }
    found
}

/// The object streams that hold an object in use.
fn containers(file: &File<'_>) -> BTreeSet<u32> {
    let entries = file.numbers().unwrap_or_default().into_iter().filter_map(|number| file.locate(number).ok()?);
    let containers = entries.filter_map(|entry| if let Entry::Inside { container, .. } = entry { Some(container) } else { None });
    containers.collect()
}

/// The object numbers from `first` on of all that reads like a reference (7.3.10): two whole numbers and an `R`.
fn references(bytes: &[u8], first: u32) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    for at in memchr::memchr_iter(b'R', bytes) {
        match numbers_before(bytes.get(..at).unwrap_or_default()) {
            Before::Nothing => {}
            Before::Number(digits) => found.extend(number(digits).filter(|number| *number >= first)),
            // Nobody writes comments into a reference but to hide it; then every number may be one.
            Before::Comment => return bytes.split(|byte| !byte.is_ascii_digit()).filter_map(number).filter(|number| *number >= first).collect(),
        }
    }
    found
}

/// What stands before the `R` of what may be a reference.
enum Before<'b> {
    Nothing,
    /// The digits of an object's number, and those of a generation.
    Number(&'b [u8]),
    Comment,
}

fn numbers_before(bytes: &[u8]) -> Before<'_> {
    // Nearly all references are written so, and there are tens of thousands in a long document.
    if let Some(number) = bytes.strip_suffix(b" 0 ").filter(|number| number.last().is_some_and(u8::is_ascii_digit)) {
        let digits = number.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        return Before::Number(number.get(number.len() - digits..).unwrap_or_default());
    }
    let mut left = bytes;
    let mut digits = bytes;
    for _ in 0..2 {
        let ahead = cut(left, is_white);
        if ahead.len() == left.len() {
            return Before::Nothing;
        }
        if left.get(ahead.len()..).is_some_and(|white| white.iter().any(|byte| is_line_end(*byte))) && ends_with_comment(ahead) {
            return Before::Comment;
        }
        left = cut(ahead, |byte| byte.is_ascii_digit());
        digits = ahead.get(left.len()..).unwrap_or_default();
        if digits.is_empty() {
            return Before::Nothing;
        }
    }
    Before::Number(digits)
}

/// Whether the last line may end with a comment that a number, or a comment of its own line, comes before.
fn ends_with_comment(bytes: &[u8]) -> bool {
    let line = bytes.get(cut(bytes, |byte| !is_line_end(byte)).len()..).unwrap_or_default();
    memchr::memchr_iter(b'%', line).any(|at| {
        let ahead = cut(line.get(..at).unwrap_or_default(), is_white);
        ahead.last().is_none_or(u8::is_ascii_digit)
    })
}

/// The bytes without those at their end that are of a kind.
fn cut(bytes: &[u8], is_of_kind: impl Fn(u8) -> bool) -> &[u8] {
    let length = bytes.iter().rposition(|byte| !is_of_kind(*byte)).map_or(0, |at| at + 1);
    bytes.get(..length).unwrap_or_default()
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn number(digits: &[u8]) -> Option<u32> {
    u32::try_from(parse_unsigned(digits)?).ok()
}

#[cfg(test)]
mod tests {
    use super::references;

    fn found(text: &str) -> Vec<u32> {
        references(text.as_bytes(), 10).into_iter().collect()
    }

    #[test]
    fn references_are_found_however_they_are_spaced() {
        assert_eq!(found("[10 0 R 11\n0\tR 9 0 R/A 12 0 R 13 0R]"), [10, 11, 12]);
        assert_eq!(found("(a%) 16\n0 R"), [16]);
    }

    #[test]
    fn a_comment_in_a_reference_makes_every_number_one() {
        assert_eq!(found("14 % a\r0 % 7\n% b 25\n R 30"), [14, 25, 30]);
        assert_eq!(found("14 0\n% b\nR"), [14]);
    }

    #[test]
    fn what_is_no_number_is_passed_over() {
        assert_eq!(found("R 0 R x 0 R 99999999999 0 R /R 10 R"), [0_u32; 0]);
    }
}
