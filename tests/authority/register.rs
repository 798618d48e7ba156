//! Who has which certificate, and which were withdrawn.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use counterpart::pki::algorithm::{Digest, SignatureAlgorithm};
use counterpart::pki::revoked::{Reason, Revoked};
use jiff::Timestamp;

use super::holder::{Holder, Sources, Wanted, wanted};

const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";
const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
const SERVER_AUTHENTICATION: &str = "1.3.6.1.5.5.7.3.1";
const OFFICE: &str = "Counterpart TEST Authority";
const COMPANY: &str = "Supportress GmbH (TEST)";
const CUSTOMER: &str = "Example Customer AG (TEST)";

/// All certificates of an authority.
pub(super) struct Register {
    url: String,
    pub(super) root: Holder,
    pub(super) issuing: Holder,
    pub(super) timestamps: Holder,
    pub(super) old_timestamps: Holder,
    pub(super) responder: Holder,
    signers: Vec<Holder>,
    revoked: Mutex<BTreeMap<Vec<u8>, Revoked>>,
    serial: AtomicU64,
    /// Whether it says anything about what was revoked.
    is_silent: AtomicBool,
}

impl Register {
    /// New keys and certificates for everyone, for services below an address.
    pub(super) fn new(url: &str, now: Timestamp) -> Result<Self, Box<dyn Error>> {
        let root = wanted("root", "Counterpart TEST Root", OFFICE).authority(1).days(now, (-900, 7300)).root()?;
        let below_root = Sources { list: &format!("{url}/root.crl"), issuer: &format!("{url}/root.crt"), ocsp: None };
        let issuing = wanted("issuing", "Counterpart TEST Issuing", OFFICE).authority(0).days(now, (-900, 3650));
        let issuing = issuing.sources(&below_root)?.issued_by(&root)?;
        let sources = Sources { list: &format!("{url}/ca.crl"), issuer: &format!("{url}/ca.crt"), ocsp: Some(&format!("{url}/ocsp")) };
        let timestamps = wanted("tsa", "Counterpart TEST Timestamps", OFFICE).purpose(TIME_STAMPING, true)?.days(now, (-1, 3650));
        let old = wanted("tsa-expired", "Counterpart TEST Old Timestamps", OFFICE).purpose(TIME_STAMPING, true)?.days(now, (-800, -1));
        let responder = wanted("ocsp", "Counterpart TEST Responder", OFFICE).purpose(OCSP_SIGNING, false)?.never_checked().days(now, (-1, 3650));
        let register = Self {
            url: url.to_owned(),
            timestamps: timestamps.sources(&sources)?.issued_by(&issuing)?,
            old_timestamps: old.sources(&sources)?.issued_by(&issuing)?,
            responder: responder.issued_by(&issuing)?,
            signers: signers(now)?.into_iter().map(|signer| signer.sources(&sources)?.issued_by(&issuing)).collect::<Result<_, _>>()?,
            root,
            issuing,
            revoked: Mutex::default(),
            serial: AtomicU64::new(1),
            is_silent: AtomicBool::new(false),
        };
        register.revoke("revoked", now);
        Ok(register)
    }

    /// Writes every certificate and key.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        self.signers.iter().chain([&self.root, &self.issuing, &self.timestamps, &self.responder]).try_for_each(|holder| holder.write(folder))
    }

    /// Where the services are.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Withdraws a certificate, by the name of its holder; whether there is one.
    pub(super) fn revoke(&self, name: &str, since: Timestamp) -> bool {
        let Some(holder) = self.signers.iter().chain([&self.timestamps]).find(|holder| holder.name == name) else { return false };
        let serial = holder.certificate.serial().to_vec();
        self.revocations().entry(serial).or_insert(Revoked { since, reason: Some(Reason::KeyCompromise) });
        true
    }

    /// Says from now on nothing about what was revoked, or speaks again; timestamps are given all the same.
    pub(super) fn be_silent(&self, silent: bool) {
        self.is_silent.store(silent, Ordering::Relaxed);
    }

    /// Whether it says nothing about what was revoked.
    pub(super) fn is_silent(&self) -> bool {
        self.is_silent.load(Ordering::Relaxed)
    }

    /// What was withdrawn, by serial number.
    pub(super) fn revoked(&self) -> Vec<(Vec<u8>, Revoked)> {
        self.revocations().iter().map(|(serial, revoked)| (serial.clone(), *revoked)).collect()
    }

    /// Whether a serial number was given to anyone.
    pub(super) fn knows(&self, serial: &[u8]) -> bool {
        self.signers.iter().chain([&self.issuing, &self.timestamps, &self.responder]).any(|holder| holder.certificate.serial() == serial)
    }

    /// A number that was not given before.
    pub(super) fn next(&self) -> u64 {
        self.serial.fetch_add(1, Ordering::Relaxed)
    }

    fn revocations(&self) -> std::sync::MutexGuard<'_, BTreeMap<Vec<u8>, Revoked>> {
        self.revoked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everyone who signs, rightly or not.
fn signers(now: Timestamp) -> Result<Vec<Wanted>, Box<dyn Error>> {
    let lasting = |name, called, organization| wanted(name, called, organization).days(now, (-1, 730));
    Ok(vec![
        lasting("company", "Ada Example", COMPANY),
        lasting("company-rsa", "Ada Example (RSA)", COMPANY).algorithm(SignatureAlgorithm::RsaPkcs1(Digest::Sha256)),
        lasting("customer", "Carl Customer", CUSTOMER).algorithm(SignatureAlgorithm::Ecdsa(Digest::Sha384)),
        lasting("ed25519", "Edda Example", COMPANY).algorithm(SignatureAlgorithm::Ed25519),
        lasting("revoked", "Rita Revoked", COMPANY),
        lasting("wrong-usage", "A web server", COMPANY).purpose(SERVER_AUTHENTICATION, false)?,
        wanted("expired", "Egon Expired", COMPANY).days(now, (-400, -1)),
        wanted("not-yet-valid", "Nora Not Yet", COMPANY).days(now, (1, 400)),
        wanted("soon-expiring", "Sven Soon", COMPANY).days(now, (-400, 10)),
    ])
}
