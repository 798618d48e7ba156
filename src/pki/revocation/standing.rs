//! What is known of a certificate's revocation, in words.

use std::fmt;

use jiff::Timestamp;

use crate::pki::revoked::Revoked;

/// What is known of a certificate's revocation at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It was not revoked.
    Good {
        /// Who says so.
        source: Source,
        /// As of when.
        as_of: Timestamp,
    },
    /// It was revoked, but after the time that counts: what was signed before stays as it is.
    RevokedLater(Revoked),
    /// It was revoked at the time that counts.
    Revoked(Revoked),
    /// Nothing at hand tells; why each list and response that names its issuer does not count.
    Unknown(Vec<String>),
}

/// Where knowledge of a revocation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A list of revoked certificates.
    List,
    /// A responder.
    Response,
}

impl Standing {
    /// Whether it is known that the certificate was good at the time that counts.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Good { .. } | Self::RevokedLater(_))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "its issuer's list of revoked certificates",
            Self::Response => "an OCSP response",
        })
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Good { source, as_of } => write!(f, "not revoked as of {as_of}, by {source}"),
            Self::RevokedLater(revoked) => write!(f, "{revoked}; that was after the time that counts, and does not touch what was signed before"),
            Self::Revoked(revoked) => revoked.fmt(f),
            Self::Unknown(why) if why.is_empty() => f.write_str("not known whether it was revoked: no list and no response about it is at hand"),
            Self::Unknown(why) => write!(f, "not known whether it was revoked: {}", why.join("; ")),
        }
    }
}
