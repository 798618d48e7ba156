//! Why there is no statement, or none to be believed.

use std::error::Error;
use std::fmt;

use crate::pki::bundle::BundleFault;
use crate::pki::path::Untrusted;
use crate::pki::signature::KeyKind;
use crate::sign::keys::KeyFault;

/// Why a statement was not made, or is not believed.
#[derive(Debug)]
pub enum Fault {
    /// There is no file that the statement would be about.
    NothingPublished,
    /// The key does not sign.
    Key(KeyFault),
    /// What is to be read is larger than any statement.
    TooLarge,
    /// It is no envelope.
    NoEnvelope(String),
    /// The envelope holds something else than a statement: its type.
    OtherPayload(String),
    /// Nobody signed it.
    Unsigned,
    /// More signatures or certificates than anybody needs.
    TooMany(&'static str),
    /// No signature in it was made with a trusted key over what it holds.
    NotSigned,
    /// A signature holds, but its certificate is not to be trusted.
    Untrusted(Untrusted),
    /// The certificates beside a signature cannot be read.
    Certificates(BundleFault),
    /// A signature has no certificate beside it, and its key is not among those that are trusted.
    NoCertificate,
    /// A file holds no public key.
    NoPublicKey(String),
    /// A public key of a kind that signs no statements.
    KeyKind(KeyKind),
    /// The envelope holds no statement.
    NoStatement(String),
    /// It is a statement of another kind, or about something else than provenance: what it calls itself.
    OtherKind(String),
    /// What it is about has no SHA-256.
    NoDigest(String),
    /// It is about the same name twice: the digest that came first.
    Twice(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingPublished => f.write_str("the provenance statement would be about nothing: no file was published"),
            Self::Key(fault) => write!(f, "the provenance statement could not be signed: {fault}"),
            Self::TooLarge => f.write_str("the provenance statement is too large to be one"),
            Self::NoEnvelope(why) => write!(f, "this is no signed statement (a DSSE envelope): {why}"),
            Self::OtherPayload(kind) => write!(f, "the envelope holds {kind:?}, which is no in-toto statement"),
            Self::Unsigned => f.write_str("the envelope holds no signature"),
            Self::TooMany(what) => write!(f, "the envelope holds more {what} than anybody needs"),
            Self::NotSigned => {
                f.write_str("no signature of the envelope holds: the statement was changed, or was signed with another key than the trusted ones")
            }
            Self::Untrusted(why) => write!(f, "the statement is signed, but not by someone who is trusted: {why}"),
            Self::Certificates(fault) => write!(f, "the certificates beside the signature cannot be read: {fault}"),
            Self::NoCertificate => f.write_str("no certificate stands beside the signature: name the signer's public key instead of an authority"),
            Self::NoPublicKey(why) => {
                write!(f, "this is no public key: {why}; it is a file in PEM, “-----BEGIN PUBLIC KEY-----” or “-----BEGIN CERTIFICATE-----”")
            }
            Self::KeyKind(kind) => write!(f, "a key of the kind {kind} signs no statements: use RSA, ECDSA on P-256 or P-384, or Ed25519"),
            Self::NoStatement(why) => write!(f, "this is no in-toto statement: {why}"),
            Self::OtherKind(kind) => write!(f, "this is a statement of the kind {kind:?}, and not provenance as SLSA defines it in version 1"),
            Self::NoDigest(name) => write!(f, "the statement gives no SHA-256 of {name:?}"),
            Self::Twice(digest) => write!(f, "the statement is about one name twice; the first digest is {digest}"),
        }
    }
}

impl Error for Fault {}

impl From<KeyFault> for Fault {
    fn from(fault: KeyFault) -> Self {
        Self::Key(fault)
    }
}
