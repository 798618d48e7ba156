//! Whom to trust, and what is proven about when a signature was made (ETSI EN 319 102-1, 5.5 and 5.6).
//!
//! Signatures are gone through from the last to the first. A document timestamp that is trusted proves that everything it covers existed at its time; what it
//! covers is then judged as of that time and not as of today, by certificates that may have expired since.

use jiff::Timestamp;

use crate::pdf::File;
use crate::pki::certificate::Certificate;
use crate::pki::path::{Path, Purpose, Question};
use crate::pki::revocation::{Evidence, Standing, Times, judge_path};
use crate::pki::time::has_come;
use crate::pki::timestamp;
use crate::sign::{Level, ValidationData};

use super::judge::Judged;
use super::message::Held;
use super::report::{Answer, Time, TimeSource};
use super::{Options, claimed};

/// Whom a reader trusts, and what else they know.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// The certificates that everything must lead to. None: whom to trust is not known.
    pub roots: Vec<Certificate>,
    /// Certificates that may stand between a signer and a root; nobody's word is taken for them.
    pub others: Vec<Certificate>,
    /// Lists of revoked certificates that are at hand, as DER.
    pub lists: Vec<Vec<u8>>,
    /// OCSP responses that are at hand, as DER.
    pub responses: Vec<Vec<u8>>,
}

/// What is at hand to judge by.
pub(super) struct Proven {
    roots: Vec<Certificate>,
    /// Whether the reader said whom to trust; otherwise the roots are those that the file brings itself, and only the level is judged by them.
    is_told: bool,
    pool: Vec<Certificate>,
    evidence: Evidence,
    now: Timestamp,
    /// As of when what comes earlier in the file is proven to have existed.
    existed: Option<Timestamp>,
    /// The validation data that the trusted document timestamps cover.
    archived: Option<Evidence>,
    in_file: Evidence,
}

/// What came of asking about one certificate.
enum Found {
    Trusted(Path, Vec<String>),
    Unknown(String),
    No(String),
}

