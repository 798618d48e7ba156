//! Who signs what an authority gives out: timestamps, OCSP responses and CRLs. A test's own authority, or one inside a company, is made of it.

use std::fmt;

use super::algorithm::SignatureAlgorithm;
use super::certificate::Certificate;

/// An authority's key, as a function, with its certificate.
#[derive(Clone, Copy)]
pub struct Issuer<'a> {
    /// The certificate of the key.
    pub certificate: &'a Certificate,
    /// The certificates between it and a root, which travel along.
    pub chain: &'a [Certificate],
    /// How the key signs.
    pub algorithm: SignatureAlgorithm,
    /// The signature of a message (not of its digest).
    pub sign: &'a dyn Fn(&[u8]) -> Vec<u8>,
}

impl fmt::Debug for Issuer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer").field("certificate", self.certificate).field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}
