//! Which bytes a signature covers (ISO 32000-2, 12.8.1): everything up to the end of a version of the file, but for the signature's own value.
//!
//! Signature wrapping and forgery live on byte ranges that leave more out than that. So nothing is taken on trust: the gap must be exactly the string of
//! `/Contents` of the very dictionary that the field refers to, as it stands in the file.

use std::fmt;
use std::ops::Range;

use crate::pdf::{Fault, File, Object, Reference, is_white, parse_value};

/// What a signature covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covered {
    /// The bytes that are left out: the signature's value with its angle brackets.
    pub(super) gap: Range<usize>,
    /// The offset after the last byte that is covered.
    pub(super) end: usize,
    /// The signature's value.
    pub(super) contents: Vec<u8>,
}

/// Why the bytes that a signature covers cannot be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// The dictionary does not stand in the file by itself.
    Hidden,
    /// It cannot be read.
    Damaged(Fault),
    /// There is no byte range, or it is not four whole numbers that stand in the dictionary.
    NoRange,
    /// It does not begin at the first byte of the file.
    Beginning,
    /// It leads out of the file, or its parts overlap.
    Order,
    /// There are no contents, or they are not a string of hexadecimal digits that stands in the dictionary.
    NoContents,
    /// The contents are empty or nothing but zeros.
    EmptyContents,
    /// It leaves out other bytes than the contents.
    Gap {
        /// What is left out.
        left_out: Range<usize>,
        /// What the contents are.
        contents: Range<usize>,
    },
    /// It does not end where a version of the file does.
    End,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hidden => f.write_str("the signature does not stand in the file by itself, so that nobody can say which bytes it covers"),
            Self::Damaged(fault) => write!(f, "the signature cannot be read: {fault}"),
            Self::NoRange => f.write_str("the signature does not say, in four whole numbers, which bytes it covers"),
            Self::Beginning => f.write_str("the signature does not cover the beginning of the file"),
            Self::Order => f.write_str("the signature claims to cover bytes outside the file, or some of them twice"),
            Self::NoContents => f.write_str("the signature has no value that stands in the file as hexadecimal digits"),
            Self::EmptyContents => f.write_str("the signature's value is empty"),
            Self::Gap { left_out, contents } => write!(
                f,
                "the signature leaves out bytes {} to {}, but its own value is at bytes {} to {}: other content could stand in the gap",
                left_out.start, left_out.end, contents.start, contents.end
            ),
            Self::End => f.write_str("the signature does not cover the file up to the end of one of its versions"),
        }
    }
}

/// What the signature in an object covers: `holder` is the signature dictionary's own object.
pub(super) fn read(file: &File<'_>, holder: Reference) -> Result<Covered, Problem> {
    let extent = file.extent(holder).map_err(Problem::Damaged)?;
    let value = extent.ok_or(Problem::Hidden)?.value;
    let bytes = file.bytes();
    let entries = entries(bytes, value)?;
    let [a, b, c] = numbers(&entries)?;
    let (contents, place) = contents(bytes, &entries)?;
    if a >= b || b.checked_add(c).is_none_or(|end| end > bytes.len()) {
        return Err(Problem::Order);
    }
    if place != (a..b) {
        return Err(Problem::Gap { left_out: a..b, contents: place });
    }
    Ok(Covered { gap: a..b, end: b + c, contents })
}

/// A key, its value, and where the value stands.
type Placed = (Vec<u8>, Object, Range<usize>);

/// The entries of the dictionary whose value stands at `place`. A comment between them is refused: readers have been found to trip over it.
fn entries(bytes: &[u8], place: Range<usize>) -> Result<Vec<Placed>, Problem> {
    let body = bytes.get(..place.end).unwrap_or_default();
    if !body.get(place.start..).unwrap_or_default().starts_with(b"<<") {
        return Err(Problem::Hidden);
    }
    let mut entries = Vec::new();
    let mut at = after_white(body, place.start + 2);
    while body.get(at) == Some(&b'/') {
        let (key, end) = parse_value(body, at).map_err(Problem::Damaged)?;
        let start = after_white(body, end);
        if body.get(start) == Some(&b'%') {
            return Err(Problem::Hidden);
        }
        let (value, end) = parse_value(body, start).map_err(Problem::Damaged)?;
        entries.push((key.as_name().unwrap_or_default().to_vec(), value, start..end));
        at = after_white(body, end);
    }
    if body.get(at..) == Some(b">>") { Ok(entries) } else { Err(Problem::Hidden) }
}

fn after_white(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_white(**byte)).count()
}

fn numbers(entries: &[Placed]) -> Result<[usize; 3], Problem> {
    let range = entries.iter().find(|(key, ..)| key == b"ByteRange").and_then(|(_, value, _)| value.as_array()).ok_or(Problem::NoRange)?;
    let [Object::Integer(first), Object::Integer(a), Object::Integer(b), Object::Integer(c)] = range else { return Err(Problem::NoRange) };
    if *first != 0 {
        return Err(Problem::Beginning);
    }
    let number = |number: i64| usize::try_from(number).map_err(|_| Problem::Order);
    Ok([number(*a)?, number(*b)?, number(*c)?])
}

fn contents(bytes: &[u8], entries: &[Placed]) -> Result<(Vec<u8>, Range<usize>), Problem> {
    let (_, value, place) = entries.iter().find(|(key, ..)| key == b"Contents").ok_or(Problem::NoContents)?;
    let Object::String(contents) = value else { return Err(Problem::NoContents) };
    let digits = bytes.get(place.clone()).and_then(|text| text.strip_prefix(b"<")?.strip_suffix(b">")).ok_or(Problem::NoContents)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) || digits.len() % 2 != 0 {
        return Err(Problem::NoContents);
    }
    if contents.iter().all(|byte| *byte == 0) {
        return Err(Problem::EmptyContents);
    }
    Ok((contents.clone(), place.clone()))
}

/// The version of the file that a signature covers. It must be a whole file, and the signature the same object in it.
pub(super) fn signed_version<'b>(file: &File<'b>, covered: &Covered, holder: Reference) -> Result<File<'b>, Problem> {
    let bytes = file.bytes().get(..covered.end).ok_or(Problem::Order)?;
    let signed = file.earlier(covered.end).map_err(|_| Problem::End)?;
    let rest = bytes.get(signed.end()..).unwrap_or_default();
    let same = signed.locate(holder.number) == file.locate(holder.number);
    if same && rest.iter().all(|byte| is_white(*byte)) { Ok(signed) } else { Err(Problem::End) }
}
