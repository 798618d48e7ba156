//! The words by which a reader finds the parts of a document where it does not follow the tables of its objects, but searches all bytes.
//!
//! Readers do so as soon as something about a file seems damaged to them, each in its own way. So every run of bytes counts that any of them could take for such
//! a word, also in strings, comments and the data of streams.

use memchr::memmem;

use crate::pdf::{is_delimiter, is_white};

/// How many bytes before `obj` are looked at for its two numbers.
const NUMBERS: usize = 64;

/// How often each word occurs.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Markers {
    /// The beginnings of objects.
    pub(super) objects: usize,
    /// Their ends.
    pub(super) object_ends: usize,
    /// The beginnings of streams.
    pub(super) streams: usize,
    /// Their ends.
    pub(super) stream_ends: usize,
    /// The beginnings of tables.
    pub(super) tables: usize,
    /// The trailers of tables.
    pub(super) trailers: usize,
    /// What says where the newest section is.
    pub(super) starts: usize,
    /// The ends of versions.
    pub(super) ends: usize,
}

impl Markers {
    /// Those that end in the bytes from an offset on.
    pub(super) fn of(bytes: &[u8], from: usize) -> Self {
        let mut found = Self::default();
        // A word may begin before the first byte of a part that completes it.
        let early = from.saturating_sub(16);
        let each = |word: &'static [u8]| {
            let text = bytes.get(early..).unwrap_or_default();
            memmem::find_iter(text, word).map(move |at| early + at).filter(move |at| at + word.len() > from)
        };
        for at in each(b"obj") {
            match before(bytes, at) {
                [.., b'e', b'n', b'd'] => found.object_ends += 1,
                before if is_word(bytes, at, 3) || ends_in_numbers(before) => found.objects += 1,
                _ => {}
            }
        }
        for at in each(b"stream") {
            match before(bytes, at) {
                [.., b'e', b'n', b'd'] => found.stream_ends += 1,
                before if begins_stream(before, bytes.get(at + 6..).unwrap_or_default()) => found.streams += 1,
                _ => {}
            }
        }
        for at in each(b"xref") {
            match before(bytes, at) {
                [.., b's', b't', b'a', b'r', b't'] => found.starts += 1,
                _ if is_word(bytes, at, 4) => found.tables += 1,
                _ => {}
            }
        }
        found.trailers = each(b"trailer").filter(|at| matches!(next(bytes, at + 7), Some(b'<' | b'%'))).count();
        found.ends = each(b"%%EOF").count();
        found
    }
}

/// Whether any reader would find the beginning of an object in the data of a stream.
pub(in crate::verify) fn holds_objects(data: &[u8]) -> bool {
    memmem::find_iter(data, b"obj").any(|at| ends_in_numbers(before(data, at)))
}

fn before(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at.saturating_sub(NUMBERS)..at).unwrap_or_default()
}

/// The next byte that is not white.
fn next(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at..)?.iter().copied().find(|byte| !is_white(*byte))
}

fn is_boundary(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| is_white(*byte) || is_delimiter(*byte))
}

/// Whether what stands there ends on both sides.
fn is_word(bytes: &[u8], at: usize, length: usize) -> bool {
    is_boundary(at.checked_sub(1).and_then(|at| bytes.get(at))) && is_boundary(bytes.get(at + length))
}

/// Whether two whole numbers come last, perhaps with white space after each: there are readers that take `1 0 objection` for an object.
fn ends_in_numbers(bytes: &[u8]) -> bool {
    let number = |bytes: &'_ [u8]| -> Option<usize> {
        let white = bytes.iter().rev().take_while(|byte| is_white(**byte)).count();
        let digits = bytes.iter().rev().skip(white).take_while(|byte| byte.is_ascii_digit()).count();
        (digits > 0).then(|| bytes.len() - white - digits)
    };
    let second = number(bytes);
    let rest = second.and_then(|at| bytes.get(..at)).filter(|rest| rest.last().is_some_and(|byte| is_white(*byte)));
    rest.and_then(number).is_some()
}

/// Whether a stream's data could begin after the word: a line's end follows, or a dictionary ends before.
fn begins_stream(before: &[u8], after: &[u8]) -> bool {
    let ends_line = after.iter().find(|byte| !matches!(byte, b' ' | b'\t' | 0)).is_some_and(|byte| matches!(byte, b'\r' | b'\n'));
    let follows_dictionary = before.iter().rev().find(|byte| !is_white(**byte)) == Some(&b'>');
    follows_dictionary || ends_line && is_boundary(before.last())
}

#[cfg(test)]
mod tests {
    use super::Markers;

    #[test]
    fn words_that_some_reader_takes_for_a_part_are_found() {
        let of = |text: &str| Markers::of(text.as_bytes(), 0);
        for text in ["1 0 obj", "x1 0 obj<<", "1\x0000objx", "(\n7 0 obj)", "%c\nobj "] {
            assert_eq!(of(text).objects, 1, "{text}");
        }
        assert_eq!(of("I object to 10 objects, /XObject, 1 0 R").objects, 0);
        assert_eq!((of("xendobjx").object_ends, of("endstreams").stream_ends), (1, 1));
        assert_eq!((of(">>stream").streams, of("a stream\r").streams, of("an upstream stream of it").streams), (1, 1, 0));
        assert_eq!((of("trailer <<").trailers, of("a trailer for hire").trailers), (1, 0));
        assert_eq!((of("\nxref\n").tables, of("startxref").starts, of("startxref").tables, of("%%EOF").ends), (1, 1, 0, 1));
    }

    #[test]
    fn a_word_that_begins_earlier_is_found() {
        assert_eq!((Markers::of(b"1 0 obj", 6).objects, Markers::of(b"1 0 obj ", 7).objects), (1, 0));
    }
}
