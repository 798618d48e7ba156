//! A certificate's public key: how its private key signs, and whether it did (RFC 5280, section 4.1.2.7).

use super::private::check_rsa_size;
use super::{KeyFault, RsaScheme, Unsuitable};
use crate::pki::algorithm::{Digest, FoundDigest, SignatureAlgorithm};
use crate::pki::certificate::Certificate;
use crate::pki::oid;
use crate::pki::signature::{KeyKind, Scheme, verify_signature};

/// How the private key of a certificate signs, and how many bytes its modulus has where it is RSA.
pub(super) fn algorithm(certificate: &Certificate, scheme: Option<RsaScheme>) -> Result<(SignatureAlgorithm, usize), KeyFault> {
    let plain = |algorithm, kind| if scheme.is_some() { Err(KeyFault::WrongScheme(kind)) } else { Ok((algorithm, 0)) };
    match certificate.key_kind() {
        KeyKind::Rsa(bits) => Ok((rsa(certificate, bits, scheme)?, bits.div_ceil(8))),
        KeyKind::P256 => plain(SignatureAlgorithm::Ecdsa(Digest::Sha256), "an elliptic curve's"),
        KeyKind::P384 => plain(SignatureAlgorithm::Ecdsa(Digest::Sha384), "an elliptic curve's"),
        KeyKind::Ed25519 => plain(SignatureAlgorithm::Ed25519, "Ed25519"),
        KeyKind::P521 => Err(Unsuitable::Kind("the curve P-521").into()),
        KeyKind::Other(oid) => Err(Unsuitable::Unknown(oid).into()),
    }
}

fn rsa(certificate: &Certificate, bits: usize, scheme: Option<RsaScheme>) -> Result<SignatureAlgorithm, KeyFault> {
    check_rsa_size(bits)?;
    match (certificate.key().algorithm.oid == oid::RSASSA_PSS, scheme) {
        (true, Some(RsaScheme::Pkcs1)) => Err(KeyFault::WrongScheme("for RSASSA-PSS alone")),
        (true, _) | (false, Some(RsaScheme::Pss)) => Ok(SignatureAlgorithm::RsaPss(Digest::Sha256)),
        (false, _) => Ok(SignatureAlgorithm::RsaPkcs1(Digest::Sha256)),
    }
}

/// Whether the private key of a certificate made a signature.
pub(super) fn has_signed(certificate: &Certificate, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
    let scheme = match algorithm {
        SignatureAlgorithm::RsaPkcs1(digest) => Scheme::RsaPkcs1(FoundDigest::Good(digest)),
        SignatureAlgorithm::RsaPss(digest) => Scheme::RsaPss(FoundDigest::Good(digest), digest.length()),
        SignatureAlgorithm::Ecdsa(digest) => Scheme::Ecdsa(FoundDigest::Good(digest)),
        SignatureAlgorithm::Ed25519 => Scheme::Ed25519,
    };
    verify_signature(certificate.key(), scheme, message, signature).is_ok()
}

/// The contents of `subjectPublicKey`; empty where they are no whole bytes.
pub(super) fn bytes(certificate: &Certificate) -> &[u8] {
    certificate.key().subject_public_key.as_bytes().unwrap_or_default()
}
