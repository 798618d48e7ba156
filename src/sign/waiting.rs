//! The last of three steps: a message that was signed elsewhere goes into the file that was prepared for it.

use crate::fields::{ByteRange, Field};
use crate::pdf::File;
use crate::pki::algorithm::Digest;
use crate::pki::certificate::Certificate;
use crate::pki::cms::{self, Message};

use super::fault::Fault;
use super::standing::signature;

/// What the signature that a field holds covers; `None` where it holds none, or one of which that cannot be said.
pub(super) fn covered(file: &File<'_>, field: &Field) -> Option<ByteRange> {
    signature(field).and(field.value_reference).and_then(|holder| ByteRange::read(file, holder).ok())
}

/// Writes a message into the contents of a signature; what remains of the room is filled with zeros.
pub(super) fn write(bytes: &mut [u8], covered: &ByteRange, message: &[u8]) -> Result<(), Fault> {
    fill(bytes.get_mut(covered.digits()).unwrap_or_default(), message)
}

/// Writes a message's digits into the room that was left for them, and zeros behind them.
pub(super) fn fill(room: &mut [u8], message: &[u8]) -> Result<(), Fault> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let left = room.len() / 2;
    if message.len() > left {
        return Err(Fault::Room { needed: message.len(), left });
    }
    room.fill(b'0');
    for (place, byte) in room.chunks_exact_mut(2).zip(message) {
        if let [high, low] = place {
            (*high, *low) = (DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]);
        }
    }
    Ok(())
}

/// Whether a field holds a signature that was prepared and waits for its value.
pub(super) fn waits(file: &File<'_>, field: &Field) -> bool {
    covered(file, field).is_some_and(|covered| covered.is_empty(file.bytes()))
}

/// A signature in a file that waits for its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its field.
    pub field: String,
    covered: ByteRange,
}

impl Waiting {
    /// The signature of a file that waits for its value: the newest, which covers all but its own contents.
    pub fn find(file: &File<'_>, fields: &[Field]) -> Result<Self, Fault> {
        for field in fields {
            let Some(covered) = covered(file, field) else { continue };
            if covered.is_empty(file.bytes()) && covered.is_whole(file.bytes().len()) {
                return Ok(Self { field: field.name.clone(), covered });
            }
        }
        Err(Fault::NothingPrepared)
    }

    /// The digest of everything but the contents.
    pub fn digest(&self, bytes: &[u8], algorithm: Digest) -> Vec<u8> {
        algorithm.of_parts(&self.covered.parts(bytes))
    }

    /// How many bytes the message may have.
    pub fn room(&self) -> usize {
        self.covered.room()
    }

    /// The file with the message in its place, whatever it is: [`Waiting::signer`] checks it.
    pub fn embed(&self, mut bytes: Vec<u8>, message: &[u8]) -> Result<Vec<u8>, Fault> {
        write(&mut bytes, &self.covered, message)?;
        Ok(bytes)
    }

    /// Whoever signed the file by a message. The message must be about the file, its signature must hold, and it must name the signer's certificate.
    pub fn signer(&self, bytes: &[u8], message: &[u8]) -> Result<Certificate, Fault> {
        let unfit = |fault: cms::Fault| Fault::Message(fault.to_string());
        let message = Message::read(message).map_err(unfit)?;
        let checked = message.check(&message.digest().of_parts(&self.covered.parts(bytes))).map_err(unfit)?;
        match checked.weakness {
            Some(weakness) => Err(Fault::Message(weakness.to_string())),
            None if !checked.bound => {
                Err(Fault::Message("it does not name the signer's certificate in a signed attribute (ESS signing-certificate-v2)".to_owned()))
            }
            None => Ok(checked.signer),
        }
    }
}
