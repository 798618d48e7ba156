//! What verifying a file found. The words for people are in `words`; the names of a report's entries stay as they are.

use jiff::Timestamp;
use serde::Serialize;

use super::changes::Change;
use crate::sign::Level;

/// What was found about one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What it comes to.
    pub verdict: Verdict,
    /// How many versions the file has: the original and its updates.
    pub revisions: usize,
    /// Each signature and document timestamp, in the order in which they were made.
    pub signatures: Vec<SignatureReport>,
    /// What is wrong with the file as a whole, so that no signature in it can be relied on.
    pub problems: Vec<String>,
    /// What a reader should know, although it breaks no signature.
    pub warnings: Vec<String>,
}

/// What verifying comes to, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every signature holds, its signer is trusted, and nothing was changed that was not to be changed.
    Holds,
    /// Every signature holds and nothing forbidden was changed, but nobody said whom to trust.
    TrustUnknown,
    /// Every signature holds and nothing forbidden was changed, but a signer is not trusted.
    NotTrusted,
    /// The signatures hold for what was signed, but the file shows something else.
    Changed,
    /// A signature does not hold.
    Broken,
    /// There is no signature.
    Unsigned,
    /// The file cannot be read.
    Unreadable,
}

/// What a signature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureKind {
    /// The signature of somebody who agrees.
    Signature,
    /// The signature of the author, who says what may be changed after it.
    Certification,
    /// A document timestamp.
    DocumentTimestamp,
}

/// An answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "answer", content = "why")]
pub enum Answer {
    /// Yes.
    Yes,
    /// No, and why.
    No(String),
    /// Nobody can say, and why.
    Unknown(String),
}

impl Answer {
    /// Whether it is yes.
    pub fn is_yes(&self) -> bool {
        *self == Self::Yes
    }
}

/// What the time of a signature is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeSource {
    /// A timestamp of the signature itself.
    Timestamp,
    /// A document timestamp that was made later.
    DocumentTimestamp,
    /// Nothing but the signer's own word.
    Claimed,
}

/// When a signature was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Time {
    /// The time.
    pub at: Timestamp,
    /// What it is known from.
    pub source: TimeSource,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// What the certificate calls them.
    pub name: String,
    /// The organization that the certificate names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Who issued the certificate.
    pub issuer: String,
    /// The SHA-256 digest of the certificate.
    pub fingerprint: String,
}

/// Which part of the file a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Which version of the file, from 1.
    pub revision: usize,
    /// How many versions there are.
    pub of: usize,
    /// Whether it covers the whole file.
    pub whole: bool,
}

/// What was found about one signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureReport {
    /// The name of the field it stands in.
    pub field: String,
    /// What it is.
    pub kind: SignatureKind,
    /// What may be changed after it, 1 to 3, where it certifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permission: Option<u8>,
    /// Whether the bytes it covers are those that were signed.
    pub intact: Answer,
    /// Whether the signature over them is the certificate's.
    pub valid: Answer,
    /// Whether the certificate leads to one that is trusted, and was good at the time.
    pub trusted: Answer,
    /// How much later proof it carries; absent where it does not hold.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "level")]
    pub level: Option<Level>,
    /// Who signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signer: Option<Signer>,
    /// The names from the signer to the root that the trust comes from, where the signer is trusted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// When, by the signer's own word, whatever else is known of it.
    #[serde(skip)]
    pub claimed: Option<Timestamp>,
    /// Why, in the signer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where, in the signer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Which part of the file it covers; absent where that cannot be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// What was changed after it.
    pub changes: Vec<Change>,
    /// What a reader should know, although it does not break the signature.
    pub warnings: Vec<String>,
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn level<S: serde::Serializer>(level: &Option<Level>, serializer: S) -> Result<S::Ok, S::Error> {
    match level {
        Some(level) => serializer.collect_str(level),
        None => serializer.serialize_none(),
    }
}

impl SignatureReport {
    /// Whether what it covers is what was signed, by the holder of the certificate's key.
    pub fn holds(&self) -> bool {
        self.intact.is_yes() && self.valid.is_yes()
    }

    /// Whether something was changed after it that was not to be changed.
    pub fn is_violated(&self) -> bool {
        self.changes.iter().any(|change| !change.allowed)
    }
}

impl Report {
    /// The report on a file that cannot be read.
    pub(super) fn unreadable(why: String) -> Self {
        Self { verdict: Verdict::Unreadable, revisions: 0, signatures: Vec::new(), problems: vec![why], warnings: Vec::new() }
    }

    /// What the parts come to.
    pub(super) fn judge(&mut self) {
        let worst = self.signatures.iter().map(|signature| {
            if !signature.holds() {
                Verdict::Broken
            } else if signature.is_violated() {
                Verdict::Changed
            } else {
                match signature.trusted {
                    Answer::Yes => Verdict::Holds,
                    Answer::Unknown(_) => Verdict::TrustUnknown,
                    Answer::No(_) => Verdict::NotTrusted,
                }
            }
        });
        let signatures = worst.max().unwrap_or(Verdict::Unsigned);
        self.verdict = if self.problems.is_empty() { signatures } else { signatures.max(Verdict::Changed) };
    }

    /// Whether the file may be relied on: every signature holds and nothing forbidden was changed, and, unless only integrity matters, all signers are trusted.
    pub fn holds(&self, integrity_only: bool) -> bool {
        match self.verdict {
            Verdict::Holds => true,
            Verdict::TrustUnknown | Verdict::NotTrusted => integrity_only,
            _ => false,
        }
    }
}
