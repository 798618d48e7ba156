use jiff::Timestamp;

use super::{Evidence, Standing, Times, judge};
use crate::pki::algorithm::FoundDigest;
use crate::pki::crl;
use crate::pki::fixture::{ALGORITHMS, Holder, OCSP_SIGNING, at, family, now, wanted};
use crate::pki::ocsp::{self, Status};
use crate::pki::revoked::{Reason, Revoked};

const NOTHING: &str = "not known whether it was revoked: no list and no response about it is at hand";

fn revoked(since: &str, reason: Reason) -> Revoked {
    Revoked { since: at(since), reason: Some(reason) }
}

fn list(authority: &Holder, entries: &[(&Holder, Revoked)], this_update: &str) -> crl::List {
    let entries: Vec<_> = entries.iter().map(|(holder, revoked)| (holder.certificate.serial().to_vec(), *revoked)).collect();
    let this_update = at(this_update);
    let next = this_update.checked_add(jiff::SignedDuration::from_hours(24 * 7)).expect("a time");
    let der = authority.issuing(|issuer| crl::issue(issuer, &entries, this_update, Some(next), 1)).expect("a list");
    crl::List::read(&der).expect("a list")
}

fn response(by: &Holder, about: &Holder, authority: &Holder, status: Status, this_update: &str) -> ocsp::Response {
    let asked = ocsp::request(&about.certificate, &authority.certificate, FoundDigest::Sha1, None).expect("a request");
    let times = ocsp::Times { produced_at: at(this_update), this_update: at(this_update), next_update: None };
    let der = by.issuing(|issuer| ocsp::issue(&asked, issuer, &|_| status, times)).expect("a response");
    ocsp::Response::read(&der).expect("a response")
}

fn standing(signer: &Holder, authority: &Holder, lists: Vec<crl::List>, responses: Vec<ocsp::Response>, moment: Timestamp) -> Standing {
    judge(&signer.certificate, &authority.certificate, &Evidence { lists, responses }, Times { at: moment, now: now() })
}

#[test]
fn a_later_revocation_does_not_touch_what_was_signed_before() {
    let (_, authority, signer) = family(ALGORITHMS[3]);
    let gone = revoked("2026-06-10T00:00:00Z", Reason::KeyCompromise);
    let lists = || vec![list(&authority, &[(&signer, gone)], "2026-06-14T00:00:00Z")];
    assert_eq!(standing(&signer, &authority, lists(), vec![], at("2026-06-09T00:00:00Z")), Standing::RevokedLater(gone));
    assert_eq!(standing(&signer, &authority, lists(), vec![], now()), Standing::Revoked(gone));
}

#[test]
fn old_and_future_evidence_does_not_count() {
    let (_, authority, signer) = family(ALGORITHMS[3]);
    let judge = |when: &str| standing(&signer, &authority, vec![list(&authority, &[], when)], vec![], now());
    assert!(judge("2026-06-14T00:00:00Z").is_good());
    assert!(judge("2026-06-01T00:00:00Z").to_string().contains("was good until 2026-06-08T00:00:00Z"));
    assert!(judge("2026-06-16T00:00:00Z").to_string().contains("from the future"));
    assert_eq!(standing(&signer, &authority, vec![], vec![], now()).to_string(), NOTHING);
}

#[test]
fn evidence_from_after_the_certificate_expired_says_nothing_good() {
    let (_, authority, _) = family(ALGORITHMS[3]);
    let signer = wanted("Ada").signer().with(|params| params.not_after = rcgen::date_time_ymd(2026, 6, 1)).issued_by(&authority);
    let judged = standing(&signer, &authority, vec![list(&authority, &[], "2026-06-14T00:00:00Z")], vec![], at("2026-05-01T00:00:00Z"));
    assert!(matches!(judged, Standing::Unknown(_)));
    let good = response(&authority, &signer, &authority, Status::Good, "2026-06-14T00:00:00Z");
    assert!(matches!(standing(&signer, &authority, vec![], vec![good], at("2026-05-01T00:00:00Z")), Standing::Unknown(_)));
}

#[test]
fn the_newest_is_believed_but_what_is_gone_for_good_stays_gone() {
    let (_, authority, signer) = family(ALGORITHMS[3]);
    let judge = |reason| {
        let gone = revoked("2026-06-10T00:00:00Z", reason);
        let good = response(&authority, &signer, &authority, Status::Good, "2026-06-15T00:00:00Z");
        standing(&signer, &authority, vec![list(&authority, &[(&signer, gone)], "2026-06-14T00:00:00Z")], vec![good], now())
    };
    assert!(judge(Reason::CertificateHold).is_good());
    assert!(matches!(judge(Reason::Superseded), Standing::Revoked(_)));
}

#[test]
fn a_revoked_responder_is_not_believed() {
    let (_, authority, signer) = family(ALGORITHMS[3]);
    let responder = wanted("TEST Responder").purpose(OCSP_SIGNING).issued_by(&authority);
    let good = || vec![response(&responder, &signer, &authority, Status::Good, "2026-06-15T00:00:00Z")];
    assert!(standing(&signer, &authority, vec![], good(), now()).is_good());
    let gone =
        [(&responder, revoked("2026-06-10T00:00:00Z", Reason::KeyCompromise)), (&signer, revoked("2026-06-11T00:00:00Z", Reason::KeyCompromise))];
    let judged = standing(&signer, &authority, vec![list(&authority, &gone, "2026-06-14T00:00:00Z")], good(), now());
    assert!(matches!(judged, Standing::Revoked(_)));
    let judged = standing(&signer, &authority, vec![list(&authority, &gone[..1], "2026-06-01T00:00:00Z")], good(), now());
    assert!(judged.is_good(), "a list that is too old says nothing of the responder either");
}
