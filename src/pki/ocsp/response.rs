//! Reading and checking a responder's answer.

use der::Decode;
use der::asn1::OctetStringRef;
use jiff::Timestamp;
use x509_cert::ext::Extension;
use x509_cert::name::Name;

use super::Fault;
use super::request::names;
use super::structure::{BasicResponse, CertStatus, OcspResponse, ResponderId, ResponseData, ResponseStatus, SingleResponse};
use crate::pki::algorithm::FoundDigest;
use crate::pki::certificate::Certificate;
use crate::pki::raw::{RawSequence, whole};
use crate::pki::revoked::Revoked;
use crate::pki::signature::{Scheme, verify_signature};
use crate::pki::{name, oid, time};

/// The most certificates a response may carry.
const MOST_CERTIFICATES: usize = 16;

/// A responder's answer as it was read; nothing in it is checked yet.
#[derive(Debug, Clone)]
pub struct Response {
    der: Vec<u8>,
    body: Vec<u8>,
    scheme: Scheme,
    signature: Vec<u8>,
    certificates: Vec<Certificate>,
    produced_at: Timestamp,
    nonce: Option<Vec<u8>>,
}

/// What a responder says of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is not revoked.
    Good,
    /// It is revoked.
    Revoked(Revoked),
    /// The responder does not know it.
    Unknown,
}

/// What a check of an answer found.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the responder says of the certificate.
    pub status: Status,
    /// As of when it is so.
    pub this_update: Timestamp,
    /// When more will be known at the latest, where it says.
    pub next_update: Option<Timestamp>,
    /// When it was signed.
    pub produced_at: Timestamp,
    /// Whose signature it is: the issuer's own certificate, or that of a responder the issuer appointed.
    pub responder: Certificate,
}

impl Response {
    /// Reads a response, `application/ocsp-response`.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let outer = OcspResponse::from_der(bytes)?;
        successful(outer.status)?;
        let inner = outer.bytes.ok_or(Fault::Unsuccessful("it sent nothing"))?;
        if inner.kind != oid::OCSP_BASIC {
            return Err(Fault::UnknownKind(inner.kind));
        }
        let basic = BasicResponse::from_der(inner.response.as_bytes())?;
        let data = basic.body.decode_as::<ResponseData<'_>>()?;
        Ok(Self {
            der: bytes.to_vec(),
            body: whole(basic.body)?,
            scheme: Scheme::read(basic.algorithm, None)?,
            signature: basic.signature.as_bytes().ok_or(der::Error::from(der::ErrorKind::Failed))?.to_vec(),
            certificates: certificates(basic.certificates)?,
            produced_at: time::generalized(data.produced_at),
            nonce: nonce(data.extensions.as_deref().unwrap_or_default())?,
        })
    }

    /// The response as it was given.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// When it was signed, unchecked.
    pub fn produced_at(&self) -> Timestamp {
        self.produced_at
    }

    /// The certificates it carries.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Whether it answers a request with this nonce. A response without a nonce is one the responder made earlier for all who ask, and passes.
    pub fn answers(&self, nonce: [u8; 16]) -> Result<(), Fault> {
        if self.nonce.as_ref().is_none_or(|found| found == &nonce) { Ok(()) } else { Err(Fault::OtherNonce) }
    }

    /// What the response says of a certificate: it must be about that certificate, and signed by its issuer or a responder the issuer appointed
    /// (RFC 6960, 4.2.2.2). Whether it is recent enough is for the caller.
    pub fn check(&self, certificate: &Certificate, issuer: &Certificate) -> Result<Answer, Fault> {
        let data = ResponseData::from_der(&self.body)?;
        let all = data.responses.read::<SingleResponse<'_>>()?;
        let single = all.iter().find(|single| names(&single.certificate, certificate, issuer)).ok_or(Fault::OtherCertificate)?;
        refuse_critical(single.extensions.as_deref().unwrap_or_default())?;
        let responder = self.responder(&data.responder, issuer)?;
        Ok(Answer {
            status: Status::read(&single.status),
            this_update: time::generalized(single.this_update),
            next_update: single.next_update.map(time::generalized),
            produced_at: self.produced_at,
            responder: responder.clone(),
        })
    }

    /// The certificate of the responder that signed: the issuer's own, or one that the issuer gave out for that purpose. Of several that bear the name the
    /// response gives, such as an old and a new one, any may be it.
    fn responder<'a>(&'a self, id: &ResponderId<'_>, issuer: &'a Certificate) -> Result<&'a Certificate, Fault> {
        let mut fault = Fault::NoResponder;
        for one in std::iter::once(issuer).chain(&self.certificates).filter(|one| is(id, one)) {
            match self.check_responder(one, issuer) {
                Ok(()) => return Ok(one),
                Err(other) => fault = other,
            }
        }
        Err(fault)
    }

    /// Whether a responder may speak for the issuer, and signed.
    fn check_responder(&self, responder: &Certificate, issuer: &Certificate) -> Result<(), Fault> {
        if responder != issuer {
            self.check_delegate(responder, issuer)?;
        }
        Ok(verify_signature(responder.key(), self.scheme, &self.body, &self.signature)?)
    }

    /// Whether the issuer appointed a responder.
    fn check_delegate(&self, delegate: &Certificate, issuer: &Certificate) -> Result<(), Fault> {
        let extensions = delegate.extensions();
        let purposes = extensions.extended_key_usage.as_ref();
        let appointed = purposes.is_some_and(|purposes| purposes.all.contains(&oid::KP_OCSP_SIGNING));
        let may_sign = extensions.key_usage.is_none_or(|usage| usage.digital_signature());
        let understood = extensions.unknown_critical.is_empty() && extensions.malformed.is_empty();
        if !appointed || !may_sign || !understood || delegate.issued_by(issuer).is_err() {
            return Err(Fault::NotAllowed);
        }
        if delegate.is_valid_at(self.produced_at) { Ok(()) } else { Err(Fault::ResponderExpired) }
    }
}

