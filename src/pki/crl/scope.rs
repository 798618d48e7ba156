//! Which certificates of its issuer a list covers (RFC 5280, 5.2.5).

use der::Decode;
use x509_cert::ext::pkix::IssuingDistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};

use super::Fault;
use crate::pki::certificate::Certificate;

/// Which certificates of its issuer a list covers; without such an extension, all.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    holders_only: bool,
    authorities_only: bool,
    places: Option<Vec<String>>,
}

impl Scope {
    /// Reads an `IssuingDistributionPoint`; a fault for what covers a part that cannot be told here.
    pub(super) fn read(value: &[u8]) -> Result<Self, Fault> {
        let point = IssuingDistributionPoint::from_der(value)?;
        if point.indirect_crl || point.only_some_reasons.is_some() || point.only_contains_attribute_certs {
            return Err(Fault::Partial);
        }
        let places = match point.distribution_point {
            None => None,
            Some(DistributionPointName::FullName(names)) => Some(names.iter().filter_map(uri).collect()),
            Some(DistributionPointName::NameRelativeToCRLIssuer(_)) => return Err(Fault::Partial),
        };
        Ok(Self { holders_only: point.only_contains_user_certs, authorities_only: point.only_contains_ca_certs, places })
    }

    /// Whether it covers a certificate. A list for one place covers those that name the place.
    pub(super) fn covers(&self, certificate: &Certificate) -> bool {
        let kind = if certificate.is_authority() { !self.holders_only } else { !self.authorities_only };
        kind && self.places.as_ref().is_none_or(|places| places.iter().any(|place| certificate.extensions().crls.contains(place)))
    }
}

/// A web address.
fn uri(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::UniformResourceIdentifier(uri) => Some(uri.as_str().to_owned()),
        _ => None,
    }
}
