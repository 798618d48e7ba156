//! The smallest parts of a PDF's syntax (ISO 32000-2, 7.2 and 7.3).

use super::fault::{Fault, FaultKind};

/// Whether a byte is white space (ISO 32000-2, table 1).
pub fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Whether a byte is a delimiter (ISO 32000-2, table 2).
pub fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn is_regular(byte: u8) -> bool {
    !is_white(byte) && !is_delimiter(byte)
}

/// A place in bytes that moves on as they are read.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Whether a comment was passed over.
    commented: bool,
}

impl<'b> Lexer<'b> {
    pub(super) fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at, commented: false }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether a comment was passed over on the way.
    pub(super) fn is_commented(&self) -> bool {
        self.commented
    }

    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn fault(&self, kind: FaultKind) -> Fault {
        Fault::new(self.at, kind)
    }

    /// Passes over white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if is_white(byte) {
                self.at += 1;
            } else if byte == b'%' {
                self.commented = true;
                let line = self.rest().iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                self.at = line.map_or(self.bytes.len(), |length| self.at + length);
            } else {
                return;
            }
        }
    }

    /// Passes over these bytes where they stand next.
    pub(super) fn eat(&mut self, bytes: &[u8]) -> bool {
        let found = self.rest().starts_with(bytes);
        if found {
            self.at += bytes.len();
        }
        found
    }

    /// Passes over a keyword that ends where it ends.
    pub(super) fn eat_keyword(&mut self, keyword: &[u8]) -> bool {
        let ends = self.rest().get(keyword.len()).is_none_or(|byte| !is_regular(*byte));
        ends && self.eat(keyword)
    }

    /// The run of regular characters that stands next; may be empty.
    pub(super) fn word(&mut self) -> &'b [u8] {
        let length = self.rest().iter().position(|byte| !is_regular(*byte)).unwrap_or(self.rest().len());
        let word = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        word
    }

    /// A whole number without sign, after white space.
    pub(super) fn unsigned(&mut self) -> Result<u64, Fault> {
        self.skip_space();
        let fault = self.fault(FaultKind::Syntax("a whole number"));
        parse_unsigned(self.word()).ok_or(fault)
    }

    /// A name's bytes; the lexer stands on its slash (7.3.5).
    pub(super) fn name(&mut self) -> Result<Vec<u8>, Fault> {
        self.at += 1;
        let word = self.word();
        if !word.contains(&b'#') {
            return Ok(word.to_vec());
        }
        let mut name = Vec::with_capacity(word.len());
        let mut rest = word;
        while let Some((first, after)) = rest.split_first() {
            if *first != b'#' {
                name.push(*first);
                rest = after;
                continue;
            }
            let (digits, after) = after.split_at_checked(2).ok_or_else(|| self.fault(FaultKind::Syntax("two hexadecimal digits")))?;
            name.push(hex_pair(digits).ok_or_else(|| self.fault(FaultKind::Syntax("two hexadecimal digits")))?);
            rest = after;
        }
        Ok(name)
    }

    /// A string between parentheses; the lexer stands on the first (7.3.4.2).
    pub(super) fn literal_string(&mut self) -> Result<Vec<u8>, Fault> {
        let start = self.at;
        self.at += 1;
        let mut depth = 1_usize;
        let mut string = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut string),
                b'(' => depth += 1,
                b')' if depth == 1 => return Ok(string),
                b')' => depth -= 1,
                b'\r' => {
                    self.eat(b"\n");
                }
                _ => {}
            }
            match byte {
                b'\\' => {}
                b'\r' => string.push(b'\n'),
                _ => string.push(byte),
            }
        }
        Err(Fault::new(start, FaultKind::Syntax("the end of a string")))
    }

    /// What follows a backslash.
    fn escape(&mut self, string: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => string.push(b'\n'),
            b'r' => string.push(b'\r'),
            b't' => string.push(b'\t'),
            b'b' => string.push(8),
            b'f' => string.push(12),
            b'\r' => {
                self.eat(b"\n");
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                string.push((value & 0xff) as u8);
            }
            other => string.push(other),
        }
    }

    /// A string of hexadecimal digits; the lexer stands on its `<` (7.3.4.3).
    pub(super) fn hex_string(&mut self) -> Result<Vec<u8>, Fault> {
        let start = self.at;
        self.at += 1;
        let length = memchr::memchr(b'>', self.rest()).ok_or(Fault::new(start, FaultKind::Syntax("the end of a string")))?;
        let body = self.rest().get(..length).unwrap_or_default();
        self.at += length + 1;
        let mut string = Vec::with_capacity(length / 2);
        let mut half = None;
        for byte in body.iter().filter(|byte| !is_white(**byte)) {
            let digit = hex_digit(*byte).ok_or(Fault::new(start, FaultKind::Syntax("hexadecimal digits")))?;
            match half.take() {
                None => half = Some(digit),
                Some(high) => string.push(high << 4 | digit),
            }
        }
        string.extend(half.map(|high| high << 4));
        Ok(string)
    }
}

/// A whole number of at most eighteen digits, and nothing else.
pub(super) fn parse_unsigned(word: &[u8]) -> Option<u64> {
    let sound = !word.is_empty() && word.len() <= 18;
    sound.then(|| word.iter().try_fold(0_u64, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u64::from(byte - b'0')))).flatten()
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

fn hex_pair(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    Some(hex_digit(*high)? << 4 | hex_digit(*low)?)
}
