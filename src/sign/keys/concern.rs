//! What speaks against signing with a certificate (RFC 5280, sections 4.1.2.5, 4.2.1.3, 4.2.1.9 and 4.2.1.12).

use std::fmt;

use const_oid::ObjectIdentifier;
use jiff::Timestamp;

use crate::pki::certificate::Certificate;
use crate::pki::oid;

/// A certificate that ends sooner than in so many days is warned of.
const SOON: i64 = 30;
const DAY: i64 = 24 * 3600;

/// What speaks against signing with a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateConcern {
    /// It ended at this time.
    Expired(Timestamp),
    /// It is valid only from this time on.
    NotYetValid(Timestamp),
    /// It ends at this time, in so many days.
    ExpiresSoon(Timestamp, i64),
    /// Its key usage lets it neither sign (`digitalSignature`) nor bind (`nonRepudiation`).
    Usage,
    /// It is an authority's, which signs certificates and no documents.
    Authority,
    /// It was issued for other purposes alone, which are these.
    Purpose(Vec<String>),
    /// It was issued for purposes under which some readers accept documents and others do not, which are these.
    DoubtfulPurpose(Vec<String>),
    /// An extension that says what it may be used for cannot be read.
    Unreadable,
}

/// What a concern leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The signer is told, and signs.
    Warn,
    /// Nothing is signed: readers would not accept the signature.
    Refuse,
}

impl CertificateConcern {
    /// What it leads to.
    pub fn weight(&self) -> Weight {
        match self {
            Self::ExpiresSoon(..) | Self::DoubtfulPurpose(_) => Weight::Warn,
            Self::Expired(_) | Self::NotYetValid(_) | Self::Usage | Self::Authority | Self::Purpose(_) | Self::Unreadable => Weight::Refuse,
        }
    }
}

impl fmt::Display for CertificateConcern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expired(end) => write!(f, "the certificate expired on {}; sign with a newer one", day(*end)),
            Self::NotYetValid(start) => write!(f, "the certificate is valid from {} on; sign later, or set this computer's clock", day(*start)),
            Self::ExpiresSoon(end, 0) => write!(f, "the certificate expires today, {}; order a newer one", day(*end)),
            Self::ExpiresSoon(end, 1) => write!(f, "the certificate expires tomorrow, {}; order a newer one", day(*end)),
            Self::ExpiresSoon(end, days) => write!(f, "the certificate expires in {days} days, on {}; order a newer one", day(*end)),
            Self::Usage => f.write_str("the certificate's key usage allows no signatures; sign with one that was issued for signing documents"),
            Self::Authority => {
                f.write_str("the certificate is an authority's, which issues certificates and signs no documents; sign with one it issued")
            }
            Self::Purpose(purposes) => {
                write!(
                    f,
                    "the certificate was issued for {} and not for documents; sign with one that was issued for signing documents",
                    purposes.join(", ")
                )
            }
            Self::DoubtfulPurpose(purposes) => {
                write!(f, "the certificate was issued for {}; some readers will not accept it on a document", purposes.join(", "))
            }
            Self::Unreadable => f.write_str("what the certificate may be used for cannot be read; sign with another one"),
        }
    }
}

/// Everything that speaks against signing with a certificate at a moment.
pub fn concerns(certificate: &Certificate, at: Timestamp) -> Vec<CertificateConcern> {
    let extensions = certificate.extensions();
    let usage = extensions.key_usage.as_ref().filter(|usage| !usage.digital_signature() && !usage.non_repudiation());
    let unreadable = [oid::KEY_USAGE, oid::BASIC_CONSTRAINTS, oid::EXTENDED_KEY_USAGE].iter().any(|oid| extensions.malformed.contains(oid));
    let found = [
        validity(certificate, at),
        usage.map(|_| CertificateConcern::Usage),
        certificate.is_authority().then_some(CertificateConcern::Authority),
        extensions.extended_key_usage.as_ref().and_then(|purposes| purpose(&purposes.all)),
        unreadable.then_some(CertificateConcern::Unreadable),
    ];
    found.into_iter().flatten().collect()
}

fn validity(certificate: &Certificate, at: Timestamp) -> Option<CertificateConcern> {
    let (start, end) = (certificate.not_before(), certificate.not_after());
    let left = end.as_second().saturating_sub(at.as_second());
    match () {
        () if at < start => Some(CertificateConcern::NotYetValid(start)),
        () if !certificate.is_valid_at(at) => Some(CertificateConcern::Expired(end)),
        () if left < SOON * DAY => Some(CertificateConcern::ExpiresSoon(end, left / DAY)),
        () => None,
    }
}

