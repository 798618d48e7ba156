//! Reading and checking signed messages.

use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode, Header, SliceReader};
use jiff::Timestamp;
use spki::{AlgorithmIdentifierOwned, AlgorithmIdentifierRef};
use x509_cert::time::Time;

use super::attributes::Attributes;
use super::structure::{AlgorithmProtection, Attribute, ContentInfo, SignedData, SignerIdentifier, SignerInfo};
use super::{Fault, binding};
use crate::pki::algorithm::{FoundDigest, Weakness};
use crate::pki::certificate::Certificate;
use crate::pki::raw::{RawSet, whole};
use crate::pki::signature::{Scheme, SignatureFault, verify_signature};
use crate::pki::{oid, time};

/// The most certificates a message may carry.
const MOST_CERTIFICATES: usize = 64;

/// The most timestamps over one signature that are looked at.
const MOST_TIMESTAMPS: usize = 8;

/// The attribute that protects the algorithms (RFC 6211).
const ALGORITHM_PROTECTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.52");

/// A signed message as it was read; nothing in it is checked yet.
#[derive(Debug, Clone)]
pub struct Message {
    content_type: ObjectIdentifier,
    content: Option<Vec<u8>>,
    certificates: Vec<Certificate>,
    signer: Signer,
    digest: FoundDigest,
    scheme: Scheme,
    algorithm: AlgorithmIdentifierOwned,
    signed_attributes: Vec<u8>,
    signature: Vec<u8>,
    timestamps: Vec<Vec<u8>>,
}

/// How the signer's certificate is named.
#[derive(Debug, Clone)]
enum Signer {
    IssuerAndSerial(Vec<u8>, Vec<u8>),
    KeyIdentifier(Vec<u8>),
}

/// What a check of a message found. Whether the signer is to be trusted is another question.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The signer's certificate.
    pub signer: Certificate,
    /// The other certificates the message carries.
    pub others: Vec<Certificate>,
    /// How it was signed.
    pub scheme: Scheme,
    /// Whether the signature is bound to the signer's certificate, so that no other with the same key can stand in for it.
    pub bound: bool,
    /// The timestamp tokens over the signature, unread.
    pub timestamps: Vec<Vec<u8>>,
    /// The time the signer claims; nothing proves it.
    pub signing_time: Option<Timestamp>,
    /// Why the signature proves nothing although it matches. A message with a weakness is **not** valid.
    pub weakness: Option<Weakness>,
}

