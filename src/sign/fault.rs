//! Why a file cannot be signed.

use std::fmt;

use crate::{fields, pdf};

use super::keys::KeyFault;

/// Why a file was not signed; nothing of it was changed.
#[derive(Debug)]
pub enum Fault {
    /// The file cannot be read.
    Pdf(pdf::Fault),
    /// The form fields of the file cannot be read or drawn.
    Fields(fields::Fault),
    /// The form of the file is not made as a form is.
    Form(&'static str),
    /// What the signature shows cannot be drawn.
    Drawing(String),
    /// The key cannot be used.
    Key(KeyFault),
    /// There is no signature field of that name.
    NoField {
        /// The name that was asked for.
        name: String,
        /// The signature fields that are still empty.
        open: Vec<String>,
    },
    /// The field is signed already.
    Signed(String),
    /// A signature that was prepared waits for its value, which would break one that is made before it comes.
    Waits(String),
    /// A field of that name is not for signatures.
    NotForSignatures(String),
    /// An earlier signature allows no further one.
    Closed,
    /// An earlier signature locked the field.
    Locked {
        /// The field.
        field: String,
        /// The field of the signature that locked it.
        by: String,
    },
    /// A field would have to be added, which the certification does not allow.
    NewField(String),
    /// A certification is the first signature or none.
    CertificationNotFirst(String),
    /// A certification that allows no change would shut out those who are still to sign.
    OpenFields(Vec<String>),
    /// The lock would shut out those who are still to sign.
    LocksOut(Vec<String>),
    /// The lock names a field that the file does not have.
    LockedNothing(String),
    /// The form is an XFA form, which draws itself anew.
    Xfa,
    /// The signature is larger than the room that was left for it.
    Room {
        /// How many bytes it needs.
        needed: usize,
        /// How many bytes were left.
        left: usize,
    },
    /// The file holds no signature that waits for its value.
    NothingPrepared,
    /// The signed message does not fit the file, or cannot be read.
    Message(String),
    /// A timestamp could not be had.
    Timestamp(String),
    /// What proves that certificates are not revoked could not be had, or says that one is.
    Revocation(String),
    /// A signature that is there already does not hold.
    Broken {
        /// Its field.
        field: String,
        /// What is wrong with it.
        why: String,
    },
    /// There is no signature to extend.
    NoSignature,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pdf(fault) => fault.fmt(f),
            Self::Fields(fault) => fault.fmt(f),
            Self::Form(why) => write!(f, "the form fields of the file cannot be read: {why}"),
            Self::Drawing(why) => write!(f, "the signature cannot be drawn: {why}"),
            Self::Key(fault) => fault.fmt(f),
            Self::NoField { name, open } if open.is_empty() => write!(f, "there is no signature field `{name}`, and no other that is still empty"),
            Self::NoField { name, open } => write!(f, "there is no signature field `{name}`; still empty: {}", open.join(", ")),
            Self::Signed(name) => write!(f, "the field `{name}` is signed already"),
            Self::Waits(name) => write!(f, "the signature in `{name}` was prepared and waits for its value; embed that first"),
            Self::NotForSignatures(name) => write!(f, "the field `{name}` is not a signature field"),
            Self::Closed => {
                f.write_str("the document was certified with no further changes allowed: another signature would break the certification")
            }
            Self::Locked { field, by } => write!(f, "the signature in `{by}` locked the field `{field}`"),
            Self::NewField(name) => {
                write!(f, "there is no signature field `{name}`, and the certification of the document does not allow a field to be added")
            }
            Self::CertificationNotFirst(by) => {
                write!(f, "only the first signature can certify a document, and `{by}` is signed already; sign without `certify`")
            }
            Self::OpenFields(open) => {
                let open = open.join(", ");
                write!(
                    f,
                    "a certification that allows no changes would shut out the signatures that are still to come ({open}); certify with `form-filling`"
                )
            }
            Self::LocksOut(open) => {
                let open = open.join(", ");
                write!(
                    f,
                    "the lock would shut out the signatures that are still to come ({open}); name the fields it is for, or leave these out with `exclude`"
                )
            }
            Self::LockedNothing(name) => write!(f, "the lock names the field `{name}`, which the file does not have"),
            Self::Xfa => {
                f.write_str("the file is an XFA form, whose pages are drawn anew by every reader; it cannot be signed so that it stays what it is")
            }
            Self::Room { needed, left } => {
                write!(
                    f,
                    "the signature takes {needed} bytes, and {left} were left for it; prepare the file again with every certificate that it will hold"
                )
            }
            Self::NothingPrepared => f.write_str("the file holds no signature that waits for its value; prepare it first"),
            Self::Message(why) => write!(f, "the signature does not fit the file: {why}"),
            Self::Timestamp(why) | Self::Revocation(why) => f.write_str(why),
            Self::Broken { field, why } => write!(f, "the signature in `{field}` does not hold: {why}"),
            Self::NoSignature => f.write_str("the file is not signed"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<pdf::Fault> for Fault {
    fn from(fault: pdf::Fault) -> Self {
        Self::Pdf(fault)
    }
}

impl From<fields::Fault> for Fault {
    fn from(fault: fields::Fault) -> Self {
        Self::Fields(fault)
    }
}

impl From<KeyFault> for Fault {
    fn from(fault: KeyFault) -> Self {
        Self::Key(fault)
    }
}
