//! What a signature dictionary says (ISO 32000-2, table 255).

use std::fmt;

use crate::fields::{Permission, Scope};
use crate::pdf::{Dictionary, Fault, File, Object, read_text};
use crate::plain::harmless;

use super::permission::{locked, permission};

/// How many characters of a signer's own words are told.
const LONGEST: usize = 200;

/// How a signature is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// `ETSI.CAdES.detached` (ETSI EN 319 142-1).
    Pades,
    /// `adbe.pkcs7.detached`.
    Detached,
    /// `ETSI.RFC3161`: a document timestamp.
    Timestamp,
}

/// A signature dictionary.
#[derive(Debug, Clone)]
pub(super) struct Signature {
    pub(super) format: Format,
    /// What it leaves open, where it certifies.
    pub(super) certification: Option<Permission>,
    /// The fields it locks.
    pub(super) locks: Vec<Scope>,
    /// The time that the signer claims, as it is written.
    pub(super) claimed_time: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) location: Option<String>,
}

/// Why a signature dictionary is not one that can be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// There is none.
    Missing,
    /// It cannot be read.
    Damaged(Fault),
    /// It is made in a way that is not safe, or not known.
    Format(String),
    /// It is no longer accepted anywhere.
    Outdated(&'static str),
    /// A transform that is not understood.
    Transform(String),
    /// Several certifications in one.
    Repeated,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("the field holds something that is not a signature"),
            Self::Damaged(fault) => write!(f, "the signature cannot be read: {fault}"),
            Self::Format(name) => write!(f, "the signature is made in a way that is not known ({name})"),
            Self::Outdated(name) => write!(f, "the signature is made in an outdated way that is not safe and not accepted ({name})"),
            Self::Transform(name) => write!(f, "the signature restricts later changes in a way that is not known ({name})"),
            Self::Repeated => f.write_str("the signature says twice what may be changed after it"),
        }
    }
}

impl Signature {
    /// Reads the dictionary that a field's value is or refers to.
    pub(super) fn read(file: &File<'_>, value: &Object) -> Result<Self, Problem> {
        let Object::Dictionary(dictionary) = file.resolve(value).map_err(Problem::Damaged)? else { return Err(Problem::Missing) };
        let format = format(file, &dictionary)?;
        let said = |key| {
            let text = file.get(&dictionary, key).ok()?;
            Some(harmless(&read_text(text.as_string()?).chars().take(LONGEST).collect::<String>())).filter(|text| !text.trim().is_empty())
        };
        let mut signature =
            Self { format, certification: None, locks: Vec::new(), claimed_time: said("M"), reason: said("Reason"), location: said("Location") };
        let references = file.get(&dictionary, "Reference").map_err(|_| Problem::Missing)?;
        for reference in references.as_array().unwrap_or_default() {
            signature.transform(file, reference)?;
        }
        Ok(signature)
    }

    fn transform(&mut self, file: &File<'_>, reference: &Object) -> Result<(), Problem> {
        let Ok(Object::Dictionary(reference)) = file.resolve(reference) else { return Err(Problem::Transform(String::new())) };
        let parameters = file.get(&reference, "TransformParams").ok();
        let parameters = parameters.as_ref().and_then(Object::as_dictionary).cloned().unwrap_or_default();
        let method = file.get(&reference, "TransformMethod").unwrap_or(Object::Null);
        match method.as_name() {
            Some(b"DocMDP") if self.certification.is_some() => Err(Problem::Repeated),
            Some(b"DocMDP") => {
                self.certification = Some(permission(file, &parameters));
                Ok(())
            }
            Some(b"FieldMDP") => {
                self.locks.push(locked(file, &parameters));
                Ok(())
            }
            other => Err(Problem::Transform(harmless(&String::from_utf8_lossy(other.unwrap_or_default())))),
        }
    }

    /// Whether it is a document timestamp.
    pub(super) fn is_timestamp(&self) -> bool {
        self.format == Format::Timestamp
    }

    /// Whether it certifies the document.
    pub(super) fn certifies(&self) -> bool {
        self.certification.is_some()
    }
}

fn format(file: &File<'_>, dictionary: &Dictionary) -> Result<Format, Problem> {
    let name = file.get(dictionary, "SubFilter").unwrap_or(Object::Null);
    let name = name.as_name().unwrap_or_default();
    let kind = dictionary.get("Type").and_then(Object::as_name);
    match (name, kind) {
        (b"ETSI.CAdES.detached", None | Some(b"Sig")) => Ok(Format::Pades),
        (b"adbe.pkcs7.detached", None | Some(b"Sig")) => Ok(Format::Detached),
        (b"ETSI.RFC3161", Some(b"DocTimeStamp") | None) => Ok(Format::Timestamp),
        (b"adbe.pkcs7.sha1", _) => Err(Problem::Outdated("adbe.pkcs7.sha1")),
        (b"adbe.x509.rsa_sha1" | b"x509.rsa_sha1", _) => Err(Problem::Outdated("adbe.x509.rsa_sha1")),
        (b"", _) => Err(Problem::Format("no SubFilter".to_owned())),
        (name, _) => Err(Problem::Format(harmless(&String::from_utf8_lossy(name)))),
    }
}
