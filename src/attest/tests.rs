//! Statements are made and opened again, and what was changed is not believed.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::pki::bundle;
use crate::pki::certificate::Certificate;
use crate::sign::dev_cert::{DAYS, DevAlgorithm as Kind, Wishes, make};
use crate::sign::keys::{PemSource, RsaScheme, SoftwareKey};
use crate::sign::secret::memory::Memory;

fn now() -> Timestamp {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

/// A key of a kind, and the authority its certificate comes from.
fn key(kind: Kind, scheme: Option<RsaScheme>) -> (SoftwareKey, Vec<Certificate>) {
    let made = make(&Wishes { days: *DAYS.start(), algorithm: kind, ..Wishes::default() }, now(), None).unwrap();
    let memory = Memory::default().with("key.pem", made.company.key.as_bytes()).with("certificate.pem", made.company.certificate);
    let source = PemSource { key: "key.pem".into(), certificate: Some("certificate.pem".into()), chain: None, passphrase: None };
    (SoftwareKey::pem(&source, scheme, &memory).unwrap(), bundle::certificates(made.authority.as_bytes()).unwrap())
}

fn material() -> Material {
    let files = |files: &[(&str, u8)]| files.iter().map(|(name, digit)| ((*name).to_owned(), format!("{digit:064x}"))).collect::<BTreeMap<_, _>>();
    Material {
        published: files(&[("manifest.json", 1), ("example/html/terms.html", 2)]),
        asked: Asked { brands: vec!["example".into()], profile: Some("company".into()), ..Asked::all(Command::Build) },
        inputs: files(&[("sources/terms.md", 3), ("counterpart.yaml", 4)]),
        commit: Some(Commit { repository: Some("https://example.com/team/policies.git".into()), id: "5".repeat(40) }),
        run: Run::default(),
    }
}

fn trusted(key: &SoftwareKey) -> Vec<PublicKey> {
    vec![PublicKey::of(key.certificate()).unwrap()]
}

fn sealed(key: &SoftwareKey) -> Value {
    serde_json::from_slice(&provenance(&material(), Some(key)).unwrap().bytes).unwrap()
}

#[test]
fn a_statement_says_what_was_made_of_what() {
    let expected = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": "example/html/terms.html", "digest": {"sha256": format!("{:064x}", 2)}},
            {"name": "manifest.json", "digest": {"sha256": format!("{:064x}", 1)}},
        ],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:uuid:2c2ec327-3b84-457b-b0af-98faa5efe717",
                "externalParameters": {"command": "build", "brands": ["example"], "profile": "company"},
                "internalParameters": {"counterpart": env!("CARGO_PKG_VERSION")},
                "resolvedDependencies": [
                    {"uri": format!("git+https://example.com/team/policies.git@{}", "5".repeat(40)), "digest": {"gitCommit": "5".repeat(40)}},
                    {"name": "counterpart.yaml", "digest": {"sha256": format!("{:064x}", 4)}},
                    {"name": "sources/terms.md", "digest": {"sha256": format!("{:064x}", 3)}},
                ],
            },
            "runDetails": {"builder": {"id": "urn:uuid:bbf9766c-c66d-4cb7-a80b-68174346b94b"}},
        },
    });
    assert_eq!(statement(&material()), expected);
    let written = provenance(&material(), None).unwrap();
    assert_eq!(written.name, "provenance.intoto.json");
    assert_eq!(written.bytes, provenance(&material(), None).unwrap().bytes);
    assert!(Statement::read(&written.bytes).unwrap().is_about("manifest.json", &format!("{:064X}", 1)));
}

#[test]
fn a_run_is_told_where_it_is_known() {
    let run = Run {
        builder: Some("https://example.com/runner".into()),
        started: Some(now()),
        invocation: Some("https://example.com/7".into()),
        finished: None,
    };
    let said = statement(&Material { run, ..material() });
    let metadata = json!({"invocationId": "https://example.com/7", "startedOn": "2026-11-21T10:00:00Z"});
    assert_eq!(said["predicate"]["runDetails"], json!({"builder": {"id": "https://example.com/runner"}, "metadata": metadata}));
}

