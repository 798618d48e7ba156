//! A test authority with two signers, so that signing can be tried before there is a real certificate.
//!
//! The authority's own key signs what is needed here and is then forgotten: nobody can issue anything more in its name, even where somebody has made a
//! reader trust it. Every name says that it is a test.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use pkcs8::PrivateKeyInfoRef;
use pkcs8::pkcs5::pbes2::Parameters;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyIdMethod, KeyPair, KeyUsagePurpose, RsaKeySize, SerialNumber, SigningKey, date_time_ymd,
};
use zeroize::Zeroizing;

use crate::sign::secret::Secret;

/// What stands in every name.
const TEST: &str = "Counterpart TEST";
/// The longest name of a person or company (X.520, `ub-common-name`), less what is added to it.
const LONGEST_NAME: usize = 64 - " (Counterpart TEST)".len();
/// The least and the most days that the certificates are valid.
pub const DAYS: std::ops::RangeInclusive<u32> = 1..=3650;
/// A clock that runs a little late must not take the certificates for not yet valid.
const LEEWAY: i64 = 3600;
/// Rounds of PBKDF2 with HMAC-SHA-256 for a passphrase.
const ROUNDS: u32 = 600_000;
/// The purpose of signing documents (RFC 9336).
const DOCUMENT_SIGNING: [u64; 9] = [1, 3, 6, 1, 5, 5, 7, 3, 36];

/// What the certificates are to say.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The signer's name; "signer" where none is given.
    pub name: Option<String>,
    /// The signer's company.
    pub organization: Option<String>,
    /// How many days they are valid, of [`DAYS`].
    pub days: u32,
    /// The kind of the keys.
    pub algorithm: DevAlgorithm,
}

/// The kind of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DevAlgorithm {
    /// ECDSA on P-256.
    #[default]
    P256,
    /// ECDSA on P-384.
    P384,
    /// RSA with 3072 bits.
    Rsa3072,
    /// Ed25519, which few readers know.
    Ed25519,
}

/// A test authority and what it issued.
#[derive(Debug)]
pub struct DevCert {
    /// The authority's certificate, as PEM.
    pub authority: String,
    /// The authority's list of revoked certificates: none. As DER.
    pub revoked: Vec<u8>,
    /// The company's signer.
    pub company: DevSigner,
    /// A customer's signer.
    pub customer: DevSigner,
}

/// A signer's key and certificate.
pub struct DevSigner {
    /// The private key, as PKCS#8 in PEM; encrypted where a passphrase was given.
    pub key: Zeroizing<String>,
    /// The certificate, as PEM.
    pub certificate: String,
}

impl fmt::Debug for DevSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevSigner").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

/// Why there are no test certificates.
#[derive(Debug, PartialEq, Eq)]
pub enum DevCertFault {
    /// A name is empty, too long, or holds what no name holds.
    Name(String),
    /// They cannot be valid for so many days.
    Days(u32),
    /// A key or a certificate could not be made, and why.
    Making(String),
}

impl fmt::Display for DevCertFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "{name:?} cannot be a name in a certificate; write 1 to {LONGEST_NAME} letters"),
            Self::Days(days) => write!(f, "test certificates cannot be valid for {days} days; choose {} to {}", DAYS.start(), DAYS.end()),
            Self::Making(why) => write!(f, "the test certificates could not be made: {why}"),
        }
    }
}

impl std::error::Error for DevCertFault {}

impl From<rcgen::Error> for DevCertFault {
    fn from(error: rcgen::Error) -> Self {
        Self::Making(error.to_string())
    }
}