impl Proven {
    pub(super) fn of(file: &File<'_>, judged: &[Judged<'_>], trust: &Trust, options: &Options) -> Self {
        let stored = ValidationData::read(file).unwrap_or_default();
        let mut pool: Vec<Certificate> = judged.iter().filter_map(|one| one.held.as_ref()).flat_map(Held::certificates).collect();
        pool.extend(stored.certificates.iter().filter_map(|der| Certificate::from_der(der).ok()));
        pool.extend(trust.others.iter().cloned());
        let in_file = evidence(&stored);
        let mut evidence = in_file.clone();
        let (given, _) = Evidence::read(trust.lists.iter().map(Vec::as_slice), trust.responses.iter().map(Vec::as_slice));
        evidence.lists.extend(given.lists);
        evidence.responses.extend(given.responses);
        pool.extend(evidence.certificates().cloned().collect::<Vec<_>>());
        let is_told = !trust.roots.is_empty();
        let roots = if is_told { trust.roots.clone() } else { pool.iter().filter(|one| one.is_self_issued()).cloned().collect() };
        Self { roots, is_told, pool, evidence, now: options.now, existed: None, archived: None, in_file }
    }

    /// Judges one signature, after all later ones.
    pub(super) fn apply(&mut self, one: &mut Judged<'_>) {
        match &one.held {
            None => one.report.trusted = Answer::Unknown("the signature does not hold".to_owned()),
            Some(Held::Timestamp(stamp)) => {
                let stamp = stamp.clone();
                self.document_timestamp(&stamp, one);
            }
            Some(Held::Signature { checked, timestamps }) => {
                let (signer, timestamps) = (checked.signer.clone(), timestamps.clone());
                self.signature(&signer, &timestamps, one);
            }
        }
        one.report.claimed = claimed::time(one);
        if one.held.is_none() {
            one.report.time = one.report.claimed.map(|at| Time { at, source: TimeSource::Claimed });
        }
    }

    fn document_timestamp(&mut self, stamp: &timestamp::Checked, one: &mut Judged<'_>) {
        one.report.time = Some(Time { at: stamp.time, source: TimeSource::Timestamp });
        let found = self.ask(&stamp.signer, Purpose::Timestamps, self.existed.unwrap_or(self.now));
        if let Found::Trusted(..) = found
            && !one.report.is_violated()
            && has_come(stamp.time, self.existed.unwrap_or(self.now))
        {
            self.existed = Some(self.existed.map_or(stamp.time, |known| known.min(stamp.time)));
            if self.archived.is_none() {
                let covered = one.found.covered.as_ref().ok().and_then(|(_, signed)| ValidationData::read(signed).ok());
                self.archived = covered.map(|stored| evidence(&stored));
            }
        }
        self.tell(found, one);
    }

    fn signature(&mut self, signer: &Certificate, timestamps: &[timestamp::Checked], one: &mut Judged<'_>) {
        let as_of = self.existed.unwrap_or(self.now);
        let mut stamped = None;
        for stamp in timestamps {
            // Where nobody said whom to trust, the time is told as the timestamp states it, and the answer about trust stays open anyway.
            if !self.is_told {
                stamped = Some(stamp);
                break;
            }
            match self.ask(&stamp.signer, Purpose::Timestamps, as_of) {
                Found::Trusted(..) if has_come(stamp.time, as_of) => {
                    stamped = Some(stamp);
                    break;
                }
                Found::Trusted(..) => one.report.warnings.push("a timestamp of the signature states a time that is still to come".to_owned()),
                Found::Unknown(why) | Found::No(why) => {
                    one.report.warnings.push(format!("the authority of the signature's timestamp is not trusted: {why}"));
                }
            }
        }
        let time = match (stamped, self.existed) {
            (Some(stamp), _) => Some(Time { at: stamp.time, source: TimeSource::Timestamp }),
            (None, Some(at)) => Some(Time { at, source: TimeSource::DocumentTimestamp }),
            (None, None) => None,
        };
        let at = time.as_ref().map_or(self.now, |time| time.at);
        one.report.level = Some(self.level(signer, stamped, time.as_ref()));
        one.report.time = time.or_else(|| claimed::time(one).map(|at| Time { at, source: TimeSource::Claimed }));
        if signer.is_authority() {
            let name = signer.called();
            one.report
                .warnings
                .push(format!("the certificate of “{name}” is an authority's: it is meant for issuing certificates, not for signing documents"));
        }
        let found = self.ask(signer, Purpose::Documents, at);
        self.tell(found, one);
    }

    fn tell(&self, found: Found, one: &mut Judged<'_>) {
        one.report.trusted = match found {
            _ if !self.is_told => Answer::Unknown("nobody said whom to trust; name the trusted certificates with --trust".to_owned()),
            Found::Trusted(path, notes) => {
                one.report.chain = path.certificates().iter().map(Certificate::called).collect();
                one.report.warnings.extend(notes);
                Answer::Yes
            }
            Found::Unknown(why) => Answer::Unknown(why),
            Found::No(why) => Answer::No(why),
        };
    }

    /// Asks whether a certificate was to be trusted at a time, and was not revoked then.
    fn ask(&self, signer: &Certificate, purpose: Purpose, at: Timestamp) -> Found {
        let question = Question { signer, pool: &self.pool, roots: &self.roots, at, purpose };
        let path = match question.answer() {
            Ok(path) => path,
            Err(untrusted) => return Found::No(untrusted.to_string()),
        };
        let mut notes = Vec::new();
        for (certificate, standing) in judge_path(&path, &self.evidence, Times { at, now: self.now }) {
            let name = certificate.called();
            match standing {
                Standing::Good { .. } => {}
                Standing::RevokedLater(_) => notes.push(format!("the certificate of “{name}” was {standing}")),
                Standing::Revoked(_) => return Found::No(format!("the certificate of “{name}” was {standing}")),
                // One that names nobody to ask was issued to be relied on until it expires, as in a test or within a company.
                Standing::Unknown(_) if names_nobody(certificate) => {
                    notes.push(format!("the certificate of “{name}” names nobody who would say whether it was revoked"));
                }
                Standing::Unknown(_) => {
                    return Found::Unknown(format!(
                        "of the certificate of “{name}”: {standing}; ask the authorities with --online, or name a list with --crl"
                    ));
                }
            }
        }
        Found::Trusted(path, notes)
    }

    /// How much later proof a signature carries, by what is there and holds.
    fn level(&self, signer: &Certificate, stamped: Option<&timestamp::Checked>, time: Option<&Time>) -> Level {
        let Some(time) = time else { return Level::Basic };
        let complete = |evidence: &Evidence| {
            let stamp_is_proven =
                stamped.is_none_or(|stamp| self.is_proven(&stamp.signer, Purpose::Timestamps, self.existed.unwrap_or(self.now), evidence));
            stamp_is_proven && self.is_proven(signer, Purpose::Documents, time.at, evidence)
        };
        match &self.archived {
            Some(archived) if complete(archived) => Level::Archival,
            _ if complete(&self.in_file) => Level::LongTerm,
            _ => Level::Timestamped,
        }
    }

    /// Whether the file itself proves that no certificate of a chain was revoked.
    fn is_proven(&self, signer: &Certificate, purpose: Purpose, at: Timestamp, evidence: &Evidence) -> bool {
        let question = Question { signer, pool: &self.pool, roots: &self.roots, at, purpose };
        let Ok(path) = question.answer() else { return false };
        let judged = judge_path(&path, evidence, Times { at, now: self.now });
        judged.iter().all(|(_, standing)| standing.is_good())
    }
}

fn evidence(stored: &ValidationData) -> Evidence {
    Evidence::read(stored.lists.iter().map(Vec::as_slice), stored.responses.iter().map(Vec::as_slice)).0
}

fn names_nobody(certificate: &Certificate) -> bool {
    !certificate.extensions().says_who_revokes
}
