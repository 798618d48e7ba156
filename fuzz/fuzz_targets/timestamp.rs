//! Any bytes as what a timestamp authority answers, as a token, and as a request to the tests' own authority.

#![no_main]

use std::sync::LazyLock;

use counterpart::pki::algorithm::{Digest, SignatureAlgorithm};
use counterpart::pki::bundle;
use counterpart::pki::certificate::Certificate;
use counterpart::pki::issue::Issuer;
use counterpart::pki::timestamp::{Request, Token, issue};
use der::asn1::ObjectIdentifier;
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

/// A root, an authority below it, a signer, a responder and a timestamp authority: from one run of the tests' authority, whose keys are gone.
static KNOWN: LazyLock<Vec<Certificate>> = LazyLock::new(|| bundle::certificates(include_bytes!("../certificates.pem")).expect("certificates"));

/// What the seeds are about.
const CONTENT: &[u8] = b"hello\n";
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");

fuzz_target!(|data: &[u8]| {
    let digest = Digest::Sha256.of(CONTENT);
    let request = Request::new(Digest::Sha256, &digest, [7; 8]).expect("a request");
    let _ = request.answer(data).map_err(|fault| fault.to_string());
    if let Ok(token) = Token::read(data) {
        let _ = token.check(&token.digest().of_parts(&[CONTENT]), &[]).map_err(|fault| fault.to_string());
    }
    grant(data);
});

/// An authority may refuse a request; whatever it grants is a token.
fn grant(request: &[u8]) {
    let certificate = KNOWN.last().expect("a certificate");
    let issuer = Issuer { certificate, chain: &[], algorithm: SignatureAlgorithm::Ecdsa(Digest::Sha256), sign: &|_| vec![0x30, 0x00] };
    let _ = issue(request, &issuer, 1, Timestamp::UNIX_EPOCH, POLICY);
}
