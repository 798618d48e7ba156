//! Why there is no timestamp, or none that counts.

use std::fmt;

use crate::pki::algorithm::Weakness;
use crate::pki::cms;
use crate::plain::harmless;

/// Why there is no timestamp, or none that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The authority's answer is not a timestamp response.
    NotAResponse(der::Error),
    /// The authority refused.
    Refused(Refusal),
    /// The authority granted a timestamp and sent none.
    NoToken,
    /// The token is not a signed message that holds.
    Cms(cms::Fault),
    /// The token's statement cannot be read.
    BadStatement(&'static str),
    /// The token is about something else than what was to be stamped.
    OtherImprint,
    /// The token answers another request.
    OtherNonce,
    /// The signer's certificate is not one for timestamps alone.
    NotAnAuthority,
    /// The token is not bound to its signer's certificate.
    NotBound,
    /// The token is too weak to prove a time.
    Weak(Weakness),
}

/// What an authority said when it refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `PKIStatus`; 2 is a rejection.
    pub status: u8,
    /// Its own words, harmless to show.
    pub texts: Vec<String>,
    /// The bits of `PKIFailureInfo` that are set.
    pub failures: Vec<usize>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.status)?;
        for failure in &self.failures {
            write!(f, ", {}", failure_words(*failure))?;
        }
        for text in &self.texts {
            write!(f, ", it says “{}”", harmless(text))?;
        }
        Ok(())
    }
}

/// A bit of `PKIFailureInfo` in words (RFC 3161, 2.4.2).
fn failure_words(bit: usize) -> &'static str {
    match bit {
        0 => "it does not know the digest algorithm",
        2 => "it does not do this kind of work",
        5 => "it could not read the request",
        14 => "its clock is not available",
        15 => "it does not stamp under the policy that was asked for",
        16 => "it does not know an extension of the request",
        17 => "it does not give the additional information that was asked for",
        25 => "it has a fault of its own; try again later",
        _ => "for a reason that has no name",
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAResponse(error) => write!(f, "what the timestamp authority answered is not a timestamp response ({error}); check that its address is right"),
            Self::Refused(refusal) => write!(f, "the timestamp authority refused: {refusal}"),
            Self::NoToken => f.write_str("the timestamp authority said yes and sent no timestamp; ask another authority"),
            Self::Cms(fault) => write!(f, "the timestamp is not sound: {fault}"),
            Self::BadStatement(what) => write!(f, "the timestamp cannot be read: {what}"),
            Self::OtherImprint => f.write_str("the timestamp is about something else than what it stands beside"),
            Self::OtherNonce => f.write_str("the timestamp answers another request than the one that was sent, as if an old answer had been played again"),
            Self::NotAnAuthority => {
                f.write_str("the timestamp was signed with a certificate that is not for timestamps alone; only an authority's certificate with that one critical purpose counts")
            }
            Self::NotBound => f.write_str("the timestamp is not bound to its authority's certificate, as every timestamp must be"),
            Self::Weak(weakness) => write!(f, "the timestamp is too weak to prove a time: {weakness}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<cms::Fault> for Fault {
    fn from(fault: cms::Fault) -> Self {
        Self::Cms(fault)
    }
}
