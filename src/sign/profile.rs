//! Signing profiles: with which key, to which level, and how a signature looks and binds.
//!
//! A profile that is here can be used as it stands: a level that needs a timestamp holds its authority.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::tz::Offset;

use crate::fields::{Permission, Scope};
use crate::sign::Level;
use crate::sign::keys::{KeySource, RsaScheme};
use crate::sign::secret::SecretSource;

/// How documents are signed. Paths are as the project's file has them, from the project's root: see [`Profile::under`].
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Where the key is.
    pub key: KeySource,
    /// How an RSA key signs, where the profile says so.
    pub scheme: Option<RsaScheme>,
    /// Up to which level.
    pub level: Target,
    /// The signature field that is signed.
    pub field: String,
    /// Why it is signed, as readers show it.
    pub reason: Option<String>,
    /// Where it is signed.
    pub location: Option<String>,
    /// How the signer can be reached.
    pub contact: Option<String>,
    /// How the signature looks.
    pub appearance: Visibility,
    /// What may still be changed after it, where it certifies.
    pub certification: Option<Permission>,
    /// The fields it locks.
    pub lock: Option<Scope>,
    /// A file, or a folder of files, with the roots that the signer's chain must end in.
    pub trust: Option<PathBuf>,
    /// The only brands that may use it.
    pub brands: Option<Vec<String>>,
    /// The only documents it signs, as patterns over their ids.
    pub documents: Option<Vec<String>>,
}

/// The level that a signature is to reach ([`Level`]), with whom and what it takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// B-B: the signature alone.
    Basic,
    /// B-T: with a timestamp, which proves that it was there then.
    Timestamped(TimestampAuthority),
    /// B-LT: with all that is needed to check it when the authorities answer no more.
    LongTerm(TimestampAuthority, Revocation),
    /// B-LTA: with a timestamp over all of that, which can be renewed for decades.
    Archival(TimestampAuthority, Revocation),
}

impl Target {
    /// The timestamp authority it needs.
    pub fn timestamper(&self) -> Option<&TimestampAuthority> {
        match self {
            Self::Basic => None,
            Self::Timestamped(timestamper) | Self::LongTerm(timestamper, _) | Self::Archival(timestamper, _) => Some(timestamper),
        }
    }

    /// Where it gets its proofs that nothing was revoked.
    pub fn revocation(&self) -> Option<&Revocation> {
        match self {
            Self::Basic | Self::Timestamped(_) => None,
            Self::LongTerm(_, revocation) | Self::Archival(_, revocation) => Some(revocation),
        }
    }

    /// The level.
    pub fn level(&self) -> Level {
        match self {
            Self::Basic => Level::Basic,
            Self::Timestamped(_) => Level::Timestamped,
            Self::LongTerm(..) => Level::LongTerm,
            Self::Archival(..) => Level::Archival,
        }
    }
}

/// A timestamp authority (RFC 3161), and how patiently it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct TimestampAuthority {
    /// Its address.
    pub url: String,
    /// Who asks, where it wants to know.
    pub credentials: Option<Credentials>,
    /// What to do when it does not answer.
    pub fallback: Fallback,
    /// How many times it is asked again.
    pub retries: u32,
    /// How long each answer is waited for.
    pub timeout: Duration,
    /// A file, or a folder of files, with the roots its own chain must end in; those of the profile where it names none.
    pub trust: Option<PathBuf>,
}

impl TimestampAuthority {
    /// How many times it is asked again where a profile says nothing.
    pub const RETRIES: u32 = 3;
    /// How long an answer is waited for where a profile says nothing.
    pub const TIMEOUT: Duration = Duration::from_secs(20);
}

/// A name and its password for a timestamp authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The name.
    pub user: String,
    /// Where the password is found.
    pub password: SecretSource,
}

/// What to do when a timestamp authority does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fallback {
    /// Nothing is signed.
    #[default]
    Fail,
    /// The document is signed to B-B, and the manifest notes that it must be extended.
    Basic,
}

/// Where the proofs come from that no certificate was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Revocation {
    /// What is asked first, where a certificate names both.
    pub prefer: RevocationSource,
    /// Files of revocation lists and OCSP responses that are used before anybody is asked.
    pub files: Vec<PathBuf>,
}

/// A way to learn whether a certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RevocationSource {
    /// The authority's answer about one certificate (RFC 6960).
    #[default]
    Ocsp,
    /// The authority's list (RFC 5280, section 5).
    Crl,
}

/// How a signature looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    /// It stands in the file and not on the page.
    Invisible,
    /// It stands in the field's box.
    Visible(Shown),
}

/// What a visible signature shows beside the signer's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The brand's mark.
    pub mark: bool,
    /// The reason, where there is one.
    pub reason: bool,
    /// The time.
    pub time: bool,
    /// The offset from UTC that the time is shown with.
    pub zone: Offset,
}

impl Default for Shown {
    fn default() -> Self {
        Self { mark: true, reason: true, time: true, zone: Offset::UTC }
    }
}

impl Profile {
    /// The field that is signed where a profile says nothing: the company's first.
    pub const FIELD: &'static str = "company-1";

    /// The profile with its paths led from a project's root, so that they can be opened from anywhere. A PKCS#11 module that is a bare name is left to
    /// the system, which knows where its modules are.
    #[must_use]
    pub fn under(mut self, root: &Path) -> Self {
        lead_key(&mut self.key, root);
        lead_level(&mut self.level, root);
        lead(&mut self.trust, root);
        self
    }
}

/// Leads relative paths from a root; a path that is absolute stays.
fn lead<'p>(paths: impl IntoIterator<Item = &'p mut PathBuf>, root: &Path) {
    for path in paths {
        *path = root.join(&*path);
    }
}

fn lead_secrets<'s>(secrets: impl IntoIterator<Item = &'s mut SecretSource>, root: &Path) {
    for secret in secrets {
        if let SecretSource::File(path) = secret {
            lead([path], root);
        }
    }
}

fn lead_key(key: &mut KeySource, root: &Path) {
    match key {
        KeySource::Pem(pem) => {
            lead([&mut pem.key].into_iter().chain(&mut pem.certificate).chain(&mut pem.chain), root);
            lead_secrets(&mut pem.passphrase, root);
        }
        KeySource::Pkcs12(store) => {
            lead([&mut store.file].into_iter().chain(&mut store.chain), root);
            lead_secrets(&mut store.passphrase, root);
        }
        KeySource::Pkcs11(token) => {
            if token.module.components().count() > 1 {
                lead([&mut token.module], root);
            }
            lead(token.certificate.iter_mut().chain(&mut token.chain), root);
            lead_secrets(&mut token.pin, root);
        }
    }
}

fn lead_level(level: &mut Target, root: &Path) {
    if let Target::Timestamped(timestamper) | Target::LongTerm(timestamper, _) | Target::Archival(timestamper, _) = level {
        lead(&mut timestamper.trust, root);
        lead_secrets(timestamper.credentials.as_mut().map(|credentials| &mut credentials.password), root);
    }
    if let Target::LongTerm(_, revocation) | Target::Archival(_, revocation) = level {
        lead(&mut revocation.files, root);
    }
}
