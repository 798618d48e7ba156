//! The certificates between a signer's and a root, in order (RFC 5280, section 6.1).

use crate::pki::certificate::Certificate;

/// The most certificates that are followed from a signer's to a root.
const LONGEST_CHAIN: usize = 20;

/// Puts certificates into order: the issuer of the signer's first, each issued by the next. The root and whatever does not belong to the chain is left out.
///
/// Certificates are matched by name and key identifier; signatures are checked when a path is validated.
pub fn order(signer: &Certificate, pool: &[Certificate]) -> Vec<Certificate> {
    let mut chain: Vec<Certificate> = Vec::new();
    let mut last = signer;
    while let Some(issuer) = issuer(last, pool).filter(|issuer| !issuer.is_self_issued() && *issuer != signer && !chain.contains(issuer)) {
        if chain.len() == LONGEST_CHAIN {
            break;
        }
        chain.push(issuer.clone());
        last = issuer;
    }
    chain
}

/// Whether a certificate was issued by one of others.
pub fn is_issued_by_any(certificate: &Certificate, others: &[Certificate]) -> bool {
    issuer(certificate, others).is_some()
}

/// The name of the issuer that is missing between a chain and the roots, where one is.
pub fn missing_issuer(signer: &Certificate, chain: &[Certificate], roots: &[Certificate]) -> Option<String> {
    let last = chain.last().unwrap_or(signer);
    let is_complete = roots.contains(last) || is_issued_by_any(last, roots);
    (!is_complete).then(|| last.issuer())
}

fn issuer<'p>(certificate: &Certificate, pool: &'p [Certificate]) -> Option<&'p Certificate> {
    pool.iter().find(|candidate| certificate.names_as_issuer(candidate))
}
