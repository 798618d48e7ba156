use der::{Decode, Encode};
use proptest::prelude::{any, proptest};
use proptest::test_runner::Config;
use rcgen::SerialNumber;

use super::structure::{ContentInfo, SignedData, SignerInfo};
use super::{Content, Fault, Message, Parts, SignedAttributes, assemble, embed_timestamp, size_bound, without_padding};
use crate::pki::algorithm::{Digest, FoundDigest, SignatureAlgorithm};
use crate::pki::fixture::{ALGORITHMS, Holder, family, wanted};
use crate::pki::oid;
use crate::pki::signature::SignatureFault;

const P256: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(Digest::Sha256);

/// A detached message over a text.
fn signed(signer: &Holder, text: &[u8]) -> Vec<u8> {
    let digest = signer.algorithm.digest();
    let attributes = SignedAttributes::of_data(&digest.of(text), &signer.certificate, digest).expect("attributes");
    with_attributes(signer, &attributes)
}

fn with_attributes(signer: &Holder, attributes: &SignedAttributes) -> Vec<u8> {
    let signature = signer.sign(&attributes.message().expect("a message"));
    let parts = Parts {
        content: Content::Detached,
        attributes,
        algorithm: signer.algorithm,
        certificate: &signer.certificate,
        carried: true,
        chain: &signer.chain,
        signature: &signature,
    };
    assemble(&parts).expect("a message")
}

#[test]
fn every_algorithm_signs_and_checks() {
    for algorithm in ALGORITHMS {
        let (_, _, signer) = family(algorithm);
        let cms = signed(&signer, b"text");
        let message = Message::read(&cms).expect("a message");
        assert_eq!(message.digest(), FoundDigest::Good(algorithm.digest()));
        let checked = message.check(&algorithm.digest().of(b"text")).expect("it holds");
        assert_eq!(checked.signer, signer.certificate);
        assert!(checked.bound && checked.weakness.is_none() && checked.signing_time.is_none());
        assert_eq!(checked.scheme.name(), algorithm.name());
        assert_eq!(message.check(&algorithm.digest().of(b"other")).expect_err("other text"), Fault::DigestMismatch);
    }
}

#[test]
fn a_serial_number_may_begin_with_a_high_bit() {
    let (_, authority, _) = family(P256);
    let signer = wanted("Ada").signer().with(|params| params.serial_number = Some(SerialNumber::from_slice(&[0xff, 1]))).issued_by(&authority);
    assert_eq!((signer.certificate.serial(), signer.certificate.serial_text()), (&[0, 0xff, 1][..], "ff01".to_owned()));
    let checked = Message::read(&signed(&signer, b"text")).and_then(|message| message.check(&Digest::Sha256.of(b"text")));
    assert_eq!(checked.expect("it holds").signer, signer.certificate);
}

#[test]
fn the_bound_is_never_too_small_and_hardly_too_large() {
    for algorithm in ALGORITHMS {
        let (_, _, signer) = family(algorithm);
        let bound = size_bound(&signer.certificate, &signer.chain, algorithm, 256, None).expect("a bound");
        let size = signed(&signer, b"text").len();
        assert!(size <= bound && bound - size <= 256, "{size} of {bound}");
        let token = signed(&signer, &[7; 900]);
        let with = embed_timestamp(&signed(&signer, b"text"), &token).expect("a timestamp");
        assert!(with.len() <= size_bound(&signer.certificate, &signer.chain, algorithm, 256, Some(token.len())).expect("a bound"));
    }
}

#[test]
fn a_timestamp_is_added_beside_others() {
    let (_, _, signer) = family(P256);
    let token = signed(&signer, b"token");
    let once = embed_timestamp(&signed(&signer, b"text"), &token).expect("a timestamp");
    let checked = Message::read(&once).and_then(|message| message.check(&Digest::Sha256.of(b"text"))).expect("it holds");
    assert_eq!(checked.timestamps, [token]);
}

#[test]
fn only_zeros_may_follow() {
    let (_, _, signer) = family(P256);
    let cms = signed(&signer, b"text");
    let padded = [&cms[..], &[0; 40]].concat();
    assert_eq!(without_padding(&padded), Ok(&cms[..]));
    assert_eq!(without_padding(&[&padded[..], &[1]].concat()), Err(Fault::TrailingBytes));
    assert!(matches!(without_padding(&cms[..cms.len() - 1]), Err(Fault::NotCms(_))));
    assert!(matches!(Message::read(&padded), Err(Fault::NotCms(_))));
}

#[test]
fn another_certificate_of_the_same_key_does_not_pass() {
    let (_, _, signer) = family(P256);
    let (_, _, other) = family(P256);
    let attributes = SignedAttributes::of_data(&Digest::Sha256.of(b"text"), &other.certificate, Digest::Sha256).expect("attributes");
    let cms = with_attributes(&signer, &attributes);
    assert_eq!(Message::read(&cms).and_then(|message| message.check(&Digest::Sha256.of(b"text"))).expect_err("unbound"), Fault::OtherCertificate);
}

