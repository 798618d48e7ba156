//! Which names an authority may issue for (RFC 5280, 4.2.1.10).

use x509_cert::ext::pkix::constraints::NameConstraints;
use x509_cert::ext::pkix::constraints::name::GeneralSubtree;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::name::Name;

use super::Problem;
use crate::pki::certificate::Certificate;
use crate::pki::{name, oid};
use crate::plain::harmless;

/// The most comparisons of a name with a constraint in one chain; a certificate may hold thousands of each.
const MOST_COMPARISONS: usize = 100_000;

/// A name that a constraint may speak of.
enum Held<'a> {
    Directory(&'a Name),
    Mailbox(String),
    Domain(&'a str),
    Address(&'a str),
    Ip(&'a [u8]),
}

/// Checks every certificate of a chain against the constraints of every authority above it.
pub(super) fn check(chain: &[&Certificate]) -> Result<(), (usize, Problem)> {
    let mut left = MOST_COMPARISONS;
    for (above, authority) in chain.iter().enumerate().skip(1) {
        let Some(constraints) = &authority.extensions().name_constraints else { continue };
        if !is_understood(constraints) {
            return Err((above, Problem::UnknownConstraint));
        }
        for (place, certificate) in chain.iter().enumerate().take(above) {
            // An authority's certificate for its own new key bears its own name, which its own constraints need not allow.
            if place > 0 && certificate.is_self_issued() {
                continue;
            }
            check_one(certificate, constraints, &mut left).map_err(|problem| (place, problem))?;
        }
    }
    Ok(())
}

/// Whether constraints are of kinds that are understood here.
fn is_understood(constraints: &NameConstraints) -> bool {
    let mut all = constraints.permitted_subtrees.iter().chain(&constraints.excluded_subtrees).flatten();
    all.all(|subtree| {
        let kind = match &subtree.base {
            GeneralName::IpAddress(range) => matches!(range.as_bytes().len(), 8 | 32),
            GeneralName::DirectoryName(_) | GeneralName::Rfc822Name(_) | GeneralName::DnsName(_) | GeneralName::UniformResourceIdentifier(_) => true,
            _ => false,
        };
        kind && subtree.minimum == 0 && subtree.maximum.is_none()
    })
}

/// Checks all names of a certificate against one authority's constraints.
fn check_one(certificate: &Certificate, constraints: &NameConstraints, left: &mut usize) -> Result<(), Problem> {
    let permitted = constraints.permitted_subtrees.as_deref().unwrap_or_default();
    let excluded = constraints.excluded_subtrees.as_deref().unwrap_or_default();
    for held in names(certificate) {
        *left = left.checked_sub(permitted.len() + excluded.len()).ok_or(Problem::UnknownConstraint)?;
        let of_its_kind = |subtree: &&GeneralSubtree| held.compare(&subtree.base).is_some();
        let within = |subtree: &GeneralSubtree| held.compare(&subtree.base) == Some(true);
        // A web address without a host cannot be told to lie outside an excluded domain.
        let unclear = matches!(held, Held::Address(uri) if host(uri).is_none()) && permitted.iter().chain(excluded).any(|one| of_its_kind(&one));
        let allowed = !permitted.iter().any(|one| of_its_kind(&one)) || permitted.iter().any(within);
        if unclear || !allowed || excluded.iter().any(within) {
            return Err(Problem::Name(held.words()));
        }
    }
    Ok(())
}

/// The names of a certificate that constraints may speak of.
fn names(certificate: &Certificate) -> Vec<Held<'_>> {
    let subject = certificate.parsed().tbs_certificate().subject();
    let mut found = Vec::new();
    if !subject.is_empty() {
        found.push(Held::Directory(subject));
    }
    // Mailboxes stood in the subject's name before there were alternative names.
    found.extend(name::value(subject, oid::EMAIL_ADDRESS).map(Held::Mailbox));
    found.extend(certificate.extensions().alternative_names.iter().filter_map(|one| match one {
        GeneralName::DirectoryName(name) => Some(Held::Directory(name)),
        GeneralName::Rfc822Name(mailbox) => Some(Held::Mailbox(mailbox.as_str().to_owned())),
        GeneralName::DnsName(domain) => Some(Held::Domain(domain.as_str())),
        GeneralName::UniformResourceIdentifier(uri) => Some(Held::Address(uri.as_str())),
        GeneralName::IpAddress(ip) => Some(Held::Ip(ip.as_bytes())),
        _ => None,
    }));
    found
}

impl Held<'_> {
    /// Whether the name lies within a constraint; `None` where the constraint speaks of another kind of names.
    fn compare(&self, base: &GeneralName) -> Option<bool> {
        match (self, base) {
            (Self::Directory(name), GeneralName::DirectoryName(base)) => Some(name::is_within(name, base)),
            (Self::Mailbox(mailbox), GeneralName::Rfc822Name(base)) => Some(mailbox_is_within(mailbox, base.as_str())),
            (Self::Domain(domain), GeneralName::DnsName(base)) => Some(domain_is_within(domain, base.as_str())),
            (Self::Address(uri), GeneralName::UniformResourceIdentifier(base)) => {
                Some(host(uri).is_some_and(|host| host_is_within(host, base.as_str())))
            }
            (Self::Ip(ip), GeneralName::IpAddress(range)) => Some(ip_is_within(ip, range.as_bytes())),
            _ => None,
        }
    }

    /// The name in words.
    fn words(&self) -> String {
        match self {
            Self::Directory(name) => name::display(name),
            Self::Mailbox(text) => harmless(text),
            Self::Domain(text) | Self::Address(text) => harmless(text),
            Self::Ip(bytes) => bytes.iter().map(u8::to_string).collect::<Vec<_>>().join("."),
        }
    }
}

/// A domain lies within itself and its parents; one that begins with a dot stands for its subdomains alone.
fn domain_is_within(domain: &str, base: &str) -> bool {
    let (domain, base) = (domain.to_ascii_lowercase(), base.to_ascii_lowercase());
    base.is_empty() || domain == base || domain.strip_suffix(base.as_str()).is_some_and(|rest| base.starts_with('.') || rest.ends_with('.'))
}

/// A host is meant exactly; with a dot before it, its subdomains are; nothing stands for every host.
fn host_is_within(host: &str, base: &str) -> bool {
    if base.is_empty() {
        return true;
    }
    if base.starts_with('.') { domain_is_within(host, base) } else { host.eq_ignore_ascii_case(base) }
}

/// A constraint on mailboxes is one mailbox, a host, or a domain with a dot before it.
fn mailbox_is_within(mailbox: &str, base: &str) -> bool {
    let Some((person, host)) = mailbox.rsplit_once('@') else { return false };
    match base.rsplit_once('@') {
        Some((only, at)) => person == only && host.eq_ignore_ascii_case(at),
        None => host_is_within(host, base),
    }
}

/// The host of a web address.
fn host(uri: &str) -> Option<&str> {
    let rest = uri.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = if host.starts_with('[') { host } else { host.split(':').next()? };
    Some(host).filter(|host| !host.is_empty())
}

/// A range is an address and a mask, each as long as the address that is compared.
fn ip_is_within(ip: &[u8], range: &[u8]) -> bool {
    let Some((base, mask)) = range.split_at_checked(ip.len()).filter(|(base, mask)| base.len() == mask.len()) else { return false };
    ip.iter().zip(base).zip(mask).all(|((ip, base), mask)| ip & mask == base & mask)
}

#[cfg(test)]
mod tests {
    use super::{domain_is_within, host, host_is_within, ip_is_within, mailbox_is_within};

    #[test]
    fn constraints_mean_what_the_standard_says() {
        assert!(domain_is_within("a.Example.com", "example.com") && domain_is_within("example.com", "example.com"));
        assert!(!domain_is_within("anexample.com", "example.com") && !domain_is_within("example.com", ".example.com"));
        assert!(mailbox_is_within("ada@Example.com", "example.com") && !mailbox_is_within("ada@a.example.com", "example.com"));
        assert!(mailbox_is_within("ada@a.example.com", ".example.com") && !mailbox_is_within("eve@example.com", "ada@example.com"));
        assert_eq!(host("https://me@a.example.com:8080/x?y"), Some("a.example.com"));
        assert!(host_is_within("a.example.com", ".example.com") && !host_is_within("a.example.com", "example.com"));
        assert!(ip_is_within(&[10, 1, 2, 3], &[10, 0, 0, 0, 255, 0, 0, 0]) && !ip_is_within(&[11, 1, 2, 3], &[10, 0, 0, 0, 255, 0, 0, 0]));
        assert!(!ip_is_within(&[0; 16], &[10, 0, 0, 0, 255, 0, 0, 0]));
    }
}
