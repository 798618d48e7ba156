//! The objects of a PDF (ISO 32000-2, 7.3).

use std::ops::Range;

/// The name of an indirect object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// The object number, from 1.
    pub number: u32,
    /// The generation, 0 for nearly every object.
    pub generation: u16,
}

impl Reference {
    /// The first generation of an object.
    pub fn new(number: u32) -> Self {
        Self { number, generation: 0 }
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} R", self.number, self.generation)
    }
}

/// A real number, kept as it was written: no digit is lost by reading and writing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Real(pub(super) Box<str>);

impl Real {
    /// Its value.
    pub fn value(&self) -> f64 {
        self.0.parse().unwrap_or_default()
    }

    /// It as it was written.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// An object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object {
    /// The null object; also what a reference to nothing is.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a decimal point.
    Real(Real),
    /// A string's bytes.
    String(Vec<u8>),
    /// A name's bytes, without its slash and with its escapes resolved.
    Name(Vec<u8>),
    /// An array.
    Array(Vec<Object>),
    /// A dictionary.
    Dictionary(Dictionary),
    /// A stream.
    Stream(Stream),
    /// A reference to an indirect object.
    Reference(Reference),
}

impl Object {
    /// The dictionary, also that of a stream.
    pub fn as_dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            Self::Stream(stream) => Some(&stream.dictionary),
            _ => None,
        }
    }

    /// The elements of an array.
    pub fn as_array(&self) -> Option<&[Object]> {
        if let Self::Array(array) = self { Some(array) } else { None }
    }

    /// A name's bytes.
    pub fn as_name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    /// A string's bytes.
    pub fn as_string(&self) -> Option<&[u8]> {
        if let Self::String(string) = self { Some(string) } else { None }
    }

    /// A whole number.
    pub fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(integer) = self { Some(*integer) } else { None }
    }

    /// A number of either kind.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "coordinates are small")]
            Self::Integer(integer) => Some(*integer as f64),
            Self::Real(real) => Some(real.value()),
            _ => None,
        }
    }

    /// A reference.
    pub fn as_reference(&self) -> Option<Reference> {
        if let Self::Reference(reference) = self { Some(*reference) } else { None }
    }

    /// A stream.
    pub fn as_stream(&self) -> Option<&Stream> {
        if let Self::Stream(stream) = self { Some(stream) } else { None }
    }

    /// Whether it is the name given.
    pub fn is_name(&self, name: &str) -> bool {
        self.as_name() == Some(name.as_bytes())
    }
}

/// A dictionary; no key stands in it twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionary {
    pub(super) entries: Vec<(Vec<u8>, Object)>,
}

impl Dictionary {
    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Object> {
        self.entries.iter().find(|(name, _)| name == key.as_bytes()).map(|(_, value)| value)
    }

    /// Its keys and values as they stand.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.entries.iter().map(|(name, value)| (name.as_slice(), value))
    }

    /// How many keys it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Puts a value under a key, in the place of the one that was there.
    pub fn set(&mut self, key: &str, value: Object) {
        match self.entries.iter_mut().find(|(name, _)| name == key.as_bytes()) {
            Some((_, place)) => *place = value,
            None => self.entries.push((key.as_bytes().to_vec(), value)),
        }
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &str) {
        self.entries.retain(|(name, _)| name != key.as_bytes());
    }
}

/// A stream: its dictionary, and where its bytes lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// What the stream says of itself.
    pub dictionary: Dictionary,
    /// Its bytes in the file, as they stand there.
    pub data: Range<usize>,
}
