//! Checking signatures made by anyone, in every way found in the wild (RFC 8017, RFC 5480, RFC 8410).

use std::error::Error;
use std::fmt;

use aws_lc_rs::signature as raw;
use aws_lc_rs::signature::{RsaPssSaltLength, UnparsedPublicKey, VerificationAlgorithm};
use der::asn1::{ObjectIdentifier, UintRef};
use der::{Decode, Sequence};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoOwned};

use super::algorithm::{Digest, FoundDigest, PssParameters, Weakness};
use super::oid;

/// Why a signature does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureFault {
    /// The signature does not belong to what is said to be signed, or to the key.
    Mismatch,
    /// It matches, but proves nothing.
    Weak(Weakness),
    /// It proves nothing, and is of a kind that is not even computed any more.
    Forgotten(Weakness),
    /// It names an algorithm that is not known here.
    UnknownAlgorithm(ObjectIdentifier),
    /// Its parameters contradict one another, or what the digest's own field says.
    BadParameters(&'static str),
    /// The key is of a kind that is not known here.
    UnknownKey(ObjectIdentifier),
    /// The key cannot be used with the algorithm, such as an RSA signature under an elliptic curve's key.
    WrongKey,
}

impl fmt::Display for SignatureFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mismatch => f.write_str("the signature does not match what was signed: it was made over other content, or with another key"),
            Self::Weak(weakness) | Self::Forgotten(weakness) => write!(f, "the signature is too weak to prove anything: {weakness}"),
            Self::UnknownAlgorithm(oid) => {
                write!(f, "the signature's algorithm ({oid}) is not known; ask for RSA, ECDSA or Ed25519 with SHA-256 or better")
            }
            Self::BadParameters(what) => write!(f, "the signature's parameters are wrong: {what}"),
            Self::UnknownKey(oid) => {
                write!(f, "the signer's key ({oid}) is of a kind that is not known; ask for RSA, P-256, P-384, P-521 or Ed25519")
            }
            Self::WrongKey => f.write_str("the signature's algorithm does not belong to the kind of key in the certificate"),
        }
    }
}

impl Error for SignatureFault {}

/// What kind of key a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA with this many bits.
    Rsa(usize),
    /// The curve NIST P-256.
    P256,
    /// The curve NIST P-384.
    P384,
    /// The curve NIST P-521.
    P521,
    /// Ed25519.
    Ed25519,
    /// Something else.
    Other(ObjectIdentifier),
}

impl KeyKind {
    /// The kind of a public key.
    pub fn of(key: &SubjectPublicKeyInfoOwned) -> Self {
        match key.algorithm.oid {
            oid::RSA_ENCRYPTION | oid::RSASSA_PSS => {
                modulus_bits(key.subject_public_key.raw_bytes()).map_or(Self::Other(key.algorithm.oid), Self::Rsa)
            }
            oid::EC_PUBLIC_KEY => match key.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok()) {
                Some(oid::P256) => Self::P256,
                Some(oid::P384) => Self::P384,
                Some(oid::P521) => Self::P521,
                other => Self::Other(other.unwrap_or(oid::EC_PUBLIC_KEY)),
            },
            oid::ED25519 => Self::Ed25519,
            other => Self::Other(other),
        }
    }

    /// Why nothing signed with it is valid.
    pub fn weakness(self) -> Option<Weakness> {
        match self {
            Self::Rsa(bits) if bits < 2048 => Some(Weakness::ShortRsa(bits)),
            _ => None,
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(bits) => write!(f, "RSA, {bits} bits"),
            Self::P256 => f.write_str("elliptic curve P-256"),
            Self::P384 => f.write_str("elliptic curve P-384"),
            Self::P521 => f.write_str("elliptic curve P-521"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Other(oid) => write!(f, "a kind that is not known ({oid})"),
        }
    }
}

/// `RSAPublicKey` (RFC 8017, A.1.1).
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

/// How many bits an RSA key has.
fn modulus_bits(key: &[u8]) -> Option<usize> {
    let key = RsaPublicKey::from_der(key).ok()?;
    let bytes = key.modulus.as_bytes();
    let unused = bytes.first().map_or(0, |first| first.leading_zeros() as usize);
    Some((bytes.len() * 8).saturating_sub(unused))
}

/// How a signature that was found was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1(FoundDigest),
    /// RSASSA-PSS, with a salt of so many bytes.
    RsaPss(FoundDigest, usize),
    /// ECDSA, the signature a DER `ECDSA-Sig-Value`.
    Ecdsa(FoundDigest),
    /// Ed25519.
    Ed25519,
}