impl Message {
    /// Reads a message that is exactly these bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let info = ContentInfo::from_der(bytes).map_err(Fault::NotCms)?;
        if info.content_type != oid::ID_SIGNED_DATA {
            return Err(Fault::NotSignedData(info.content_type));
        }
        let data = info.content.decode_as::<SignedData<'_>>().map_err(Fault::NotCms)?;
        let signers = data.signers.elements().map_err(Fault::NotCms)?;
        let [signer] = signers.as_slice() else { return Err(Fault::Signers(signers.len())) };
        let signer = SignerInfo::from_der(signer).map_err(Fault::NotCms)?;
        let digest = FoundDigest::from_identifier(signer.digest).ok_or(Fault::UnknownDigest(signer.digest.oid))?;
        check_frame(&data, &signer)?;
        Ok(Self {
            content_type: data.content.content_type,
            content: data.content.content.map(|content| content.as_bytes().to_vec()),
            certificates: certificates(data.certificates)?,
            signer: Signer::read(&signer.signer).map_err(Fault::NotCms)?,
            digest,
            scheme: Scheme::read(signer.algorithm, Some(digest))?,
            algorithm: owned(signer.algorithm).map_err(Fault::NotCms)?,
            signed_attributes: signer.signed_attributes.ok_or(Fault::NoAttributes)?.0.to_vec(),
            signature: signer.signature.as_bytes().to_vec(),
            timestamps: signer.unsigned_attributes.map_or(Ok(Vec::new()), timestamps)?,
        })
    }

    /// The digest algorithm the content is to be digested with.
    pub fn digest(&self) -> FoundDigest {
        self.digest
    }

    /// The signature itself, which a timestamp is made over.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The timestamp tokens over the signature, unread.
    pub fn timestamps(&self) -> &[Vec<u8>] {
        &self.timestamps
    }

    /// The kind of content, and the content where the message holds it.
    pub fn content(&self) -> (ObjectIdentifier, Option<&[u8]>) {
        (self.content_type, self.content.as_deref())
    }

    /// All certificates the message carries.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The certificate the message names as its signer's, unchecked; a report on a message that fails its check says at least whose name it uses.
    pub fn signer(&self) -> Option<&Certificate> {
        self.certificates.iter().find(|certificate| self.signer.is(certificate))
    }

    /// Checks a detached message of ordinary data against the digest of its content, made with [`Message::digest`].
    pub fn check(&self, content_digest: &[u8]) -> Result<Checked, Fault> {
        if self.content.is_some() {
            return Err(Fault::ContentInside);
        }
        if self.content_type != oid::ID_DATA {
            return Err(Fault::ContentType);
        }
        self.check_against(content_digest, &[])
    }

    /// Checks a message against the content of a kind it holds itself, and gives that content. `known` are certificates the message may have left out.
    pub fn check_inside(&self, kind: ObjectIdentifier, known: &[Certificate]) -> Result<(Checked, &[u8]), Fault> {
        if self.content_type != kind {
            return Err(Fault::ContentType);
        }
        let content = self.content.as_deref().ok_or(Fault::NoContent)?;
        Ok((self.check_against(&self.digest.of_parts(&[content]), known)?, content))
    }

    /// Checks the attributes and the signature.
    fn check_against(&self, content_digest: &[u8], known: &[Certificate]) -> Result<Checked, Fault> {
        let attributes = Attributes::read(RawSet(&self.signed_attributes))?;
        self.check_content(&attributes, content_digest)?;
        let signer = self.signer().or_else(|| known.iter().find(|one| self.signer.is(one))).ok_or(Fault::NoSignerCertificate)?;
        let weakness = self.check_signature(signer)?;
        self.check_algorithms(&attributes)?;
        Ok(Checked {
            signer: signer.clone(),
            others: self.certificates.iter().filter(|one| *one != signer).cloned().collect(),
            scheme: self.scheme,
            bound: binding::is_bound(&attributes, signer)?,
            timestamps: self.timestamps.clone(),
            signing_time: attributes.read_value::<Time>(oid::SIGNING_TIME)?.map(time::timestamp),
            weakness,
        })
    }

    /// Whether the signed kind and digest are the content's (RFC 5652, 11.1 and 11.2).
    fn check_content(&self, attributes: &Attributes<'_>, content_digest: &[u8]) -> Result<(), Fault> {
        let kind = attributes.read_value::<ObjectIdentifier>(oid::CONTENT_TYPE)?.ok_or(Fault::MissingAttribute(oid::CONTENT_TYPE))?;
        if kind != self.content_type {
            return Err(Fault::ContentType);
        }
        let signed = attributes.read_value::<&OctetStringRef>(oid::MESSAGE_DIGEST)?.ok_or(Fault::MissingAttribute(oid::MESSAGE_DIGEST))?;
        if signed.as_bytes() == content_digest { Ok(()) } else { Err(Fault::DigestMismatch) }
    }

    /// Whether the signature over the attributes is the signer's; gives the weakness of one that matches.
    fn check_signature(&self, signer: &Certificate) -> Result<Option<Weakness>, Fault> {
        let message = RawSet(&self.signed_attributes).to_der().map_err(Fault::NotCms)?;
        match verify_signature(signer.key(), self.scheme, &message, &self.signature) {
            Ok(()) => Ok(self.digest.weakness()),
            Err(SignatureFault::Weak(weakness)) => Ok(Some(weakness)),
            Err(fault) => Err(fault.into()),
        }
    }

    /// Whether the algorithms are the ones that were signed along, where they were (RFC 6211).
    fn check_algorithms(&self, attributes: &Attributes<'_>) -> Result<(), Fault> {
        let Some(protected) = attributes.read_value::<AlgorithmProtection<'_>>(ALGORITHM_PROTECTION)? else { return Ok(()) };
        let same =
            protected.digest.oid == self.digest.oid() && protected.signature.is_none_or(|one| owned(one).is_ok_and(|one| one == self.algorithm));
        if same { Ok(()) } else { Err(Fault::OtherAlgorithm) }
    }
}

