//! The signed message of a `PAdES` signature (ETSI EN 319 142-1, 6; ETSI EN 319 122-1).
//!
//! It carries no signing time of its own: the time stands in the signature dictionary, and a timestamp proves it.

use crate::pki::algorithm::{Digest, SignatureAlgorithm};
use crate::pki::certificate::Certificate;
use crate::pki::cms::{Content, Parts, SignedAttributes, TIMESTAMP_ALLOWANCE, assemble, size_bound};

use super::fault::Fault;
use super::keys::{RsaScheme, SigningKey, of_certificate};

/// Who signs, without the private key.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'k> {
    /// The signer's certificate.
    pub certificate: &'k Certificate,
    /// The certificates between the signer's and a root.
    pub chain: &'k [Certificate],
    /// How the key signs.
    pub algorithm: SignatureAlgorithm,
    /// The most bytes a signature has.
    pub signature_bound: usize,
}

impl<'k> Identity<'k> {
    /// Whoever has the private key of a certificate, wherever it is. `scheme` says how an RSA key signs.
    pub fn elsewhere(certificate: &'k Certificate, chain: &'k [Certificate], scheme: Option<RsaScheme>) -> Result<Self, Fault> {
        let (algorithm, signature_bound) = of_certificate(certificate, scheme)?;
        Ok(Self { certificate, chain, algorithm, signature_bound })
    }

    /// Whose key it is.
    pub fn of(key: &'k dyn SigningKey) -> Self {
        Self { certificate: key.certificate(), chain: key.chain(), algorithm: key.algorithm(), signature_bound: key.signature_bound() }
    }

    /// How many bytes a message may have, with a timestamp where one will be added.
    pub fn room(self, timestamped: bool) -> Result<usize, Fault> {
        let timestamp = timestamped.then_some(TIMESTAMP_ALLOWANCE);
        size_bound(self.certificate, self.chain, self.algorithm, self.signature_bound, timestamp).map_err(unencodable)
    }

    /// What a document is digested with.
    pub fn digest(self) -> Digest {
        self.algorithm.digest()
    }

    /// What is signed: the attributes that hold a document's digest and name the signer's certificate (RFC 5652, 5.4).
    pub fn to_be_signed(self, digest: &[u8]) -> Result<Vec<u8>, Fault> {
        self.attributes(digest)?.message().map_err(unencodable)
    }

    /// The message around a signature over [`Identity::to_be_signed`].
    pub fn around(self, digest: &[u8], signature: &[u8]) -> Result<Vec<u8>, Fault> {
        let attributes = &self.attributes(digest)?;
        let Self { certificate, chain, algorithm, .. } = self;
        assemble(&Parts { content: Content::Detached, attributes, algorithm, certificate, carried: true, chain, signature }).map_err(unencodable)
    }

    fn attributes(self, digest: &[u8]) -> Result<SignedAttributes, Fault> {
        SignedAttributes::of_data(digest, self.certificate, self.digest()).map_err(unencodable)
    }
}

/// The message of a key over a document's digest.
pub fn message(key: &dyn SigningKey, digest: &[u8]) -> Result<Vec<u8>, Fault> {
    let identity = Identity::of(key);
    let signature = key.sign(&identity.to_be_signed(digest)?)?;
    identity.around(digest, &signature)
}

fn unencodable(error: der::Error) -> Fault {
    Fault::Message(format!("the certificates cannot be put into a signature: {error}"))
}
