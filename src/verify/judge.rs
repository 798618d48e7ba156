//! All signatures of a file judged together: each by what it and those before it leave open.

use crate::fields::{ByteRange, Permission, Scope};
use crate::pdf::{FaultKind, File, Object};
use crate::plain::harmless;

use super::changes::{self, Change, ChangeKind};
use super::dictionary::Signature;
use super::found::{Found, signatures};
use super::glance::Glances;
use super::message::{self, Held};
use super::permission::Permissions;
use super::report::{Answer, Coverage, Report, SignatureKind, SignatureReport, Verdict};
use super::revision::History;
use super::trust::{Proven, Trust};
use super::{Options, removed, suspicion};

/// A signature and what was found about it so far.
pub(super) struct Judged<'b> {
    pub(super) found: Found<'b>,
    pub(super) report: SignatureReport,
    /// The signed message, where it holds.
    pub(super) held: Option<Held>,
}

/// Judges a file.
pub(super) fn judge(bytes: &[u8], trust: &Trust, options: &Options) -> Report {
    let file = match File::open(bytes) {
        Ok(file) => file,
        Err(fault) if fault.kind == FaultKind::Encrypted => {
            return Report::unreadable("the file is encrypted; what it shows cannot be compared with what was signed".to_owned());
        }
        Err(fault) => return Report::unreadable(fault.to_string()),
    };
    let found = match signatures(&file) {
        Ok(found) => found,
        Err(fault) => return Report::unreadable(format!("the signatures of the file cannot be read: {fault}")),
    };
    let glances = Glances::default();
    let history = History::read(&file, &glances);
    let mut report =
        Report { verdict: Verdict::Unsigned, revisions: history.revisions.len(), signatures: Vec::new(), problems: Vec::new(), warnings: Vec::new() };
    report.problems = removed::removed(&file, &found);
    let mut permissions = Permissions::default();
    let mut judged: Vec<Judged<'_>> = Vec::with_capacity(found.len());
    for one in found {
        let is_first = judged.iter().all(|earlier| earlier.report.kind == SignatureKind::DocumentTimestamp);
        judged.push(one_signature(&file, one, &history, &mut permissions, is_first, &glances));
    }
    suspicion::look(&file, &history, &judged, &glances, &mut report);
    let mut proven = Proven::of(&file, &judged, trust, options);
    for one in judged.iter_mut().rev() {
        proven.apply(one);
    }
    report.signatures = judged.into_iter().map(|one| one.report).collect();
    report.judge();
    report
}

fn one_signature<'b>(
    file: &File<'b>,
    found: Found<'b>,
    history: &History,
    permissions: &mut Permissions,
    is_first: bool,
    glances: &Glances,
) -> Judged<'b> {
    let mut report = blank(&found);
    let (signature, covered, signed) = match (&found.signature, &found.covered) {
        (Ok(signature), Ok((covered, signed))) => (signature, covered, signed),
        (signature, covered) => {
            let why = signature.as_ref().err().or(covered.as_ref().err()).cloned().unwrap_or_default();
            report.intact = Answer::No(why.clone());
            report.valid = Answer::Unknown("what it covers is not certain".to_owned());
            return Judged { found, report, held: None };
        }
    };
    restrict(signed, &found, signature, permissions, is_first, &mut report);
    report.coverage = Some(coverage(file, covered, signed, history));
    report.changes.extend(history.after(file, signed));
    let appended = file.bytes().len() > covered.end();
    if appended {
        report.changes.extend(changes::compare(signed, file, permissions, glances));
    }
    let held = message::check(file.bytes(), covered, signature, &mut report);
    Judged { found, report, held }
}

fn blank(found: &Found<'_>) -> SignatureReport {
    let signature = found.signature.as_ref().ok();
    let certification = signature.and_then(|signature| signature.certification);
    let kind = match signature {
        Some(signature) if signature.is_timestamp() => SignatureKind::DocumentTimestamp,
        Some(signature) if signature.certifies() => SignatureKind::Certification,
        _ => SignatureKind::Signature,
    };
    SignatureReport {
        field: harmless(&found.field),
        kind,
        permission: certification.map(|permission| match permission {
            Permission::Nothing => 1,
            Permission::Filling => 2,
            Permission::Annotating => 3,
        }),
        intact: Answer::Unknown("not looked at".to_owned()),
        valid: Answer::Unknown("not looked at".to_owned()),
        trusted: Answer::Unknown("not looked at".to_owned()),
        level: None,
        signer: None,
        chain: Vec::new(),
        time: None,
        claimed: None,
        reason: signature.and_then(|signature| signature.reason.clone()),
        location: signature.and_then(|signature| signature.location.clone()),
        coverage: None,
        changes: Vec::new(),
        warnings: Vec::new(),
    }
}

fn coverage(file: &File<'_>, covered: &ByteRange, signed: &File<'_>, history: &History) -> Coverage {
    let section = signed.sections().first().map(|section| section.offset);
    let position = history.revisions.iter().position(|revision| Some(revision.section) == section).unwrap_or(0);
    Coverage { revision: position + 1, of: history.revisions.len(), whole: covered.is_whole(file.bytes().len()) }
}

/// Adds what a signature forbids, and says where what it forbids does not fit together.
fn restrict(
    signed: &File<'_>,
    found: &Found<'_>,
    signature: &Signature,
    permissions: &mut Permissions,
    is_first: bool,
    report: &mut SignatureReport,
) {
    let mut violation = |words: &str| report.changes.push(Change::violation(ChangeKind::Permissions, words));
    if signature.certifies() && !is_first {
        violation("the signature certifies a document that was signed before");
    }
    if signature.certifies() && signature.is_timestamp() {
        violation("a document timestamp claims to certify the document");
    }
    let named = certification_of(signed);
    match (signature.certifies(), named == found.holder.map(Object::Reference)) {
        (true, false) => violation("the signature says that it certifies the document, but the document names another certification, or none"),
        (false, true) => violation("the document names the signature as its certification, but the signature does not say what may be changed"),
        _ => {}
    }
    let mut locks: Vec<Scope> = signature.locks.clone();
    let mut certified = signature.certification;
    if let Some((lock, permission)) = &found.own_lock {
        if !signature.is_timestamp() && !locks.contains(lock) {
            if locks.is_empty() {
                report
                    .warnings
                    .push("the field locks other fields when it is signed, but the signature does not say so; they are taken as locked".to_owned());
            } else {
                report.changes.push(Change::violation(ChangeKind::Permissions, "the signature locks other fields than its field says it does"));
            }
        }
        locks.push(lock.clone());
        certified = match (certified, *permission) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    permissions.restrict(&found.field, certified, &locks);
}

/// The signature that the catalog names as the certification.
fn certification_of(signed: &File<'_>) -> Option<Object> {
    let (_, catalog) = signed.catalog().ok()?;
    let named = signed.get(&catalog, "Perms").ok()?;
    named.as_dictionary()?.get("DocMDP").cloned()
}
