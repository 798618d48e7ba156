//! Answering about certificates, as a responder does.

use der::asn1::{AnyRef, BitString, BitStringRef, Null};
use der::{Decode, Encode};
use jiff::Timestamp;
use spki::AlgorithmIdentifierRef;

use super::Status;
use super::structure::{
    BasicResponse, CertStatus, OcspRequest, OcspResponse, ResponderId, ResponseBytes, ResponseData, ResponseStatus, RevokedInfo, SingleRequest,
    SingleResponse,
};
use crate::pki::issue::Issuer;
use crate::pki::raw::RawSequence;
use crate::pki::{oid, time};

/// The times an answer states.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// When it is signed.
    pub produced_at: Timestamp,
    /// As of when it is so.
    pub this_update: Timestamp,
    /// When more will be known at the latest.
    pub next_update: Option<Timestamp>,
}

/// Answers a request: a DER `OCSPResponse` that says of each serial number (the bytes of a DER integer) what `status` says, and repeats the request's nonce.
/// An error where the request is not an `OCSPRequest`.
pub fn issue(request: &[u8], issuer: &Issuer<'_>, status: &dyn Fn(&[u8]) -> Status, times: Times) -> Result<Vec<u8>, der::Error> {
    let request = OcspRequest::from_der(request)?;
    let mut responses = Vec::new();
    for single in request.body.requests.read::<SingleRequest<'_>>()? {
        responses.extend(answer(&single, status(single.certificate.serial.as_bytes()), times)?);
    }
    let nonce = request.body.extensions.unwrap_or_default().into_iter().find(|extension| extension.extn_id == oid::OCSP_NONCE);
    let body = ResponseData {
        version: None,
        responder: ResponderId::Name(AnyRef::from_der(issuer.certificate.subject_der())?),
        produced_at: time::to_generalized(times.produced_at)?,
        responses: RawSequence(&responses),
        extensions: nonce.map(|nonce| vec![nonce]),
    }
    .to_der()?;
    wrap(&body, issuer)
}

/// Signs an answer and wraps it up.
fn wrap(body: &[u8], issuer: &Issuer<'_>) -> Result<Vec<u8>, der::Error> {
    let algorithm = issuer.algorithm.identifier()?.to_der()?;
    let signature = BitString::from_bytes(&(issuer.sign)(body))?;
    let basic = BasicResponse {
        body: AnyRef::from_der(body)?,
        algorithm: AlgorithmIdentifierRef::from_der(&algorithm)?,
        signature: BitStringRef::from(&signature),
        certificates: Some(RawSequence(issuer.certificate.der())),
    }
    .to_der()?;
    let bytes = ResponseBytes { kind: oid::OCSP_BASIC, response: basic.as_slice().try_into()? };
    OcspResponse { status: ResponseStatus::Successful, bytes: Some(bytes) }.to_der()
}

/// The answer about one certificate.
fn answer(request: &SingleRequest<'_>, status: Status, times: Times) -> Result<Vec<u8>, der::Error> {
    let status = match status {
        Status::Good => CertStatus::Good(Null),
        Status::Unknown => CertStatus::Unknown(Null),
        Status::Revoked(revoked) => CertStatus::Revoked(RevokedInfo { since: time::to_generalized(revoked.since)?, reason: revoked.reason }),
    };
    SingleResponse {
        certificate: request.certificate.clone(),
        status,
        this_update: time::to_generalized(times.this_update)?,
        next_update: times.next_update.map(time::to_generalized).transpose()?,
        extensions: None,
    }
    .to_der()
}
