//! The keys signatures are made with.

pub mod chain;
pub mod concern;
mod encryption;
mod fault;
mod file;
mod pkcs11;
mod pkcs12;
mod private;
mod public;
mod software;
mod source;
#[cfg(test)]
mod tests;

pub use self::fault::{FileFault, KeyFault, TokenFault, Unsuitable};
pub use self::pkcs11::HardwareKey;
pub use self::software::SoftwareKey;
pub use self::source::{KeySource, PemSource, Pkcs11Source, Pkcs12Source, RsaScheme, TokenKey};

use crate::pki::algorithm::SignatureAlgorithm;
use crate::pki::certificate::Certificate;
use crate::sign::secret::Secrets;

/// A private key with its certificate.
pub trait SigningKey: Send + Sync {
    /// The signer's certificate.
    fn certificate(&self) -> &Certificate;
    /// The certificates between the signer's and a root, the signer's issuer first; may be empty.
    fn chain(&self) -> &[Certificate];
    /// How it signs.
    fn algorithm(&self) -> SignatureAlgorithm;
    /// The most bytes a signature of it has.
    fn signature_bound(&self) -> usize;
    /// The signature of a message (not of its digest).
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyFault>;
}

/// Opens the key that a profile names. `scheme` says how an RSA key signs, and must be left out for others.
pub fn open(source: &KeySource, scheme: Option<RsaScheme>, secrets: &dyn Secrets) -> Result<Box<dyn SigningKey>, KeyFault> {
    Ok(match source {
        KeySource::Pem(source) => Box::new(SoftwareKey::pem(source, scheme, secrets)?),
        KeySource::Pkcs12(source) => Box::new(SoftwareKey::pkcs12(source, scheme, secrets)?),
        KeySource::Pkcs11(source) => Box::new(HardwareKey::open(source, scheme, secrets)?),
    })
}

/// How the private key of a certificate signs, and the most bytes a signature of it has: for a key that is elsewhere.
pub fn of_certificate(certificate: &Certificate, scheme: Option<RsaScheme>) -> Result<(SignatureAlgorithm, usize), KeyFault> {
    let (algorithm, modulus) = public::algorithm(certificate, scheme)?;
    Ok((algorithm, software::signature_bound(algorithm, modulus)))
}

/// The bytes that hexadecimal digits stand for; colons between them, as many programs write, are passed over.
pub fn hexadecimal(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = digits.chars().filter(|c| *c != ':').map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let byte = |pair: &[u32]| u8::try_from(pair.first()? * 16 + pair.get(1)?).ok();
    digits.chunks(2).map(byte).collect()
}
