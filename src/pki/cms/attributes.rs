//! The attributes a signature is made over (RFC 5652, 5.3; ETSI EN 319 122-1, 5).

use std::collections::BTreeSet;

use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode};

use super::Fault;
use super::structure::{Attribute, CertificateIdentifier, SigningCertificate};
use crate::pki::algorithm::Digest;
use crate::pki::certificate::Certificate;
use crate::pki::oid;
use crate::pki::raw::{RawSequence, RawSet, sorted};

/// The attributes that a signature is made over: the content's kind and digest, and the signer's certificate.
///
/// There is no signing time: `PAdES` takes the time from the PDF's own entry and from timestamps (ETSI EN 319 142-1, 5.3).
#[derive(Debug, Clone)]
pub struct SignedAttributes(Vec<u8>);

impl SignedAttributes {
    /// The attributes of a detached signature over content with a digest.
    pub fn of_data(content_digest: &[u8], certificate: &Certificate, digest: Digest) -> Result<Self, der::Error> {
        Self::of(oid::ID_DATA, content_digest, certificate, digest)
    }

    /// The attributes of a signature over content of a kind, with a digest.
    pub fn of(kind: ObjectIdentifier, content_digest: &[u8], certificate: &Certificate, digest: Digest) -> Result<Self, der::Error> {
        Ok(Self(sorted(vec![
            attribute(oid::CONTENT_TYPE, &kind.to_der()?)?,
            attribute(oid::MESSAGE_DIGEST, &octets(content_digest)?)?,
            attribute(oid::SIGNING_CERTIFICATE_V2, &signing_certificate(certificate, digest)?)?,
        ])))
    }

    /// The bytes to be signed: the attributes as a DER SET OF (RFC 5652, 5.4).
    pub fn message(&self) -> Result<Vec<u8>, der::Error> {
        RawSet(&self.0).to_der()
    }

    /// The contents of the set.
    pub(super) fn contents(&self) -> RawSet<'_> {
        RawSet(&self.0)
    }
}

/// An octet string.
pub(super) fn octets(bytes: &[u8]) -> Result<Vec<u8>, der::Error> {
    <&OctetStringRef>::try_from(bytes)?.to_der()
}

/// An attribute with one value.
pub(super) fn attribute(kind: ObjectIdentifier, value: &[u8]) -> Result<Vec<u8>, der::Error> {
    Attribute { kind, values: RawSet(value) }.to_der()
}

/// `SigningCertificateV2` for a certificate. SHA-256 is the default and therefore not written.
fn signing_certificate(certificate: &Certificate, digest: Digest) -> Result<Vec<u8>, der::Error> {
    let hash = digest.of(certificate.der());
    let identifier = digest.identifier().to_der()?;
    let named = match digest {
        Digest::Sha256 => None,
        _ => Some(spki::AlgorithmIdentifierRef::from_der(&identifier)?),
    };
    let one = CertificateIdentifier { digest: named, hash: hash.as_slice().try_into()?, issuer_serial: None }.to_der()?;
    SigningCertificate { certificates: RawSequence(&one), policies: None }.to_der()
}

/// Attributes that were read, none of them twice.
pub(super) struct Attributes<'a>(Vec<Attribute<'a>>);

impl<'a> Attributes<'a> {
    /// Reads a set of attributes; a kind that stands there twice is a fault (RFC 5652, 5.3).
    pub(super) fn read(set: RawSet<'a>) -> Result<Self, Fault> {
        let all = set.read::<Attribute<'a>>().map_err(Fault::NotCms)?;
        let mut seen = BTreeSet::new();
        match all.iter().find(|attribute| !seen.insert(attribute.kind)) {
            Some(twice) => Err(Fault::DuplicateAttribute(twice.kind)),
            None => Ok(Self(all)),
        }
    }

    /// The one value of an attribute, with its tag and length; `None` where the attribute is absent.
    pub(super) fn value(&self, kind: ObjectIdentifier) -> Result<Option<&'a [u8]>, Fault> {
        let Some(attribute) = self.0.iter().find(|attribute| attribute.kind == kind) else { return Ok(None) };
        match attribute.values.elements().map_err(|_| Fault::BadAttribute(kind))?.as_slice() {
            [one] => Ok(Some(one)),
            [] => Err(Fault::BadAttribute(kind)),
            _ => Err(Fault::DuplicateAttribute(kind)),
        }
    }

    /// The one value of an attribute, as a type; `None` where the attribute is absent.
    pub(super) fn read_value<T: Decode<'a, Error = der::Error>>(&self, kind: ObjectIdentifier) -> Result<Option<T>, Fault> {
        self.value(kind)?.map(|value| T::from_der(value).map_err(|_| Fault::BadAttribute(kind))).transpose()
    }
}