/// Checks what nobody signs and everything says twice: the versions (RFC 5652, 5.1 and 5.3) and the digest algorithms. So no byte of a message is without
/// meaning, and a changed one is seen.
fn check_frame(data: &SignedData<'_>, signer: &SignerInfo<'_>) -> Result<(), Fault> {
    let by_key = matches!(signer.signer, SignerIdentifier::KeyIdentifier(_));
    let least = if by_key || data.content.content_type != oid::ID_DATA { 3 } else { 1 };
    // Certificates and lists of other kinds raise the version of the whole (4 and 5).
    let is_raised = data.version > least && matches!(data.version, 4 | 5) && (data.certificates.is_some() || data.crls.is_some());
    if signer.version != if by_key { 3 } else { 1 } || data.version != least && !is_raised {
        return Err(Fault::Version);
    }
    let listed = data.digest_algorithms.read::<AlgorithmIdentifierRef<'_>>().map_err(Fault::NotCms)?;
    if listed.iter().any(|one| one.oid == signer.digest.oid) { Ok(()) } else { Err(Fault::UnlistedDigest) }
}

impl Signer {
    /// Takes over how the signer is named.
    fn read(identifier: &SignerIdentifier<'_>) -> Result<Self, der::Error> {
        Ok(match identifier {
            SignerIdentifier::IssuerAndSerial(both) => Self::IssuerAndSerial(whole(both.issuer)?, both.serial.as_bytes().to_vec()),
            SignerIdentifier::KeyIdentifier(id) => Self::KeyIdentifier(id.as_bytes().to_vec()),
        })
    }

    /// Whether it names a certificate.
    fn is(&self, certificate: &Certificate) -> bool {
        match self {
            Self::IssuerAndSerial(issuer, serial) => certificate.issuer_der() == issuer && certificate.serial() == serial,
            Self::KeyIdentifier(id) => certificate.extensions().subject_key_identifier.as_ref() == Some(id),
        }
    }
}

/// An algorithm identifier of its own.
fn owned(identifier: AlgorithmIdentifierRef<'_>) -> Result<AlgorithmIdentifierOwned, der::Error> {
    AlgorithmIdentifierOwned::from_der(&identifier.to_der()?)
}

/// The certificates of a message. Those that cannot be read (attribute certificates, say) are left out: they cannot be the signer's.
fn certificates(set: Option<RawSet<'_>>) -> Result<Vec<Certificate>, Fault> {
    let all = set.unwrap_or_default().elements().map_err(Fault::NotCms)?;
    if all.len() > MOST_CERTIFICATES {
        return Err(Fault::TooManyCertificates(all.len()));
    }
    Ok(all.into_iter().filter_map(|one| Certificate::from_der(one).ok()).collect())
}

/// The timestamp tokens among unsigned attributes. What else stands there is nobody's word.
fn timestamps(unsigned: RawSet<'_>) -> Result<Vec<Vec<u8>>, Fault> {
    let mut found = Vec::new();
    for attribute in unsigned.read::<Attribute<'_>>().map_err(Fault::NotCms)? {
        if attribute.kind == oid::SIGNATURE_TIME_STAMP_TOKEN {
            found.extend(attribute.values.elements().map_err(|_| Fault::BadAttribute(attribute.kind))?.into_iter().map(<[u8]>::to_vec));
        }
    }
    found.truncate(MOST_TIMESTAMPS);
    Ok(found)
}

/// The message at the beginning of a PDF's padded `/Contents`: what follows it must be zeros (ISO 32000-2, 12.8.1).
pub fn without_padding(contents: &[u8]) -> Result<&[u8], Fault> {
    let header = SliceReader::new(contents).and_then(|reader| Header::peek(&reader)).map_err(Fault::NotCms)?;
    let length = header.encoded_len().and_then(|own| own + header.length()).and_then(usize::try_from).map_err(Fault::NotCms)?;
    let (message, padding) = contents.split_at_checked(length).ok_or_else(|| Fault::NotCms(der::ErrorKind::Failed.into()))?;
    if padding.iter().all(|byte| *byte == 0) { Ok(message) } else { Err(Fault::TrailingBytes) }
}

/// The certificates of a message that only carries some, as a `.p7b` file or an authority's download does; it need not be signed.
pub fn certificates_only(bytes: &[u8]) -> Result<Vec<Certificate>, Fault> {
    let info = ContentInfo::from_der(bytes).map_err(Fault::NotCms)?;
    if info.content_type != oid::ID_SIGNED_DATA {
        return Err(Fault::NotSignedData(info.content_type));
    }
    certificates(info.content.decode_as::<SignedData<'_>>().map_err(Fault::NotCms)?.certificates)
}
