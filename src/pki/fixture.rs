//! Certificates that tests make at run time; no private key is ever written down.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PSS_SHA256, RSA_PSS_SHA384, RsaKeyPair};
use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384,
    PKCS_ED25519, PKCS_RSA_SHA256, RsaKeySize, SerialNumber, SigningKey,
};

use super::algorithm::{Digest, SignatureAlgorithm};
use super::certificate::Certificate;
use super::issue::Issuer;

/// A moment, from how people write it.
pub(super) fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// The moment tests happen in.
pub(super) fn now() -> Timestamp {
    at("2026-06-15T12:00:00Z")
}

/// A key with its certificate.
pub(super) struct Holder {
    pub(super) certificate: Certificate,
    pub(super) chain: Vec<Certificate>,
    pub(super) algorithm: SignatureAlgorithm,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Holder {
    /// Signs a message.
    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let SignatureAlgorithm::RsaPss(digest) = self.algorithm else { return self.issuer.key().sign(message).expect("a signature") };
        let key = RsaKeyPair::from_pkcs8(self.issuer.key().serialized_der()).expect("a key");
        let mut signature = vec![0; key.public_modulus_len()];
        let how = if digest == Digest::Sha256 { &RSA_PSS_SHA256 } else { &RSA_PSS_SHA384 };
        key.sign(how, &SystemRandom::new(), message, &mut signature).expect("a signature");
        signature
    }

    /// Does something as an issuer of timestamps, responses or lists.
    pub(super) fn issuing<T>(&self, work: impl FnOnce(&Issuer<'_>) -> T) -> T {
        let sign = |message: &[u8]| self.sign(message);
        work(&Issuer { certificate: &self.certificate, chain: &self.chain, algorithm: self.algorithm, sign: &sign })
    }
}

/// A key for an algorithm.
fn key(algorithm: SignatureAlgorithm) -> KeyPair {
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_) => KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048),
        SignatureAlgorithm::Ecdsa(Digest::Sha384) => KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384),
        SignatureAlgorithm::Ecdsa(_) => KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256),
        SignatureAlgorithm::Ed25519 => KeyPair::generate_for(&PKCS_ED25519),
    }
    .expect("a key")
}

/// A certificate that is being described.
pub(super) struct Wanted {
    pub(super) params: CertificateParams,
    algorithm: SignatureAlgorithm,
}

/// Describes a certificate of a name, valid throughout 2026.
pub(super) fn wanted(name: &str) -> Wanted {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "Example");
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = rcgen::date_time_ymd(2027, 1, 1);
    params.use_authority_key_identifier_extension = true;
    params.serial_number = Some(SerialNumber::from_slice(&Digest::Sha256.of(name.as_bytes())[..8]));
    Wanted { params, algorithm: SignatureAlgorithm::Ecdsa(Digest::Sha256) }
}

impl Wanted {
    pub(super) fn algorithm(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// An authority, with room for so many authorities below.
    pub(super) fn authority(mut self, below: u8) -> Self {
        self.params.is_ca = IsCa::Ca(BasicConstraints::Constrained(below));
        self.params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        self
    }

    /// A signer of documents.
    pub(super) fn signer(mut self) -> Self {
        self.params.is_ca = IsCa::ExplicitNoCa;
        self.params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
        self
    }

    /// A holder of one purpose alone, which must be understood.
    pub(super) fn purpose(self, purpose: &[u64]) -> Self {
        let mut wanted = self.signer();
        let value = purposes(purpose);
        let mut extension = rcgen::CustomExtension::from_oid_content(&[2, 5, 29, 37], value);
        extension.set_criticality(true);
        wanted.params.custom_extensions.push(extension);
        wanted
    }

    /// Changes the description.
    pub(super) fn with(mut self, change: impl FnOnce(&mut CertificateParams)) -> Self {
        change(&mut self.params);
        self
    }

    /// The certificate, signed by itself.
    pub(super) fn root(self) -> Holder {
        let issuer = CertifiedIssuer::self_signed(self.params, key(self.algorithm)).expect("a certificate");
        let certificate = Certificate::from_der(issuer.der()).expect("a certificate");
        Holder { certificate, chain: Vec::new(), algorithm: self.algorithm, issuer }
    }

    /// The certificate, issued by another.
    pub(super) fn issued_by(self, by: &Holder) -> Holder {
        let issuer = CertifiedIssuer::signed_by(self.params, key(self.algorithm), &by.issuer).expect("a certificate");
        let certificate = Certificate::from_der(issuer.der()).expect("a certificate");
        let chain = std::iter::once(by.certificate.clone()).chain(by.chain.iter().cloned()).collect();
        Holder { certificate, chain, algorithm: self.algorithm, issuer }
    }
}

/// `ExtKeyUsageSyntax` with one purpose.
fn purposes(purpose: &[u64]) -> Vec<u8> {
    use der::Encode;
    let dotted = purpose.iter().map(u64::to_string).collect::<Vec<_>>().join(".");
    vec![der::asn1::ObjectIdentifier::new(&dotted).expect("an identifier")].to_der().expect("a purpose")
}

/// The purpose of signing timestamps.
pub(super) const TIME_STAMPING: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 3, 8];

/// The purpose of signing OCSP responses.
pub(super) const OCSP_SIGNING: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 3, 9];

/// A root, an authority below it, and a signer below that.
pub(super) fn family(algorithm: SignatureAlgorithm) -> (Holder, Holder, Holder) {
    let root = wanted("TEST Root").authority(2).root();
    let authority = wanted("TEST Authority").authority(0).issued_by(&root);
    let signer = wanted("Ada").signer().algorithm(algorithm).issued_by(&authority);
    (root, authority, signer)
}

/// Every algorithm signatures are made with.
pub(super) const ALGORITHMS: [SignatureAlgorithm; 6] = [
    SignatureAlgorithm::RsaPkcs1(Digest::Sha256),
    SignatureAlgorithm::RsaPss(Digest::Sha256),
    SignatureAlgorithm::RsaPss(Digest::Sha384),
    SignatureAlgorithm::Ecdsa(Digest::Sha256),
    SignatureAlgorithm::Ecdsa(Digest::Sha384),
    SignatureAlgorithm::Ed25519,
];
