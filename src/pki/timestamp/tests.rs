use der::asn1::ObjectIdentifier;
use proptest::prelude::{any, proptest};

use super::{Fault, Request, Token, issue, refuse};
use crate::pki::algorithm::Digest;
use crate::pki::fixture::{ALGORITHMS, Holder, TIME_STAMPING, at, family, wanted};

const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");

fn request(text: &[u8], nonce: u8) -> Request {
    Request::new(Digest::Sha256, &Digest::Sha256.of(text), [nonce; 8]).expect("a request")
}

fn stamped(authority: &Holder, request: &Request) -> Vec<u8> {
    authority.issuing(|issuer| issue(request.der(), issuer, 7, at("2026-06-15T12:00:00.25Z"), POLICY)).expect("a response")
}

#[test]
fn every_algorithm_stamps() {
    let (root, ..) = family(ALGORITHMS[3]);
    for algorithm in ALGORITHMS {
        let authority = wanted("TEST Clock").purpose(TIME_STAMPING).algorithm(algorithm).issued_by(&root);
        for nonce in [0, 0x7f, 0xff] {
            let request = request(b"text", nonce);
            let (token, checked) = request.answer(&stamped(&authority, &request)).expect("a token");
            assert_eq!(checked.time, at("2026-06-15T12:00:00.25Z"));
            assert_eq!(checked.signer, authority.certificate);
            assert_eq!(checked.others, std::slice::from_ref(&root.certificate));
            assert_eq!((checked.serial, checked.policy), (vec![7], POLICY));
            assert!(Token::read(token.der()).expect("a token").check(&Digest::Sha256.of(b"text"), &[]).is_ok());
        }
    }
}

#[test]
fn wrong_answers_are_refused() {
    let (root, _, signer) = family(ALGORITHMS[3]);
    let authority = wanted("TEST Clock").purpose(TIME_STAMPING).issued_by(&root);
    let asked = request(b"text", 1);
    assert_eq!(asked.answer(&stamped(&authority, &request(b"other", 1))).expect_err("another imprint"), Fault::OtherImprint);
    assert_eq!(asked.answer(&stamped(&authority, &request(b"text", 2))).expect_err("another nonce"), Fault::OtherNonce);
    assert_eq!(asked.answer(&stamped(&signer, &asked)).expect_err("a signer of documents"), Fault::NotAnAuthority);
    assert!(matches!(asked.answer(b"garbage"), Err(Fault::NotAResponse(_))));
    let fault = asked.answer(&refuse("come back", 14).expect("a response")).expect_err("a refusal");
    assert_eq!(fault.to_string(), "the timestamp authority refused: status 2, its clock is not available, it says “come back”");
}

#[test]
fn an_authority_needs_its_purpose_critical_and_alone() {
    let (root, ..) = family(ALGORITHMS[3]);
    let plain =
        wanted("TEST Clock").signer().with(|params| params.extended_key_usages.push(rcgen::ExtendedKeyUsagePurpose::TimeStamping)).issued_by(&root);
    let asked = request(b"text", 1);
    assert_eq!(asked.answer(&stamped(&plain, &asked)).expect_err("not critical"), Fault::NotAnAuthority);
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(400))]

    /// A changed byte is never a panic, and never another time, imprint or signer.
    #[test]
    fn no_changed_token_says_something_else(position in any::<proptest::sample::Index>(), change in 1..=255_u8, cut in any::<bool>()) {
        use std::sync::OnceLock;
        static MADE: OnceLock<(Request, Vec<u8>, crate::pki::certificate::Certificate)> = OnceLock::new();
        let (asked, response, certificate) = MADE.get_or_init(|| {
            let (root, ..) = family(ALGORITHMS[3]);
            let authority = wanted("TEST Clock").purpose(TIME_STAMPING).issued_by(&root);
            let asked = request(b"text", 1);
            let response = stamped(&authority, &asked);
            (asked, response, authority.certificate.clone())
        });
        let mut changed = response.clone();
        let place = position.index(changed.len());
        if cut { changed.truncate(place) } else { changed[place] ^= change }
        if let Ok((_, checked)) = asked.answer(&changed) {
            assert_eq!(&checked.signer, certificate);
            assert_eq!(checked.time, at("2026-06-15T12:00:00.25Z"));
        }
    }

    #[test]
    fn no_bytes_are_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = request(b"text", 1).answer(&bytes);
        let _ = Token::read(&bytes);
    }
}
