//! Judging revocation by lists and responses.

use jiff::Timestamp;

use super::{Evidence, Source, Standing, Times};
use crate::pki::certificate::Certificate;
use crate::pki::ocsp::{Answer, Status};
use crate::pki::path::Path;
use crate::pki::revoked::{Reason, Revoked};
use crate::pki::{crl, ocsp};

/// The most reasons that are given for knowing nothing.
const MOST_REASONS: usize = 4;

/// What one list or response says.
struct Finding {
    source: Source,
    as_of: Timestamp,
    revoked: Option<Revoked>,
}

/// Judges a certificate of an issuer by the evidence.
///
/// Evidence counts where the time that counts lies within its span, or before it: then a revocation is in it with its date. Of several that count the
/// newest is believed, but a revocation for good is never outweighed.
pub fn judge(certificate: &Certificate, issuer: &Certificate, evidence: &Evidence, times: Times) -> Standing {
    let (mut findings, mut reasons) = (Vec::new(), Vec::new());
    let mut take = |finding: Result<Option<Finding>, String>| match finding {
        Ok(finding) => findings.extend(finding),
        Err(reason) if reasons.len() < MOST_REASONS && !reasons.contains(&reason) => reasons.push(reason),
        Err(_) => {}
    };
    for response in &evidence.responses {
        take(ask_response(response, certificate, issuer, evidence, times));
    }
    for list in &evidence.lists {
        take(ask_list(list, certificate, issuer, times));
    }
    weigh(findings, times.at).unwrap_or(Standing::Unknown(reasons))
}

/// Judges every certificate of a chain but its root, the signer first.
pub fn judge_path<'a>(path: &'a Path, evidence: &Evidence, times: Times) -> Vec<(&'a Certificate, Standing)> {
    path.links().map(|(certificate, issuer)| (certificate, judge(certificate, issuer, evidence, times))).collect()
}

/// The standing that findings add up to; `None` without any.
fn weigh(findings: Vec<Finding>, at: Timestamp) -> Option<Standing> {
    let for_good = findings.iter().filter_map(|finding| finding.revoked).filter(|revoked| revoked.reason != Some(Reason::CertificateHold));
    if let Some(earliest) = for_good.min_by_key(|revoked| revoked.since) {
        return Some(touched(earliest, at));
    }
    let newest = findings.into_iter().max_by_key(|finding| (finding.as_of, finding.revoked.is_some()))?;
    Some(newest.revoked.map_or(Standing::Good { source: newest.source, as_of: newest.as_of }, |revoked| touched(revoked, at)))
}

/// Whether a revocation touches what was done at a time.
fn touched(revoked: Revoked, at: Timestamp) -> Standing {
    if revoked.since <= at { Standing::Revoked(revoked) } else { Standing::RevokedLater(revoked) }
}

/// What a list says: `None` where it is another issuer's, an error where it should say something and does not count.
fn ask_list(list: &crl::List, certificate: &Certificate, issuer: &Certificate, times: Times) -> Result<Option<Finding>, String> {
    if !list.is_from_issuer_of(certificate) {
        return Ok(None);
    }
    let revoked = list.look_up(certificate, issuer).map_err(|fault| fault.to_string())?;
    times.span(list.this_update(), list.next_update())?;
    Ok(Some(remembered(Finding { source: Source::List, as_of: list.this_update(), revoked }, certificate)?))
}

/// What a response says: `None` where it is about other certificates, an error where it should say something and does not count.
fn ask_response(
    response: &ocsp::Response,
    certificate: &Certificate,
    issuer: &Certificate,
    evidence: &Evidence,
    times: Times,
) -> Result<Option<Finding>, String> {
    let answer = match response.check(certificate, issuer) {
        Err(ocsp::Fault::OtherCertificate) => return Ok(None),
        answer => answer.map_err(|fault| fault.to_string())?,
    };
    times.span(answer.this_update, answer.next_update)?;
    if is_revoked_responder(&answer, issuer, evidence, times) {
        return Err("the OCSP responder's own certificate was revoked".to_owned());
    }
    let revoked = match answer.status {
        Status::Good => None,
        Status::Revoked(revoked) => Some(revoked),
        Status::Unknown => return Err("the OCSP responder does not know the certificate".to_owned()),
    };
    Ok(Some(remembered(Finding { source: Source::Response, as_of: answer.this_update, revoked }, certificate)?))
}

/// A finding, unless it says nothing: issuers forget that a certificate was revoked once it has expired (RFC 5280, 3.3), so that it is not known as revoked
/// after that proves nothing.
fn remembered(finding: Finding, certificate: &Certificate) -> Result<Finding, String> {
    if finding.revoked.is_some() || finding.as_of <= certificate.not_after() {
        return Ok(finding);
    }
    Err(format!("{} was made after the certificate expired, when its issuer need not remember it any more", finding.source))
}

/// Whether an appointed responder was itself revoked when it answered, by the lists at hand. One whose issuer says not to ask is not asked about
/// (RFC 6960, 4.2.2.2.1).
fn is_revoked_responder(answer: &Answer, issuer: &Certificate, evidence: &Evidence, times: Times) -> bool {
    let responder = &answer.responder;
    if responder == issuer || responder.extensions().ocsp_no_check {
        return false;
    }
    let times = Times { at: answer.produced_at, now: times.now };
    let findings = evidence.lists.iter().filter_map(|list| ask_list(list, responder, issuer, times).ok().flatten()).collect();
    matches!(weigh(findings, times.at), Some(Standing::Revoked(_)))
}
