//! Profiles that can be used, and what their author hears of those that cannot.

use std::path::Path;

use crate::diag::{MessageFormat, gather, render};
use crate::fields::{Permission, Scope};
use crate::project::load;
use crate::sign::keys::{KeySource, TokenKey};
use crate::sign::profile::{Fallback, Profile, Target, Visibility};
use crate::sign::secret::SecretSource;
use crate::world::Memory;

fn world(profile: &str) -> Memory {
    let settings = format!("signing:\n  release:\n    {}\n", profile.replace('\n', "\n    "));
    Memory::from([("brands/acme.yaml", "name: Acme\n"), ("sources/terms.md", "---\ntitle: Terms\n---\nText.\n")]).with("counterpart.yaml", settings)
}

fn read(profile: &str) -> Profile {
    let loaded = load(&world(profile));
    let said: Vec<_> = loaded.diagnostics.iter().map(|finding| &finding.message).collect();
    loaded.value.signing.get("release").cloned().unwrap_or_else(|| panic!("{said:?}"))
}

/// What an author hears, without the lines that are shown.
fn heard(profile: &str) -> Vec<String> {
    let loaded = load(&world(profile));
    let sources = &loaded.value.sources;
    let found = gather(loaded.diagnostics, |span| sources.file(span.file).path().to_owned());
    found.into_iter().map(|finding| format!("{}: {} ({})", finding.code.id(), finding.message, finding.hint.unwrap_or_default())).collect()
}

#[test]
fn a_small_profile_has_defaults() {
    let profile = read("key: {pem: keys/company.pem}");
    assert_eq!((profile.field.as_str(), &profile.level, profile.certification, &profile.lock), ("company-1", &Target::Basic, None, &None));
    assert!(matches!(profile.appearance, Visibility::Visible(look) if look.time && look.zone.seconds() == 0));
}

#[test]
fn a_whole_profile_is_read() {
    let profile = read(
        "key: {pkcs12: k.p12, alias: 12, passphrase: {env: PASS}}\nalgorithm: rsa-pss\nlevel: B-LTA\n\
         timestamp: {url: 'http://127.0.0.1:3161/tsa', fallback: b-b, retries: 5, timeout: 7, user: u, password: {file: secrets/tsa}}\n\
         revocation: {prefer: crl, files: [a.crl]}\nappearance: {mark: false, zone: '-05:30'}\ncertify: 2\nlock: {exclude: [name]}\n\
         trust: roots\nbrands: [acme]\ndocuments: [terms]",
    );
    let profile = profile.under(Path::new("/project"));
    let timestamper = profile.level.timestamper().unwrap();
    assert_eq!((timestamper.fallback, timestamper.retries, timestamper.timeout.as_secs()), (Fallback::Basic, 5, 7));
    assert_eq!(timestamper.credentials.as_ref().unwrap().password, SecretSource::File("/project/secrets/tsa".into()));
    assert_eq!(profile.level.revocation().unwrap().files, [Path::new("/project/a.crl")]);
    assert_eq!((profile.certification, profile.lock), (Some(Permission::Filling), Some(Scope::Exclude(vec!["name".to_owned()]))));
    assert!(matches!(profile.appearance, Visibility::Visible(look) if !look.mark && look.zone.seconds() == -19_800));
    let KeySource::Pkcs12(store) = profile.key else { panic!() };
    assert_eq!((store.file.as_path(), store.alias.as_deref()), (Path::new("/project/k.p12"), Some("12")));
}

#[test]
fn a_tokens_key_is_read() {
    let profile = read("key: {pkcs11: {module: softhsm2.so, token: company, id: 'a1:02', pin: {prompt: true}}}");
    let KeySource::Pkcs11(token) = profile.under(Path::new("/project")).key else { panic!() };
    assert_eq!((token.module.as_path(), token.key, token.pin), (Path::new("softhsm2.so"), TokenKey::Id(vec![0xa1, 2]), Some(SecretSource::Prompt)));
}

