//! The algorithms of signatures and digests that the standards allow (ETSI TS 119 312).

use std::fmt;

use aws_lc_rs::digest;
use der::Sequence;
use der::asn1::{Any, ObjectIdentifier};
use md5::Digest as _;
use spki::{AlgorithmIdentifierOwned, AlgorithmIdentifierRef};

use super::oid;

/// A digest algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Digest {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Digest {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    /// The digest of a message.
    pub fn of(self, message: &[u8]) -> Vec<u8> {
        self.of_parts(&[message])
    }

    /// The digest of several parts, one after the other, without copying them together.
    pub fn of_parts(self, parts: &[&[u8]]) -> Vec<u8> {
        hash(self.raw(), parts)
    }

    /// How people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// Its object identifier.
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
        }
    }

    /// The digest an object identifier names.
    pub fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        Self::ALL.into_iter().find(|digest| digest.oid() == oid)
    }

    /// The digest an algorithm identifier names; `None` for any other, and for parameters that are not absent or NULL.
    pub fn from_identifier(identifier: AlgorithmIdentifierRef<'_>) -> Option<Self> {
        Self::from_oid(identifier.oid).filter(|_| identifier.parameters.is_none_or(der::asn1::AnyRef::is_null))
    }

    /// Its algorithm identifier, without parameters (RFC 5754, 2).
    pub fn identifier(self) -> AlgorithmIdentifierOwned {
        AlgorithmIdentifierOwned { oid: self.oid(), parameters: None }
    }

    /// The length of a digest, in bytes.
    pub fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The algorithm that does the work.
    fn raw(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The digest of several parts, one after the other.
fn hash(algorithm: &'static digest::Algorithm, parts: &[&[u8]]) -> Vec<u8> {
    let mut context = digest::Context::new(algorithm);
    for part in parts {
        context.update(part);
    }
    context.finish().as_ref().to_vec()
}

/// A digest algorithm as files of others name it: a good one, or one that can be forged.
///
/// The weak ones are computed all the same: OCSP names certificates by their SHA-1 (RFC 6960, 4.1.1), and a report on an old file says whether
/// its digest matches. Nothing signed over one of them is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoundDigest {
    /// One that may be relied upon.
    Good(Digest),
    /// SHA-1.
    Sha1,
    /// MD5.
    Md5,
}

impl FoundDigest {
    /// The digest an object identifier names.
    pub fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        match oid {
            oid::SHA1 => Some(Self::Sha1),
            oid::MD5 => Some(Self::Md5),
            oid => Digest::from_oid(oid).map(Self::Good),
        }
    }

    /// The digest an algorithm identifier names.
    pub fn from_identifier(identifier: AlgorithmIdentifierRef<'_>) -> Option<Self> {
        Self::from_oid(identifier.oid).filter(|_| identifier.parameters.is_none_or(der::asn1::AnyRef::is_null))
    }

    /// The digest of several parts, one after the other.
    pub fn of_parts(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Good(digest) => digest.of_parts(parts),
            Self::Sha1 => hash(&digest::SHA1_FOR_LEGACY_USE_ONLY, parts),
            Self::Md5 => parts.iter().fold(md5::Md5::new(), md5::Digest::chain_update).finalize().to_vec(),
        }
    }

    /// Its object identifier.
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Good(digest) => digest.oid(),
            Self::Sha1 => oid::SHA1,
            Self::Md5 => oid::MD5,
        }
    }

    /// How people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Good(digest) => digest.name(),
            Self::Sha1 => "SHA-1",
            Self::Md5 => "MD5",
        }
    }

    /// Why nothing may rest on it.
    pub fn weakness(self) -> Option<Weakness> {
        match self {
            Self::Good(_) => None,
            Self::Sha1 => Some(Weakness::Sha1),
            Self::Md5 => Some(Weakness::Md5),
        }
    }
}

/// What makes a signature too weak to prove anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weakness {
    /// Its digest is SHA-1.
    Sha1,
    /// Its digest is MD5.
    Md5,
    /// The signer's RSA key has this many bits, fewer than 2,048.
    ShortRsa(usize),
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sha1 => f.write_str("it rests on SHA-1, which can be forged; ask for a signature with SHA-256 or better"),
            Self::Md5 => f.write_str("it rests on MD5, which can be forged; ask for a signature with SHA-256 or better"),
            Self::ShortRsa(bits) => write!(f, "its RSA key has {bits} bits, which is too short; ask for a signature with 2048 bits or more"),
        }
    }
}

