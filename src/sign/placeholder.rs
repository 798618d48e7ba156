//! A signature dictionary with room for what is known last: its byte range and its contents (ISO 32000-2, 12.8.1).

use std::ops::Range;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::fields::{Permission, Scope};
use crate::pdf::{Reference, write_text};

/// How wide each number of a byte range is written.
const DIGITS: usize = 10;

/// What a signature dictionary says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Claim<'c> {
    /// A signature of a person or a company.
    Signature {
        /// When it is made.
        moment: Timestamp,
        /// What else it says.
        words: &'c Words,
        /// What it leaves open, where it certifies.
        certify: Option<Permission>,
        /// What it locks.
        lock: Option<&'c Scope>,
        /// The document's catalog.
        catalog: Reference,
    },
    /// A document timestamp (ISO 32000-2, 12.8.5).
    Timestamp,
}

/// What a signer says of a signature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Who signs, as the certificate names them.
    pub name: String,
    /// Why.
    pub reason: Option<String>,
    /// Where.
    pub location: Option<String>,
    /// How the signer can be reached.
    pub contact: Option<String>,
}

/// A signature dictionary's bytes, and where its holes are.
#[derive(Debug)]
pub(super) struct Placeholder {
    pub(super) bytes: Vec<u8>,
    /// The array of the byte range.
    pub(super) byte_range: Range<usize>,
    /// The contents, with their angle brackets.
    pub(super) contents: Range<usize>,
}

impl Placeholder {
    /// A dictionary with room for a message of so many bytes.
    pub(super) fn new(claim: Claim<'_>, room: usize) -> Self {
        let mut bytes = Vec::with_capacity(room * 2 + 512);
        bytes.extend_from_slice(match claim {
            Claim::Signature { .. } => b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached",
            Claim::Timestamp => b"<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161",
        });
        bytes.extend_from_slice(b"/ByteRange ");
        let range_start = bytes.len();
        bytes.resize(range_start + byte_range([0; 4]).len(), b' ');
        let byte_range = range_start..bytes.len();
        bytes.extend_from_slice(b"/Contents ");
        let contents_start = bytes.len();
        bytes.push(b'<');
        bytes.resize(bytes.len() + room * 2, b'0');
        bytes.push(b'>');
        let contents = contents_start..bytes.len();
        if let Claim::Signature { moment, words, certify, lock, catalog } = claim {
            say(&mut bytes, moment, words);
            references(&mut bytes, certify, lock, catalog);
        }
        bytes.extend_from_slice(b">>");
        Self { bytes, byte_range, contents }
    }
}

/// A byte range, always as long.
pub(super) fn byte_range(range: [usize; 4]) -> String {
    let [one, two, three, four] = range;
    format!("[{one:<DIGITS$} {two:<DIGITS$} {three:<DIGITS$} {four:<DIGITS$}]")
}

fn say(bytes: &mut Vec<u8>, moment: Timestamp, words: &Words) {
    bytes.extend_from_slice(b"/M(");
    bytes.extend_from_slice(date(moment).as_bytes());
    bytes.push(b')');
    let said = [
        ("Name", Some(&words.name)),
        ("Reason", words.reason.as_ref()),
        ("Location", words.location.as_ref()),
        ("ContactInfo", words.contact.as_ref()),
    ];
    for (key, value) in said {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            bytes.push(b'/');
            bytes.extend_from_slice(key.as_bytes());
            bytes.push(b' ');
            write_text(value, bytes);
        }
    }
}

/// A date as a PDF writes it, in universal time (7.9.4).
pub fn date(moment: Timestamp) -> String {
    moment.to_zoned(TimeZone::UTC).strftime("D:%Y%m%d%H%M%S+00'00'").to_string()
}

fn references(bytes: &mut Vec<u8>, certify: Option<Permission>, lock: Option<&Scope>, catalog: Reference) {
    if certify.is_none() && lock.is_none() {
        return;
    }
    bytes.extend_from_slice(b"/Reference[");
    if let Some(permission) = certify {
        let text = format!("<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P {}/V/1.2>>>>", number(permission));
        bytes.extend_from_slice(text.as_bytes());
    }
    if let Some(lock) = lock {
        bytes.extend_from_slice(
            format!("<</Type/SigRef/TransformMethod/FieldMDP/Data {catalog}/TransformParams<</Type/TransformParams/V/1.2").as_bytes(),
        );
        locked(bytes, lock);
        bytes.extend_from_slice(b">>>>");
    }
    bytes.push(b']');
}

/// The number of a permission (ISO 32000-2, table 257).
fn number(permission: Permission) -> u8 {
    match permission {
        Permission::Nothing => 1,
        Permission::Filling => 2,
        Permission::Annotating => 3,
    }
}

/// The entries that say which fields are locked, in a transform's parameters as in a field's own lock (tables 236 and 258).
pub(super) fn locked(bytes: &mut Vec<u8>, lock: &Scope) {
    let (action, names) = match lock {
        Scope::All => ("All", None),
        Scope::Include(names) => ("Include", Some(names)),
        Scope::Exclude(names) => ("Exclude", Some(names)),
    };
    bytes.extend_from_slice(format!("/Action/{action}").as_bytes());
    if let Some(names) = names {
        bytes.extend_from_slice(b"/Fields[");
        for name in names {
            write_text(name, bytes);
        }
        bytes.push(b']');
    }
}
