use der::Decode;
use proptest::prelude::{any, proptest};

use super::request::names;
use super::structure::{OcspRequest, SingleRequest};
use super::{Fault, Response, Status, Times, issue, request};
use crate::pki::algorithm::{Digest, FoundDigest};
use crate::pki::certificate::Certificate;
use crate::pki::fixture::{ALGORITHMS, Holder, OCSP_SIGNING, at, family, now, wanted};
use crate::pki::revoked::{Reason, Revoked};

fn times() -> Times {
    Times { produced_at: now(), this_update: now(), next_update: Some(at("2026-06-16T12:00:00Z")) }
}

/// Whether a request asks about a certificate of an issuer.
fn is_about(request: &[u8], certificate: &Certificate, issuer: &Certificate) -> bool {
    let Ok(request) = OcspRequest::from_der(request) else { return false };
    request.body.requests.read::<SingleRequest<'_>>().is_ok_and(|all| all.iter().any(|one| names(&one.certificate, certificate, issuer)))
}

fn answered(responder: &Holder, request: &[u8], status: Status) -> Vec<u8> {
    responder.issuing(|issuer| issue(request, issuer, &|_| status, times())).expect("a response")
}

#[test]
fn the_issuer_and_its_responder_answer() {
    let revoked = Revoked { since: at("2026-06-01T00:00:00Z"), reason: Some(Reason::Superseded) };
    for algorithm in ALGORITHMS {
        let (root, ..) = family(ALGORITHMS[3]);
        let authority = wanted("TEST Authority").authority(0).algorithm(algorithm).issued_by(&root);
        let signer = wanted("Ada").signer().issued_by(&authority);
        let responder = wanted("TEST Responder").purpose(OCSP_SIGNING).algorithm(algorithm).issued_by(&authority);
        for (by, digest) in [(&authority, FoundDigest::Sha1), (&responder, FoundDigest::Good(Digest::Sha256))] {
            for status in [Status::Good, Status::Unknown, Status::Revoked(revoked)] {
                let asked = request(&signer.certificate, &authority.certificate, digest, Some([9; 16])).expect("a request");
                assert!(is_about(&asked, &signer.certificate, &authority.certificate));
                let response = Response::read(&answered(by, &asked, status)).expect("a response");
                assert_eq!((response.answers([9; 16]), response.answers([8; 16])), (Ok(()), Err(Fault::OtherNonce)));
                let answer = response.check(&signer.certificate, &authority.certificate).expect("an answer");
                assert_eq!((answer.status, answer.this_update, answer.responder), (status, now(), by.certificate.clone()));
            }
        }
    }
}

#[test]
fn others_do_not_answer() {
    let (root, authority, signer) = family(ALGORITHMS[3]);
    let asked = request(&signer.certificate, &authority.certificate, FoundDigest::Sha1, None).expect("a request");
    let check = |by: &Holder, of: &Holder| {
        Response::read(&answered(by, &asked, Status::Good)).and_then(|read| read.check(&of.certificate, &authority.certificate)).expect_err("refused")
    };
    assert_eq!(check(&signer, &signer), Fault::NotAllowed);
    assert_eq!(check(&wanted("TEST Responder").purpose(OCSP_SIGNING).issued_by(&root), &signer), Fault::NotAllowed);
    assert_eq!(check(&authority, &wanted("Eve").signer().issued_by(&authority)), Fault::OtherCertificate);
    let old = wanted("TEST Responder").purpose(OCSP_SIGNING).with(|params| params.not_after = rcgen::date_time_ymd(2026, 6, 1)).issued_by(&authority);
    assert_eq!(check(&old, &signer), Fault::ResponderExpired);
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(400))]

    #[test]
    fn no_changed_response_says_something_else(position in any::<proptest::sample::Index>(), change in 1..=255_u8, cut in any::<bool>()) {
        use std::sync::OnceLock;
        use crate::pki::certificate::Certificate;
        static MADE: OnceLock<(Vec<u8>, Certificate, Certificate)> = OnceLock::new();
        let (made, signer, authority) = MADE.get_or_init(|| {
            let (_, authority, signer) = family(ALGORITHMS[3]);
            let asked = request(&signer.certificate, &authority.certificate, FoundDigest::Sha1, None).expect("a request");
            (answered(&authority, &asked, Status::Unknown), signer.certificate.clone(), authority.certificate.clone())
        });
        let mut changed = made.clone();
        let place = position.index(changed.len());
        if cut { changed.truncate(place) } else { changed[place] ^= change }
        if let Ok(answer) = Response::read(&changed).and_then(|read| read.check(signer, authority)) {
            assert_eq!((answer.status, answer.this_update), (Status::Unknown, now()));
        }
    }

    #[test]
    fn no_bytes_are_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Response::read(&bytes);
    }
}
