//! Values and indirect objects (ISO 32000-2, 7.3).

use std::collections::HashSet;
use std::ops::Range;

use super::fault::{Fault, FaultKind};
use super::lexer::{Lexer, parse_unsigned};
use super::object::{Dictionary, Object, Real, Reference, Stream};

/// How deep arrays and dictionaries may lie in one another.
const DEEPEST: usize = 64;
/// How many values one object may hold.
const MOST_VALUES: usize = 1 << 20;
/// How many keys one dictionary may have; lists of a book's destinations come to some thousands.
const MOST_KEYS: usize = 1 << 17;
/// From how many keys on a set is faster than a look at each.
const MANY_KEYS: usize = 32;

/// The value that stands at an offset, and the offset after it. Streams are not values: the dictionary of one is.
pub fn parse_value(bytes: &[u8], at: usize) -> Result<(Object, usize), Fault> {
    let mut parser = Parser::new(bytes, at);
    let value = parser.value()?;
    Ok((value, parser.at()))
}

/// Reads values one after the other.
pub(super) struct Parser<'b> {
    lexer: Lexer<'b>,
    depth: usize,
    values: usize,
}

impl<'b> Parser<'b> {
    pub(super) fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { lexer: Lexer::new(bytes, at), depth: 0, values: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.lexer.at()
    }

