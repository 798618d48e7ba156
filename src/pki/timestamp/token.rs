//! A timestamp token: what it says, and whether it holds.

use std::time::Duration;

use der::Decode;
use der::asn1::ObjectIdentifier;
use jiff::Timestamp;
use x509_cert::ext::Extension;

use super::structure::{TstAccuracy, TstInfo};
use super::{Fault, moment};
use crate::pki::algorithm::FoundDigest;
use crate::pki::certificate::Certificate;
use crate::pki::cms::Message;
use crate::pki::oid;

/// A timestamp token as it was read; nothing in it is checked yet.
#[derive(Debug, Clone)]
pub struct Token {
    der: Vec<u8>,
    message: Message,
    statement: Statement,
}

/// What a token states.
#[derive(Debug, Clone)]
struct Statement {
    digest: FoundDigest,
    imprint: Vec<u8>,
    time: Timestamp,
    accuracy: Option<Accuracy>,
    serial: Vec<u8>,
    policy: ObjectIdentifier,
    nonce: Option<Vec<u8>>,
}

/// By how much the stated time may be off.
pub type Accuracy = Duration;

/// What a check of a token found. Whether the authority is to be trusted is another question.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The authority's certificate.
    pub signer: Certificate,
    /// The other certificates the token carries.
    pub others: Vec<Certificate>,
    /// The time it states.
    pub time: Timestamp,
    /// By how much that may be off, where the authority says.
    pub accuracy: Option<Accuracy>,
    /// The token's serial number: the bytes of a DER integer.
    pub serial: Vec<u8>,
    /// The policy it was given under.
    pub policy: ObjectIdentifier,
    /// The digest of what it is about.
    pub digest: FoundDigest,
    /// How people call the way it was signed.
    pub scheme: String,
}

impl Token {
    /// Reads a token that is exactly these bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let message = Message::read(bytes)?;
        let statement = match message.content() {
            (oid::ID_CT_TST_INFO, Some(content)) => Statement::read(content)?,
            (oid::ID_CT_TST_INFO, None) => return Err(Fault::BadStatement("it holds no statement")),
            _ => return Err(Fault::BadStatement("it is a signed message of another kind")),
        };
        Ok(Self { der: bytes.to_vec(), message, statement })
    }

    /// The token as it was given.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The digest algorithm that what it is about is to be digested with.
    pub fn digest(&self) -> FoundDigest {
        self.statement.digest
    }

    /// The certificates it carries.
    pub fn certificates(&self) -> &[Certificate] {
        self.message.certificates()
    }

    /// The nonce of the request it answers: the bytes of a DER integer.
    pub(super) fn nonce(&self) -> Option<&[u8]> {
        self.statement.nonce.as_deref()
    }

    /// Checks that the token is about a digest, made with [`Token::digest`], and was signed by an authority whose certificate is for timestamps alone
    /// (RFC 3161, 2.3). `known` are certificates the token may have left out.
    pub fn check(&self, digest: &[u8], known: &[Certificate]) -> Result<Checked, Fault> {
        if self.statement.imprint != digest {
            return Err(Fault::OtherImprint);
        }
        let (signed, _) = self.message.check_inside(oid::ID_CT_TST_INFO, known)?;
        if !is_authority(&signed.signer) {
            return Err(Fault::NotAnAuthority);
        }
        if !signed.bound {
            return Err(Fault::NotBound);
        }
        if let Some(weakness) = signed.weakness.or(self.statement.digest.weakness()) {
            return Err(Fault::Weak(weakness));
        }
        Ok(Checked {
            signer: signed.signer,
            others: signed.others,
            time: self.statement.time,
            accuracy: self.statement.accuracy,
            serial: self.statement.serial.clone(),
            policy: self.statement.policy,
            digest: self.statement.digest,
            scheme: signed.scheme.name(),
        })
    }
}

/// Whether a certificate is for timestamps, critically, and for nothing else.
fn is_authority(certificate: &Certificate) -> bool {
    let purposes = certificate.extensions().extended_key_usage.as_ref();
    purposes.is_some_and(|purposes| purposes.critical && purposes.all == [oid::KP_TIME_STAMPING])
}

impl Statement {
    /// Reads a `TSTInfo`.
    fn read(content: &[u8]) -> Result<Self, Fault> {
        let info = TstInfo::from_der(content).map_err(|_| Fault::BadStatement("its statement is not DER of the right shape"))?;
        if info.version != 1 {
            return Err(Fault::BadStatement("its statement has an unknown version"));
        }
        refuse_critical(&info)?;
        let digest = FoundDigest::from_identifier(info.imprint.algorithm).ok_or(Fault::BadStatement("it uses an unknown digest algorithm"))?;
        Ok(Self {
            digest,
            imprint: info.imprint.digest.as_bytes().to_vec(),
            time: moment::read(info.time).ok_or(Fault::BadStatement("its time is not a time"))?,
            accuracy: info.accuracy.map(duration),
            serial: info.serial.as_bytes().to_vec(),
            policy: info.policy,
            nonce: info.nonce.map(|nonce| nonce.as_bytes().to_vec()),
        })
    }
}

/// Refuses extensions that must be understood; none is known here.
fn refuse_critical(info: &TstInfo<'_>) -> Result<(), Fault> {
    let extensions = info.extensions.unwrap_or_default().read::<Extension>().map_err(|_| Fault::BadStatement("its extensions cannot be read"))?;
    if extensions.iter().any(|extension| extension.critical) {
        Err(Fault::BadStatement("it has an extension that must be understood and is not known"))
    } else {
        Ok(())
    }
}

/// An accuracy as a duration.
fn duration(accuracy: TstAccuracy) -> Duration {
    let micros = u64::from(accuracy.millis.unwrap_or(0)) * 1000 + u64::from(accuracy.micros.unwrap_or(0));
    Duration::from_secs(u64::from(accuracy.seconds.unwrap_or(0))) + Duration::from_micros(micros)
}
