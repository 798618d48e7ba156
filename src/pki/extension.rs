//! What the extensions of a certificate say (RFC 5280, 4.2), read once.

use std::collections::BTreeSet;

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Sequence};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::certpolicy::CertificatePolicies;
use x509_cert::ext::pkix::constraints::{BasicConstraints, NameConstraints, PolicyConstraints};
use x509_cert::ext::pkix::crl::CrlDistributionPoints;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName, GeneralNames};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, ExtendedKeyUsage, InhibitAnyPolicy, KeyUsage, PolicyMappings, SubjectAltName,
    SubjectKeyIdentifier,
};

use super::oid;
use super::raw::RawSequence;

/// The most addresses of one kind that a certificate's word is taken for.
const MOST_ADDRESSES: usize = 8;

/// The extensions of a certificate. What is absent from the certificate is `None` or empty.
#[derive(Debug, Clone, Default)]
pub struct Extensions {
    /// Whether the subject issues certificates, and how long a chain below it may be.
    pub basic_constraints: Option<BasicConstraints>,
    /// What the key may do.
    pub key_usage: Option<KeyUsage>,
    /// The purposes the key serves.
    pub extended_key_usage: Option<Purposes>,
    /// What the subject's key is called.
    pub subject_key_identifier: Option<Vec<u8>>,
    /// What the issuer's key is called.
    pub authority_key_identifier: Option<Vec<u8>>,
    /// Further names of the subject.
    pub alternative_names: GeneralNames,
    /// The names the subject may issue for.
    pub name_constraints: Option<NameConstraints>,
    /// The policies it was issued under.
    pub policies: Vec<ObjectIdentifier>,
    /// Whether policies are required below.
    pub policy_constraints: Option<PolicyConstraints>,
    /// After how many certificates "any policy" counts no more.
    pub inhibit_any_policy: Option<u32>,
    /// Whether policies of two authorities are declared the same.
    pub has_policy_mappings: bool,
    /// Where an OCSP responder answers about it.
    pub ocsp: Vec<String>,
    /// Where its issuer's certificate is.
    pub ca_issuers: Vec<String>,
    /// Where its issuer's CRL is.
    pub crls: Vec<String>,
    /// Whether it names anybody who says whether it was revoked, also in ways that nobody is asked in here: a directory, or a list of another issuer.
    pub says_who_revokes: bool,
    /// The statements of a qualified certificate.
    pub qualified: Qualified,
    /// Whether its revocation is not to be asked about, as for an OCSP responder's.
    pub ocsp_no_check: bool,
    /// The extensions that must be understood and are not known here.
    pub unknown_critical: Vec<ObjectIdentifier>,
    /// The known extensions that cannot be read, or stand there twice.
    pub malformed: Vec<ObjectIdentifier>,
}

/// The purposes of a key (RFC 5280, 4.2.1.12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purposes {
    /// Whether a reader must understand them.
    pub critical: bool,
    /// The purposes, by their object identifiers.
    pub all: Vec<ObjectIdentifier>,
}

/// The statements of a qualified certificate (ETSI EN 319 412-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Qualified {
    /// It says of itself that it is a qualified certificate.
    pub compliance: bool,
    /// It says that its key lives in a qualified signature creation device.
    pub device: bool,
}

impl Extensions {
    /// Reads the extensions of a certificate. It never fails: what cannot be read is listed in `malformed`.
    pub fn read(extensions: &[Extension]) -> Self {
        let mut found = Self::default();
        let mut seen = BTreeSet::new();
        for extension in extensions {
            if !seen.insert(extension.extn_id) || found.take(extension).is_err() {
                found.says_who_revokes |= extension.extn_id == oid::AUTHORITY_INFORMATION_ACCESS;
                found.malformed.push(extension.extn_id);
            }
        }
        found
    }

