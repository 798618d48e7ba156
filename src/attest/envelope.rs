//! Envelopes: a statement with signatures over it (DSSE 1.0).
//!
//! The certificates of the signer stand beside the signature as `cert`, in PEM, the signer's first. DSSE leaves that to its users; it is how
//! provenance on GitHub is written, and readers who do not know the member pass it over. It is not signed and need not be: a signature is believed
//! for its key's sake or for that of a chain to a trusted root.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use pem::{EncodeConfig, LineEnding, Pem};
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::key::{self, PublicKey};
use super::statement::Statement;
use crate::pki::bundle;
use crate::pki::certificate::Certificate;
use crate::pki::path::{Purpose, Question};
use crate::sign::keys::SigningKey;

/// What an envelope of in-toto holds.
const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// The most bytes of an envelope: a statement about a build of some hundred thousand files.
const LARGEST: usize = 64 << 20;

/// The most signatures of an envelope.
const MOST_SIGNATURES: usize = 16;

/// The most certificates beside a signature.
const MOST_CERTIFICATES: usize = 20;

#[derive(Serialize, Deserialize)]
struct Envelope {
    payload: String,
    #[serde(rename = "payloadType")]
    payload_type: String,
    signatures: Vec<Signature>,
}

#[derive(Serialize, Deserialize)]
struct Signature {
    #[serde(default)]
    keyid: String,
    sig: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cert: Option<String>,
}

/// What is signed: the payload's type and the payload, each with its length before it, so that neither can be taken for a part of the other.
fn authenticated(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

/// A statement in an envelope, on one line without its end.
pub fn envelope(statement: &[u8], signer: &dyn SigningKey) -> Result<Vec<u8>, Fault> {
    let sig = STANDARD.encode(signer.sign(&authenticated(PAYLOAD_TYPE, statement))?);
    let blocks: Vec<Pem> =
        std::iter::once(signer.certificate()).chain(signer.chain()).map(|certificate| Pem::new("CERTIFICATE", certificate.der())).collect();
    let cert = Some(pem::encode_many_config(&blocks, EncodeConfig::new().set_line_ending(LineEnding::LF)));
    let signature = Signature { keyid: key::id(signer.certificate().key_der()), sig, cert };
    let envelope = Envelope { payload: STANDARD.encode(statement), payload_type: PAYLOAD_TYPE.to_owned(), signatures: vec![signature] };
    serde_json::to_vec(&envelope).map_err(|error| Fault::NoEnvelope(error.to_string()))
}

/// Whose signatures are believed.
#[derive(Debug, Clone, Copy)]
pub enum Trust<'t> {
    /// Those of these keys.
    Keys(&'t [PublicKey]),
    /// Those of certificates that lead to one of these roots.
    ///
    /// An envelope has no proof of its time, so that the chain must hold when the question is asked; whether a certificate was revoked is not looked
    /// up.
    Roots {
        /// The roots.
        roots: &'t [Certificate],
        /// When the question is asked.
        at: Timestamp,
    },
}

/// A statement that is believed.
#[derive(Debug)]
pub struct Opened {
    /// What it says.
    pub statement: Statement,
    /// The name of the key that signed it.
    pub key: String,
    /// The signer's certificate, where it was believed for its sake.
    pub signer: Option<Certificate>,
}

/// Opens an envelope: one signature that is believed is enough, and nothing is read of the statement before there is one.
pub fn open(bytes: &[u8], trust: Trust<'_>) -> Result<Opened, Fault> {
    if bytes.len() > LARGEST {
        return Err(Fault::TooLarge);
    }
    let Envelope { payload, payload_type, signatures } = serde_json::from_slice(bytes).map_err(|error| Fault::NoEnvelope(error.to_string()))?;
    if payload_type != PAYLOAD_TYPE {
        return Err(Fault::OtherPayload(payload_type));
    }
    let payload = decode(&payload).ok_or_else(|| Fault::NoEnvelope("its payload is no Base64".to_owned()))?;
    let (key, signer) = believed(&authenticated(&payload_type, &payload), &signatures, trust)?;
    Ok(Opened { statement: Statement::read(&payload)?, key, signer })
}

/// The key of the first signature that is believed, with its certificate; else why the last is not.
fn believed(message: &[u8], signatures: &[Signature], trust: Trust<'_>) -> Result<(String, Option<Certificate>), Fault> {
    if signatures.len() > MOST_SIGNATURES {
        return Err(Fault::TooMany("signatures"));
    }
    let mut why = Fault::Unsigned;
    for signature in signatures {
        let answer = match trust {
            Trust::Keys(keys) => by_key(message, signature, keys).map(|key| (key, None)),
            Trust::Roots { roots, at } => by_chain(message, signature, roots, at).map(|(key, signer)| (key, Some(signer))),
        };
        match answer {
            Ok(answer) => return Ok(answer),
            Err(fault) => why = fault,
        }
    }
    Err(why)
}

/// The key that made a signature. The name beside it is no more than a hint, so that every key is tried.
fn by_key(message: &[u8], signature: &Signature, keys: &[PublicKey]) -> Result<String, Fault> {
    let bytes = decode(&signature.sig).ok_or(Fault::NotSigned)?;
    keys.iter().find(|key| key.has_signed(message, &bytes)).map(|key| key.id().to_owned()).ok_or(Fault::NotSigned)
}

/// The key and the certificate that a signature was made with, where a chain leads from it to a root.
fn by_chain(message: &[u8], signature: &Signature, roots: &[Certificate], at: Timestamp) -> Result<(String, Certificate), Fault> {
    let bytes = decode(&signature.sig).ok_or(Fault::NotSigned)?;
    let pool = bundle::certificates(signature.cert.as_deref().ok_or(Fault::NoCertificate)?.as_bytes()).map_err(Fault::Certificates)?;
    if pool.len() > MOST_CERTIFICATES {
        return Err(Fault::TooMany("certificates"));
    }
    let signer = pool.first().ok_or(Fault::NoCertificate)?;
    let key = PublicKey::of(signer)?;
    if !key.has_signed(message, &bytes) {
        return Err(Fault::NotSigned);
    }
    Question { signer, pool: &pool, roots, at, purpose: Purpose::Documents }.answer().map_err(Fault::Untrusted)?;
    Ok((key.id().to_owned(), signer.clone()))
}

/// Base64 in either alphabet, as DSSE allows.
fn decode(text: &str) -> Option<Vec<u8>> {
    [STANDARD, URL_SAFE, STANDARD_NO_PAD, URL_SAFE_NO_PAD].iter().find_map(|alphabet| alphabet.decode(text).ok())
}
