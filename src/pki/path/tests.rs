use jiff::Timestamp;
use rcgen::{CertificateParams, CustomExtension, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, KeyUsagePurpose, NameConstraints, SanType};

use super::{Path, Problem, Purpose, Question, Untrusted};
use crate::pki::algorithm::{Digest, SignatureAlgorithm};
use crate::pki::certificate::Certificate;
use crate::pki::fixture::{ALGORITHMS, Holder, TIME_STAMPING, Wanted, at, family, now, wanted};

const P256: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(Digest::Sha256);

fn ask(signer: &Holder, root: &Holder, at: Timestamp, purpose: Purpose) -> Result<Path, Untrusted> {
    Question { signer: &signer.certificate, pool: &signer.chain, roots: std::slice::from_ref(&root.certificate), at, purpose }.answer()
}

fn problem(signer: &Holder, root: &Holder) -> Problem {
    ask(signer, root, now(), Purpose::Documents).expect_err("not trusted").0.remove(0).problem
}

/// A root, and a signer under an authority, each changed.
fn changed(authority: impl FnOnce(Wanted) -> Wanted, signer: impl FnOnce(Wanted) -> Wanted) -> (Holder, Holder) {
    let root = wanted("TEST Root").authority(2).root();
    let authority = authority(wanted("TEST Authority").authority(0)).issued_by(&root);
    let signer = signer(wanted("Ada").signer()).issued_by(&authority);
    (root, signer)
}

#[test]
fn a_chain_of_every_algorithm_holds() {
    for algorithm in ALGORITHMS {
        // The certificates of an RSA key are signed by PKCS #1 here.
        let root = wanted("TEST Root").authority(1).algorithm(algorithm).root();
        let authority = wanted("TEST Authority").authority(0).algorithm(algorithm).issued_by(&root);
        let signer = wanted("Ada").signer().algorithm(algorithm).issued_by(&authority);
        let path = ask(&signer, &root, now(), Purpose::Documents).expect("a chain");
        assert_eq!(path.words(), "Ada <- TEST Authority <- TEST Root");
        assert_eq!(path.root(), Some(&root.certificate));
    }
}

#[test]
fn only_declared_roots_are_trusted() {
    let (root, _, signer) = family(P256);
    let (other, ..) = family(P256);
    assert_eq!(problem(&signer, &other), Problem::UntrustedRoot);
    let alone =
        Question { signer: &signer.certificate, pool: &[], roots: std::slice::from_ref(&root.certificate), at: now(), purpose: Purpose::Documents };
    let text = alone.answer().expect_err("not trusted").to_string();
    assert_eq!(
        text,
        "the certificate of “Ada” was issued by “CN=TEST Authority, O=Example”, whose certificate is neither in the file nor among the trusted roots"
    );
    let own =
        Question { signer: &signer.certificate, pool: &[], roots: std::slice::from_ref(&signer.certificate), at: now(), purpose: Purpose::Documents };
    assert_eq!(own.answer().expect("trusted itself").certificates(), std::slice::from_ref(&signer.certificate));
}

#[test]
fn a_namesake_of_the_authority_does_not_stand_in_for_it() {
    let (root, _, signer) = family(P256);
    let (_, impostor, _) = family(P256);
    let mut pool = vec![impostor.certificate.clone()];
    pool.extend(signer.chain.iter().cloned());
    let question =
        Question { signer: &signer.certificate, pool: &pool, roots: std::slice::from_ref(&root.certificate), at: now(), purpose: Purpose::Documents };
    assert!(question.answer().is_ok());
    let question = Question { pool: &pool[..1], ..question };
    assert!(question.answer().is_err());
}

#[test]
fn a_chain_holds_at_its_time_alone() {
    let (root, _, signer) = family(P256);
    let early = ask(&signer, &root, at("2025-12-31T23:59:59Z"), Purpose::Documents).expect_err("early");
    assert!(matches!(early.0[0].problem, Problem::NotYetValid(_)));
    assert!(ask(&signer, &root, at("2027-01-01T00:00:00.9Z"), Purpose::Documents).is_ok());
    let late = ask(&signer, &root, at("2027-01-01T00:00:01Z"), Purpose::Documents).expect_err("late");
    assert!(matches!(late.0[0].problem, Problem::Expired(_)));
}

#[test]
fn a_signer_is_no_authority() {
    let root = wanted("TEST Root").authority(2).root();
    let signer = wanted("Ada").signer().issued_by(&root);
    let eve = wanted("Eve").signer().issued_by(&signer);
    assert_eq!(problem(&eve, &root), Problem::NotAnAuthority);
}

#[test]
fn authorities_keep_their_limits() {
    let root = wanted("TEST Root").authority(0).root();
    let authority = wanted("TEST Authority").authority(0).issued_by(&root);
    assert_eq!(problem(&wanted("Ada").signer().issued_by(&authority), &root), Problem::TooLong);

    let (root, signer) = changed(|wanted| wanted.with(|params| params.key_usages = vec![KeyUsagePurpose::CrlSign]), |wanted| wanted);
    assert_eq!(problem(&signer, &root), Problem::MayNotIssue);

    let (root, signer) =
        changed(|wanted| wanted.with(|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth]), |wanted| wanted);
    assert_eq!(problem(&signer, &root), Problem::WrongPurpose(Purpose::Documents));
}

