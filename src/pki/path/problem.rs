//! Why a chain does not hold, in words.

use std::fmt;

use der::asn1::ObjectIdentifier;
use jiff::Timestamp;

use super::Purpose;
use crate::pki::algorithm::Weakness;
use crate::pki::certificate::Certificate;
use crate::pki::signature::SignatureFault;

/// A chain that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadEnd {
    /// The chain as far as it goes, the signer first.
    pub chain: Vec<Certificate>,
    /// Which of its certificates the problem is with, counted from the signer.
    pub at: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a certificate in a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No certificate of its issuer is at hand.
    NoIssuer,
    /// It is a root that nobody declared trusted.
    UntrustedRoot,
    /// It was not signed by the issuer that comes next.
    Signature(SignatureFault),
    /// It was not yet valid at the time.
    NotYetValid(Timestamp),
    /// It was no longer valid at the time.
    Expired(Timestamp),
    /// It issued a certificate without being an authority.
    NotAnAuthority,
    /// Its key may not sign certificates.
    MayNotIssue,
    /// More authorities stand below it than it allows.
    TooLong,
    /// Its key may not be used for what it was used for.
    WrongUse(Purpose),
    /// Its purposes do not include what it was used for.
    WrongPurpose(Purpose),
    /// An authority above may not issue for a name it has.
    Name(String),
    /// It limits names in a way that is not understood here.
    UnknownConstraint,
    /// The policies an authority above asks for are not met.
    Policy,
    /// It has an extension that must be understood and is not known here.
    UnknownExtension(ObjectIdentifier),
    /// It has an extension that cannot be read, or twice the same.
    BadExtension(ObjectIdentifier),
    /// Its key is too weak.
    Weak(Weakness),
    /// The chain grew too long, or too many chains were possible.
    GaveUp,
}

impl fmt::Display for DeadEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(certificate) = self.chain.get(self.at) else { return f.write_str("there is no certificate") };
        let name = certificate.called();
        match &self.problem {
            Problem::NoIssuer => write!(
                f,
                "the certificate of “{name}” was issued by “{}”, whose certificate is neither in the file nor among the trusted roots",
                certificate.issuer()
            ),
            Problem::UntrustedRoot => write!(f, "the chain ends at “{name}”, which is not among the trusted roots"),
            Problem::Signature(fault) => write!(f, "the certificate of “{name}” does not bear its issuer's signature: {fault}"),
            Problem::NotYetValid(at) => write!(f, "the certificate of “{name}” is valid from {} on, which is after {at}", certificate.not_before()),
            Problem::Expired(at) => write!(f, "the certificate of “{name}” was valid until {}, which is before {at}", certificate.not_after()),
            Problem::NotAnAuthority => write!(f, "“{name}” issued a certificate, but is not a certificate authority"),
            Problem::MayNotIssue => write!(f, "the key of “{name}” may not sign certificates, but did"),
            Problem::TooLong => write!(f, "more authorities stand below “{name}” than its certificate allows"),
            Problem::WrongUse(purpose) => write!(f, "the certificate of “{name}” does not allow its key to be used for {purpose}"),
            Problem::WrongPurpose(purpose) => write!(f, "the certificate of “{name}” was issued for other purposes than {purpose}"),
            Problem::Name(other) => write!(f, "an authority above “{name}” may not issue certificates for the name “{other}”"),
            Problem::UnknownConstraint => write!(f, "the certificate of “{name}” limits names in a way that is not understood"),
            Problem::Policy => write!(f, "the certificate of “{name}” was not issued under the policies that an authority above it asks for"),
            Problem::UnknownExtension(oid) => {
                write!(f, "the certificate of “{name}” has an extension ({oid}) that must be understood and is not known")
            }
            Problem::BadExtension(oid) => write!(f, "the certificate of “{name}” has an extension ({oid}) that cannot be read"),
            Problem::Weak(weakness) => write!(f, "the certificate of “{name}” is too weak to be trusted: {weakness}"),
            Problem::GaveUp => write!(f, "the search for a chain was given up at “{name}”: too many chains are possible"),
        }
    }
}
