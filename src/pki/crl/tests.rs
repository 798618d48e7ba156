use proptest::prelude::{any, proptest};

use super::{Fault, List, issue};
use crate::pki::fixture::{ALGORITHMS, Holder, at, family, now, wanted};
use crate::pki::revoked::{Reason, Revoked};
use crate::pki::signature::SignatureFault;

fn list(issuer: &Holder, revoked: &[(Vec<u8>, Revoked)]) -> Vec<u8> {
    issuer.issuing(|issuer| issue(issuer, revoked, now(), Some(at("2026-06-22T12:00:00Z")), 1)).expect("a list")
}

#[test]
fn a_revoked_certificate_is_found_and_others_are_not() {
    for algorithm in ALGORITHMS {
        let (root, ..) = family(ALGORITHMS[3]);
        let authority = wanted("TEST Authority").authority(0).algorithm(algorithm).issued_by(&root);
        let (good, bad) = (wanted("Good").signer().issued_by(&authority), wanted("Bad").signer().issued_by(&authority));
        let revoked = Revoked { since: at("2026-06-01T00:00:00Z"), reason: Some(Reason::KeyCompromise) };
        let read = List::read(&list(&authority, &[(vec![5], revoked), (bad.certificate.serial().to_vec(), revoked)])).expect("a list");
        assert_eq!(read.look_up(&good.certificate, &authority.certificate), Ok(None));
        assert_eq!(read.look_up(&bad.certificate, &authority.certificate), Ok(Some(revoked)));
        assert_eq!((read.this_update(), read.next_update()), (now(), Some(at("2026-06-22T12:00:00Z"))));
    }
}

#[test]
fn an_empty_list_is_a_list() {
    let (root, authority, signer) = family(ALGORITHMS[3]);
    let read = List::read(&list(&authority, &[])).expect("a list");
    assert_eq!(read.look_up(&signer.certificate, &authority.certificate), Ok(None));
    assert_eq!(read.look_up(&authority.certificate, &root.certificate), Err(Fault::OtherIssuer));
    assert_eq!(read.look_up(&authority.certificate, &authority.certificate), Err(Fault::OtherIssuer));
}

#[test]
fn a_list_of_another_key_does_not_count() {
    let (_, authority, signer) = family(ALGORITHMS[3]);
    let (_, impostor, _) = family(ALGORITHMS[3]);
    let read = List::read(&list(&impostor, &[])).expect("a list");
    assert_eq!(read.look_up(&signer.certificate, &authority.certificate), Err(Fault::Signature(SignatureFault::Mismatch)));
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(400))]

    #[test]
    fn no_changed_list_counts(position in any::<proptest::sample::Index>(), change in 1..=255_u8, cut in any::<bool>()) {
        use std::sync::OnceLock;
        use crate::pki::certificate::Certificate;
        static MADE: OnceLock<(Vec<u8>, Certificate, Certificate)> = OnceLock::new();
        let (made, signer, authority) = MADE.get_or_init(|| {
            let (_, authority, signer) = family(ALGORITHMS[3]);
            (list(&authority, &[(vec![5], Revoked { since: now(), reason: None })]), signer.certificate.clone(), authority.certificate.clone())
        });
        let mut changed = made.clone();
        let place = position.index(changed.len());
        if cut { changed.truncate(place) } else { changed[place] ^= change }
        assert!(List::read(&changed).and_then(|list| list.look_up(signer, authority)).is_err());
    }

    #[test]
    fn no_bytes_are_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = List::read(&bytes);
    }
}
