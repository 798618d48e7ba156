//! Whom to trust: a chain from a signer to a trusted root at a time (RFC 5280, 6).
//!
//! Trust is one question and revocation another: see [`crate::pki::revocation`].

mod constraint;
mod policy;
mod problem;
mod purpose;
mod search;
mod validate;

#[cfg(test)]
mod tests;

use jiff::Timestamp;

pub use self::problem::{DeadEnd, Problem};
pub use self::purpose::Purpose;
use super::certificate::Certificate;

/// The question whether a certificate is to be trusted.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The certificate in question.
    pub signer: &'a Certificate,
    /// Certificates that may stand between it and a root, in any order; nobody's word is taken for them.
    pub pool: &'a [Certificate],
    /// The roots the asker trusts.
    pub roots: &'a [Certificate],
    /// The time at which the chain must hold: that of a proven timestamp, or today's.
    pub at: Timestamp,
    /// What the certificate was used for.
    pub purpose: Purpose,
}

/// A chain that holds: the signer first, the trusted root last. A signer that is itself trusted stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path(Vec<Certificate>);

impl Path {
    /// The certificates, the signer first, the trusted root last.
    pub fn certificates(&self) -> &[Certificate] {
        &self.0
    }

    /// Each certificate but the root, with its issuer's.
    pub fn links(&self) -> impl Iterator<Item = (&Certificate, &Certificate)> {
        self.0.iter().zip(self.0.iter().skip(1))
    }

    /// The root that the trust comes from.
    pub fn root(&self) -> Option<&Certificate> {
        self.0.last()
    }

    /// The chain in words: `Ada <- Example Authority <- Example Root`.
    pub fn words(&self) -> String {
        self.0.iter().map(Certificate::called).collect::<Vec<_>>().join(" <- ")
    }
}

/// Why a certificate is not to be trusted: every way that was tried and where it ended, the one that came farthest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untrusted(pub Vec<DeadEnd>);

impl std::fmt::Display for Untrusted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.first() {
            Some(farthest) => farthest.fmt(f),
            None => f.write_str("no chain to a trusted root was found"),
        }
    }
}

impl std::error::Error for Untrusted {}

impl Question<'_> {
    /// Searches for a chain that holds.
    pub fn answer(&self) -> Result<Path, Untrusted> {
        search::search(self).map(Path)
    }
}
