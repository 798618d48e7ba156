//! Why a list of revoked certificates says nothing about a certificate.

use std::fmt;

use der::asn1::ObjectIdentifier;

use crate::pki::signature::SignatureFault;

/// Why a list of revoked certificates says nothing about a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is not a list of revoked certificates.
    NotAList(der::Error),
    /// It has an extension that must be understood and is not known here.
    UnknownExtension(ObjectIdentifier),
    /// It lists changes to another list alone.
    Delta,
    /// It covers a part of its issuer's certificates that cannot be told here: some reasons alone, or other issuers'.
    Partial,
    /// It comes from another issuer than the certificate's.
    OtherIssuer,
    /// It covers other certificates of the issuer than this one.
    OutOfScope,
    /// Its issuer's certificate is not one for signing such lists.
    NotAllowed,
    /// Its signature does not hold.
    Signature(SignatureFault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAList(error) => write!(f, "what should be a list of revoked certificates is none ({error})"),
            Self::UnknownExtension(oid) => {
                write!(f, "the list of revoked certificates has an extension ({oid}) that must be understood and is not known")
            }
            Self::Delta => f.write_str("the list of revoked certificates holds only changes to another list"),
            Self::Partial => f.write_str("the list of revoked certificates covers only some reasons, or other issuers' certificates"),
            Self::OtherIssuer => f.write_str("the list of revoked certificates comes from another issuer than the certificate"),
            Self::OutOfScope => f.write_str("the list of revoked certificates covers other certificates of the same issuer"),
            Self::NotAllowed => f.write_str("the issuer's certificate does not allow it to sign lists of revoked certificates"),
            Self::Signature(fault) => write!(f, "the issuer's signature on the list of revoked certificates does not hold: {fault}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<der::Error> for Fault {
    fn from(error: der::Error) -> Self {
        Self::NotAList(error)
    }
}