/// A signature algorithm that signatures are made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    RsaPkcs1(Digest),
    /// RSASSA-PSS (RFC 8017, 8.1), the salt as long as the digest.
    RsaPss(Digest),
    /// ECDSA on P-256 with SHA-256, or on P-384 with SHA-384; the signature is a DER `ECDSA-Sig-Value` (RFC 3279).
    Ecdsa(Digest),
    /// Ed25519 (RFC 8032, RFC 8419).
    Ed25519,
}

impl SignatureAlgorithm {
    /// The digest of the content that goes with it; SHA-512 for Ed25519 (RFC 8419, 3.1).
    pub fn digest(self) -> Digest {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss(digest) | Self::Ecdsa(digest) => digest,
            Self::Ed25519 => Digest::Sha512,
        }
    }

    /// How people call it.
    pub fn name(self) -> String {
        match self {
            Self::RsaPkcs1(digest) => format!("RSA (PKCS #1 v1.5) with {digest}"),
            Self::RsaPss(digest) => format!("RSA (PSS) with {digest}"),
            Self::Ecdsa(digest) => format!("ECDSA with {digest}"),
            Self::Ed25519 => "Ed25519".to_owned(),
        }
    }

    /// What a CMS `SignerInfo` writes in `signatureAlgorithm`.
    ///
    /// For PKCS #1 v1.5 that is `rsaEncryption`, which RFC 3370, 3.2 asks of every reader, the digest being named beside it.
    pub fn cms_identifier(self) -> Result<AlgorithmIdentifierOwned, der::Error> {
        match self {
            Self::RsaPkcs1(_) => Ok(AlgorithmIdentifierOwned { oid: oid::RSA_ENCRYPTION, parameters: Some(Any::null()) }),
            _ => self.identifier(),
        }
    }

    /// What a certificate, a CRL and an OCSP response write as their signature's algorithm.
    pub fn identifier(self) -> Result<AlgorithmIdentifierOwned, der::Error> {
        let (oid, parameters) = match self {
            Self::RsaPkcs1(Digest::Sha256) => (oid::SHA256_WITH_RSA, Some(Any::null())),
            Self::RsaPkcs1(Digest::Sha384) => (oid::SHA384_WITH_RSA, Some(Any::null())),
            Self::RsaPkcs1(Digest::Sha512) => (oid::SHA512_WITH_RSA, Some(Any::null())),
            Self::RsaPss(digest) => (oid::RSASSA_PSS, Some(Any::encode_from(&PssParameters::of(digest)?)?)),
            Self::Ecdsa(Digest::Sha256) => (oid::ECDSA_WITH_SHA256, None),
            Self::Ecdsa(Digest::Sha384) => (oid::ECDSA_WITH_SHA384, None),
            Self::Ecdsa(Digest::Sha512) => (oid::ECDSA_WITH_SHA512, None),
            Self::Ed25519 => (oid::ED25519, None),
        };
        Ok(AlgorithmIdentifierOwned { oid, parameters })
    }
}

/// `RSASSA-PSS-params` (RFC 4055, 3.1). What is absent means SHA-1, as it did in 1998.
#[derive(Debug, Clone, Sequence)]
pub(super) struct PssParameters {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) hash: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) salt: Option<u16>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) trailer: Option<u8>,
}

impl PssParameters {
    /// The parameters for a digest: the same digest in the mask, a salt as long as it, the one trailer there is.
    fn of(digest: Digest) -> Result<Self, der::Error> {
        let hash = AlgorithmIdentifierOwned { oid: digest.oid(), parameters: Some(Any::null()) };
        let inner = Any::encode_from(&hash)?;
        let mask = AlgorithmIdentifierOwned { oid: oid::MGF1, parameters: Some(inner) };
        Ok(Self { hash: Some(hash), mask: Some(mask), salt: u16::try_from(digest.length()).ok(), trailer: None })
    }
}
