//! Giving timestamps, as an authority does.

use der::asn1::{AnyRef, BitStringRef, IntRef, ObjectIdentifier, Utf8StringRef};
use der::{Decode, Encode, Tag};
use jiff::Timestamp;

use super::moment;
use super::structure::{PkiStatusInfo, TimeStampReq, TimeStampResp, TstAccuracy, TstInfo};
use crate::pki::cms::{Content, Parts, SignedAttributes, assemble};
use crate::pki::issue::Issuer;
use crate::pki::oid;
use crate::pki::raw::RawSequence;

/// Grants a request: a DER `TimeStampResp` with a token that states `time` under a policy. An error where the request is not a `TimeStampReq`.
pub fn issue(request: &[u8], issuer: &Issuer<'_>, serial: u64, time: Timestamp, policy: ObjectIdentifier) -> Result<Vec<u8>, der::Error> {
    let request = TimeStampReq::from_der(request)?;
    let statement = statement(&request, serial, time, policy)?;
    let digest = issuer.algorithm.digest();
    let attributes = SignedAttributes::of(oid::ID_CT_TST_INFO, &digest.of(&statement), issuer.certificate, digest)?;
    let signature = (issuer.sign)(&attributes.message()?);
    let token = assemble(&Parts {
        content: Content::Inside(oid::ID_CT_TST_INFO, &statement),
        attributes: &attributes,
        algorithm: issuer.algorithm,
        certificate: issuer.certificate,
        carried: request.wants_certificates,
        chain: issuer.chain,
        signature: &signature,
    })?;
    let status = PkiStatusInfo { status: 0, texts: None, failures: None };
    TimeStampResp { status, token: Some(AnyRef::from_der(&token)?) }.to_der()
}

/// Refuses a request, with a text and a bit of `PKIFailureInfo` (RFC 3161, 2.4.2; 14 is "the clock is not available").
pub fn refuse(text: &str, failure: u8) -> Result<Vec<u8>, der::Error> {
    let text = Utf8StringRef::new(text)?.to_der()?;
    let failure = usize::from(failure.min(31));
    let mut bits = vec![0_u8; failure / 8 + 1];
    if let Some(last) = bits.last_mut() {
        *last = 0x80 >> (failure % 8);
    }
    let unused = u8::try_from(7 - failure % 8).unwrap_or_default();
    let failures = BitStringRef::new(unused, &bits)?;
    TimeStampResp { status: PkiStatusInfo { status: 2, texts: Some(RawSequence(&text)), failures: Some(failures) }, token: None }.to_der()
}

/// The `TSTInfo` that answers a request, accurate to a second.
fn statement(request: &TimeStampReq<'_>, serial: u64, time: Timestamp, policy: ObjectIdentifier) -> Result<Vec<u8>, der::Error> {
    let time = moment::write(time);
    let serial = serial.to_der()?;
    TstInfo {
        version: 1,
        policy: request.policy.unwrap_or(policy),
        imprint: super::structure::MessageImprint { algorithm: request.imprint.algorithm, digest: request.imprint.digest },
        serial: IntRef::from_der(&serial)?,
        time: AnyRef::new(Tag::GeneralizedTime, time.as_bytes())?,
        accuracy: Some(TstAccuracy { seconds: Some(1), millis: None, micros: None }),
        ordering: false,
        nonce: request.nonce,
        authority: None,
        extensions: None,
    }
    .to_der()
}