impl Scheme {
    /// Reads a signature's algorithm identifier. `beside` is the digest that stands in a field of its own, as in CMS.
    ///
    /// An error for an unknown algorithm, parameters that do not fit one another, and a digest other than the one beside.
    pub fn read(identifier: AlgorithmIdentifierRef<'_>, beside: Option<FoundDigest>) -> Result<Self, SignatureFault> {
        let scheme = Self::named(identifier, beside)?;
        match (scheme.digest(), beside) {
            (Some(own), Some(beside)) if own != beside => {
                Err(SignatureFault::BadParameters("the signature's digest algorithm is not the one its signer's block names"))
            }
            _ => Ok(scheme),
        }
    }

    /// The scheme an identifier names.
    fn named(identifier: AlgorithmIdentifierRef<'_>, beside: Option<FoundDigest>) -> Result<Self, SignatureFault> {
        use FoundDigest::{Good, Md5, Sha1};
        let unknown = SignatureFault::UnknownAlgorithm(identifier.oid);
        Ok(match identifier.oid {
            oid::RSA_ENCRYPTION => Self::RsaPkcs1(beside.ok_or(unknown)?),
            oid::MD5_WITH_RSA => Self::RsaPkcs1(Md5),
            oid::SHA1_WITH_RSA => Self::RsaPkcs1(Sha1),
            oid::SHA256_WITH_RSA => Self::RsaPkcs1(Good(Digest::Sha256)),
            oid::SHA384_WITH_RSA => Self::RsaPkcs1(Good(Digest::Sha384)),
            oid::SHA512_WITH_RSA => Self::RsaPkcs1(Good(Digest::Sha512)),
            oid::RSASSA_PSS => return pss(identifier),
            oid::EC_PUBLIC_KEY => Self::Ecdsa(beside.ok_or(unknown)?),
            oid::ECDSA_WITH_SHA1 => Self::Ecdsa(Sha1),
            oid::ECDSA_WITH_SHA256 => Self::Ecdsa(Good(Digest::Sha256)),
            oid::ECDSA_WITH_SHA384 => Self::Ecdsa(Good(Digest::Sha384)),
            oid::ECDSA_WITH_SHA512 => Self::Ecdsa(Good(Digest::Sha512)),
            oid::ED25519 => Self::Ed25519,
            _ => return Err(unknown),
        })
    }

    /// The digest inside; `None` for Ed25519, which is one with its own.
    pub fn digest(self) -> Option<FoundDigest> {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss(digest, _) | Self::Ecdsa(digest) => Some(digest),
            Self::Ed25519 => None,
        }
    }

    /// How people call it.
    pub fn name(self) -> String {
        match self {
            Self::RsaPkcs1(digest) => format!("RSA (PKCS #1 v1.5) with {}", digest.name()),
            Self::RsaPss(digest, _) => format!("RSA (PSS) with {}", digest.name()),
            Self::Ecdsa(digest) => format!("ECDSA with {}", digest.name()),
            Self::Ed25519 => "Ed25519".to_owned(),
        }
    }
}

