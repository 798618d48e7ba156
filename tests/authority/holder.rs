//! Keys, and the certificates that speak of them.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use counterpart::pki::algorithm::{Digest, SignatureAlgorithm};
use counterpart::pki::certificate::Certificate;
use counterpart::pki::issue::Issuer;
use der::Encode;
use der::asn1::{Ia5String, ObjectIdentifier};
use jiff::{SignedDuration, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CrlDistributionPoint, CustomExtension, DistinguishedName, DnType, IsCa, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PKCS_RSA_SHA256, RsaKeySize, SigningKey,
};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{AccessDescription, AuthorityInfoAccessSyntax};

const ACCESS: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 1, 1];
const PURPOSES: &[u64] = &[2, 5, 29, 37];
const OCSP_NO_CHECK: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 48, 1, 5];
const AD_OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
const AD_ISSUERS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.2");

/// A key with its certificate.
pub(super) struct Holder {
    pub(super) name: &'static str,
    pub(super) certificate: Certificate,
    /// The certificates between it and the root.
    chain: Vec<Certificate>,
    algorithm: SignatureAlgorithm,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Holder {
    /// Does something as an issuer of timestamps, responses or lists.
    pub(super) fn issuing<T>(&self, work: impl FnOnce(&Issuer<'_>) -> T) -> T {
        let sign = |message: &[u8]| self.issuer.key().sign(message).unwrap_or_default();
        work(&Issuer { certificate: &self.certificate, chain: &self.chain, algorithm: self.algorithm, sign: &sign })
    }

    /// Writes the certificate, and the key so that nobody else reads it.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        fs::write(folder.join(format!("{}.pem", self.name)), self.issuer.pem())?;
        let mut options = fs::OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut key = options.write(true).create(true).truncate(true).open(folder.join(format!("{}.key.pem", self.name)))?;
        key.write_all(self.issuer.key().serialize_pem().as_bytes())?;
        Ok(())
    }
}

/// A certificate that is being described.
pub(super) struct Wanted {
    name: &'static str,
    algorithm: SignatureAlgorithm,
    params: CertificateParams,
}

/// Where a certificate says that its issuer can be asked.
pub(super) struct Sources<'a> {
    pub(super) list: &'a str,
    pub(super) issuer: &'a str,
    pub(super) ocsp: Option<&'a str>,
}

/// Describes the certificate of a name, for a signer on P-256.
pub(super) fn wanted(name: &'static str, called: &str, organization: &str) -> Wanted {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CountryName, "DE");
    params.distinguished_name.push(DnType::OrganizationName, organization);
    params.distinguished_name.push(DnType::CommonName, called);
    params.use_authority_key_identifier_extension = true;
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    Wanted { name, algorithm: SignatureAlgorithm::Ecdsa(Digest::Sha256), params }
}

impl Wanted {
    pub(super) fn algorithm(self, algorithm: SignatureAlgorithm) -> Self {
        Self { algorithm, ..self }
    }

    /// Valid between two moments, counted in days from another. A minute more at the end, so that nobody who counts days until then is in doubt.
    pub(super) fn days(mut self, from: Timestamp, days: (i64, i64)) -> Self {
        let day = |days: i64| from.saturating_add(SignedDuration::from_hours(days * 24)).unwrap_or(from);
        let second = |time: Timestamp| rcgen::date_time_ymd(1970, 1, 1) + Duration::from_secs(u64::try_from(time.as_second()).unwrap_or_default());
        (self.params.not_before, self.params.not_after) = (second(day(days.0)), second(day(days.1)) + Duration::from_mins(1));
        self
    }

    /// An authority, with room for so many authorities below.
    pub(super) fn authority(mut self, below: u8) -> Self {
        self.params.is_ca = IsCa::Ca(BasicConstraints::Constrained(below));
        self.params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        self
    }

    /// For one purpose alone (RFC 5280, 4.2.1.12).
    pub(super) fn purpose(mut self, purpose: &str, critical: bool) -> Result<Self, Box<dyn Error>> {
        let mut extension = CustomExtension::from_oid_content(PURPOSES, vec![ObjectIdentifier::new(purpose)?].to_der()?);
        extension.set_criticality(critical);
        self.params.custom_extensions.push(extension);
        Ok(self)
    }

    /// A responder that is itself never asked about (RFC 6960, 4.2.2.2.1).
    pub(super) fn never_checked(mut self) -> Self {
        self.params.custom_extensions.push(CustomExtension::from_oid_content(OCSP_NO_CHECK, vec![5, 0]));
        self
    }

    /// Says where its issuer can be asked.
    pub(super) fn sources(mut self, sources: &Sources<'_>) -> Result<Self, Box<dyn Error>> {
        self.params.crl_distribution_points = vec![CrlDistributionPoint { uris: vec![sources.list.to_owned()] }];
        let access = |method, url: &str| {
            Ok::<_, der::Error>(AccessDescription {
                access_method: method,
                access_location: GeneralName::UniformResourceIdentifier(Ia5String::new(url)?),
            })
        };
        let responder = sources.ocsp.map(|url| access(AD_OCSP, url)).transpose()?;
        let access = AuthorityInfoAccessSyntax(responder.into_iter().chain([access(AD_ISSUERS, sources.issuer)?]).collect());
        self.params.custom_extensions.push(CustomExtension::from_oid_content(ACCESS, access.to_der()?));
        Ok(self)
    }

    /// The certificate, signed by itself.
    pub(super) fn root(self) -> Result<Holder, Box<dyn Error>> {
        let issuer = CertifiedIssuer::self_signed(self.params, key(self.algorithm)?)?;
        Ok(Holder { name: self.name, certificate: Certificate::from_der(issuer.der())?, chain: Vec::new(), algorithm: self.algorithm, issuer })
    }

    /// The certificate, issued by another; the root is not part of the chain.
    pub(super) fn issued_by(self, by: &Holder) -> Result<Holder, Box<dyn Error>> {
        let issuer = CertifiedIssuer::signed_by(self.params, key(self.algorithm)?, &by.issuer)?;
        let is_root = by.certificate.subject_der() == by.certificate.issuer_der();
        let chain = if is_root { Vec::new() } else { std::iter::once(&by.certificate).chain(&by.chain).cloned().collect() };
        Ok(Holder { name: self.name, certificate: Certificate::from_der(issuer.der())?, chain, algorithm: self.algorithm, issuer })
    }
}

/// A new key for an algorithm.
fn key(algorithm: SignatureAlgorithm) -> Result<KeyPair, rcgen::Error> {
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_) => KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_3072),
        SignatureAlgorithm::Ecdsa(Digest::Sha384) => KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384),
        SignatureAlgorithm::Ecdsa(_) => KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256),
        SignatureAlgorithm::Ed25519 => KeyPair::generate_for(&PKCS_ED25519),
    }
}
