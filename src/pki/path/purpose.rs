//! What a certificate was used for, and whether it may be (RFC 5280, 4.2.1.3 and 4.2.1.12; RFC 9336).

use std::fmt;

use der::asn1::ObjectIdentifier;

use super::Problem;
use crate::pki::certificate::Certificate;
use crate::pki::oid;

/// What a certificate was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Signing documents.
    Documents,
    /// Giving timestamps.
    Timestamps,
    /// Answering about revocation.
    Responses,
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Documents => "signing documents",
            Self::Timestamps => "giving timestamps",
            Self::Responses => "answering about revocation",
        })
    }
}

impl Purpose {
    /// The extended key usages that allow it.
    fn usages(self) -> &'static [ObjectIdentifier] {
        match self {
            Self::Documents => &[
                oid::ANY_EXTENDED_KEY_USAGE,
                oid::KP_DOCUMENT_SIGNING,
                oid::KP_EMAIL_PROTECTION,
                oid::KP_MICROSOFT_DOCUMENT_SIGNING,
                oid::KP_ADOBE_AUTHENTIC_DOCUMENTS,
            ],
            Self::Timestamps => &[oid::KP_TIME_STAMPING],
            Self::Responses => &[oid::KP_OCSP_SIGNING],
        }
    }

    /// Whether the one who signed may have: a problem where the certificate says otherwise.
    pub fn check_signer(self, certificate: &Certificate) -> Result<(), Problem> {
        let extensions = certificate.extensions();
        if extensions.key_usage.is_some_and(|usage| !usage.digital_signature() && !usage.non_repudiation()) {
            return Err(Problem::WrongUse(self));
        }
        match &extensions.extended_key_usage {
            Some(purposes) if !purposes.all.iter().any(|usage| self.usages().contains(usage)) => Err(Problem::WrongPurpose(self)),
            None if self != Self::Documents => Err(Problem::WrongPurpose(self)),
            _ => Ok(()),
        }
    }

    /// Whether an authority may issue for the purpose. RFC 5280 leaves open what purposes in an authority's certificate mean; they are read as a limit, as
    /// browsers and Windows read them.
    pub(super) fn check_authority(self, certificate: &Certificate) -> Result<(), Problem> {
        let limited = certificate.extensions().extended_key_usage.as_ref().filter(|_| self != Self::Responses);
        let allowed = |usage: &ObjectIdentifier| self.usages().contains(usage) || *usage == oid::ANY_EXTENDED_KEY_USAGE;
        match limited {
            Some(purposes) if !purposes.all.iter().any(allowed) => Err(Problem::WrongPurpose(self)),
            _ => Ok(()),
        }
    }
}
