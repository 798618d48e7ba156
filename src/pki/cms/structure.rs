//! The structures of CMS (RFC 5652) and of signing-certificate attributes (RFC 2634, RFC 5035). What is signed stays raw.

use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::{Choice, Sequence};
use spki::AlgorithmIdentifierRef;
use x509_cert::serial_number::SerialNumber;

use crate::pki::raw::{RawSequence, RawSet};

/// `ContentInfo` (RFC 5652, 3).
#[derive(Sequence)]
pub(super) struct ContentInfo<'a> {
    pub(super) content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(super) content: AnyRef<'a>,
}

/// `SignedData` (RFC 5652, 5.1).
#[derive(Sequence)]
pub(super) struct SignedData<'a> {
    pub(super) version: u8,
    pub(super) digest_algorithms: RawSet<'a>,
    pub(super) content: EncapsulatedContentInfo<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) certificates: Option<RawSet<'a>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) crls: Option<RawSet<'a>>,
    pub(super) signers: RawSet<'a>,
}

/// `EncapsulatedContentInfo` (RFC 5652, 5.2).
#[derive(Sequence)]
pub(super) struct EncapsulatedContentInfo<'a> {
    pub(super) content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) content: Option<&'a OctetStringRef>,
}

/// `SignerInfo` (RFC 5652, 5.3).
#[derive(Sequence)]
pub(super) struct SignerInfo<'a> {
    pub(super) version: u8,
    pub(super) signer: SignerIdentifier<'a>,
    pub(super) digest: AlgorithmIdentifierRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) signed_attributes: Option<RawSet<'a>>,
    pub(super) algorithm: AlgorithmIdentifierRef<'a>,
    pub(super) signature: &'a OctetStringRef,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) unsigned_attributes: Option<RawSet<'a>>,
}

/// `SignerIdentifier` (RFC 5652, 5.3).
#[derive(Choice)]
pub(super) enum SignerIdentifier<'a> {
    IssuerAndSerial(IssuerAndSerial<'a>),
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    KeyIdentifier(&'a OctetStringRef),
}

/// `IssuerAndSerialNumber` (RFC 5652, 10.2.4).
#[derive(Sequence)]
pub(super) struct IssuerAndSerial<'a> {
    pub(super) issuer: AnyRef<'a>,
    pub(super) serial: SerialNumber,
}

/// `Attribute` (RFC 5652, 5.3).
#[derive(Sequence)]
pub(super) struct Attribute<'a> {
    pub(super) kind: ObjectIdentifier,
    pub(super) values: RawSet<'a>,
}

/// `SigningCertificateV2` (RFC 5035, 3), and `SigningCertificate` (RFC 2634, 5.4), which differ in what their identifiers hold.
#[derive(Sequence)]
pub(super) struct SigningCertificate<'a> {
    pub(super) certificates: RawSequence<'a>,
    pub(super) policies: Option<RawSequence<'a>>,
}

/// `ESSCertIDv2` (RFC 5035, 4), and `ESSCertID` (RFC 2634, 5.4.1), which never names a digest. An absent digest is SHA-256 in the former, SHA-1 in the latter.
#[derive(Sequence)]
pub(super) struct CertificateIdentifier<'a> {
    pub(super) digest: Option<AlgorithmIdentifierRef<'a>>,
    pub(super) hash: &'a OctetStringRef,
    pub(super) issuer_serial: Option<IssuerSerial<'a>>,
}

/// `IssuerSerial` (RFC 5035, 4).
#[derive(Sequence)]
pub(super) struct IssuerSerial<'a> {
    pub(super) issuer: RawSequence<'a>,
    pub(super) serial: SerialNumber,
}

/// `CMSAlgorithmProtection` (RFC 6211, 2).
#[derive(Sequence)]
pub(super) struct AlgorithmProtection<'a> {
    pub(super) digest: AlgorithmIdentifierRef<'a>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) signature: Option<AlgorithmIdentifierRef<'a>>,
}
