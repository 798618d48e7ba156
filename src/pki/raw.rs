//! Parts of a DER message that are kept byte for byte: what is signed must be checked as it was written, never as it would be written again.

use der::asn1::{AnyRef, BitStringRef};
use der::{Decode, DecodeValue, Encode, EncodeValue, FixedTag, Header, Length, Reader, Sequence, SliceReader, Tag, Writer};
use spki::AlgorithmIdentifierRef;

/// How many elements of one SET OF or SEQUENCE OF are looked at; more is an attack.
const MOST_ELEMENTS: usize = 1024;

/// Declares a type that holds the contents of a constructed value, unread.
macro_rules! contents {
    ($(#[$doc:meta])* $name:ident, $tag:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $name<'a>(pub &'a [u8]);

        impl<'a> $name<'a> {
            /// Each element with its tag and length. An error where the contents are not DER, or there are more than 1,024 elements.
            pub fn elements(self) -> Result<Vec<&'a [u8]>, der::Error> {
                elements(self.0)
            }

            /// Each element, read as one type.
            pub fn read<T: Decode<'a, Error = der::Error>>(self) -> Result<Vec<T>, der::Error> {
                self.elements()?.into_iter().map(T::from_der).collect()
            }
        }

        impl FixedTag for $name<'_> {
            const TAG: Tag = $tag;
        }

        impl<'a> DecodeValue<'a> for $name<'a> {
            type Error = der::Error;

            fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> Result<Self, der::Error> {
                Ok(Self(reader.read_slice(header.length())?))
            }
        }

        impl EncodeValue for $name<'_> {
            fn value_len(&self) -> Result<Length, der::Error> {
                self.0.len().try_into()
            }

            fn encode_value(&self, writer: &mut impl Writer) -> Result<(), der::Error> {
                writer.write(self.0)
            }
        }
    };
}

contents! {
    /// The contents of a SET OF.
    RawSet, Tag::Set
}
contents! {
    /// The contents of a SEQUENCE or SEQUENCE OF.
    RawSequence, Tag::Sequence
}

/// The elements of a constructed value's contents.
fn elements(contents: &[u8]) -> Result<Vec<&[u8]>, der::Error> {
    let mut reader = SliceReader::new(contents)?;
    let mut found = Vec::new();
    while !reader.is_finished() {
        if found.len() == MOST_ELEMENTS {
            return Err(der::ErrorKind::Overlength.into());
        }
        found.push(reader.tlv_bytes()?);
    }
    Ok(found)
}

/// The contents of a SET OF in the order DER asks for (X.690, 11.6).
pub fn sorted(mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    elements.concat()
}

/// The bytes of a value that was read whole. DER knows one header for each value, so these are the bytes that were read.
pub fn whole(value: AnyRef<'_>) -> Result<Vec<u8>, der::Error> {
    value.to_der()
}

/// The shape that certificates and CRLs share: something signed, how, and the signature (RFC 5280, 4.1 and 5.1).
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// What is signed, byte for byte.
    pub message: &'a [u8],
    /// How it is signed.
    pub algorithm: AlgorithmIdentifierRef<'a>,
    /// The signature.
    pub signature: &'a [u8],
}

impl<'a> Signed<'a> {
    /// Reads the three parts; an error where the bytes are not DER of that shape, to the last byte.
    pub fn from_der(bytes: &'a [u8]) -> Result<Self, der::Error> {
        let parts = Parts::from_der(bytes)?;
        let signature = parts.signature.as_bytes().ok_or_else(|| Tag::BitString.value_error())?;
        let mut inner = SliceReader::new(bytes)?;
        let message = inner.sequence(|reader| {
            let message = reader.tlv_bytes()?;
            reader.tlv_bytes()?;
            reader.tlv_bytes()?;
            Ok::<_, der::Error>(message)
        })?;
        Ok(Self { message, algorithm: parts.algorithm, signature })
    }
}

/// [`Signed`] as the derive reads it.
#[derive(Sequence)]
struct Parts<'a> {
    message: AnyRef<'a>,
    algorithm: AlgorithmIdentifierRef<'a>,
    signature: BitStringRef<'a>,
}

#[cfg(test)]
mod tests {
    use super::{RawSet, Signed, sorted};

    #[test]
    fn sets_are_sorted_by_their_bytes() {
        assert_eq!(sorted(vec![vec![4, 1, 9], vec![2, 1, 1], vec![4, 1, 2]]), [2, 1, 1, 4, 1, 2, 4, 1, 9]);
    }

    #[test]
    fn trailing_bytes_are_refused() {
        assert!(RawSet(&[4, 1, 9, 4]).elements().is_err());
        let whole = [0x30, 12, 0x30, 0, 0x30, 4, 6, 2, 42, 3, 3, 2, 0, 1];
        assert!(Signed::from_der(&whole).is_ok());
        assert!(Signed::from_der(&[&whole[..], &[0]].concat()).is_err());
    }
}