    /// Takes in one extension; an error where it cannot be read.
    fn take(&mut self, extension: &Extension) -> Result<(), der::Error> {
        let value = extension.extn_value.as_bytes();
        // Even where it cannot be read.
        self.says_who_revokes |= matches!(extension.extn_id, oid::CRL_DISTRIBUTION_POINTS | oid::FRESHEST_CRL);
        match extension.extn_id {
            oid::BASIC_CONSTRAINTS => self.basic_constraints = Some(BasicConstraints::from_der(value)?),
            oid::KEY_USAGE => self.key_usage = Some(KeyUsage::from_der(value)?),
            oid::EXTENDED_KEY_USAGE => {
                self.extended_key_usage = Some(Purposes { critical: extension.critical, all: ExtendedKeyUsage::from_der(value)?.0 });
            }
            oid::SUBJECT_KEY_IDENTIFIER => self.subject_key_identifier = Some(SubjectKeyIdentifier::from_der(value)?.0.as_bytes().to_vec()),
            oid::AUTHORITY_KEY_IDENTIFIER => {
                self.authority_key_identifier = AuthorityKeyIdentifier::from_der(value)?.key_identifier.map(|id| id.as_bytes().to_vec());
            }
            oid::SUBJECT_ALTERNATIVE_NAME => self.alternative_names = SubjectAltName::from_der(value)?.0,
            oid::NAME_CONSTRAINTS => self.name_constraints = Some(NameConstraints::from_der(value)?),
            oid::CRL_DISTRIBUTION_POINTS => self.crls = crl_addresses(&CrlDistributionPoints::from_der(value)?),
            _ => return self.take_policy(extension),
        }
        Ok(())
    }

    /// Takes in one extension about policies, or about the issuer's services.
    fn take_policy(&mut self, extension: &Extension) -> Result<(), der::Error> {
        let value = extension.extn_value.as_bytes();
        match extension.extn_id {
            oid::CERTIFICATE_POLICIES => {
                self.policies = CertificatePolicies::from_der(value)?.0.into_iter().map(|policy| policy.policy_identifier).collect();
            }
            oid::POLICY_CONSTRAINTS => self.policy_constraints = Some(PolicyConstraints::from_der(value)?),
            oid::INHIBIT_ANY_POLICY => self.inhibit_any_policy = Some(InhibitAnyPolicy::from_der(value)?.0),
            oid::POLICY_MAPPINGS => self.has_policy_mappings = PolicyMappings::from_der(value).map(|_| true)?,
            oid::AUTHORITY_INFORMATION_ACCESS => self.take_access(&AuthorityInfoAccessSyntax::from_der(value)?),
            oid::QC_STATEMENTS => self.qualified = Qualified::from_der(value)?,
            oid::OCSP_NO_CHECK => self.ocsp_no_check = true,
            oid::ISSUER_ALTERNATIVE_NAME => {}
            unknown if extension.critical => self.unknown_critical.push(unknown),
            _ => {}
        }
        Ok(())
    }

    /// Takes in the addresses of the issuer's services.
    fn take_access(&mut self, access: &AuthorityInfoAccessSyntax) {
        let of = |method: ObjectIdentifier| {
            access.0.iter().filter(|one| one.access_method == method).filter_map(|one| address(&one.access_location)).take(MOST_ADDRESSES).collect()
        };
        self.says_who_revokes |= access.0.iter().any(|one| one.access_method == oid::AD_OCSP);
        self.ocsp = of(oid::AD_OCSP);
        self.ca_issuers = of(oid::AD_CA_ISSUERS);
    }
}

/// The web addresses of CRLs that cover all reasons and come from the certificate's own issuer.
fn crl_addresses(points: &CrlDistributionPoints) -> Vec<String> {
    let whole = points.0.iter().filter(|point| point.reasons.is_none() && point.crl_issuer.is_none());
    let names = whole.filter_map(|point| match &point.distribution_point {
        Some(DistributionPointName::FullName(names)) => Some(names),
        _ => None,
    });
    names.flatten().filter_map(address).take(MOST_ADDRESSES).collect()
}

/// A web address; other kinds of addresses, such as LDAP's, are passed over.
fn address(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::UniformResourceIdentifier(uri) => {
            let uri = uri.as_str();
            let plain = uri.bytes().all(|byte| byte.is_ascii_graphic()) && uri.len() <= 2048;
            let scheme = uri.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
            (plain && matches!(scheme.as_deref(), Some("http" | "https"))).then(|| uri.to_owned())
        }
        _ => None,
    }
}

/// `QCStatement` (RFC 3739, 3.2.6).
#[derive(Sequence)]
struct Statement<'a> {
    id: ObjectIdentifier,
    info: Option<AnyRef<'a>>,
}

impl Qualified {
    /// Reads the statements.
    fn from_der(value: &[u8]) -> Result<Self, der::Error> {
        let statements = RawSequence::from_der(value)?.read::<Statement<'_>>()?;
        let says = |id: ObjectIdentifier| statements.iter().any(|statement| statement.id == id);
        Ok(Self { compliance: says(oid::QC_COMPLIANCE), device: says(oid::QC_SSCD) })
    }
}
