//! Which bytes a signature covers (ISO 32000-2, 12.8.1): everything from the file's first byte to some end, but for the signature's own value.
//!
//! Signature wrapping and forgery live on byte ranges that leave more out than that. So nothing is taken on trust: the gap must be exactly the string of
//! `/Contents` of the very dictionary that the field refers to, as it stands in the file.

use std::fmt;
use std::ops::Range;

use crate::pdf::{self, File, Object, Reference, is_white, parse_value};

/// What a signature covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByteRange {
    gap: Range<usize>,
    end: usize,
}

impl ByteRange {
    /// Everything up to `end` but for the gap, in which the signature's value stands with its angle brackets.
    pub fn new(gap: Range<usize>, end: usize) -> Self {
        Self { gap, end }
    }

    /// What the signature in an object covers: `holder` is the signature dictionary's own object.
    pub fn read(file: &File<'_>, holder: Reference) -> Result<Self, NoByteRange> {
        let extent = file.extent(holder).map_err(NoByteRange::Damaged)?;
        let value = extent.ok_or(NoByteRange::Hidden)?.value;
        let bytes = file.bytes();
        let entries = entries(bytes, value)?;
        let [a, b, c] = numbers(&entries)?;
        let contents = contents(bytes, &entries)?;
        if a >= b || b.checked_add(c).is_none_or(|end| end > bytes.len()) {
            return Err(NoByteRange::Order);
        }
        if contents != (a..b) {
            return Err(NoByteRange::Gap { left_out: a..b, contents });
        }
        Ok(Self { gap: a..b, end: b + c })
    }

    /// The offset after the last byte that is covered.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Whether it covers the whole of a file of so many bytes.
    pub fn is_whole(&self, length: usize) -> bool {
        self.end == length
    }

    /// What is covered of a file's bytes.
    pub fn parts<'b>(&self, bytes: &'b [u8]) -> [&'b [u8]; 2] {
        [bytes.get(..self.gap.start).unwrap_or_default(), bytes.get(self.gap.end..self.end).unwrap_or_default()]
    }

    /// Where the digits of the signature's value stand, between its angle brackets.
    pub fn digits(&self) -> Range<usize> {
        self.gap.start + 1..self.gap.end.saturating_sub(1)
    }

    /// How many bytes the signature's value may have.
    pub fn room(&self) -> usize {
        self.digits().len() / 2
    }

    /// The signature's value, with the zeros that fill its room.
    pub fn value(&self, bytes: &[u8]) -> Vec<u8> {
        let digit = |digit: &u8| char::from(*digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or_default();
        let pair = |pair: &[u8]| pair.iter().fold(0, |byte, next| byte << 4 | digit(next));
        bytes.get(self.digits()).unwrap_or_default().chunks_exact(2).map(pair).collect()
    }

    /// Whether nothing was written into the signature's value yet.
    pub fn is_empty(&self, bytes: &[u8]) -> bool {
        bytes.get(self.digits()).is_none_or(|digits| digits.iter().all(|digit| *digit == b'0'))
    }
}

/// Why the bytes that a signature covers cannot be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoByteRange {
    /// The dictionary does not stand in the file by itself.
    Hidden,
    /// It cannot be read.
    Damaged(pdf::Fault),
    /// There is no byte range, or it is not four whole numbers that stand in the dictionary.
    Absent,
    /// It does not begin at the first byte of the file.
    Beginning,
    /// It leads out of the file, or its parts overlap.
    Order,
    /// There are no contents, or they are not a string of hexadecimal digits that stands in the dictionary.
    NoContents,
    /// The contents are empty.
    Empty,
    /// It leaves out other bytes than the contents.
    Gap {
        /// What is left out.
        left_out: Range<usize>,
        /// What the contents are.
        contents: Range<usize>,
    },
}

impl fmt::Display for NoByteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hidden => f.write_str("the signature does not stand in the file by itself, so that nobody can say which bytes it covers"),
            Self::Damaged(fault) => write!(f, "the signature cannot be read: {fault}"),
            Self::Absent => f.write_str("the signature does not say, in four whole numbers, which bytes it covers"),
            Self::Beginning => f.write_str("the signature does not cover the beginning of the file"),
            Self::Order => f.write_str("the signature claims to cover bytes outside the file, or some of them twice"),
            Self::NoContents => f.write_str("the signature has no value that stands in the file as hexadecimal digits"),
            Self::Empty => f.write_str("the signature's value is empty"),
            Self::Gap { left_out, contents } => write!(
                f,
                "the signature leaves out bytes {} to {}, but its own value is at bytes {} to {}: other content could stand in the gap",
                left_out.start, left_out.end, contents.start, contents.end
            ),
        }
    }
}

impl std::error::Error for NoByteRange {}

/// A key, its value, and where the value stands.
type Placed = (Vec<u8>, Object, Range<usize>);

/// The entries of the dictionary whose value stands at `place`. A comment between them is refused: readers have been found to trip over it.
fn entries(bytes: &[u8], place: Range<usize>) -> Result<Vec<Placed>, NoByteRange> {
    let body = bytes.get(..place.end).unwrap_or_default();
    if !body.get(place.start..).unwrap_or_default().starts_with(b"<<") {
        return Err(NoByteRange::Hidden);
    }
    let mut entries = Vec::new();
    let mut at = after_white(body, place.start + 2);
    while body.get(at) == Some(&b'/') {
        let (key, end) = parse_value(body, at).map_err(NoByteRange::Damaged)?;
        let start = after_white(body, end);
        if body.get(start) == Some(&b'%') {
            return Err(NoByteRange::Hidden);
        }
        let (value, end) = parse_value(body, start).map_err(NoByteRange::Damaged)?;
        entries.push((key.as_name().unwrap_or_default().to_vec(), value, start..end));
        at = after_white(body, end);
    }
    if body.get(at..) == Some(b">>") { Ok(entries) } else { Err(NoByteRange::Hidden) }
}

fn after_white(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_white(**byte)).count()
}

fn numbers(entries: &[Placed]) -> Result<[usize; 3], NoByteRange> {
    let range = entries.iter().find(|(key, ..)| key == b"ByteRange").and_then(|(_, value, _)| value.as_array()).ok_or(NoByteRange::Absent)?;
    let [Object::Integer(first), Object::Integer(a), Object::Integer(b), Object::Integer(c)] = range else { return Err(NoByteRange::Absent) };
    if *first != 0 {
        return Err(NoByteRange::Beginning);
    }
    let number = |number: i64| usize::try_from(number).map_err(|_| NoByteRange::Order);
    Ok([number(*a)?, number(*b)?, number(*c)?])
}

/// Where the contents stand: digits, two for each byte.
fn contents(bytes: &[u8], entries: &[Placed]) -> Result<Range<usize>, NoByteRange> {
    let (_, value, place) = entries.iter().find(|(key, ..)| key == b"Contents").ok_or(NoByteRange::NoContents)?;
    let text = bytes.get(place.clone()).filter(|_| matches!(value, Object::String(_)));
    let digits = text.and_then(|text| text.strip_prefix(b"<")?.strip_suffix(b">")).ok_or(NoByteRange::NoContents)?;
    if digits.is_empty() {
        return Err(NoByteRange::Empty);
    }
    if digits.iter().all(u8::is_ascii_hexdigit) && digits.len() % 2 == 0 { Ok(place.clone()) } else { Err(NoByteRange::NoContents) }
}