/// Reads the parameters of RSASSA-PSS (RFC 4055, 3.1). The mask's digest must be the message's, and the trailer the only one there is.
fn pss(identifier: AlgorithmIdentifierRef<'_>) -> Result<Scheme, SignatureFault> {
    let bad = SignatureFault::BadParameters;
    let parameters = identifier.parameters.ok_or(bad("PSS has none"))?;
    let parameters = parameters.decode_as::<PssParameters>().map_err(|_| bad("those of PSS cannot be read"))?;
    let hash = parameters
        .hash
        .as_ref()
        .map_or(Some(FoundDigest::Sha1), |hash| FoundDigest::from_oid(hash.oid))
        .ok_or(bad("the digest of PSS is not known"))?;
    let mask = match &parameters.mask {
        None => Some(FoundDigest::Sha1),
        Some(mask) if mask.oid == oid::MGF1 => mask
            .parameters
            .as_ref()
            .and_then(|inner| inner.decode_as::<AlgorithmIdentifierRef<'_>>().ok())
            .and_then(|inner| FoundDigest::from_oid(inner.oid)),
        Some(_) => None,
    };
    if mask != Some(hash) {
        return Err(bad("PSS uses one digest for the message and another for its mask"));
    }
    if parameters.trailer.unwrap_or(1) != 1 {
        return Err(bad("PSS has an unknown trailer"));
    }
    Ok(Scheme::RsaPss(hash, usize::from(parameters.salt.unwrap_or(20))))
}

/// Checks a signature over a message with a public key.
///
/// `Ok` alone means that it holds. A signature that matches but is too weak is a [`SignatureFault::Weak`].
pub fn verify_signature(key: &SubjectPublicKeyInfoOwned, scheme: Scheme, message: &[u8], signature: &[u8]) -> Result<(), SignatureFault> {
    let kind = KeyKind::of(key);
    match kind {
        KeyKind::Other(oid) => return Err(SignatureFault::UnknownKey(oid)),
        // A key that was declared for PSS is for nothing else (RFC 4055, 1.2).
        KeyKind::Rsa(_) if key.algorithm.oid == oid::RSASSA_PSS && !matches!(scheme, Scheme::RsaPss(..)) => return Err(SignatureFault::WrongKey),
        KeyKind::Rsa(bits) if bits > 8192 => return Err(SignatureFault::BadParameters("the RSA key has more than 8192 bits")),
        _ => {}
    }
    let weakness = scheme.digest().and_then(FoundDigest::weakness).or(kind.weakness());
    match (verifier(kind, scheme), weakness) {
        (Some(algorithm), weakness) => {
            let bytes = key.subject_public_key.as_bytes().ok_or(SignatureFault::Mismatch)?;
            UnparsedPublicKey::new(algorithm, bytes).verify(message, signature).map_err(|_| SignatureFault::Mismatch)?;
            weakness.map_or(Ok(()), |weakness| Err(SignatureFault::Weak(weakness)))
        }
        (None, Some(weakness)) => Err(SignatureFault::Forgotten(weakness)),
        (None, None) => Err(unfit(kind, scheme)),
    }
}

/// Why there is no raw operation for a key and a scheme.
fn unfit(kind: KeyKind, scheme: Scheme) -> SignatureFault {
    match (kind, scheme) {
        (KeyKind::Rsa(_), Scheme::RsaPss(..)) => SignatureFault::BadParameters("the salt of PSS has a length that nobody uses"),
        _ => SignatureFault::WrongKey,
    }
}

/// The raw operation for a key and a scheme; `None` where there is none.
fn verifier(kind: KeyKind, scheme: Scheme) -> Option<&'static dyn VerificationAlgorithm> {
    match (kind, scheme) {
        (KeyKind::Rsa(_), Scheme::RsaPkcs1(digest)) => rsa_verifier(digest),
        (KeyKind::Rsa(bits), Scheme::RsaPss(digest, salt)) => pss_verifier(bits, digest, salt),
        (KeyKind::P256 | KeyKind::P384 | KeyKind::P521, Scheme::Ecdsa(digest)) => ecdsa_verifier(kind, digest),
        (KeyKind::Ed25519, Scheme::Ed25519) => Some(&raw::ED25519),
        _ => None,
    }
}

/// RSA PKCS #1 v1.5.
fn rsa_verifier(digest: FoundDigest) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match digest {
        FoundDigest::Good(Digest::Sha256) => &raw::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        FoundDigest::Good(Digest::Sha384) => &raw::RSA_PKCS1_2048_8192_SHA384,
        FoundDigest::Good(Digest::Sha512) => &raw::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        FoundDigest::Sha1 => &raw::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        FoundDigest::Md5 => return None,
    })
}

/// RSASSA-PSS with the salts that are met: none, one as long as a digest, the longest that fits.
fn pss_verifier(bits: usize, digest: FoundDigest, salt: usize) -> Option<&'static dyn VerificationAlgorithm> {
    macro_rules! with_salt {
        ($algorithm:expr) => {
            match salt {
                0 => &const { $algorithm.with_pss_salt_length(RsaPssSaltLength::Custom(0)) },
                20 => &const { $algorithm.with_pss_salt_length(RsaPssSaltLength::Custom(20)) },
                32 => &const { $algorithm.with_pss_salt_length(RsaPssSaltLength::Custom(32)) },
                48 => &const { $algorithm.with_pss_salt_length(RsaPssSaltLength::Custom(48)) },
                64 => &const { $algorithm.with_pss_salt_length(RsaPssSaltLength::Custom(64)) },
                longest if longest + digest_length(digest) + 2 == (bits + 6) / 8 => &const { $algorithm.with_pss_salt_length(RsaPssSaltLength::Max) },
                _ => return None,
            }
        };
    }
    Some(match digest {
        FoundDigest::Good(Digest::Sha256) => with_salt!(raw::RSA_PSS_2048_8192_SHA256),
        FoundDigest::Good(Digest::Sha384) => with_salt!(raw::RSA_PSS_2048_8192_SHA384),
        FoundDigest::Good(Digest::Sha512) => with_salt!(raw::RSA_PSS_2048_8192_SHA512),
        FoundDigest::Sha1 | FoundDigest::Md5 => return None,
    })
}

