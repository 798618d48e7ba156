//! Why a responder's answer says nothing about a certificate.

use std::fmt;

use der::asn1::ObjectIdentifier;

use crate::pki::signature::SignatureFault;

/// Why a responder's answer says nothing about a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is not an OCSP response.
    NotAResponse(der::Error),
    /// The responder did not answer, and says why.
    Unsuccessful(&'static str),
    /// It is a response of an unknown kind.
    UnknownKind(ObjectIdentifier),
    /// It has an extension that must be understood and is not known here.
    UnknownExtension(ObjectIdentifier),
    /// It is about other certificates.
    OtherCertificate,
    /// It answers another request.
    OtherNonce,
    /// No certificate is at hand for the responder it names.
    NoResponder,
    /// The responder may not speak for the certificate's issuer.
    NotAllowed,
    /// The responder's certificate was not valid when it answered.
    ResponderExpired,
    /// Its signature does not hold.
    Signature(SignatureFault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAResponse(error) => write!(f, "what should be an OCSP response is none ({error})"),
            Self::Unsuccessful(why) => write!(f, "the OCSP responder did not answer: {why}"),
            Self::UnknownKind(oid) => write!(f, "the OCSP response is of an unknown kind ({oid})"),
            Self::UnknownExtension(oid) => write!(f, "the OCSP response has an extension ({oid}) that must be understood and is not known"),
            Self::OtherCertificate => f.write_str("the OCSP response is about another certificate"),
            Self::OtherNonce => f.write_str("the OCSP response answers another request than the one that was sent"),
            Self::NoResponder => f.write_str("the OCSP response does not carry the certificate of the responder it names"),
            Self::NotAllowed => f.write_str("the OCSP response was signed by someone the certificate's issuer did not appoint"),
            Self::ResponderExpired => f.write_str("the OCSP responder's certificate was not valid when it answered"),
            Self::Signature(fault) => write!(f, "the OCSP responder's signature does not hold: {fault}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<der::Error> for Fault {
    fn from(error: der::Error) -> Self {
        Self::NotAResponse(error)
    }
}

impl From<SignatureFault> for Fault {
    fn from(fault: SignatureFault) -> Self {
        Self::Signature(fault)
    }
}
