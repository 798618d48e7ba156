//! Why a signed message is not what it should be.

use std::fmt;

use der::asn1::ObjectIdentifier;

use crate::pki::signature::SignatureFault;

/// Why a signed message is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is not a CMS message in DER.
    NotCms(der::Error),
    /// Bytes that are not padding stand behind it.
    TrailingBytes,
    /// It is a CMS message, but not a signed one.
    NotSignedData(ObjectIdentifier),
    /// It has another number of signers than one.
    Signers(usize),
    /// It holds more certificates than anyone needs.
    TooManyCertificates(usize),
    /// It holds the content it signs, where the content must stand outside, in the file.
    ContentInside,
    /// It lacks the content it should hold.
    NoContent,
    /// The signer's certificate is not in it.
    NoSignerCertificate,
    /// Its version is not the one of what it holds.
    Version,
    /// It does not list the digest algorithm that its signer used.
    UnlistedDigest,
    /// The digest algorithm is not known.
    UnknownDigest(ObjectIdentifier),
    /// It has no signed attributes.
    NoAttributes,
    /// An attribute stands in it twice, or has more than one value.
    DuplicateAttribute(ObjectIdentifier),
    /// An attribute cannot be read.
    BadAttribute(ObjectIdentifier),
    /// A required attribute is missing.
    MissingAttribute(ObjectIdentifier),
    /// The signed kind of the content is not its kind.
    ContentType,
    /// The digest in it is not the content's.
    DigestMismatch,
    /// The certificate it binds itself to is not the one that its signer names.
    OtherCertificate,
    /// The issuer and serial number it binds itself to are not those of the certificate.
    OtherIssuerSerial,
    /// The algorithms it protects are not the ones it uses.
    OtherAlgorithm,
    /// The signature does not hold.
    Signature(SignatureFault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCms(error) => write!(
                f,
                "the signature's data cannot be read as CMS in DER ({error}); the file was damaged, or its signing program writes another format"
            ),
            Self::TrailingBytes => f.write_str("bytes that nobody signed stand behind the signature's data, where only zeros may stand"),
            Self::NotSignedData(oid) => write!(f, "the signature's data is a CMS message of another kind ({oid}) than a signed one"),
            Self::Signers(count) => write!(f, "the signature's data has {count} signers, where there must be exactly one"),
            Self::TooManyCertificates(count) => write!(f, "the signature's data holds {count} certificates, which is more than any signature needs"),
            Self::ContentInside => f.write_str("the signature's data carries content of its own, so it need not be a signature of this file"),
            Self::NoContent => f.write_str("the signed content is missing from the message"),
            Self::NoSignerCertificate => {
                f.write_str("the signer's certificate is not among those the signature carries, so nobody can tell who signed")
            }
            Self::Version => f.write_str("the signature's data claims another version of its format than it is written in"),
            Self::UnlistedDigest => f.write_str("the signature's data does not name the digest that its signer used"),
            Self::UnknownDigest(oid) => write!(f, "the signature's digest algorithm ({oid}) is not known; ask for SHA-256, SHA-384 or SHA-512"),
            Self::NoAttributes => f.write_str("the signature has no signed attributes, which every PDF signature must have"),
            Self::DuplicateAttribute(oid) => write!(f, "an attribute of the signature ({}) stands there twice", attribute(*oid)),
            Self::BadAttribute(oid) => write!(f, "an attribute of the signature ({}) cannot be read", attribute(*oid)),
            Self::MissingAttribute(oid) => write!(f, "an attribute of the signature ({}) is missing", attribute(*oid)),
            Self::ContentType => f.write_str("the signature was made for another kind of content than it is used for"),
            Self::DigestMismatch => f.write_str("the content is not what was signed: its digest differs from the one in the signature"),
            Self::OtherCertificate => f.write_str("the signature binds itself to another certificate than the one it names as the signer's"),
            Self::OtherIssuerSerial => {
                f.write_str("the signature binds itself to another issuer and serial number than its signer's certificate has")
            }
            Self::OtherAlgorithm => f.write_str("the signature uses other algorithms than those it protects, as if they had been exchanged"),
            Self::Signature(fault) => fault.fmt(f),
        }
    }
}

/// What an attribute is called.
fn attribute(oid: ObjectIdentifier) -> String {
    use crate::pki::oid;
    match oid {
        oid::CONTENT_TYPE => "content type".to_owned(),
        oid::MESSAGE_DIGEST => "message digest".to_owned(),
        oid::SIGNING_TIME => "signing time".to_owned(),
        oid::SIGNING_CERTIFICATE | oid::SIGNING_CERTIFICATE_V2 => "signing certificate".to_owned(),
        oid::SIGNATURE_TIME_STAMP_TOKEN => "signature timestamp".to_owned(),
        other => other.to_string(),
    }
}

impl std::error::Error for Fault {}

impl From<SignatureFault> for Fault {
    fn from(fault: SignatureFault) -> Self {
        Self::Signature(fault)
    }
}