/// The length of a digest, in bytes.
fn digest_length(digest: FoundDigest) -> usize {
    match digest {
        FoundDigest::Good(digest) => digest.length(),
        FoundDigest::Sha1 => 20,
        FoundDigest::Md5 => 16,
    }
}

/// ECDSA.
fn ecdsa_verifier(kind: KeyKind, digest: FoundDigest) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match (kind, digest) {
        (KeyKind::P256, FoundDigest::Sha1) => &raw::ECDSA_P256_SHA1_ASN1,
        (KeyKind::P256, FoundDigest::Good(Digest::Sha256)) => &raw::ECDSA_P256_SHA256_ASN1,
        (KeyKind::P256, FoundDigest::Good(Digest::Sha384)) => &raw::ECDSA_P256_SHA384_ASN1,
        (KeyKind::P256, FoundDigest::Good(Digest::Sha512)) => &raw::ECDSA_P256_SHA512_ASN1,
        (KeyKind::P384, FoundDigest::Good(Digest::Sha256)) => &raw::ECDSA_P384_SHA256_ASN1,
        (KeyKind::P384, FoundDigest::Good(Digest::Sha384)) => &raw::ECDSA_P384_SHA384_ASN1,
        (KeyKind::P384, FoundDigest::Good(Digest::Sha512)) => &raw::ECDSA_P384_SHA512_ASN1,
        (KeyKind::P521, FoundDigest::Sha1) => &raw::ECDSA_P521_SHA1_ASN1,
        (KeyKind::P521, FoundDigest::Good(Digest::Sha256)) => &raw::ECDSA_P521_SHA256_ASN1,
        (KeyKind::P521, FoundDigest::Good(Digest::Sha384)) => &raw::ECDSA_P521_SHA384_ASN1,
        (KeyKind::P521, FoundDigest::Good(Digest::Sha512)) => &raw::ECDSA_P521_SHA512_ASN1,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use der::asn1::Any;
    use der::{Decode, Encode};
    use spki::{AlgorithmIdentifierOwned, AlgorithmIdentifierRef, SubjectPublicKeyInfoOwned};

    use super::{KeyKind, Scheme, SignatureFault, verify_signature};
    use crate::pki::algorithm::{Digest, FoundDigest, PssParameters, SignatureAlgorithm, Weakness};
    use crate::pki::oid;

    /// A public key of 1,024 bits, and its signature over "text" with SHA-256.
    const SHORT_RSA: [&[&str]; 2] = [
        &[
            "30819f300d06092a864886f70d010101050003818d0030818902818100e598d6694858fab02f85303056ab35f3edc00c5162e30de88d7d67138912b0",
            "c4ca185828e728140f1f0bf7dbccf460471aa877dcf6ba5d63b2754dbb57fbb3fee00519e290d943953b7cb93998414344d71edcc5a4eef738d8c8e3",
            "cfac7cd43d1db3d996930e39dbc1ac327b3302792bfa4ee1105e7b1e050fcdb3ac0bed90170203010001",
        ],
        &[
            "bfb373d6e323fbacfbc42d710257cd8fb4db5b6eb65c07725eb0c9664708dc9d0c488992c6ac5cb6c0a41fad08113502a9fd630869180f4f4dc74c90",
            "bd59e69d1a0198c3af5b8432d23a9584f94df03bd43797ef3f975d5462a456d08e1776800da03f1f1104947203185460482a837ad45720d297fb2704",
            "db18ad063b820d86",
        ],
    ];

    /// A public key on P-256, and its signature over "text" with SHA-1.
    const OLD_ECDSA: [&[&str]; 2] = [
        &[
            "3059301306072a8648ce3d020106082a8648ce3d0301070342000457d7fdf701d8284465a5419150ffe94ca22ec2684b1a00a978d8e1084d56f1d683",
            "44df9f111da7bf2f301c40a4cc6510484feda6597b992974433b78849166b1",
        ],
        &[
            "3046022100cd4b49150bd8c8d39949c9d6f2b4c9e015a77b228487e2acf275e975631844dd0221008c47172bab9afc9df0bd97dc314345a896b72072",
            "4df7a8fbc21b8deccbd977e4",
        ],
    ];

    fn bytes(lines: &[&str]) -> Vec<u8> {
        let digits = lines.concat();
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits")).collect()
    }

    fn verify([key, signature]: [&[&str]; 2], scheme: Scheme, text: &[u8]) -> Result<(), SignatureFault> {
        let key = SubjectPublicKeyInfoOwned::from_der(&bytes(key)).expect("a key");
        verify_signature(&key, scheme, text, &bytes(signature))
    }

    #[test]
    fn weak_signatures_match_and_are_not_valid() {
        let rsa = |digest| Scheme::RsaPkcs1(FoundDigest::Good(digest));
        assert_eq!(verify(SHORT_RSA, rsa(Digest::Sha256), b"text"), Err(SignatureFault::Weak(Weakness::ShortRsa(1024))));
        assert_eq!(verify(SHORT_RSA, rsa(Digest::Sha256), b"other"), Err(SignatureFault::Mismatch));
        assert_eq!(verify(SHORT_RSA, rsa(Digest::Sha384), b"text"), Err(SignatureFault::Mismatch));
        assert_eq!(verify(SHORT_RSA, Scheme::RsaPkcs1(FoundDigest::Md5), b"text"), Err(SignatureFault::Forgotten(Weakness::Md5)));
        assert_eq!(verify(OLD_ECDSA, Scheme::Ecdsa(FoundDigest::Sha1), b"text"), Err(SignatureFault::Weak(Weakness::Sha1)));
        assert_eq!(verify(OLD_ECDSA, Scheme::Ecdsa(FoundDigest::Sha1), b"other"), Err(SignatureFault::Mismatch));
    }

    #[test]
    fn keys_and_schemes_belong_together() {
        assert_eq!(verify(OLD_ECDSA, Scheme::Ed25519, b"text"), Err(SignatureFault::WrongKey));
        assert_eq!(verify(OLD_ECDSA, Scheme::RsaPkcs1(FoundDigest::Good(Digest::Sha256)), b"text"), Err(SignatureFault::WrongKey));
        let key = SubjectPublicKeyInfoOwned::from_der(&bytes(OLD_ECDSA[0])).expect("a key");
        assert_eq!(KeyKind::of(&key), KeyKind::P256);
    }

    /// What is read of PSS parameters after a change.
    fn pss(change: impl FnOnce(&mut PssParameters)) -> Result<Scheme, SignatureFault> {
        let identifier = SignatureAlgorithm::RsaPss(Digest::Sha256).identifier().expect("an identifier");
        let mut parameters = identifier.parameters.expect("parameters").decode_as::<PssParameters>().expect("parameters");
        change(&mut parameters);
        let changed = AlgorithmIdentifierOwned { oid: identifier.oid, parameters: Some(Any::encode_from(&parameters).expect("parameters")) };
        Scheme::read(AlgorithmIdentifierRef::from_der(&changed.to_der().expect("an identifier")).expect("an identifier"), None)
    }

    #[test]
    fn the_parameters_of_pss_must_agree() {
        assert_eq!(pss(|_| {}), Ok(Scheme::RsaPss(FoundDigest::Good(Digest::Sha256), 32)));
        assert!(matches!(pss(|parameters| parameters.mask = None), Err(SignatureFault::BadParameters(_))));
        assert!(matches!(pss(|parameters| parameters.trailer = Some(2)), Err(SignatureFault::BadParameters(_))));
        assert!(matches!(pss(|parameters| parameters.hash = None), Err(SignatureFault::BadParameters(_))));
    }

    #[test]
    fn a_digest_beside_must_be_the_one_inside() {
        let identifier = AlgorithmIdentifierRef { oid: oid::SHA256_WITH_RSA, parameters: None };
        let sha512 = Some(FoundDigest::Good(Digest::Sha512));
        assert!(matches!(Scheme::read(identifier, sha512), Err(SignatureFault::BadParameters(_))));
        let bare = AlgorithmIdentifierRef { oid: oid::RSA_ENCRYPTION, parameters: None };
        assert_eq!(Scheme::read(bare, sha512), Ok(Scheme::RsaPkcs1(FoundDigest::Good(Digest::Sha512))));
        assert!(Scheme::read(bare, None).is_err());
    }
}
