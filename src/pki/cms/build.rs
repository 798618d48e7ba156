//! Making signed messages.

use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode};
use spki::AlgorithmIdentifierRef;

use super::attributes::{SignedAttributes, attribute};
use super::structure::{ContentInfo, EncapsulatedContentInfo, IssuerAndSerial, SignedData, SignerIdentifier, SignerInfo};
use super::{Fault, Message};
use crate::pki::algorithm::SignatureAlgorithm;
use crate::pki::certificate::Certificate;
use crate::pki::oid;
use crate::pki::raw::{RawSet, sorted};

/// How many bytes a timestamp token is reckoned at. Tokens of public authorities, with their chains, have between 3 and 7 KiB.
pub const TIMESTAMP_ALLOWANCE: usize = 8 * 1024;

/// What a message signs.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// Content that stands elsewhere, such as the PDF around the signature.
    Detached,
    /// Content of a kind inside the message, such as the statement of a timestamp.
    Inside(ObjectIdentifier, &'a [u8]),
}

/// What a signed message is put together from.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// What it signs.
    pub content: Content<'a>,
    /// The attributes the signature was made over.
    pub attributes: &'a SignedAttributes,
    /// How it was made.
    pub algorithm: SignatureAlgorithm,
    /// The signer's certificate.
    pub certificate: &'a Certificate,
    /// Whether the certificates travel in the message; who asks for a timestamp may say that they need not.
    pub carried: bool,
    /// The certificates between the signer's and a root.
    pub chain: &'a [Certificate],
    /// The signature.
    pub signature: &'a [u8],
}

/// Puts a signed message together: a DER `ContentInfo` with one signer. An error where a part has no encoding, such as a certificate that is too large.
pub fn assemble(parts: &Parts<'_>) -> Result<Vec<u8>, der::Error> {
    let digest = parts.algorithm.digest().identifier().to_der()?;
    let signer = signer_info(parts, &digest)?;
    let certificates = certificates(parts);
    let (version, content) = match parts.content {
        Content::Detached => (1, EncapsulatedContentInfo { content_type: oid::ID_DATA, content: None }),
        Content::Inside(content_type, bytes) => (
            if content_type == oid::ID_DATA { 1 } else { 3 },
            EncapsulatedContentInfo { content_type, content: Some(<&OctetStringRef>::try_from(bytes)?) },
        ),
    };
    let data = SignedData {
        version,
        digest_algorithms: RawSet(&digest),
        content,
        certificates: parts.carried.then_some(RawSet(&certificates)),
        crls: None,
        signers: RawSet(&signer),
    };
    wrap(&data)
}

/// The certificates a message carries, each once, in the order DER wants.
fn certificates(parts: &Parts<'_>) -> Vec<u8> {
    let mut all: Vec<Vec<u8>> = std::iter::once(parts.certificate).chain(parts.chain).map(|certificate| certificate.der().to_vec()).collect();
    all.sort();
    all.dedup();
    all.concat()
}

/// The one signer's block.
fn signer_info(parts: &Parts<'_>, digest: &[u8]) -> Result<Vec<u8>, der::Error> {
    let algorithm = parts.algorithm.cms_identifier()?.to_der()?;
    let signer = IssuerAndSerial {
        issuer: AnyRef::from_der(parts.certificate.issuer_der())?,
        serial: parts.certificate.parsed().tbs_certificate().serial_number().clone(),
    };
    SignerInfo {
        version: 1,
        signer: SignerIdentifier::IssuerAndSerial(signer),
        digest: AlgorithmIdentifierRef::from_der(digest)?,
        signed_attributes: Some(parts.attributes.contents()),
        algorithm: AlgorithmIdentifierRef::from_der(&algorithm)?,
        signature: parts.signature.try_into()?,
        unsigned_attributes: None,
    }
    .to_der()
}

/// A `ContentInfo` around signed data.
fn wrap(signed: &SignedData<'_>) -> Result<Vec<u8>, der::Error> {
    let signed = signed.to_der()?;
    ContentInfo { content_type: oid::ID_SIGNED_DATA, content: AnyRef::from_der(&signed)? }.to_der()
}

/// The most bytes a detached signature's message will have: worked out by putting one together around a signature of the greatest length.
///
/// `timestamp` is what to allow for a timestamp token, such as [`TIMESTAMP_ALLOWANCE`].
pub fn size_bound(
    certificate: &Certificate,
    chain: &[Certificate],
    algorithm: SignatureAlgorithm,
    signature_bound: usize,
    timestamp: Option<usize>,
) -> Result<usize, der::Error> {
    let digest = algorithm.digest();
    let attributes = SignedAttributes::of_data(&vec![0; digest.length()], certificate, digest)?;
    let signature = vec![0; signature_bound];
    let parts = Parts { content: Content::Detached, attributes: &attributes, algorithm, certificate, carried: true, chain, signature: &signature };
    // Around a token stand an attribute's headers and identifier, and the lengths of all that is around it may grow.
    let around = 64;
    Ok(assemble(&parts)?.len() + timestamp.map_or(0, |allowance| allowance + around))
}

/// A message with a timestamp token over its signature added; the attributes that are there already stay (RFC 3161, appendix A).
pub fn embed_timestamp(cms: &[u8], token: &[u8]) -> Result<Vec<u8>, Fault> {
    Message::read(cms)?;
    let with_token = add_unsigned(cms, oid::SIGNATURE_TIME_STAMP_TOKEN, token).map_err(Fault::NotCms)?;
    // A message that is at a limit already may be beyond it now.
    Message::read(&with_token).map(|_| with_token)
}

/// A message of one signer with an unsigned attribute added.
fn add_unsigned(cms: &[u8], kind: ObjectIdentifier, value: &[u8]) -> Result<Vec<u8>, der::Error> {
    let info = ContentInfo::from_der(cms)?;
    let mut data = info.content.decode_as::<SignedData<'_>>()?;
    let mut signer = SignerInfo::from_der(data.signers.0)?;
    let mut unsigned: Vec<Vec<u8>> = Vec::new();
    if let Some(set) = signer.unsigned_attributes {
        unsigned.extend(set.elements()?.into_iter().map(<[u8]>::to_vec));
    }
    unsigned.push(attribute(kind, value)?);
    let unsigned = sorted(unsigned);
    signer.unsigned_attributes = Some(RawSet(&unsigned));
    let signer = signer.to_der()?;
    data.signers = RawSet(&signer);
    wrap(&data)
}
