//! Keys on tokens: smart cards, sticks and hardware security modules, through PKCS#11 (OASIS, version 3.0).
//!
//! The private key never leaves the token. Sessions are kept, so that thousands of files are signed with one log-in, by several threads.

mod fault;
mod mechanism;
mod object;
mod token;

use std::fmt;

use cryptoki::error::Error;
use cryptoki::session::UserType;
use cryptoki::types::AuthPin;

use self::mechanism::Plan;
use self::object::KeyObject;
use self::token::Token;
use super::software::{certificates, chain_with, signature_bound};
use super::{KeyFault, Pkcs11Source, RsaScheme, SigningKey, TokenFault, chain, public};
use crate::pki::algorithm::SignatureAlgorithm;
use crate::pki::certificate::Certificate;
use crate::sign::secret::Secrets;

/// What is signed once to see that key and certificate belong together.
const PROBE: &[u8] = b"Counterpart asks whether this key belongs to its certificate.";

/// A key on a token, with its certificate.
pub struct HardwareKey {
    token: Token,
    key: KeyObject,
    plan: Plan,
    /// The PIN, where the key wants it for every signature.
    pin: Option<AuthPin>,
    algorithm: SignatureAlgorithm,
    bound: usize,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

impl fmt::Debug for HardwareKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HardwareKey").field("key", &self.key).field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

impl HardwareKey {
    /// Logs in to a token and finds the key on it. One signature is made to see that the certificate belongs to the key, unless each one asks for the PIN.
    pub fn open(source: &Pkcs11Source, scheme: Option<RsaScheme>, secrets: &dyn Secrets) -> Result<Self, KeyFault> {
        let token = Token::find(&source.module, &source.token)?;
        let pin = log_in(&token, source, secrets)?;
        let key = object::private_key(&token, &source.key)?;
        let (own, all) = object::certificates(&token, &key)?;
        let candidates = match &source.certificate {
            Some(path) => certificates(path, secrets)?,
            None if own.is_empty() => return Err(TokenFault::NoCertificate.into()),
            None => newest_first(own),
        };
        let pin = pin.filter(|_| key.always_authenticate);
        let mut opened = Self::choose(token, key, pin, &candidates, scheme)?;
        let known = [candidates, all].concat();
        opened.chain = match &source.chain {
            Some(path) => chain_with(&opened.certificate, &known, path, secrets)?,
            None => chain::order(&opened.certificate, &known),
        };
        Ok(opened)
    }

    /// The key with the first of some certificates that belongs to it.
    fn choose(token: Token, key: KeyObject, pin: Option<AuthPin>, candidates: &[Certificate], scheme: Option<RsaScheme>) -> Result<Self, KeyFault> {
        let mut refused = KeyFault::Mismatch;
        let mut fitting = Vec::new();
        for certificate in candidates {
            match public::algorithm(certificate, scheme) {
                Ok((algorithm, modulus)) if key.signs_by(algorithm) => fitting.push((certificate, algorithm, modulus)),
                Ok(_) => {}
                Err(fault) => refused = fault,
            }
        }
        let mut fitting = fitting.into_iter();
        let (first, algorithm, modulus) = fitting.next().ok_or(refused)?;
        let plan = Plan::choose(algorithm, &token.mechanisms()?, key.always_authenticate)?;
        let bound = signature_bound(algorithm, modulus);
        let mut opened = Self { token, key, plan, pin, algorithm, bound, certificate: first.clone(), chain: Vec::new() };
        if opened.key.always_authenticate {
            return Ok(opened);
        }
        let signature = opened.sign(PROBE)?;
        while !public::has_signed(&opened.certificate, algorithm, PROBE, &signature) {
            opened.certificate = fitting.next().ok_or(KeyFault::Mismatch)?.0.clone();
        }
        Ok(opened)
    }

    /// The signature of a key that wants its PIN for each: between the beginning and the end of the operation, as section 5.6.8 has it.
    fn sign_with_pin(&self, input: &[u8]) -> Result<Vec<u8>, TokenFault> {
        self.token.with_session(|session| -> Result<Vec<u8>, Error> {
            session.sign_init(&self.plan.mechanism(), self.key.handle)?;
            session.login(UserType::ContextSpecific, self.pin.as_ref())?;
            session.sign_update(input)?;
            session.sign_final()
        })
    }
}

fn log_in(token: &Token, source: &Pkcs11Source, secrets: &dyn Secrets) -> Result<Option<AuthPin>, KeyFault> {
    let pin = match &source.pin {
        Some(place) => Some(token::pin(&secrets.secret(place, &format!("the PIN of the token {}", source.token))?)),
        None if token.wants_pin()? => return Err(TokenFault::PinMissing.into()),
        None => None,
    };
    token.log_in(pin.as_ref())?;
    Ok(pin)
}

/// A key keeps its id when its certificate is renewed: the newest one is meant.
fn newest_first(mut certificates: Vec<Certificate>) -> Vec<Certificate> {
    certificates.sort_by_key(|certificate| std::cmp::Reverse(certificate.not_before()));
    certificates
}

impl SigningKey for HardwareKey {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    fn signature_bound(&self) -> usize {
        self.bound
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let input = self.plan.input(message);
        let signature = if self.key.always_authenticate {
            self.sign_with_pin(&input)?
        } else {
            self.token.with_session(|session| session.sign(&self.plan.mechanism(), self.key.handle, &input))?
        };
        self.plan.output(signature).ok_or(KeyFault::Signing)
    }
}