/// Purposes under which documents are signed: any at all, documents (RFC 9336), mail, and those of Adobe and Microsoft for documents.
const FOR_DOCUMENTS: [&str; 5] = ["2.5.29.37.0", "1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.4", "1.2.840.113583.1.1.5", "1.3.6.1.4.1.311.10.3.12"];
/// Purposes that are common beside those, and that some readers accept alone: a person's log-in, and code.
const DOUBTFUL: [&str; 2] = ["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.3"];

fn purpose(purposes: &[ObjectIdentifier]) -> Option<CertificateConcern> {
    let written: Vec<String> = purposes.iter().map(ToString::to_string).collect();
    let any_of = |known: &[&str]| written.iter().any(|purpose| known.contains(&purpose.as_str()));
    let names = || written.iter().map(|purpose| name(purpose)).collect();
    match () {
        () if any_of(&FOR_DOCUMENTS) => None,
        () if any_of(&DOUBTFUL) => Some(CertificateConcern::DoubtfulPurpose(names())),
        () => Some(CertificateConcern::Purpose(names())),
    }
}

/// What people call a purpose.
fn name(purpose: &str) -> String {
    match purpose {
        "1.3.6.1.5.5.7.3.1" => "servers",
        "1.3.6.1.5.5.7.3.2" => "logging in",
        "1.3.6.1.5.5.7.3.3" => "signing code",
        "1.3.6.1.5.5.7.3.8" => "timestamps",
        "1.3.6.1.5.5.7.3.9" => "OCSP responses",
        other => return format!("the purpose {other}"),
    }
    .to_owned()
}

/// The day of a moment, in UTC.
fn day(at: Timestamp) -> String {
    at.to_string().chars().take("2026-09-01".len()).collect()
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose as Purpose, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd};

    use super::*;

    fn issued(change: impl FnOnce(&mut CertificateParams)) -> Certificate {
        let mut params = CertificateParams::default();
        params.not_before = date_time_ymd(2026, 1, 1);
        params.not_after = date_time_ymd(2027, 1, 1);
        change(&mut params);
        Certificate::from_der(params.self_signed(&KeyPair::generate().unwrap()).unwrap().der()).unwrap()
    }

    fn at(certificate: &Certificate, when: &str) -> Vec<String> {
        concerns(certificate, when.parse().unwrap()).iter().map(|concern| format!("{:?}: {concern}", concern.weight())).collect()
    }

    #[test]
    fn the_time_matters() {
        let certificate = issued(|_| ());
        assert!(at(&certificate, "2026-06-01T00:00:00Z").is_empty());
        assert_eq!(
            at(&certificate, "2025-12-31T23:59:59Z"),
            ["Refuse: the certificate is valid from 2026-01-01 on; sign later, or set this computer's clock"]
        );
        assert_eq!(at(&certificate, "2027-01-01T00:00:01Z"), ["Refuse: the certificate expired on 2027-01-01; sign with a newer one"]);
        assert_eq!(at(&certificate, "2026-12-20T00:00:00Z"), ["Warn: the certificate expires in 12 days, on 2027-01-01; order a newer one"]);
    }

    #[test]
    fn the_purpose_matters() {
        let now = "2026-06-01T00:00:00Z";
        let weigh = |certificate: Certificate| {
            concerns(&certificate, now.parse().unwrap()).iter().map(|concern| (concern.clone(), concern.weight())).collect::<Vec<_>>()
        };
        let purposes = |purposes: Vec<Purpose>| issued(|params| params.extended_key_usages = purposes);
        let named = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            weigh(purposes(vec![Purpose::ServerAuth, Purpose::TimeStamping])),
            [(CertificateConcern::Purpose(named(&["servers", "timestamps"])), Weight::Refuse)]
        );
        assert_eq!(weigh(purposes(vec![Purpose::CodeSigning])), [(CertificateConcern::DoubtfulPurpose(named(&["signing code"])), Weight::Warn)]);
        assert_eq!(weigh(purposes(vec![Purpose::ClientAuth, Purpose::EmailProtection])), []);
        let usage = |usage: KeyUsagePurpose| issued(|params| params.key_usages = vec![usage]);
        assert_eq!(weigh(usage(KeyUsagePurpose::KeyEncipherment)), [(CertificateConcern::Usage, Weight::Refuse)]);
        assert_eq!(weigh(usage(KeyUsagePurpose::ContentCommitment)), []);
        let authority = issued(|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
        assert_eq!(weigh(authority), [(CertificateConcern::Authority, Weight::Refuse)]);
    }
}