#[test]
fn a_secret_in_the_file_is_refused_and_not_shown() {
    for secret in ["passphrase: hunter2", "passphrase: 1234567", "passphrase: [hunter2]", "passphrase: {env: 'hunter2!'}"] {
        let profile = format!("key: {{pem: k.pem, {secret}}}");
        let heard = heard(&profile);
        assert!(heard.len() == 1 && heard[0].contains("on line 3 must say where the secret is found"), "{heard:?}");
        let loaded = load(&world(&profile));
        for format in [MessageFormat::Human, MessageFormat::Json, MessageFormat::Sarif, MessageFormat::Github] {
            let shown = render(format, &loaded.value.sources, &loaded.diagnostics, false);
            assert!(!shown.contains("hunter2") && !shown.contains("1234567"), "{shown}");
        }
    }
}

#[test]
fn the_line_of_a_secret_is_never_shown() {
    for profile in [
        "key: {pem: k.pem, pkcs12: b, passphrase: hunter2}",
        "key: {pem: k.pem, password: hunter2}",
        "key: {pem: k.pem, pasphrase: hunter2}",
        "key: {pem: k.pem, alias: 1, pwd: hunter2}",
        "key: {pkcs11: {module: m, token: t, id: x, pin: hunter2}}",
        "key: {pem: k.pem}\nlevel: B-T\ntimestamp: {url: 'https://tsa.example', user: hunter, passwd: hunter2}",
    ] {
        let loaded = load(&world(profile));
        assert!(!loaded.diagnostics.is_empty());
        let shown = render(MessageFormat::Human, &loaded.value.sources, &loaded.diagnostics, false);
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn keys_that_do_not_go_together_are_refused() {
    assert_eq!(
        heard("key: {passphrase: {env: A}}"),
        ["missing-key: `signing.release.key` names no key (write `pem: FILE`, `pkcs12: FILE` or `pkcs11: {module: …, token: …}`)"]
    );
    assert_eq!(heard("key: {pem: a, pkcs12: b}"), ["wrong-type: `signing.release.key` names several keys: pem, pkcs12 (keep one of them)"]);
    assert_eq!(
        heard("key: {pkcs11: {module: m, token: t}, certificate: c}"),
        ["unknown-key: `signing.release.key.certificate` goes with pem only (write it as `pkcs11: {certificate: …}`)"]
    );
    assert_eq!(
        heard("key: {pem: a, pin: {env: A}}"),
        ["unknown-key: in `signing.release.key`: `pin` is not a key that is known here (write it as `pkcs11: {pin: …}`)"]
    );
    assert_eq!(
        heard("key: {pem: a, passphrase: {env: A, prompt: true}}"),
        ["wrong-type: `signing.release.key.passphrase` is looked for in several places (keep one of `env`, `file` and `prompt`)"]
    );
}

#[test]
fn a_level_has_what_it_needs_and_no_more() {
    assert_eq!(
        heard("key: {pem: a}\nlevel: B-T"),
        ["missing-key: `signing.release.level` is B-T and needs a timestamp authority (add `timestamp: {url: https://…}`)"]
    );
    assert_eq!(
        heard("key: {pem: a}\ntimestamp: {url: 'https://tsa.example'}"),
        ["wrong-type: `signing.release.timestamp` says nothing at the level B-B (write `level: B-T`, or take `timestamp` away)"]
    );
    assert_eq!(
        heard("key: {pem: a}\nlevel: B-T\ntimestamp: {url: 'https://tsa.example', user: u, retries: 11}"),
        [
            "missing-key: `signing.release.timestamp` needs both `user` and `password` (add the one that is missing, or take the other away)",
            "wrong-type: `signing.release.timestamp.retries` must be a whole number from 0 to 10 (write a number such as 10, without quotes)",
        ]
    );
}

#[test]
fn values_are_held_against_what_there_is() {
    assert_eq!(
        heard("key: {pem: a}\nbrands: [acmee]\ndocuments: [term]\ncertify: 4\nlock: none\nfield: a.b\nappearance: {zone: Athens}"),
        [
            "unknown-brand: `signing.release.brands` names the brand `acmee`, which does not exist (did you mean `acme`?)",
            "unknown-policy: the pattern `term` matches no policy (did you mean `terms`?)",
            "wrong-type: `signing.release.certify` cannot be `4` (write one of: none, no-changes, form-filling, annotations, 1, 2, 3)",
            "wrong-type: `signing.release.lock` cannot be `none` (write one of: all, {include: …, exclude: …})",
            "wrong-type: `signing.release.field` is no name of a field (write it as the signature block in the text has it, such as company-1)",
            "wrong-type: `signing.release.appearance.zone` is no offset from UTC (write \"+02:00\", between quotes, or UTC)",
        ]
    );
}
