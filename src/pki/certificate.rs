//! A certificate as it was issued, byte for byte (RFC 5280).

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use der::{Decode, Reader, SliceReader, Tag};
use jiff::Timestamp;
use spki::SubjectPublicKeyInfoOwned;

use crate::plain::harmless;

use super::algorithm::Digest;
use super::extension::Extensions;
use super::raw::Signed;
use super::signature::{KeyKind, Scheme, SignatureFault, verify_signature};
use super::{name, oid, time};

/// A certificate: its bytes, and what they say. Copies share both.
#[derive(Clone)]
pub struct Certificate {
    der: Arc<[u8]>,
    parsed: Arc<x509_cert::Certificate>,
    read: Arc<Read>,
}

/// What is read beyond the crate's own structures.
struct Read {
    extensions: Extensions,
    serial: Range<usize>,
    issuer: Range<usize>,
    subject: Range<usize>,
    key: Range<usize>,
}

impl Certificate {
    /// Reads a DER certificate; an error says where it is not one.
    pub fn from_der(der: &[u8]) -> Result<Self, der::Error> {
        let parsed = x509_cert::Certificate::from_der(der)?;
        let extensions = Extensions::read(parsed.tbs_certificate().extensions().map_or(&[], Vec::as_slice));
        let read = Read::from_der(der, extensions)?;
        Ok(Self { der: der.into(), parsed: Arc::new(parsed), read: Arc::new(read) })
    }

    /// The certificate as it was issued.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// What the certificate says.
    pub fn parsed(&self) -> &x509_cert::Certificate {
        &self.parsed
    }

    /// What its extensions say.
    pub fn extensions(&self) -> &Extensions {
        &self.read.extensions
    }

    /// The digest people compare certificates by, in hexadecimal: SHA-256 of its bytes.
    pub fn fingerprint(&self) -> String {
        Digest::Sha256.of(&self.der).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The subject's name as it was written, DER.
    pub fn subject_der(&self) -> &[u8] {
        self.part(&self.read.subject)
    }

    /// The issuer's name as it was written, DER.
    pub fn issuer_der(&self) -> &[u8] {
        self.part(&self.read.issuer)
    }

    /// The serial number as it was written: the bytes of the DER integer.
    pub fn serial(&self) -> &[u8] {
        self.part(&self.read.serial)
    }

    /// The subject's public key as it was written: a DER `SubjectPublicKeyInfo`.
    pub fn key_der(&self) -> &[u8] {
        self.part(&self.read.key)
    }

    /// A part of the bytes.
    fn part(&self, range: &Range<usize>) -> &[u8] {
        self.der.get(range.clone()).unwrap_or_default()
    }

    /// The subject's public key.
    pub fn key(&self) -> &SubjectPublicKeyInfoOwned {
        self.parsed.tbs_certificate().subject_public_key_info()
    }

    /// What kind of key it is, and how strong.
    pub fn key_kind(&self) -> KeyKind {
        KeyKind::of(self.key())
    }

    /// The subject's whole name in words, safe to show: `CN=Ada, O=Example`.
    pub fn subject(&self) -> String {
        name::display(self.parsed.tbs_certificate().subject())
    }

    /// The issuer's whole name in words, safe to show.
    pub fn issuer(&self) -> String {
        name::display(self.parsed.tbs_certificate().issuer())
    }

    /// What to call the subject in one breath, safe to show: its common name, else its organization, else its whole name, else its serial number.
    pub fn called(&self) -> String {
        let subject = self.parsed.tbs_certificate().subject();
        let one = [oid::COMMON_NAME, oid::ORGANIZATION].into_iter().find_map(|kind| name::value(subject, kind)).map(|value| harmless(&value));
        one.filter(|value| !value.trim().is_empty()).unwrap_or_else(|| {
            let whole = self.subject();
            if whole.is_empty() { format!("certificate {}", self.serial_text()) } else { whole }
        })
    }

    /// The subject's organization, safe to show.
    pub fn organization(&self) -> Option<String> {
        name::value(self.parsed.tbs_certificate().subject(), oid::ORGANIZATION).map(|value| harmless(&value))
    }

    /// The serial number in hexadecimal.
    pub fn serial_text(&self) -> String {
        let digits: String = self.serial().iter().map(|byte| format!("{byte:02x}")).collect();
        digits.strip_prefix("00").filter(|rest| !rest.is_empty()).unwrap_or(&digits).to_owned()
    }

    /// From when it is valid.
    pub fn not_before(&self) -> Timestamp {
        time::timestamp(self.parsed.tbs_certificate().validity().not_before)
    }

    /// The last second it is valid in.
    pub fn not_after(&self) -> Timestamp {
        time::timestamp(self.parsed.tbs_certificate().validity().not_after)
    }

    /// Whether it is valid at a time.
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        // The last second is valid to its end.
        self.not_before() <= at && at.as_second() <= self.not_after().as_second()
    }

