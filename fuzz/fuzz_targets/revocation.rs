//! Any bytes as a list of revoked certificates, as an OCSP response, and as an OCSP request.

#![no_main]

use std::sync::LazyLock;

use counterpart::pki::algorithm::{Digest, SignatureAlgorithm};
use counterpart::pki::certificate::Certificate;
use counterpart::pki::issue::Issuer;
use counterpart::pki::ocsp::{self, Status};
use counterpart::pki::revocation::{Evidence, Times, judge};
use counterpart::pki::{bundle, crl};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

/// A root, an authority below it, a signer, a responder and a timestamp authority: from one run of the tests' authority, whose keys are gone.
static KNOWN: LazyLock<Vec<Certificate>> = LazyLock::new(|| bundle::certificates(include_bytes!("../certificates.pem")).expect("certificates"));

fuzz_target!(|data: &[u8]| {
    let [_, issuer, signer, ..] = KNOWN.as_slice() else { return };
    if let Ok(list) = crl::List::read(data) {
        let _ = list.look_up(signer, issuer).map_err(|fault| fault.to_string());
        let _ = list.issuer();
    }
    if let Ok(response) = ocsp::Response::read(data) {
        let _ = response.check(signer, issuer).map_err(|fault| fault.to_string());
        let _ = response.answers([7; 16]).map_err(|fault| fault.to_string());
    }
    let (evidence, _) = Evidence::read([data], [data]);
    let at = Timestamp::from_second(1_795_600_000).expect("a time");
    let _ = judge(signer, issuer, &evidence, Times { at, now: at }).to_string();
    answer(data, issuer);
});

/// A responder may refuse a request; whatever it answers is a response.
fn answer(request: &[u8], certificate: &Certificate) {
    let issuer = Issuer { certificate, chain: &[], algorithm: SignatureAlgorithm::Ecdsa(Digest::Sha256), sign: &|_| vec![0x30, 0x00] };
    let times = ocsp::Times { produced_at: Timestamp::UNIX_EPOCH, this_update: Timestamp::UNIX_EPOCH, next_update: None };
    if let Ok(response) = ocsp::issue(request, &issuer, &|_| Status::Good, times) {
        let _ = ocsp::Response::read(&response);
    }
}
