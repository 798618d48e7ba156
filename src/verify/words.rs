//! A report as a person reads it: calm, plain, and the answer first.

use std::fmt::Write as _;

use jiff::tz::TimeZone;

use super::report::{Answer, Coverage, Report, SignatureKind, SignatureReport, Time, TimeSource, Verdict};

/// How many hexadecimal digits of a certificate's digest are told.
const SHORT: usize = 16;

impl Verdict {
    /// The verdict in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Holds => "every signature holds, every signer is trusted, and the document is what was signed",
            Self::TrustUnknown => "every signature holds and the document is what was signed; whether the signers can be trusted is not known",
            Self::NotTrusted => "every signature holds and the document is what was signed, but not every signer is trusted",
            Self::Changed => "the document was changed after it was signed, in a way that is not allowed",
            Self::Broken => "a signature does not hold",
            Self::Unsigned => "the document is not signed",
            Self::Unreadable => "the file cannot be read with certainty, so nothing can be said about its signatures",
        }
    }
}

impl Report {
    /// The whole report on a file of this name; ends with a line feed.
    pub fn words(&self, file: &str) -> String {
        let mut out = format!("{file}: {}\n", self.verdict.words());
        for problem in &self.problems {
            line(&mut out, "!", problem);
        }
        for (number, signature) in (1..).zip(&self.signatures) {
            signature.write(number, &mut out);
        }
        for warning in &self.warnings {
            line(&mut out, "note", warning);
        }
        out
    }
}

/// One line under a heading.
fn line(out: &mut String, head: &str, text: &str) {
    let _ = writeln!(out, "     {head:<9} {text}");
}

impl SignatureReport {
    fn write(&self, number: usize, out: &mut String) {
        let _ = writeln!(out, "\n  {number}. {}", self.heading());
        line(out, "intact", &answer(&self.intact, "yes: the bytes it covers are those that were signed"));
        line(out, "valid", &answer(&self.valid, "yes: the signature was made with the key of the certificate"));
        let trusted = if self.chain.is_empty() { "yes".to_owned() } else { format!("yes: {}", self.chain.join(", issued by ")) };
        line(out, "trusted", &answer(&self.trusted, &trusted));
        if let Some(time) = &self.time {
            line(out, "time", &self.time_words(time));
        }
        if let Some(level) = self.level {
            line(out, "level", &level.to_string());
        }
        if let Some(coverage) = self.coverage {
            line(out, "covers", &coverage_words(coverage));
        }
        for (head, said) in [("reason", &self.reason), ("location", &self.location)] {
            if let Some(said) = said {
                line(out, head, &format!("“{said}”, in the signer's words"));
            }
        }
        self.write_changes(out);
        for warning in &self.warnings {
            line(out, "note", warning);
        }
        if let Some(signer) = &self.signer {
            let short: String = signer.fingerprint.chars().filter(|digit| *digit != ':').take(SHORT).collect();
            line(out, "id", &format!("certificate {short}, issued by {}", signer.issuer));
        }
    }

    fn heading(&self) -> String {
        let who = self.signer.as_ref().map_or_else(
            || "an unknown signer".to_owned(),
            |signer| match &signer.organization {
                Some(organization) if *organization != signer.name => format!("{}, {organization}", signer.name),
                _ => signer.name.clone(),
            },
        );
        let what = match self.kind {
            SignatureKind::Signature => "Signature of",
            SignatureKind::Certification => "Certification by",
            SignatureKind::DocumentTimestamp => "Document timestamp of",
        };
        let after = match self.permission {
            Some(1) => "; nothing may be changed after it",
            Some(2) => "; after it, fields may be filled in and signed",
            Some(3) => "; after it, fields may be filled in and signed, and comments added",
            _ => "",
        };
        format!("{what} {who} (field `{}`){after}", self.field)
    }

    fn time_words(&self, time: &Time) -> String {
        let at = time.at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S UTC");
        let unchecked = if matches!(self.trusted, Answer::Yes) { "" } else { ", whose authority was not found to be trusted" };
        match (self.kind, time.source) {
            (SignatureKind::DocumentTimestamp, _) => format!("{at}, stated by this timestamp{unchecked}"),
            (_, TimeSource::Timestamp) => format!("{at}, by a timestamp of the signature"),
            (_, TimeSource::DocumentTimestamp) => format!("at the latest {at}, by a later document timestamp"),
            (_, TimeSource::Claimed) => format!("{at}, by the signer's own word alone"),
        }
    }

    fn write_changes(&self, out: &mut String) {
        if self.changes.is_empty() && self.coverage.is_some() {
            line(out, "after it", "nothing was changed");
        }
        for change in &self.changes {
            let object = change.object.filter(|object| object.number > 0).map(|object| format!(" [object {}]", object.number)).unwrap_or_default();
            let verdict = if change.allowed { "allowed" } else { "NOT ALLOWED" };
            line(out, "after it", &format!("{verdict}: {}{object}", change.words));
        }
    }
}

fn answer(answer: &Answer, yes: &str) -> String {
    match answer {
        Answer::Yes => yes.to_owned(),
        Answer::No(why) => format!("NO: {why}"),
        Answer::Unknown(why) => format!("not known: {why}"),
    }
}

fn coverage_words(coverage: Coverage) -> String {
    let Coverage { revision, of, whole } = coverage;
    if whole { "the whole file".to_owned() } else { format!("version {revision} of {of} of the file; what came after it is told below") }
}