    /// Whether the subject issues certificates.
    pub fn is_authority(&self) -> bool {
        self.extensions().basic_constraints.as_ref().is_some_and(|basic| basic.ca)
    }

    /// Whether subject and issuer have the same name, as in a root.
    pub fn is_self_issued(&self) -> bool {
        let tbs = self.parsed.tbs_certificate();
        name::same(tbs.subject(), tbs.issuer())
    }

    /// Whether another certificate may be this one's issuer, by names and key identifiers alone.
    pub fn names_as_issuer(&self, issuer: &Self) -> bool {
        let named = name::same(self.parsed.tbs_certificate().issuer(), issuer.parsed.tbs_certificate().subject());
        let keys = (&self.extensions().authority_key_identifier, &issuer.extensions().subject_key_identifier);
        named && !matches!(keys, (Some(wanted), Some(held)) if wanted != held)
    }

    /// Whether another certificate's subject issued this one: names, key identifiers and the signature.
    pub fn issued_by(&self, issuer: &Self) -> Result<(), IssueFault> {
        if !self.names_as_issuer(issuer) {
            return Err(IssueFault::OtherIssuer);
        }
        self.signed_by(issuer.key()).map_err(IssueFault::Signature)
    }

    /// Whether a key signed this certificate.
    pub fn signed_by(&self, key: &SubjectPublicKeyInfoOwned) -> Result<(), SignatureFault> {
        let signed = Signed::from_der(&self.der).map_err(|_| SignatureFault::Mismatch)?;
        if self.parsed.tbs_certificate().signature() != self.parsed.signature_algorithm() {
            return Err(SignatureFault::BadParameters("the certificate names one algorithm inside and another outside its signature"));
        }
        verify_signature(key, Scheme::read(signed.algorithm, None)?, signed.message, signed.signature)
    }
}

impl Read {
    /// Finds the parts whose bytes are needed as they are.
    fn from_der(der: &[u8], extensions: Extensions) -> Result<Self, der::Error> {
        let mut reader = SliceReader::new(der)?;
        reader.sequence(|reader| {
            let found = reader.sequence(|reader| {
                if Tag::peek(reader)?.is_context_specific() {
                    reader.tlv_bytes()?;
                }
                let serial = value(reader)?;
                reader.tlv_bytes()?;
                let issuer = whole(reader)?;
                reader.tlv_bytes()?;
                let subject = whole(reader)?;
                let key = whole(reader)?;
                while !reader.is_finished() {
                    reader.tlv_bytes()?;
                }
                Ok::<_, der::Error>(Self { extensions, serial, issuer, subject, key })
            })?;
            while !reader.is_finished() {
                reader.tlv_bytes()?;
            }
            Ok(found)
        })
    }
}

/// Where the next value lies, with its tag and length.
fn whole<'a>(reader: &mut impl Reader<'a>) -> Result<Range<usize>, der::Error> {
    let start = usize::try_from(reader.position())?;
    reader.tlv_bytes()?;
    Ok(start..usize::try_from(reader.position())?)
}

/// Where the next value lies, without its tag and length.
fn value<'a>(reader: &mut impl Reader<'a>) -> Result<Range<usize>, der::Error> {
    let length = usize::try_from(der::Header::peek(reader)?.length())?;
    let end = whole(reader)?.end;
    Ok(end.saturating_sub(length)..end)
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, serial {})", self.subject(), self.serial_text())
    }
}

/// Why a certificate was not issued by another's subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueFault {
    /// It names another issuer.
    OtherIssuer,
    /// Its signature is not the issuer's.
    Signature(SignatureFault),
}

impl fmt::Display for IssueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherIssuer => f.write_str("the certificate names another issuer"),
            Self::Signature(fault) => write!(f, "the issuer's signature on the certificate does not hold: {fault}"),
        }
    }
}

impl std::error::Error for IssueFault {}