#[test]
fn nothing_is_said_of_nothing() {
    let empty = Material { published: BTreeMap::new(), ..material() };
    assert!(matches!(provenance(&empty, None), Err(Fault::NothingPublished)));
}

#[test]
fn every_kind_of_key_signs_and_is_believed() {
    for (kind, scheme) in [
        (Kind::P256, None),
        (Kind::P384, None),
        (Kind::Ed25519, None),
        (Kind::Rsa3072, Some(RsaScheme::Pkcs1)),
        (Kind::Rsa3072, Some(RsaScheme::Pss)),
    ] {
        let (key, roots) = key(kind, scheme);
        let written = provenance(&material(), Some(&key)).unwrap();
        assert_eq!((written.name, written.bytes.split(|byte| *byte == b'\n').count()), ("provenance.intoto.jsonl", 2));
        let by_key = open(&written.bytes, Trust::Keys(&trusted(&key))).unwrap();
        assert!(by_key.statement.is_about("manifest.json", &format!("{:064x}", 1)) && by_key.signer.is_none());
        let by_chain = open(&written.bytes, Trust::Roots { roots: &roots, at: now() }).unwrap();
        assert_eq!(by_chain.signer.as_ref(), Some(key.certificate()));
        assert_eq!(by_chain.statement.builder(), Some(LOCAL_BUILDER));
    }
}

#[test]
fn a_public_key_is_read_from_its_own_file_too() {
    let (key, _) = key(Kind::P256, None);
    let bare = pem::encode(&pem::Pem::new("PUBLIC KEY", key.certificate().key_der()));
    assert_eq!(vec![PublicKey::read(bare.as_bytes()).unwrap()], trusted(&key));
    let certificate = pem::encode(&pem::Pem::new("CERTIFICATE", key.certificate().der()));
    assert_eq!(vec![PublicKey::read(certificate.as_bytes()).unwrap()], trusted(&key));
    for wrong in
        ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"]
    {
        assert!(matches!(PublicKey::read(wrong.as_bytes()), Err(Fault::NoPublicKey(_))), "{wrong}");
    }
}

#[test]
fn what_was_changed_is_not_believed() {
    let (key, roots) = key(Kind::P256, None);
    let good = sealed(&key);
    let fault = |envelope: &Value| open(envelope.to_string().as_bytes(), Trust::Keys(&trusted(&key))).unwrap_err();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = good.clone();
        change(&mut changed);
        changed
    };
    let payload = STANDARD.decode(good["payload"].as_str().unwrap()).unwrap();
    let other = String::from_utf8(payload.clone()).unwrap().replace("manifest.json", "manifest.jsom");
    assert!(matches!(fault(&with(&|envelope| envelope["payload"] = STANDARD.encode(&other).into())), Fault::NotSigned));
    assert!(matches!(fault(&with(&|envelope| envelope["signatures"][0]["sig"] = "AAAA".into())), Fault::NotSigned));
    assert!(matches!(fault(&with(&|envelope| envelope["signatures"][0]["sig"] = "?".into())), Fault::NotSigned));
    assert!(matches!(fault(&with(&|envelope| envelope["signatures"] = json!([]))), Fault::Unsigned));
    assert!(matches!(fault(&with(&|envelope| envelope["signatures"] = vec![good["signatures"][0].clone(); 17].into())), Fault::TooMany(_)));
    assert!(matches!(fault(&with(&|envelope| envelope["payloadType"] = "text/plain".into())), Fault::OtherPayload(_)));
    assert!(matches!(fault(&with(&|envelope| envelope["payload"] = "?".into())), Fault::NoEnvelope(_)));
    // The other alphabet of Base64 and a wrong name of the key change nothing of what is signed.
    let same = with(&|envelope| {
        envelope["payload"] = URL_SAFE_NO_PAD.encode(&payload).into();
        envelope["signatures"][0]["keyid"] = "another".into();
    });
    assert!(open(same.to_string().as_bytes(), Trust::Keys(&trusted(&key))).is_ok());
    // A later signature may be the one that counts.
    let second = with(&|envelope| envelope["signatures"] = json!([{"sig": "AAAA"}, good["signatures"][0]]));
    assert!(open(second.to_string().as_bytes(), Trust::Roots { roots: &roots, at: now() }).is_ok());
}

