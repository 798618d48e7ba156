//! That a certificate was withdrawn: since when and why (RFC 5280, 5.3.1).

use std::fmt;

use jiff::Timestamp;
pub use x509_cert::ext::pkix::CrlReason as Reason;

/// That a certificate was withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked {
    /// Since when.
    pub since: Timestamp,
    /// Why, where its issuer says.
    pub reason: Option<Reason>,
}

impl fmt::Display for Revoked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "revoked on {}", self.since)?;
        self.reason.map_or(Ok(()), |reason| write!(f, ": {}", words(reason)))
    }
}

/// A reason in words.
pub fn words(reason: Reason) -> &'static str {
    match reason {
        Reason::Unspecified => "for a reason that its issuer does not say",
        Reason::KeyCompromise => "its key fell into other hands",
        Reason::CaCompromise => "its issuer's key fell into other hands",
        Reason::AffiliationChanged => "its holder no longer belongs to the organization",
        Reason::Superseded => "it was replaced by another",
        Reason::CessationOfOperation => "it is no longer needed",
        Reason::CertificateHold => "it is on hold",
        Reason::RemoveFromCRL => "it was on hold and is no more",
        Reason::PrivilegeWithdrawn => "its holder lost a right it speaks of",
        Reason::AaCompromise => "the key of an authority for attributes fell into other hands",
    }
}