impl Status {
    /// Reads a status.
    fn read(status: &CertStatus) -> Self {
        match status {
            CertStatus::Good(_) => Self::Good,
            CertStatus::Unknown(_) => Self::Unknown,
            CertStatus::Revoked(info) => Self::Revoked(Revoked { since: time::generalized(info.since), reason: info.reason }),
        }
    }
}

/// A fault where the responder did not answer.
fn successful(status: ResponseStatus) -> Result<(), Fault> {
    match status {
        ResponseStatus::Successful => Ok(()),
        ResponseStatus::MalformedRequest => Err(Fault::Unsuccessful("it could not read the request")),
        ResponseStatus::InternalError => Err(Fault::Unsuccessful("it has a fault of its own; try again later")),
        ResponseStatus::TryLater => Err(Fault::Unsuccessful("it asks to try again later")),
        ResponseStatus::SigRequired => Err(Fault::Unsuccessful("it answers signed requests alone")),
        ResponseStatus::Unauthorized => Err(Fault::Unsuccessful("it does not answer about this certificate")),
    }
}

/// Whether a responder's identifier is a certificate's.
fn is(id: &ResponderId<'_>, certificate: &Certificate) -> bool {
    match id {
        ResponderId::Key(key) => FoundDigest::Sha1.of_parts(&[certificate.key().subject_public_key.raw_bytes()]) == key.as_bytes(),
        ResponderId::Name(written) => {
            let own = whole(*written).and_then(|der| Name::from_der(&der));
            own.is_ok_and(|own| name::same(&own, certificate.parsed().tbs_certificate().subject()))
        }
    }
}

/// The certificates a response carries; those that cannot be read are left out.
fn certificates(all: Option<RawSequence<'_>>) -> Result<Vec<Certificate>, Fault> {
    let all = all.unwrap_or_default().elements()?;
    Ok(all.into_iter().take(MOST_CERTIFICATES).filter_map(|one| Certificate::from_der(one).ok()).collect())
}

/// The nonce among a response's extensions; a fault for what must be understood and is not.
fn nonce(extensions: &[Extension]) -> Result<Option<Vec<u8>>, Fault> {
    refuse_critical(extensions)?;
    let found = extensions.iter().find(|extension| extension.extn_id == oid::OCSP_NONCE).map(|extension| extension.extn_value.as_bytes());
    // Old responders write the nonce without the inner octet string.
    Ok(found.map(|value| <&OctetStringRef>::from_der(value).map_or(value, OctetStringRef::as_bytes).to_vec()))
}

/// Refuses extensions that must be understood, but for the nonce.
fn refuse_critical(extensions: &[Extension]) -> Result<(), Fault> {
    match extensions.iter().find(|extension| extension.critical && extension.extn_id != oid::OCSP_NONCE) {
        Some(unknown) => Err(Fault::UnknownExtension(unknown.extn_id)),
        None => Ok(()),
    }
}