/// Makes a test authority that is valid from `now` on, and two signers. With a passphrase, both private keys are encrypted with it.
pub fn make(wishes: &Wishes, now: Timestamp, passphrase: Option<&Secret>) -> Result<DevCert, DevCertFault> {
    if !DAYS.contains(&wishes.days) {
        return Err(DevCertFault::Days(wishes.days));
    }
    let key = key_pair(wishes.algorithm)?;
    let authority = authority(wishes, now);
    let certificate = authority.self_signed(&key)?;
    let issuer = Issuer::new(authority, key);
    let signer = |name: String, organization: String| -> Result<DevSigner, DevCertFault> {
        let key = key_pair(wishes.algorithm)?;
        let certificate = leaf(wishes, now, &name, &organization).signed_by(&key, &issuer)?;
        Ok(DevSigner { key: private_key(&key, passphrase)?, certificate: certificate.pem() })
    };
    let name = wishes.name.as_deref().map(marked).transpose()?;
    let organization = wishes.organization.as_deref().map(marked).transpose()?;
    Ok(DevCert {
        authority: certificate.pem(),
        revoked: nothing_revoked(wishes, now, &issuer)?,
        company: signer(name.unwrap_or_else(|| format!("{TEST} signer")), organization.unwrap_or_else(|| format!("{TEST} company")))?,
        customer: signer(format!("{TEST} customer"), format!("{TEST} customer"))?,
    })
}

/// A name with the word that says that it is a test.
fn marked(name: &str) -> Result<String, DevCertFault> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if fits { Ok(format!("{name} ({TEST})")) } else { Err(DevCertFault::Name(name.to_owned())) }
}

fn key_pair(algorithm: DevAlgorithm) -> Result<KeyPair, rcgen::Error> {
    match algorithm {
        DevAlgorithm::P256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
        DevAlgorithm::P384 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384),
        DevAlgorithm::Rsa3072 => KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_3072),
        DevAlgorithm::Ed25519 => KeyPair::generate_for(&rcgen::PKCS_ED25519),
    }
}