#[test]
fn nobody_is_believed_for_a_certificate_of_their_own() {
    let ((ours, roots), (theirs, _)) = (key(Kind::P256, None), key(Kind::P256, None));
    let by = |envelope: &Value, at: Timestamp| open(envelope.to_string().as_bytes(), Trust::Roots { roots: &roots, at }).unwrap_err();
    let forged = sealed(&theirs);
    assert!(matches!(by(&forged, now()), Fault::Untrusted(_)));
    assert!(matches!(open(forged.to_string().as_bytes(), Trust::Keys(&trusted(&ours))), Err(Fault::NotSigned)));
    let mut borrowed = forged.clone();
    borrowed["signatures"][0]["cert"] = sealed(&ours)["signatures"][0]["cert"].clone();
    assert!(matches!(by(&borrowed, now()), Fault::NotSigned));
    let mut bare = forged;
    bare["signatures"][0].as_object_mut().unwrap().remove("cert");
    assert!(matches!(by(&bare, now()), Fault::NoCertificate));
    assert!(matches!(by(&sealed(&ours), "2030-01-01T00:00:00Z".parse().unwrap()), Fault::Untrusted(_)));
}

#[test]
fn only_provenance_that_is_clear_is_read() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut said = statement(&material());
        change(&mut said);
        Statement::read(said.to_string().as_bytes()).unwrap_err()
    };
    assert!(matches!(with(&|said| said["_type"] = "https://in-toto.io/Statement/v0.1".into()), Fault::OtherKind(_)));
    assert!(matches!(with(&|said| said["predicateType"] = "https://slsa.dev/provenance/v0.2".into()), Fault::OtherKind(_)));
    assert!(matches!(with(&|said| said["subject"] = json!([])), Fault::NothingPublished));
    assert!(matches!(with(&|said| said["subject"][0]["digest"] = json!({"md5": "00"})), Fault::NoDigest(_)));
    assert!(matches!(with(&|said| said["subject"][0]["name"] = "manifest.json".into()), Fault::Twice(_)));
    assert!(matches!(Statement::read(b"[]"), Err(Fault::NoStatement(_))));
    assert!(matches!(Statement::read("[".repeat(100_000).as_bytes()), Err(Fault::NoStatement(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_but_the_statement_that_was_signed_comes_out(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let (key, _) = key(Kind::Ed25519, None);
        let mut bytes = provenance(&material(), Some(&key)).unwrap().bytes;
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(opened) = open(&bytes, Trust::Keys(&trusted(&key))) {
            prop_assert_eq!(opened.statement, Statement::read(statement(&material()).to_string().as_bytes()).unwrap());
        }
    }

    #[test]
    fn any_bytes_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..64), sig in ".{0,16}", cert in ".{0,16}") {
        let (key, roots) = key(Kind::Ed25519, None);
        let made = json!({"payload": URL_SAFE_NO_PAD.encode(&bytes), "payloadType": "application/vnd.in-toto+json", "signatures": [{"sig": sig, "cert": cert}]});
        let keys = trusted(&key);
        for trust in [Trust::Keys(&keys), Trust::Roots { roots: &roots, at: now() }] {
            prop_assert!(open(&bytes, trust).is_err());
            prop_assert!(open(made.to_string().as_bytes(), trust).is_err());
        }
    }
}
