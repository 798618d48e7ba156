//! A private key in memory: read once, then used for every signature.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _,
    RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair,
};
use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5912, rfc8410};
use der::asn1::{BitStringRef, OctetStringRef, UintRef};
use der::{Decode, Sequence};
use pkcs8::PrivateKeyInfoRef;

use super::source::RsaScheme;
use super::{KeyFault, Unsuitable};
use crate::pki::algorithm::{Digest, SignatureAlgorithm};

/// The least and the most bits of an RSA key's modulus.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;

/// The structure of a private key that no encryption covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `PrivateKeyInfo` (RFC 5208, section 5) or `OneAsymmetricKey` (RFC 5958).
    Pkcs8,
    /// `RSAPrivateKey` (RFC 8017, A.1.2).
    Pkcs1,
    /// `ECPrivateKey` (RFC 5915).
    Sec1,
}

/// Why bytes are no usable private key.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PrivateFault {
    /// They are not what their form says.
    Broken,
    /// It is a key, and signatures are not made with it.
    Unsuitable(Unsuitable),
    /// The profile asks for an RSA algorithm, and the key is this.
    WrongScheme(&'static str),
}

impl From<der::Error> for PrivateFault {
    fn from(_: der::Error) -> Self {
        Self::Broken
    }
}

impl From<aws_lc_rs::error::KeyRejected> for PrivateFault {
    fn from(_: aws_lc_rs::error::KeyRejected) -> Self {
        Self::Broken
    }
}

impl From<Unsuitable> for PrivateFault {
    fn from(fault: Unsuitable) -> Self {
        Self::Unsuitable(fault)
    }
}

/// A private key that signs.
#[derive(Debug)]
pub(super) enum PrivateKey {
    /// RSA, and how it signs.
    Rsa(RsaKeyPair, RsaScheme),
    /// ECDSA on P-256 or P-384.
    Ecdsa(EcdsaKeyPair, Digest),
    /// Ed25519.
    Ed25519(Ed25519KeyPair),
}

#[derive(Sequence)]
struct RsaPrivateKey<'a> {
    version: u8,
    modulus: UintRef<'a>,
    public_exponent: UintRef<'a>,
    private_exponent: UintRef<'a>,
    prime1: UintRef<'a>,
    prime2: UintRef<'a>,
    exponent1: UintRef<'a>,
    exponent2: UintRef<'a>,
    coefficient: UintRef<'a>,
}

#[derive(Sequence)]
struct EcPrivateKey<'a> {
    version: u8,
    private_key: &'a OctetStringRef,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "EXPLICIT")]
    curve: Option<ObjectIdentifier>,
    #[asn1(context_specific = "1", optional = "true", tag_mode = "EXPLICIT")]
    public_key: Option<BitStringRef<'a>>,
}

impl PrivateKey {
    /// Reads a key. Without a scheme, an RSA key signs as [`RsaScheme::default`], or as PSS where the key allows nothing else.
    pub(super) fn read(form: Form, der: &[u8], scheme: Option<RsaScheme>) -> Result<Self, PrivateFault> {
        match form {
            Form::Pkcs8 => Self::pkcs8(der, scheme),
            Form::Pkcs1 => rsa(der, scheme.unwrap_or_default()),
            Form::Sec1 => {
                let curve = EcPrivateKey::from_der(der)?.curve.ok_or(PrivateFault::Broken)?;
                ecdsa(curve, der, scheme)
            }
        }
    }

    fn pkcs8(der: &[u8], scheme: Option<RsaScheme>) -> Result<Self, PrivateFault> {
        let info = PrivateKeyInfoRef::try_from(der).map_err(|_| PrivateFault::Broken)?;
        let inner = info.private_key.as_bytes();
        match info.algorithm.oid {
            rfc5912::RSA_ENCRYPTION => rsa(inner, scheme.unwrap_or_default()),
            rfc5912::ID_RSASSA_PSS if scheme != Some(RsaScheme::Pkcs1) => rsa(inner, RsaScheme::Pss),
            rfc5912::ID_RSASSA_PSS => Err(PrivateFault::WrongScheme("for RSASSA-PSS alone")),
            rfc5912::ID_EC_PUBLIC_KEY => ecdsa(info.algorithm.parameters_oid().map_err(|_| PrivateFault::Broken)?, der, scheme),
            rfc8410::ID_ED_25519 if scheme.is_some() => Err(PrivateFault::WrongScheme("Ed25519")),
            rfc8410::ID_ED_25519 => Ok(Self::Ed25519(Ed25519KeyPair::from_pkcs8_maybe_unchecked(der)?)),
            rfc8410::ID_ED_448 => Err(Unsuitable::Kind("Ed448").into()),
            rfc5912::ID_DSA => Err(Unsuitable::Kind("DSA").into()),
            other => Err(Unsuitable::Unknown(other).into()),
        }
    }

