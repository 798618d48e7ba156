//! Whether a signature is bound to its signer's certificate (RFC 2634, 5.4; RFC 5035, 3), so that no other certificate with the same key can be put in its place.

use std::borrow::Cow;

use der::asn1::{AnyRef, ContextSpecificRef};
use der::{Decode, Encode, TagMode, TagNumber};

use super::Fault;
use super::attributes::Attributes;
use super::structure::{CertificateIdentifier, IssuerSerial, SigningCertificate};
use crate::pki::algorithm::{Digest, FoundDigest};
use crate::pki::certificate::Certificate;
use crate::pki::oid;

/// Whether the attributes bind the signature to the certificate: `false` where no attribute speaks of one, a fault where one speaks of another.
pub(super) fn is_bound(attributes: &Attributes<'_>, certificate: &Certificate) -> Result<bool, Fault> {
    let kinds = [(oid::SIGNING_CERTIFICATE_V2, FoundDigest::Good(Digest::Sha256)), (oid::SIGNING_CERTIFICATE, FoundDigest::Sha1)];
    let mut bound = false;
    for (kind, default) in kinds {
        if let Some(value) = attributes.read_value::<SigningCertificate<'_>>(kind)? {
            let all = value.certificates.read::<CertificateIdentifier<'_>>().map_err(|_| Fault::BadAttribute(kind))?;
            let first = all.first().ok_or(Fault::BadAttribute(kind))?;
            matches(first, default, certificate)?;
            // The older attribute rests on SHA-1, of which nobody can find a second certificate with the same digest; timestamps carry it to this day.
            bound = true;
        }
    }
    Ok(bound)
}

/// Whether an identifier is the certificate's: its digest, and its issuer and serial number where they are given.
fn matches(identifier: &CertificateIdentifier<'_>, default: FoundDigest, certificate: &Certificate) -> Result<(), Fault> {
    let digest = match identifier.digest {
        None => default,
        Some(named) => FoundDigest::from_identifier(named).ok_or(Fault::UnknownDigest(named.oid))?,
    };
    if digest.of_parts(&[certificate.der()]) != identifier.hash.as_bytes() {
        return Err(Fault::OtherCertificate);
    }
    match &identifier.issuer_serial {
        Some(issuer_serial) if !is_of(issuer_serial, certificate) => Err(Fault::OtherIssuerSerial),
        _ => Ok(()),
    }
}

/// Whether an issuer and serial number are the certificate's.
fn is_of(found: &IssuerSerial<'_>, certificate: &Certificate) -> bool {
    let wanted = directory_name(certificate.issuer_der());
    found.serial.as_bytes() == certificate.serial() && wanted.is_ok_and(|wanted| found.issuer.0 == wanted.as_ref())
}

/// A name as a `GeneralName`.
fn directory_name(name: &[u8]) -> Result<Cow<'_, [u8]>, der::Error> {
    let name = AnyRef::from_der(name)?;
    Ok(Cow::Owned(ContextSpecificRef { tag_number: TagNumber(4), tag_mode: TagMode::Explicit, value: &name }.to_der()?))
}