    pub(super) fn lexer(&mut self) -> &mut Lexer<'b> {
        &mut self.lexer
    }

    fn syntax(&self, expected: &'static str) -> Fault {
        self.lexer.fault(FaultKind::Syntax(expected))
    }

    pub(super) fn value(&mut self) -> Result<Object, Fault> {
        self.lexer.skip_space();
        self.values += 1;
        if self.values > MOST_VALUES {
            return Err(self.lexer.fault(FaultKind::TooMuch("values in one object")));
        }
        match self.lexer.peek() {
            Some(b'/') => self.lexer.name().map(Object::Name),
            Some(b'(') => self.lexer.literal_string().map(Object::String),
            Some(b'[') => self.nested(Self::array),
            Some(b'<') if self.lexer.rest().starts_with(b"<<") => self.nested(|parser| parser.dictionary().map(Object::Dictionary)),
            Some(b'<') => self.lexer.hex_string().map(Object::String),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => self.number(),
            _ => self.keyword(),
        }
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Result<Object, Fault>) -> Result<Object, Fault> {
        if self.depth == DEEPEST {
            return Err(self.lexer.fault(FaultKind::TooMuch("nesting")));
        }
        self.depth += 1;
        let object = read(self);
        self.depth -= 1;
        object
    }

    fn keyword(&mut self) -> Result<Object, Fault> {
        for (word, object) in [(&b"null"[..], Object::Null), (b"true", Object::Boolean(true)), (b"false", Object::Boolean(false))] {
            if self.lexer.eat_keyword(word) {
                return Ok(object);
            }
        }
        Err(self.syntax("a value"))
    }

    fn array(&mut self) -> Result<Object, Fault> {
        self.lexer.eat(b"[");
        let mut array = Vec::new();
        loop {
            self.lexer.skip_space();
            if self.lexer.eat(b"]") {
                return Ok(Object::Array(array));
            }
            array.push(self.value()?);
        }
    }

    /// A dictionary; the lexer stands on its `<<`. A key that stands twice is refused.
    pub(super) fn dictionary(&mut self) -> Result<Dictionary, Fault> {
        if !self.lexer.eat(b"<<") {
            return Err(self.syntax("a dictionary"));
        }
        let mut dictionary = Dictionary::default();
        let mut keys = Keys::default();
        while let Some(key) = self.key()? {
            let at = self.at();
            if !keys.is_new(&dictionary, &key) {
                return Err(Fault::new(at, FaultKind::RepeatedKey));
            }
            if dictionary.entries.len() == MOST_KEYS {
                return Err(Fault::new(at, FaultKind::TooMuch("keys in one dictionary")));
            }
            let value = self.value()?;
            dictionary.entries.push((key, value));
        }
        Ok(dictionary)
    }

    /// The next key of a dictionary; `None` at its end, which is passed over.
    pub(super) fn key(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        self.lexer.skip_space();
        if self.lexer.eat(b">>") {
            return Ok(None);
        }
        if self.lexer.peek() != Some(b'/') {
            return Err(self.syntax("a key or the end of a dictionary"));
        }
        self.lexer.name().map(Some)
    }

    /// A number, or the reference that begins with it.
    fn number(&mut self) -> Result<Object, Fault> {
        let fault = self.syntax("a number");
        let word = self.lexer.word();
        if let Some(number) = parse_unsigned(word) {
            if let Some(reference) = self.reference(number) {
                return Ok(Object::Reference(reference));
            }
            return i64::try_from(number).map(Object::Integer).map_err(|_| fault);
        }
        let text = std::str::from_utf8(word).map_err(|_| fault.clone())?;
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let sound = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && digits.bytes().any(|byte| byte.is_ascii_digit());
        if !sound || digits.matches('.').count() > 1 {
            return Err(fault);
        }
        if digits.contains('.') {
            return Ok(Object::Real(Real(text.into())));
        }
        text.parse().map(Object::Integer).map_err(|_| fault)
    }

    /// `G R` after a number: the rest of a reference. Moves on only where it is one.
    fn reference(&mut self, number: u64) -> Option<Reference> {
        let mut ahead = self.lexer.clone();
        ahead.skip_space();
        let generation = parse_unsigned(ahead.word()).and_then(|generation| u16::try_from(generation).ok())?;
        ahead.skip_space();
        let number = u32::try_from(number).ok().filter(|_| ahead.eat_keyword(b"R"))?;
        self.lexer = ahead;
        Some(Reference { number, generation })
    }

    /// An indirect object: its name, its value, and where the value's own bytes lie, without the bytes of a stream (7.3.10).
    ///
    /// `length` gives what a length by reference comes to.
    pub(super) fn indirect(&mut self, length: impl FnOnce(Reference) -> Result<Object, Fault>) -> Result<Indirect, Fault> {
        let number = self.lexer.unsigned()?;
        let generation = self.lexer.unsigned()?;
        self.lexer.skip_space();
        let named = u32::try_from(number).ok().zip(u16::try_from(generation).ok());
        let ((number, generation), true) = (named.ok_or_else(|| self.syntax("an object"))?, self.lexer.eat_keyword(b"obj")) else {
            return Err(self.syntax("an object"));
        };
        self.lexer.skip_space();
        let start = self.at();
        let value = self.value()?;
        let body = start..self.at();
        self.lexer.skip_space();
        let value = match value {
            Object::Dictionary(dictionary) if self.lexer.eat_keyword(b"stream") => self.stream(dictionary, length).map(Object::Stream)?,
            other => other,
        };
        self.lexer.skip_space();
        if !self.lexer.eat_keyword(b"endobj") {
            return Err(self.syntax("the end of an object"));
        }
        Ok(Indirect { reference: Reference { number, generation }, value, body, end: self.at() })
    }

    /// The bytes of a stream; the lexer stands after the keyword (7.3.8).
    fn stream(&mut self, dictionary: Dictionary, length: impl FnOnce(Reference) -> Result<Object, Fault>) -> Result<Stream, Fault> {
        if !self.lexer.eat(b"\r\n") && !self.lexer.eat(b"\n") {
            return Err(self.syntax("a line's end after the keyword stream"));
        }
        let start = self.at();
        let fault = Fault::new(start, FaultKind::StreamLength);
        let length = match dictionary.get("Length") {
            Some(Object::Reference(reference)) => length(*reference)?,
            Some(value) => value.clone(),
            None => return Err(fault),
        };
        let length = length.as_integer().and_then(|length| usize::try_from(length).ok());
        let end = length.and_then(|length| start.checked_add(length)).ok_or_else(|| fault.clone())?;
        self.lexer.go_to(end);
        let _ = self.lexer.eat(b"\r\n") || self.lexer.eat(b"\n") || self.lexer.eat(b"\r");
        if !self.lexer.eat_keyword(b"endstream") {
            return Err(fault);
        }
        Ok(Stream { dictionary, data: start..end })
    }
}

/// The keys of a dictionary that has many.
#[derive(Default)]
struct Keys(HashSet<Vec<u8>>);

impl Keys {
    /// Whether a key does not stand in the dictionary yet; it is entered next.
    fn is_new(&mut self, dictionary: &Dictionary, key: &[u8]) -> bool {
        if dictionary.entries.len() < MANY_KEYS {
            return !dictionary.entries.iter().any(|(name, _)| name == key);
        }
        if self.0.is_empty() {
            self.0.extend(dictionary.entries.iter().map(|(name, _)| name.clone()));
        }
        self.0.insert(key.to_vec())
    }
}

/// An indirect object as it stands in the file.
pub(super) struct Indirect {
    pub(super) reference: Reference,
    pub(super) value: Object,
    /// Where its value lies; for a stream, its dictionary.
    pub(super) body: Range<usize>,
    /// The offset after its `endobj`.
    pub(super) end: usize,
}