    /// The contents of `subjectPublicKey` in the certificate of this key (RFC 5280, 4.1.2.7).
    pub(super) fn public_key(&self) -> &[u8] {
        match self {
            Self::Rsa(pair, _) => pair.public_key().as_ref(),
            Self::Ecdsa(pair, _) => pair.public_key().as_ref(),
            Self::Ed25519(pair) => pair.public_key().as_ref(),
        }
    }

    /// How many bytes the modulus of an RSA key has; 0 for other keys.
    pub(super) fn modulus(&self) -> usize {
        if let Self::Rsa(pair, _) = self { pair.public_modulus_len() } else { 0 }
    }

    /// How it signs.
    pub(super) fn algorithm(&self) -> SignatureAlgorithm {
        match self {
            Self::Rsa(_, RsaScheme::Pkcs1) => SignatureAlgorithm::RsaPkcs1(Digest::Sha256),
            Self::Rsa(_, RsaScheme::Pss) => SignatureAlgorithm::RsaPss(Digest::Sha256),
            Self::Ecdsa(_, digest) => SignatureAlgorithm::Ecdsa(*digest),
            Self::Ed25519(_) => SignatureAlgorithm::Ed25519,
        }
    }

    /// The signature of a message.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair, scheme) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let padding = if *scheme == RsaScheme::Pss { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
                pair.sign(padding, &random, message, &mut signature).map(|()| signature)
            }
            Self::Ecdsa(pair, _) => pair.sign(&random, message).map(|signature| signature.as_ref().to_vec()),
            Self::Ed25519(pair) => pair.try_sign(message).map(|signature| signature.as_ref().to_vec()),
        }
        .map_err(|_| KeyFault::Signing)
    }
}

fn rsa(der: &[u8], scheme: RsaScheme) -> Result<PrivateKey, PrivateFault> {
    check_rsa_size(bits(RsaPrivateKey::from_der(der)?.modulus.as_bytes()))?;
    Ok(PrivateKey::Rsa(RsaKeyPair::from_der(der)?, scheme))
}

/// Refuses RSA keys that are too weak, or larger than is supported.
pub(super) fn check_rsa_size(bits: usize) -> Result<(), Unsuitable> {
    match bits {
        _ if RSA_BITS.contains(&bits) => Ok(()),
        _ if bits < *RSA_BITS.start() => Err(Unsuitable::Weak(bits)),
        _ => Err(Unsuitable::Large(bits)),
    }
}

/// How many bits a number has that is given without leading zero bytes.
pub(super) fn bits(number: &[u8]) -> usize {
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

fn ecdsa(curve: ObjectIdentifier, der: &[u8], scheme: Option<RsaScheme>) -> Result<PrivateKey, PrivateFault> {
    let (algorithm, digest) = signing(curve)?;
    if scheme.is_some() {
        return Err(PrivateFault::WrongScheme("an elliptic curve's"));
    }
    Ok(PrivateKey::Ecdsa(EcdsaKeyPair::from_private_key_der(algorithm, der)?, digest))
}

fn signing(curve: ObjectIdentifier) -> Result<(&'static EcdsaSigningAlgorithm, Digest), Unsuitable> {
    Ok(match curve_digest(curve)? {
        Digest::Sha384 => (&ECDSA_P384_SHA384_ASN1_SIGNING, Digest::Sha384),
        _ => (&ECDSA_P256_SHA256_ASN1_SIGNING, Digest::Sha256),
    })
}

/// The digest that signatures on a curve are made over: SHA-256 on P-256, SHA-384 on P-384.
pub(super) fn curve_digest(curve: ObjectIdentifier) -> Result<Digest, Unsuitable> {
    match curve {
        rfc5912::SECP_256_R_1 => Ok(Digest::Sha256),
        rfc5912::SECP_384_R_1 => Ok(Digest::Sha384),
        rfc5912::SECP_521_R_1 => Err(Unsuitable::Kind("the curve P-521")),
        rfc5912::SECP_224_R_1 => Err(Unsuitable::Kind("the curve P-224")),
        _ => Err(Unsuitable::Kind("this elliptic curve")),
    }
}
