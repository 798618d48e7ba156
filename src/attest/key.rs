//! Public keys: their names, and whether they made a signature.

use der::{Decode as _, Encode as _};
use spki::SubjectPublicKeyInfoOwned;

use super::fault::Fault;
use crate::pki::algorithm::{Digest, FoundDigest};
use crate::pki::certificate::Certificate;
use crate::pki::oid;
use crate::pki::signature::{KeyKind, Scheme, verify_signature};

/// The most bytes a file with a public key has.
const LARGEST_FILE: usize = 1 << 20;

/// A public key with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    key: SubjectPublicKeyInfoOwned,
    id: String,
    schemes: Vec<Scheme>,
}

impl PublicKey {
    /// The key of a certificate.
    pub fn of(certificate: &Certificate) -> Result<Self, Fault> {
        Self::new(certificate.key().clone(), certificate.key_der())
    }

    /// Reads a public key in PEM, or that of the first certificate in PEM.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let no_key = |why: String| Fault::NoPublicKey(why);
        if bytes.len() > LARGEST_FILE {
            return Err(no_key("it is too large".to_owned()));
        }
        let blocks = pem::parse_many(bytes).map_err(|error| no_key(error.to_string()))?;
        let block =
            blocks.iter().find(|block| matches!(block.tag(), "PUBLIC KEY" | "CERTIFICATE")).ok_or_else(|| no_key("it holds none".to_owned()))?;
        if block.tag() == "CERTIFICATE" {
            return Self::of(&Certificate::from_der(block.contents()).map_err(|error| no_key(error.to_string()))?);
        }
        let key = SubjectPublicKeyInfoOwned::from_der(block.contents()).map_err(|error| no_key(error.to_string()))?;
        let der = key.to_der().map_err(|error| no_key(error.to_string()))?;
        Self::new(key, &der)
    }

    fn new(key: SubjectPublicKeyInfoOwned, der: &[u8]) -> Result<Self, Fault> {
        Ok(Self { schemes: schemes(&key)?, id: id(der), key })
    }

    /// The name of the key: the SHA-256 of its DER `SubjectPublicKeyInfo` (RFC 5280, 4.1), in hexadecimal.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the private key made a signature over a message.
    pub(super) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        self.schemes.iter().any(|scheme| verify_signature(&self.key, *scheme, message, signature).is_ok())
    }
}

/// How a private key may have signed. An envelope does not say; the key alone decides, so that nobody can choose a weaker way.
fn schemes(key: &SubjectPublicKeyInfoOwned) -> Result<Vec<Scheme>, Fault> {
    let sha256 = FoundDigest::Good(Digest::Sha256);
    let pss = Scheme::RsaPss(sha256, Digest::Sha256.length());
    match KeyKind::of(key) {
        KeyKind::Rsa(_) if key.algorithm.oid == oid::RSASSA_PSS => Ok(vec![pss]),
        KeyKind::Rsa(_) => Ok(vec![Scheme::RsaPkcs1(sha256), pss]),
        KeyKind::P256 => Ok(vec![Scheme::Ecdsa(sha256)]),
        KeyKind::P384 => Ok(vec![Scheme::Ecdsa(FoundDigest::Good(Digest::Sha384))]),
        KeyKind::Ed25519 => Ok(vec![Scheme::Ed25519]),
        other @ (KeyKind::P521 | KeyKind::Other(_)) => Err(Fault::KeyKind(other)),
    }
}

/// The name of a public key.
pub(super) fn id(der: &[u8]) -> String {
    Digest::Sha256.of(der).iter().map(|byte| format!("{byte:02x}")).collect()
}
