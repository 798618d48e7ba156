//! Any bytes as certificates: what they say, and whether the first leads to a trusted root through the others.

#![no_main]

use std::sync::LazyLock;

use counterpart::pki::bundle;
use counterpart::pki::certificate::Certificate;
use counterpart::pki::path::{Purpose, Question};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

/// A root, an authority below it, a signer, a responder and a timestamp authority: from one run of the tests' authority, whose keys are gone.
static KNOWN: LazyLock<Vec<Certificate>> = LazyLock::new(|| bundle::certificates(include_bytes!("../certificates.pem")).expect("certificates"));

fuzz_target!(|data: &[u8]| {
    let Ok(found) = bundle::certificates(data) else { return };
    let at = Timestamp::from_second(1_795_600_000).expect("a time");
    for signer in found.iter().take(3) {
        let _ = (signer.subject(), signer.issuer(), signer.called(), signer.organization(), signer.serial_text(), signer.fingerprint());
        let _ = (signer.key_kind(), signer.is_authority(), signer.is_valid_at(at));
        for purpose in [Purpose::Documents, Purpose::Timestamps, Purpose::Responses] {
            ask(signer, &found, &KNOWN, at, purpose);
            ask(signer, &KNOWN, &found, at, purpose);
        }
    }
});

fn ask(signer: &Certificate, pool: &[Certificate], roots: &[Certificate], at: Timestamp, purpose: Purpose) {
    match (Question { signer, pool, roots, at, purpose }).answer() {
        Ok(path) => assert!(path.root().is_some_and(|root| roots.contains(root)), "{}", path.words()),
        Err(untrusted) => drop(untrusted.to_string()),
    }
}
