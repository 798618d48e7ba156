//! Giving out a list of revoked certificates, as an authority does.

use der::asn1::{AnyRef, BitString, BitStringRef, IntRef, OctetString};
use der::{Decode, Encode, Sequence};
use jiff::Timestamp;
use spki::AlgorithmIdentifierOwned;
use x509_cert::ext::Extension;
use x509_cert::time::Time;

use crate::pki::issue::Issuer;
use crate::pki::raw::RawSequence;
use crate::pki::revoked::Revoked;
use crate::pki::{oid, time};

/// `TBSCertList` (RFC 5280, 5.1.2), as it is written.
#[derive(Sequence)]
struct Body<'a> {
    version: u8,
    algorithm: AlgorithmIdentifierOwned,
    issuer: AnyRef<'a>,
    this_update: Time,
    next_update: Option<Time>,
    revoked: Option<RawSequence<'a>>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Vec<Extension>>,
}

/// An entry (RFC 5280, 5.1.2.6), as it is written.
#[derive(Sequence)]
struct Entry<'a> {
    serial: IntRef<'a>,
    since: Time,
    extensions: Option<Vec<Extension>>,
}

/// `CertificateList` (RFC 5280, 5.1), as it is written.
#[derive(Sequence)]
struct Whole<'a> {
    body: AnyRef<'a>,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitStringRef<'a>,
}

/// A list of revoked certificates in DER: serial numbers (the bytes of a DER integer), each with since when and why. `number` grows from list to list.
pub fn issue(
    issuer: &Issuer<'_>,
    revoked: &[(Vec<u8>, Revoked)],
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    number: u64,
) -> Result<Vec<u8>, der::Error> {
    let entries = revoked.iter().map(|(serial, revoked)| entry(serial, *revoked)).collect::<Result<Vec<_>, _>>()?.concat();
    let algorithm = issuer.algorithm.identifier()?;
    let body = Body {
        version: 1,
        algorithm: algorithm.clone(),
        issuer: AnyRef::from_der(issuer.certificate.subject_der())?,
        this_update: time::to_time(this_update)?,
        next_update: next_update.map(time::to_time).transpose()?,
        revoked: (!entries.is_empty()).then_some(RawSequence(&entries)),
        extensions: Some(extensions(issuer, number)?),
    }
    .to_der()?;
    let signature = BitString::from_bytes(&(issuer.sign)(&body))?;
    Whole { body: AnyRef::from_der(&body)?, algorithm, signature: BitStringRef::from(&signature) }.to_der()
}

/// The list's number, and what its issuer's key is called.
fn extensions(issuer: &Issuer<'_>, number: u64) -> Result<Vec<Extension>, der::Error> {
    let mut extensions = vec![Extension { extn_id: oid::CRL_NUMBER, critical: false, extn_value: OctetString::new(number.to_der()?)? }];
    if let Some(id) = &issuer.certificate.extensions().subject_key_identifier {
        let id = x509_cert::ext::pkix::AuthorityKeyIdentifier { key_identifier: Some(OctetString::new(id.as_slice())?), ..Default::default() };
        extensions.push(Extension { extn_id: oid::AUTHORITY_KEY_IDENTIFIER, critical: false, extn_value: OctetString::new(id.to_der()?)? });
    }
    Ok(extensions)
}

/// An entry.
fn entry(serial: &[u8], revoked: Revoked) -> Result<Vec<u8>, der::Error> {
    let reason = |reason: crate::pki::revoked::Reason| {
        Ok::<_, der::Error>(vec![Extension { extn_id: oid::REASON_CODE, critical: false, extn_value: OctetString::new(reason.to_der()?)? }])
    };
    Entry { serial: IntRef::new(serial)?, since: time::to_time(revoked.since)?, extensions: revoked.reason.map(reason).transpose()? }.to_der()
}
