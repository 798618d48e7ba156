//! A key in memory with its certificate.

use std::path::Path;

use super::file::KeyFile;
use super::private::{PrivateFault, PrivateKey};
use super::{FileFault, KeyFault, PemSource, RsaScheme, SigningKey};
use super::{chain, public};
use crate::pki::algorithm::{Digest, SignatureAlgorithm};
use crate::pki::certificate::Certificate;
use crate::sign::secret::{Secret, SecretSource, Secrets};

/// A key in memory with its certificate.
#[derive(Debug)]
pub struct SoftwareKey {
    key: PrivateKey,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

impl SoftwareKey {
    /// A key with the one of some certificates that was issued for it, and the others in order behind it.
    pub(super) fn new(key: PrivateKey, certificates: &[Certificate]) -> Result<Self, KeyFault> {
        let certificate = certificates.iter().find(|certificate| public::bytes(certificate) == key.public_key()).ok_or(KeyFault::Mismatch)?;
        Ok(Self { key, certificate: certificate.clone(), chain: chain::order(certificate, certificates) })
    }

    /// Opens a key in PEM or DER files. Where the signer's certificate has a file of its own, it must be there.
    pub fn pem(source: &PemSource, scheme: Option<RsaScheme>, secrets: &dyn Secrets) -> Result<Self, KeyFault> {
        let at_key = |fault| KeyFault::File(source.key.clone(), fault);
        let mut file = KeyFile::read(&secrets.key_file(&source.key)?).map_err(at_key)?;
        let stored = file.only_key().map_err(at_key)?;
        let passphrase = match &source.passphrase {
            Some(place) if stored.is_locked() => Some(passphrase(place, &source.key, secrets)?),
            _ => None,
        };
        let (form, der) = stored.open(passphrase.as_ref()).map_err(at_key)?;
        let key = PrivateKey::read(form, &der, scheme).map_err(|fault| at_path(&source.key, fault))?;
        let own = match &source.certificate {
            Some(path) => certificates(path, secrets)?,
            None if file.certificates.is_empty() => return Err(at_key(FileFault::NoCertificate)),
            None => file.certificates,
        };
        Self::new(key, &own)?.with_chain(source.chain.as_deref(), &own, secrets)
    }

    /// The key with the certificates of a chain's file too.
    pub(super) fn with_chain(mut self, chain: Option<&Path>, own: &[Certificate], secrets: &dyn Secrets) -> Result<Self, KeyFault> {
        if let Some(path) = chain {
            self.chain = chain_with(&self.certificate, own, path, secrets)?;
        }
        Ok(self)
    }
}

/// The chain of a certificate, from those that came with it and those of a file, which must hold its next issuer.
pub(super) fn chain_with(signer: &Certificate, own: &[Certificate], path: &Path, secrets: &dyn Secrets) -> Result<Vec<Certificate>, KeyFault> {
    let more = certificates(path, secrets)?;
    let last = chain::order(signer, own).pop();
    if !chain::is_issued_by_any(last.as_ref().unwrap_or(signer), &more) && !chain::is_issued_by_any(signer, &more) {
        return Err(KeyFault::File(path.to_path_buf(), FileFault::NotTheChain(signer.issuer())));
    }
    Ok(chain::order(signer, &[own, &more].concat()))
}

/// The certificates of a file, at least one.
pub(super) fn certificates(path: &Path, secrets: &dyn Secrets) -> Result<Vec<Certificate>, KeyFault> {
    let at_file = |fault| KeyFault::File(path.to_path_buf(), fault);
    let file = KeyFile::read(&secrets.certificate_file(path)?).map_err(at_file)?;
    if file.certificates.is_empty() { Err(at_file(FileFault::NoCertificate)) } else { Ok(file.certificates) }
}

pub(super) fn passphrase(source: &SecretSource, path: &Path, secrets: &dyn Secrets) -> Result<Secret, KeyFault> {
    Ok(secrets.secret(source, &format!("the passphrase of {}", path.display()))?)
}

pub(super) fn at_path(path: &Path, fault: PrivateFault) -> KeyFault {
    match fault {
        PrivateFault::Broken => KeyFault::File(path.to_path_buf(), FileFault::BrokenKey),
        PrivateFault::Unsuitable(unsuitable) => KeyFault::Unsuitable(unsuitable),
        PrivateFault::WrongScheme(kind) => KeyFault::WrongScheme(kind),
    }
}

/// The most bytes a signature of an algorithm has; an RSA signature has as many as its modulus.
pub(super) fn signature_bound(algorithm: SignatureAlgorithm, modulus: usize) -> usize {
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_) => modulus,
        // A sequence of two numbers as long as the curve's order, each with a zero byte before it at worst.
        SignatureAlgorithm::Ecdsa(Digest::Sha256) => 72,
        SignatureAlgorithm::Ecdsa(_) => 104,
        SignatureAlgorithm::Ed25519 => 64,
    }
}

impl SigningKey for SoftwareKey {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        self.key.algorithm()
    }

    fn signature_bound(&self) -> usize {
        signature_bound(self.algorithm(), self.key.modulus())
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyFault> {
        self.key.sign(message)
    }
}