#[test]
fn keys_serve_their_purposes() {
    let (root, signer) =
        changed(|wanted| wanted, |wanted| wanted.with(|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth]));
    assert_eq!(problem(&signer, &root), Problem::WrongPurpose(Purpose::Documents));
    let (root, signer) =
        changed(|wanted| wanted, |wanted| wanted.with(|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection]));
    assert!(ask(&signer, &root, now(), Purpose::Documents).is_ok());
    let (root, signer) = changed(|wanted| wanted, |wanted| wanted.with(|params| params.key_usages = vec![KeyUsagePurpose::KeyEncipherment]));
    assert_eq!(problem(&signer, &root), Problem::WrongUse(Purpose::Documents));
    let (root, clock) = changed(|wanted| wanted, |wanted| wanted.purpose(TIME_STAMPING));
    assert!(ask(&clock, &root, now(), Purpose::Timestamps).is_ok());
    assert!(ask(&clock, &root, now(), Purpose::Documents).is_err());
}

#[test]
fn what_must_be_understood_and_is_not_is_refused() {
    let unknown = |params: &mut CertificateParams| {
        let mut extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 32473, 1], vec![5, 0]);
        extension.set_criticality(true);
        params.custom_extensions.push(extension);
    };
    let (root, signer) = changed(|wanted| wanted, |wanted| wanted.with(unknown));
    assert!(matches!(problem(&signer, &root), Problem::UnknownExtension(_)));
    let (root, signer) = changed(|wanted| wanted.with(unknown), |wanted| wanted);
    assert!(matches!(problem(&signer, &root), Problem::UnknownExtension(_)));
    let bad = |params: &mut CertificateParams| params.custom_extensions.push(CustomExtension::from_oid_content(&[2, 5, 29, 54], vec![5, 0]));
    let (root, signer) = changed(|wanted| wanted.with(bad), |wanted| wanted);
    assert!(matches!(problem(&signer, &root), Problem::BadExtension(_)));
}

#[test]
fn authorities_issue_for_their_names_alone() {
    let limit = |permitted: Vec<GeneralSubtree>, excluded: Vec<GeneralSubtree>| {
        move |wanted: Wanted| {
            wanted.with(|params| params.name_constraints = Some(NameConstraints { permitted_subtrees: permitted, excluded_subtrees: excluded }))
        }
    };
    let organization = |name: &str| {
        let mut base = rcgen::DistinguishedName::new();
        base.push(DnType::OrganizationName, name);
        GeneralSubtree::DirectoryName(base)
    };
    let mailbox =
        |wanted: Wanted| wanted.with(|params| params.subject_alt_names = vec![SanType::Rfc822Name("ada@example.com".try_into().expect("a mailbox"))]);

    let (root, signer) = changed(limit(vec![organization("Example")], vec![]), |wanted| wanted);
    assert!(ask(&signer, &root, now(), Purpose::Documents).is_ok());
    let (root, signer) = changed(limit(vec![organization("Other")], vec![]), |wanted| wanted);
    assert_eq!(problem(&signer, &root), Problem::Name("CN=Ada, O=Example".to_owned()));
    let (root, signer) = changed(limit(vec![], vec![organization("Example")]), |wanted| wanted);
    assert!(matches!(problem(&signer, &root), Problem::Name(_)));
    let (root, signer) = changed(limit(vec![GeneralSubtree::Rfc822Name("other.com".to_owned())], vec![]), mailbox);
    assert_eq!(problem(&signer, &root), Problem::Name("ada@example.com".to_owned()));
    let (root, signer) = changed(limit(vec![GeneralSubtree::Rfc822Name("example.com".to_owned())], vec![]), mailbox);
    assert!(ask(&signer, &root, now(), Purpose::Documents).is_ok());
}

#[test]
fn a_required_policy_must_be_there() {
    let required = |params: &mut CertificateParams| {
        // requireExplicitPolicy after no certificate.
        params.custom_extensions.push(CustomExtension::from_oid_content(&[2, 5, 29, 36], vec![0x30, 3, 0x80, 1, 0]));
    };
    let policy = |params: &mut CertificateParams| {
        // One policy, 1.2.3.4.
        params.custom_extensions.push(CustomExtension::from_oid_content(&[2, 5, 29, 32], vec![0x30, 7, 0x30, 5, 6, 3, 42, 3, 4]));
    };
    let (root, signer) = changed(|wanted| wanted.with(required), |wanted| wanted);
    assert_eq!(problem(&signer, &root), Problem::Policy);
    let (root, signer) = changed(|wanted| wanted.with(required).with(policy), |wanted| wanted.with(policy));
    assert!(ask(&signer, &root, now(), Purpose::Documents).is_ok());
    let (root, signer) = changed(|wanted| wanted.with(required).with(policy), |wanted| wanted);
    assert_eq!(problem(&signer, &root), Problem::Policy);
}

#[test]
fn many_cross_certificates_end_in_time() {
    let (_, _, signer) = family(P256);
    let root = wanted("TEST Root").authority(2).root();
    // Forty authorities of one name, each issued by another of the same name: every order of them is a chain.
    let tangle: Vec<Certificate> = std::iter::successors(Some(wanted("TEST Authority").authority(9).root()), |above| {
        Some(wanted("TEST Authority").authority(9).issued_by(above))
    })
    .take(40)
    .map(|holder| holder.certificate)
    .collect();
    let question = Question {
        signer: &signer.certificate,
        pool: &tangle,
        roots: std::slice::from_ref(&root.certificate),
        at: now(),
        purpose: Purpose::Documents,
    };
    assert!(question.answer().is_err());
}
