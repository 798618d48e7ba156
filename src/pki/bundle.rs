//! Files that hold one certificate or many: PEM, DER, or a message that only carries certificates.

use std::fmt;

use der::{Reader, SliceReader};

use super::certificate::Certificate;
use super::cms;

/// The most certificates of one file. The largest public bundles have fewer than 500.
const MOST_CERTIFICATES: usize = 4096;

/// Why a file gives no certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleFault {
    /// It holds none.
    Empty,
    /// It holds too many.
    TooMany,
    /// It begins like PEM and is not.
    BadPem(String),
    /// One of its certificates, counted from 1, cannot be read.
    BadCertificate(usize, der::Error),
}

impl fmt::Display for BundleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it holds no certificate; a certificate is a file in PEM (“-----BEGIN CERTIFICATE-----”) or DER"),
            Self::TooMany => write!(f, "it holds more than {MOST_CERTIFICATES} certificates"),
            Self::BadPem(error) => write!(f, "it begins like PEM, but cannot be read: {error}"),
            Self::BadCertificate(number, error) => write!(f, "its certificate {number} cannot be read: {error}"),
        }
    }
}

impl std::error::Error for BundleFault {}

/// The certificates of a file, in its order. Keys and other things that stand beside them in PEM are passed over.
pub fn certificates(bytes: &[u8]) -> Result<Vec<Certificate>, BundleFault> {
    let found = if memchr::memmem::find(bytes, b"-----BEGIN ").is_some() { from_pem(bytes)? } else { from_der(bytes)? };
    if found.is_empty() { Err(BundleFault::Empty) } else { Ok(found) }
}

/// The certificates of a PEM file.
fn from_pem(bytes: &[u8]) -> Result<Vec<Certificate>, BundleFault> {
    let blocks = pem::parse_many(bytes).map_err(|error| BundleFault::BadPem(error.to_string()))?;
    let mut found = Vec::new();
    for block in blocks {
        match block.tag() {
            "CERTIFICATE" | "X509 CERTIFICATE" => add(&mut found, block.contents())?,
            "PKCS7" | "CMS" => found.extend(cms::certificates_only(block.contents()).map_err(|fault| BundleFault::BadPem(fault.to_string()))?),
            _ => {}
        }
    }
    Ok(found)
}

/// The certificates of a DER file: one after the other, or inside a message.
fn from_der(bytes: &[u8]) -> Result<Vec<Certificate>, BundleFault> {
    if let Ok(found) = cms::certificates_only(bytes) {
        return Ok(found);
    }
    // What is no sequence at all is another kind of file, and of no use to whoever looks for a fault in DER.
    if bytes.first() != Some(&0x30) {
        return Err(BundleFault::Empty);
    }
    let bad = |found: &Vec<Certificate>, error| BundleFault::BadCertificate(found.len() + 1, error);
    let mut found = Vec::new();
    let mut reader = SliceReader::new(bytes).map_err(|error| bad(&found, error))?;
    while !reader.is_finished() {
        let one = reader.tlv_bytes().map_err(|error| bad(&found, error))?;
        add(&mut found, one)?;
    }
    Ok(found)
}

/// Adds a certificate.
fn add(found: &mut Vec<Certificate>, der: &[u8]) -> Result<(), BundleFault> {
    if found.len() == MOST_CERTIFICATES {
        return Err(BundleFault::TooMany);
    }
    found.push(Certificate::from_der(der).map_err(|error| BundleFault::BadCertificate(found.len() + 1, error))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{BundleFault, Certificate, certificates};
    use crate::pki::algorithm::{Digest, SignatureAlgorithm};
    use crate::pki::fixture::family;

    #[test]
    fn pem_and_der_hold_certificates() {
        let (root, authority, signer) = family(SignatureAlgorithm::Ecdsa(Digest::Sha256));
        let all = [root, authority, signer].map(|holder| holder.certificate);
        let pem: String = all.iter().map(|one| format!("A comment.\n{}", pem::encode(&pem::Pem::new("CERTIFICATE", one.der())))).collect();
        assert_eq!(certificates(pem.as_bytes()).expect("certificates"), all);
        assert_eq!(certificates(&all.each_ref().map(Certificate::der).concat()).expect("certificates"), all);
        assert_eq!(certificates(b""), Err(BundleFault::Empty));
        assert_eq!(certificates(b"text"), Err(BundleFault::Empty));
        assert!(matches!(certificates(&[0x30, 0x01, 0x00]), Err(BundleFault::BadCertificate(1, _))));
    }

    proptest! {
        /// A changed certificate is never a panic, and never one that its issuer issued.
        #[test]
        fn no_changed_certificate_is_issued(position in any::<proptest::sample::Index>(), change in 1..=255_u8) {
            use std::sync::OnceLock;
            static MADE: OnceLock<(Certificate, Certificate)> = OnceLock::new();
            let (signer, authority) = MADE.get_or_init(|| {
                let (_, authority, signer) = family(SignatureAlgorithm::Ecdsa(Digest::Sha256));
                (signer.certificate, authority.certificate)
            });
            let mut changed = signer.der().to_vec();
            let place = position.index(changed.len());
            changed[place] ^= change;
            if let Ok(certificate) = Certificate::from_der(&changed) {
                assert!(certificate.issued_by(authority).is_err());
                let _ = (certificate.called(), certificate.subject(), certificate.issuer(), certificate.serial_text(), certificate.key_kind().to_string());
            }
        }

        #[test]
        fn no_bytes_are_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = certificates(&bytes);
        }
    }
}