#[test]
fn a_signature_by_another_key_does_not_pass() {
    let (_, authority, signer) = family(P256);
    let attributes = SignedAttributes::of_data(&Digest::Sha256.of(b"text"), &signer.certificate, Digest::Sha256).expect("attributes");
    let signature = authority.sign(&attributes.message().expect("a message"));
    let parts = Parts {
        content: Content::Detached,
        attributes: &attributes,
        algorithm: P256,
        certificate: &signer.certificate,
        carried: true,
        chain: &[],
        signature: &signature,
    };
    let message = Message::read(&assemble(&parts).expect("a message")).expect("a message");
    assert_eq!(message.check(&Digest::Sha256.of(b"text")).expect_err("forged"), Fault::Signature(SignatureFault::Mismatch));
}

#[test]
fn two_signers_and_content_inside_are_refused() {
    let (_, _, signer) = family(P256);
    let cms = signed(&signer, b"text");
    let info = ContentInfo::from_der(&cms).expect("a message");
    let mut data = info.content.decode_as::<SignedData<'_>>().expect("signed data");
    let twice = [data.signers.0, data.signers.0].concat();
    data.signers = super::super::raw::RawSet(&twice);
    let inner = data.to_der().expect("signed data");
    let cms = ContentInfo { content_type: oid::ID_SIGNED_DATA, content: der::asn1::AnyRef::from_der(&inner).expect("a value") }
        .to_der()
        .expect("a message");
    assert_eq!(Message::read(&cms).expect_err("two signers"), Fault::Signers(2));

    let attributes = SignedAttributes::of_data(&Digest::Sha256.of(b"text"), &signer.certificate, Digest::Sha256).expect("attributes");
    let signature = signer.sign(&attributes.message().expect("a message"));
    let content = Content::Inside(oid::ID_DATA, b"text");
    let parts = Parts {
        content,
        attributes: &attributes,
        algorithm: P256,
        certificate: &signer.certificate,
        carried: true,
        chain: &[],
        signature: &signature,
    };
    let message = Message::read(&assemble(&parts).expect("a message")).expect("a message");
    assert_eq!(message.check(&Digest::Sha256.of(b"text")).expect_err("content inside"), Fault::ContentInside);
    assert!(message.check_inside(oid::ID_DATA, &[]).is_ok());
}

#[test]
fn attributes_that_are_missing_or_doubled_are_refused() {
    let (_, _, signer) = family(P256);
    let cms = signed(&signer, b"text");
    let info = ContentInfo::from_der(&cms).expect("a message");
    let data = info.content.decode_as::<SignedData<'_>>().expect("signed data");
    let block = SignerInfo::from_der(data.signers.0).expect("a signer");
    let attributes = block.signed_attributes.expect("attributes").elements().expect("attributes");
    let check = |attributes: Vec<&[u8]>| {
        let attributes = attributes.concat();
        let mut block = SignerInfo::from_der(data.signers.0).expect("a signer");
        block.signed_attributes = Some(super::super::raw::RawSet(&attributes));
        let signers = block.to_der().expect("a signer");
        let inner = SignedData {
            version: 1,
            digest_algorithms: data.digest_algorithms,
            content: super::structure::EncapsulatedContentInfo { content_type: oid::ID_DATA, content: None },
            certificates: data.certificates,
            crls: None,
            signers: super::super::raw::RawSet(&signers),
        };
        let inner = inner.to_der().expect("signed data");
        let cms = ContentInfo { content_type: oid::ID_SIGNED_DATA, content: der::asn1::AnyRef::from_der(&inner).expect("a value") }
            .to_der()
            .expect("a message");
        Message::read(&cms).expect("a message").check(&Digest::Sha256.of(b"text")).expect_err("refused")
    };
    assert_eq!(check(vec![attributes[0], attributes[2]]), Fault::MissingAttribute(oid::MESSAGE_DIGEST));
    assert_eq!(check(vec![attributes[1], attributes[2]]), Fault::MissingAttribute(oid::CONTENT_TYPE));
    assert_eq!(check(vec![attributes[0], attributes[1], attributes[1]]), Fault::DuplicateAttribute(oid::MESSAGE_DIGEST));
    assert_eq!(check(vec![attributes[0], attributes[1]]), Fault::Signature(SignatureFault::Mismatch));
}

proptest! {
    #![proptest_config(Config::with_cases(400))]

    /// A changed byte anywhere is never a panic; where the message still holds, the change was in what nobody signs, and the signer is the same.
    #[test]
    fn no_changed_message_holds_for_another_signer(position in any::<proptest::sample::Index>(), change in 1..=255_u8, cut in any::<bool>()) {
        use std::sync::OnceLock;
        static MADE: OnceLock<(Vec<u8>, crate::pki::certificate::Certificate)> = OnceLock::new();
        let (cms, certificate) = MADE.get_or_init(|| {
            let (_, _, signer) = family(P256);
            (signed(&signer, b"text"), signer.certificate.clone())
        });
        let mut changed = cms.clone();
        let at = position.index(changed.len());
        if cut { changed.truncate(at) } else { changed[at] ^= change }
        if let Ok(checked) = Message::read(&changed).and_then(|message| message.check(&Digest::Sha256.of(b"text"))) {
            assert_eq!(&checked.signer, certificate);
            assert!(checked.bound);
        }
    }

    #[test]
    fn no_bytes_are_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Message::read(&bytes);
        let _ = without_padding(&bytes);
        let _ = super::certificates_only(&bytes);
    }
}
