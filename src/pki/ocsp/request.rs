//! Asking a responder about a certificate.

use der::asn1::{IntRef, OctetString, OctetStringRef};
use der::{Decode, Encode};
use spki::{AlgorithmIdentifierOwned, AlgorithmIdentifierRef};
use x509_cert::ext::Extension;

use super::structure::{CertId, OcspRequest, SingleRequest, TbsRequest};
use crate::pki::algorithm::FoundDigest;
use crate::pki::certificate::Certificate;
use crate::pki::oid;
use crate::pki::raw::RawSequence;

/// What to ask a responder about a certificate, as `application/ocsp-request` (RFC 6960, 4.1.1).
///
/// The certificate is named by a digest of its issuer; every responder knows SHA-1, which serves as a name here and protects nothing. A nonce asks for a
/// fresh answer, which many responders do not give.
pub fn request(certificate: &Certificate, issuer: &Certificate, digest: FoundDigest, nonce: Option<[u8; 16]>) -> Result<Vec<u8>, der::Error> {
    let parameters = (digest == FoundDigest::Sha1).then(der::asn1::Any::null);
    let identifier = AlgorithmIdentifierOwned { oid: digest.oid(), parameters }.to_der()?;
    let (name, key) = digests(digest, issuer);
    let certificate = CertId {
        digest: AlgorithmIdentifierRef::from_der(&identifier)?,
        issuer_name: name.as_slice().try_into()?,
        issuer_key: key.as_slice().try_into()?,
        serial: IntRef::new(certificate.serial())?,
    };
    let single = SingleRequest { certificate, extensions: None }.to_der()?;
    let extensions = nonce.map(nonce_extension).transpose()?.map(|nonce| vec![nonce]);
    OcspRequest { body: TbsRequest { version: None, requestor: None, requests: RawSequence(&single), extensions }, signature: None }.to_der()
}

/// A nonce as an extension (RFC 6960, 4.4.1).
fn nonce_extension(nonce: [u8; 16]) -> Result<Extension, der::Error> {
    let value = <&OctetStringRef>::try_from(nonce.as_slice())?.to_der()?;
    Ok(Extension { extn_id: oid::OCSP_NONCE, critical: false, extn_value: OctetString::new(value)? })
}

/// The digests of an issuer's name and key that name its certificates.
fn digests(digest: FoundDigest, issuer: &Certificate) -> (Vec<u8>, Vec<u8>) {
    (digest.of_parts(&[issuer.subject_der()]), digest.of_parts(&[issuer.key().subject_public_key.raw_bytes()]))
}

/// Whether an identifier names a certificate of an issuer.
pub(super) fn names(id: &CertId<'_>, certificate: &Certificate, issuer: &Certificate) -> bool {
    let Some(digest) = FoundDigest::from_identifier(id.digest).filter(|digest| *digest != FoundDigest::Md5) else { return false };
    let (name, key) = digests(digest, issuer);
    id.serial.as_bytes() == certificate.serial() && id.issuer_name.as_bytes() == name && id.issuer_key.as_bytes() == key
}
