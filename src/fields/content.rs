//! Content streams (ISO 32000-2, 7.8.2), read only as far as it takes to leave marks out.

use crate::pdf::{Fault, FaultKind, is_delimiter, is_white, parse_value};

use super::frame::Frame;

/// What tags a part of a content stream (14.6). What a widget shows has no structure of its own to lead these to.
const MARKS: [&[u8]; 5] = [b"BMC", b"BDC", b"EMC", b"MP", b"DP"];
/// How many operands an operator may have.
const MOST_OPERANDS: usize = 4096;

/// A content stream without the operators that mark parts of it, and without their operands; every other byte is as it was.
pub(super) fn unmarked(content: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader { content, at: 0 };
    let mut out = Vec::with_capacity(content.len());
    let mut kept = 0;
    while let Some((start, operator)) = reader.instruction()? {
        if MARKS.contains(&operator) {
            out.extend_from_slice(content.get(kept..start).unwrap_or_default());
            kept = reader.at;
        }
    }
    out.extend_from_slice(content.get(kept..).unwrap_or_default());
    Ok(out)
}

/// Whether a content stream says something: shows text or a picture, draws more than a frame within its box, or leads to another drawing. Frames and
/// backgrounds say nothing, and what cannot be read may say anything.
pub(super) fn says_something(content: &[u8], edges: Option<[f64; 4]>) -> bool {
    let mut frame = Frame::of(edges);
    is_shown(content, |start, operator| matches!(operator, b"Do" | b"BI" | b"sh") || frame.is_left(content, start, operator))
}

/// Whether a content stream shows text.
pub(super) fn shows_text(content: &[u8]) -> bool {
    is_shown(content, |_, _| false)
}

/// Whether a content stream shows text, or has an operator that says something.
fn is_shown(content: &[u8], mut says: impl FnMut(usize, &[u8]) -> bool) -> bool {
    let mut reader = Reader { content, at: 0 };
    loop {
        match reader.instruction() {
            Ok(None) => return false,
            Ok(Some((start, b"Tj" | b"'"))) if is_empty_text(content, start) => {}
            Ok(Some((_, b"Tj" | b"TJ" | b"'" | b"\""))) | Err(_) => return true,
            Ok(Some((start, operator))) if says(start, operator) => return true,
            Ok(Some(_)) => {}
        }
    }
}

/// Whether the operand at a place is a text without characters.
fn is_empty_text(content: &[u8], at: usize) -> bool {
    parse_value(content, at).is_ok_and(|(text, _)| text.as_string().is_some_and(<[u8]>::is_empty))
}

/// Reads a content stream, one instruction after the other.
pub(super) struct Reader<'c> {
    pub(super) content: &'c [u8],
    /// Where the next instruction begins.
    pub(super) at: usize,
}

impl<'c> Reader<'c> {
    /// Where the next instruction begins, with its operands, and its operator; `None` at the end.
    pub(super) fn instruction(&mut self) -> Result<Option<(usize, &'c [u8])>, Fault> {
        self.skip_space();
        let start = self.at;
        for _ in 0..MOST_OPERANDS {
            self.skip_space();
            let Some(byte) = self.peek() else { return Ok(None) };
            let is_number = byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
            if is_number || matches!(byte, b'/' | b'(' | b'<' | b'[') {
                (_, self.at) = parse_value(self.content, self.at)?;
                continue;
            }
            let word = self.word();
            match word {
                b"true" | b"false" | b"null" => {}
                b"" => return Err(self.fault("an operator")),
                b"BI" => {
                    self.inline_image()?;
                    return Ok(Some((start, word)));
                }
                _ => return Ok(Some((start, word))),
            }
        }
        Err(Fault { at: self.at, kind: FaultKind::TooMuch("operands") })
    }

    /// Passes over an inline image (8.9.7): its keys and values, `ID`, one byte of white space, its data, `EI`.
    fn inline_image(&mut self) -> Result<(), Fault> {
        loop {
            self.skip_space();
            match self.peek() {
                Some(b'I') => break,
                Some(b't' | b'f' | b'n') => drop(self.word()),
                Some(_) => (_, self.at) = parse_value(self.content, self.at)?,
                None => return Err(self.fault("the data of an image")),
            }
        }
        self.word();
        let rest = self.content.get(self.at..).unwrap_or_default();
        let is_end = |window: &[u8]| matches!(window, [before, b'E', b'I', after] if is_white(*before) && (is_white(*after) || is_delimiter(*after)));
        let end = rest.windows(4).position(is_end).or_else(|| rest.ends_with(b"EI").then(|| rest.len() - 3));
        self.at += end.ok_or_else(|| self.fault("the end of an image"))? + 3;
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.content.get(self.at).copied()
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let rest = self.content.get(self.at..).unwrap_or_default();
                self.at += rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
            } else if is_white(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn word(&mut self) -> &'c [u8] {
        let rest = self.content.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| is_white(*byte) || is_delimiter(*byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn fault(&self, expected: &'static str) -> Fault {
        Fault { at: self.at, kind: FaultKind::Syntax(expected) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{says_something, shows_text, unmarked};

    fn shown(content: &str) -> String {
        let bare = unmarked(content.as_bytes()).unwrap();
        String::from_utf8(bare).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_go_and_what_they_enclose_stays() {
        assert_eq!(shown("q /Span <</ActualText (BDC \\) EMC)>> BDC BT (EMC) Tj ET EMC Q"), "q BT (EMC) Tj ET Q");
        assert_eq!(shown("/P <</MCID 0/L [1 <</X/Y>>]>>BDC[(a)-1(b)]TJ EMC/Artifact BMC 0 0 m EMC /x MP /y <<>> DP"), "[(a)-1(b)]TJ 0 0 m");
        assert_eq!(shown("% EMC\n1 0 0 rg %BMC"), "% EMC 1 0 0 rg %BMC");
        assert_eq!(shown("/x BMC BI /W 1 /H 1 /IM true ID EMC xEI y EI EMC Q"), "BI /W 1 /H 1 /IM true ID EMC xEI y EI Q");
    }

    #[test]
    fn frames_say_nothing() {
        let says = |content: &str| says_something(content.as_bytes(), Some([0.0, 0.0, 90.0, 20.0]));
        assert!(!says("/Tx BMC q 1 g 0 0 90 20 re f BT /F 9 Tf () Tj ET Q EMC % (x) Tj") && !says(""));
        assert!(!says("1 g 0 0 90 20 re f 0 G .5 .5 89 19 re s") && !says("q 1 1 88 18 re W n 1 1 m 1 19 l 89 19 l 87 17 l 3 17 l 3 3 l f Q"));
        assert!(says("0 9 90 2 re f") && says("5 5 m 5 15 l S") && says("5 5 m 9 9 20 9 30 5 c f") && says("0 0 m 90 20 l S"));
        assert!(says("9 0 0 1 0 0 cm 0 0 90 20 re f") && says("0 0 m 90 0 l 45 20 l f") && says(&"0 0 1 1 re f ".repeat(9)));
        assert!(says_something(b"0 0 90 20 re f", None) && shows_text(b"(x) Tj") && !shows_text(b"0 9 90 2 re f"));
        assert!(says("BT (x) Tj ET") && says("BT [(x)] TJ ET") && says("/X Do") && says("(x"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(content in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(bare) = unmarked(&content) {
                prop_assert!(bare.len() <= content.len());
            }
        }
    }
}
