//! Asking for a timestamp, and reading what came back.

use aws_lc_rs::rand;
use der::asn1::{IntRef, Utf8StringRef};
use der::{Decode, Encode};
use spki::AlgorithmIdentifierRef;

use super::structure::{MessageImprint, PkiStatusInfo, TimeStampReq, TimeStampResp};
use super::{Checked, Fault, Refusal, Token};
use crate::pki::algorithm::Digest;
use crate::pki::raw::whole;

/// The most texts of a refusal that are kept.
const MOST_TEXTS: usize = 4;

/// A request for a timestamp.
#[derive(Debug, Clone)]
pub struct Request {
    der: Vec<u8>,
    digest: Vec<u8>,
    nonce: Vec<u8>,
}

/// A nonce that nobody can guess. `None` where the system has no randomness to give.
pub fn random_nonce() -> Option<[u8; 8]> {
    let mut nonce = [0; 8];
    rand::fill(&mut nonce).ok().map(|()| nonce)
}

impl Request {
    /// Asks for a timestamp over a digest, with the authority's certificates in the answer. The nonce ties the answer to this request.
    pub fn new(algorithm: Digest, digest: &[u8], nonce: [u8; 8]) -> Result<Self, der::Error> {
        let identifier = algorithm.identifier().to_der()?;
        let nonce = positive(nonce);
        let request = TimeStampReq {
            version: 1,
            imprint: MessageImprint { algorithm: AlgorithmIdentifierRef::from_der(&identifier)?, digest: digest.try_into()? },
            policy: None,
            nonce: Some(IntRef::new(&nonce)?),
            wants_certificates: true,
            extensions: None,
        };
        Ok(Self { der: request.to_der()?, digest: digest.to_vec(), nonce })
    }

    /// What to send, as `application/timestamp-query`.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Reads and checks an answer, `application/timestamp-reply`: the token it holds, and what the token says.
    pub fn answer(&self, response: &[u8]) -> Result<(Token, Checked), Fault> {
        let response = TimeStampResp::from_der(response).map_err(Fault::NotAResponse)?;
        // 0 is granted, 1 granted with changes.
        if response.status.status > 1 {
            return Err(Fault::Refused(Refusal::read(&response.status)));
        }
        let token = Token::read(&whole(response.token.ok_or(Fault::NoToken)?).map_err(Fault::NotAResponse)?)?;
        let checked = token.check(&self.digest, &[])?;
        if token.nonce() == Some(self.nonce.as_slice()) { Ok((token, checked)) } else { Err(Fault::OtherNonce) }
    }
}

/// A positive DER integer of at most eight bytes.
fn positive(nonce: [u8; 8]) -> Vec<u8> {
    // The leading bits 01 make it positive, and as short as it can be written.
    let [first, rest @ ..] = nonce;
    std::iter::once((first & 0x3f) | 0x40).chain(rest).collect()
}

impl Refusal {
    /// Reads what the authority says of its refusal.
    fn read(status: &PkiStatusInfo<'_>) -> Self {
        let texts = status.texts.and_then(|texts| texts.read::<Utf8StringRef<'_>>().ok()).unwrap_or_default();
        Self {
            status: status.status,
            texts: texts.into_iter().take(MOST_TEXTS).map(|text| crate::plain::harmless(text.as_str())).collect(),
            failures: status
                .failures
                .map(|bits| bits.bits().enumerate().filter(|(_, set)| *set).map(|(bit, _)| bit).take(32).collect())
                .unwrap_or_default(),
        }
    }
}
