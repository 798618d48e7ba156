//! How a token is asked for a signature: by the mechanism that it offers, over the digest or over the message.

use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};
use der::asn1::UintRef;
use der::{Encode, Sequence};

use crate::pki::algorithm::{Digest, SignatureAlgorithm};
use crate::sign::keys::TokenFault;

/// `DigestInfo` of a SHA-256 digest, up to the digest (RFC 8017, section 9.2, note 1).
const SHA256_INFO: [u8; 19] = [0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20];

/// How a signature is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    algorithm: SignatureAlgorithm,
    /// Whether the token is given the whole message and makes the digest itself.
    whole: bool,
}

impl Plan {
    /// The plan for an algorithm on a token that offers some mechanisms. A digest made here is preferred, since the message then need not go to the
    /// token; `whole` asks for the other way alone.
    pub(super) fn choose(algorithm: SignatureAlgorithm, offered: &[MechanismType], whole: bool) -> Result<Self, TokenFault> {
        let plans = [false, true].map(|whole| Self { algorithm, whole });
        let fits = |plan: &Self| (plan.whole || !whole) && offered.contains(&plan.mechanism().mechanism_type());
        plans.into_iter().find(fits).ok_or(TokenFault::NoMechanism(name(algorithm)))
    }

    /// The mechanism.
    pub(super) fn mechanism(self) -> Mechanism<'static> {
        match (self.algorithm, self.whole) {
            (SignatureAlgorithm::RsaPkcs1(_), false) => Mechanism::RsaPkcs,
            (SignatureAlgorithm::RsaPkcs1(_), true) => Mechanism::Sha256RsaPkcs,
            (SignatureAlgorithm::RsaPss(_), false) => Mechanism::RsaPkcsPss(pss()),
            (SignatureAlgorithm::RsaPss(_), true) => Mechanism::Sha256RsaPkcsPss(pss()),
            (SignatureAlgorithm::Ecdsa(_), false) => Mechanism::Ecdsa,
            (SignatureAlgorithm::Ecdsa(Digest::Sha384), true) => Mechanism::EcdsaSha384,
            (SignatureAlgorithm::Ecdsa(_), true) => Mechanism::EcdsaSha256,
            (SignatureAlgorithm::Ed25519, _) => Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Pure)),
        }
    }

    /// What the token is given to sign.
    pub(super) fn input(self, message: &[u8]) -> Vec<u8> {
        if self.whole {
            return message.to_vec();
        }
        match self.algorithm {
            SignatureAlgorithm::RsaPkcs1(_) => [SHA256_INFO.as_slice(), &Digest::Sha256.of(message)].concat(),
            SignatureAlgorithm::RsaPss(digest) | SignatureAlgorithm::Ecdsa(digest) => digest.of(message),
            SignatureAlgorithm::Ed25519 => message.to_vec(),
        }
    }

    /// The signature as certificates' world writes it: tokens give the two numbers of ECDSA side by side (PKCS#11, section 2.3.1), and there they are a
    /// sequence (RFC 3279, section 2.2.3).
    pub(super) fn output(self, signature: Vec<u8>) -> Option<Vec<u8>> {
        if matches!(self.algorithm, SignatureAlgorithm::Ecdsa(_)) { sequence(&signature) } else { Some(signature) }
    }
}

fn pss() -> PkcsPssParams {
    PkcsPssParams { hash_alg: MechanismType::SHA256, mgf: PkcsMgfType::MGF1_SHA256, s_len: 32.into() }
}

fn name(algorithm: SignatureAlgorithm) -> &'static str {
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(_) => "RSA by PKCS#1 v1.5",
        SignatureAlgorithm::RsaPss(_) => "RSA-PSS",
        SignatureAlgorithm::Ecdsa(_) => "ECDSA",
        SignatureAlgorithm::Ed25519 => "Ed25519",
    }
}

/// `ECDSA-Sig-Value`.
#[derive(Sequence)]
struct EcdsaSignature<'a> {
    r: UintRef<'a>,
    s: UintRef<'a>,
}

fn sequence(pair: &[u8]) -> Option<Vec<u8>> {
    let (r, s) = pair.split_at_checked(pair.len() / 2).filter(|(r, s)| r.len() == s.len())?;
    EcdsaSignature { r: UintRef::new(r).ok()?, s: UintRef::new(s).ok()? }.to_der().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_made_here_is_preferred() {
        let rsa = SignatureAlgorithm::RsaPkcs1(Digest::Sha256);
        let both = [MechanismType::SHA256_RSA_PKCS, MechanismType::RSA_PKCS];
        let chosen = |offered: &[MechanismType], whole| Plan::choose(rsa, offered, whole).map(|plan| plan.whole);
        assert_eq!(chosen(&both, false), Ok(false));
        assert_eq!(chosen(&both, true), Ok(true));
        assert_eq!(chosen(&both[..1], false), Ok(true));
        assert_eq!(chosen(&[MechanismType::ECDSA], false), Err(TokenFault::NoMechanism("RSA by PKCS#1 v1.5")));
    }

    #[test]
    fn two_numbers_become_a_sequence() {
        assert_eq!(sequence(&[0, 1, 0x80, 2]).unwrap(), [0x30, 8, 2, 1, 1, 2, 3, 0, 0x80, 2]);
        assert_eq!(sequence(&[1, 2, 3]), None);
    }
}
