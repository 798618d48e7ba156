//! What is asked of the network, and within which bounds.

use std::fmt;
use std::time::Duration;

/// A kind of service. It settles what is sent and accepted, how large an answer may be, and how messages speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// A timestamp authority (RFC 3161, 3.4).
    Timestamp,
    /// An OCSP responder (RFC 6960, appendix A).
    Ocsp,
    /// A list of revoked certificates (RFC 5280, 4.2.1.13).
    RevocationList,
    /// The certificate of an issuer (RFC 5280, 4.2.2.1).
    Issuer,
}

impl Service {
    /// The media type of what is posted.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Timestamp => "application/timestamp-query",
            Self::Ocsp => "application/ocsp-request",
            Self::RevocationList | Self::Issuer => "application/octet-stream",
        }
    }

    /// The media types of an answer. Servers label these files as they like, so that anything else is taken too: what it is, its reader decides.
    pub(super) fn accept(self) -> &'static str {
        match self {
            Self::Timestamp => "application/timestamp-reply",
            Self::Ocsp => "application/ocsp-response",
            Self::RevocationList => "application/pkix-crl, */*;q=0.5",
            Self::Issuer => "application/pkix-cert, application/pkcs7-mime;q=0.9, */*;q=0.5",
        }
    }

    /// The most bytes an answer may have. Lists of large authorities run to tens of megabytes, everything else is a few kilobytes.
    pub(super) fn most_bytes(self) -> u64 {
        match self {
            Self::Timestamp | Self::Ocsp | Self::Issuer => 256 * 1024,
            Self::RevocationList => 64 * 1024 * 1024,
        }
    }

    /// How long one try may take where an answer of the ordinary size may take `usual`.
    pub(super) fn longest(self, usual: Duration) -> Duration {
        match self {
            Self::Timestamp | Self::Ocsp | Self::Issuer => usual,
            Self::RevocationList => usual.saturating_mul(4),
        }
    }

    /// Whether an answer holds for the whole run. A timestamp is made for one document alone.
    pub(super) fn lasts(self) -> bool {
        self != Self::Timestamp
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timestamp => "the timestamp authority",
            Self::Ocsp => "the OCSP responder",
            Self::RevocationList => "the list of revoked certificates",
            Self::Issuer => "the issuer's certificate",
        })
    }
}