fn authority(wishes: &Wishes, now: Timestamp) -> CertificateParams {
    let name = format!("{TEST} authority (trust it nowhere else)");
    let mut params = params(wishes, now, &name, &format!("{TEST} authority"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.use_authority_key_identifier_extension = false;
    params
}

fn leaf(wishes: &Wishes, now: Timestamp, name: &str, organization: &str) -> CertificateParams {
    let mut params = params(wishes, now, name, organization);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::Other(DOCUMENT_SIGNING.to_vec()), ExtendedKeyUsagePurpose::EmailProtection];
    params
}

fn params(wishes: &Wishes, now: Timestamp, name: &str, organization: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(1970, 1, 1) + since_1970(now.as_second() - LEEWAY);
    params.not_after = date_time_ymd(1970, 1, 1) + since_1970(end(wishes, now));
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.distinguished_name.push(DnType::OrganizationName, organization);
    params.use_authority_key_identifier_extension = true;
    params
}

/// When the certificates end, in seconds since 1970.
fn end(wishes: &Wishes, now: Timestamp) -> i64 {
    now.as_second() + i64::from(wishes.days) * 24 * 3600
}

/// The time from 1970 to a moment, which is what can be added to the certificates' own dates.
fn since_1970(seconds: i64) -> Duration {
    Duration::from_secs(u64::try_from(seconds).unwrap_or_default())
}

/// A list without a single certificate, as long valid as they all are, so that a long-term signature can be tried without a network.
fn nothing_revoked(wishes: &Wishes, now: Timestamp, issuer: &Issuer<'_, impl SigningKey>) -> Result<Vec<u8>, DevCertFault> {
    let list = CertificateRevocationListParams {
        this_update: date_time_ymd(1970, 1, 1) + since_1970(now.as_second() - LEEWAY),
        next_update: date_time_ymd(1970, 1, 1) + since_1970(end(wishes, now)),
        crl_number: SerialNumber::from(1_u64),
        issuing_distribution_point: None,
        revoked_certs: Vec::new(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    Ok(list.signed_by(issuer)?.der().to_vec())
}

/// A key as PKCS#8 in PEM.
fn private_key(key: &KeyPair, passphrase: Option<&Secret>) -> Result<Zeroizing<String>, DevCertFault> {
    let plain = Zeroizing::new(key.serialize_der());
    let Some(passphrase) = passphrase else { return Ok(pem("PRIVATE KEY", plain.to_vec())) };
    let failed = |_| DevCertFault::Making("the private key could not be encrypted".to_owned());
    let (mut salt, mut vector) = ([0; 16], [0; 16]);
    for random in [&mut salt, &mut vector] {
        aws_lc_rs::rand::fill(random).map_err(|_| DevCertFault::Making("there are no random numbers".to_owned()))?;
    }
    let parameters = Parameters::generate_pbkdf2_sha256_aes256cbc(ROUNDS, &salt, vector).map_err(pkcs8::Error::from).map_err(failed)?;
    let info = PrivateKeyInfoRef::try_from(plain.as_slice()).map_err(failed)?;
    let sealed = info.encrypt_with_params(parameters, passphrase.expose()).map_err(failed)?;
    Ok(pem("ENCRYPTED PRIVATE KEY", sealed.as_bytes().to_vec()))
}

fn pem(tag: &str, der: Vec<u8>) -> Zeroizing<String> {
    let line_feeds = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    Zeroizing::new(pem::encode_config(&pem::Pem::new(tag, der), line_feeds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::keys::{PemSource, SigningKey as _, SoftwareKey};
    use crate::sign::secret::SecretSource;
    use crate::sign::secret::memory::Memory;

    fn wishes(algorithm: DevAlgorithm) -> Wishes {
        Wishes { name: Some("Jane Roe".to_owned()), organization: None, days: 30, algorithm }
    }

    fn source(passphrase: Option<SecretSource>) -> PemSource {
        PemSource { key: "key.pem".into(), certificate: Some("certificate.pem".into()), chain: Some("authority.pem".into()), passphrase }
    }

    #[test]
    fn every_kind_of_signer_can_be_opened_and_signs() {
        for algorithm in [DevAlgorithm::P256, DevAlgorithm::P384, DevAlgorithm::Rsa3072, DevAlgorithm::Ed25519] {
            let made = make(&wishes(algorithm), Timestamp::UNIX_EPOCH, None).unwrap();
            let files = Memory::default()
                .with("key.pem", made.company.key.as_bytes())
                .with("certificate.pem", made.company.certificate.as_bytes())
                .with("authority.pem", made.authority.as_bytes());
            let key = SoftwareKey::pem(&source(None), None, &files).unwrap();
            let name = key.certificate().parsed().tbs_certificate().subject().to_string();
            assert!(name.contains("Jane Roe (Counterpart TEST)"), "{name}");
            assert!(key.chain().is_empty());
            let signature = key.sign(b"message").unwrap();
            assert!(signature.len() <= key.signature_bound());
        }
    }

    #[test]
    fn a_passphrase_encrypts_the_keys() {
        let made = make(&wishes(DevAlgorithm::P256), Timestamp::UNIX_EPOCH, Some(&Secret::new("hunter2"))).unwrap();
        assert!(made.customer.key.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        let files = Memory::default()
            .with("key.pem", made.company.key.as_bytes())
            .with("certificate.pem", made.company.certificate.as_bytes())
            .with("authority.pem", made.authority.as_bytes());
        assert!(SoftwareKey::pem(&source(Some(SecretSource::Prompt)), None, &files.secret("hunter2")).is_ok());
    }

    #[test]
    fn names_and_days_have_bounds() {
        let none = |name: &str| make(&Wishes { name: Some(name.to_owned()), ..wishes(DevAlgorithm::P256) }, Timestamp::UNIX_EPOCH, None).unwrap_err();
        assert_eq!(none(" "), DevCertFault::Name(String::new()));
        assert_eq!(none("a\nb"), DevCertFault::Name("a\nb".to_owned()));
        let long = Wishes { days: 3651, ..wishes(DevAlgorithm::P256) };
        assert_eq!(make(&long, Timestamp::UNIX_EPOCH, None).unwrap_err(), DevCertFault::Days(3651));
    }
}
