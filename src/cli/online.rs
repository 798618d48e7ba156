//! `verify --online`: the authorities that certificates name are asked whether they were revoked.

use crate::net::{Service, Web};
use crate::pki::algorithm::FoundDigest;
use crate::pki::certificate::Certificate;
use crate::pki::ocsp;
use crate::verify::Trust;

/// Adds what the authorities say of certificates to what is known. One that does not answer is told of, and what it would have said stays unknown.
pub(super) fn ask(certificates: &[Certificate], trust: &mut Trust, web: &dyn Web, say: &dyn Fn(&str)) {
    let known: Vec<Certificate> = certificates.iter().chain(&trust.roots).cloned().collect();
    for certificate in certificates.iter().filter(|certificate| !certificate.is_self_issued()) {
        let Some(issuer) = known.iter().find(|issuer| certificate.issued_by(issuer).is_ok()) else { continue };
        if respond(certificate, issuer, trust, web, say) {
            continue;
        }
        for url in &certificate.extensions().crls {
            match web.get(Service::RevocationList, url) {
                Ok(list) => {
                    add(&mut trust.lists, &list);
                    break;
                }
                Err(fault) => say(&format!("warning: {fault}")),
            }
        }
    }
}

/// Asks the responders of a certificate; says whether one answered.
fn respond(certificate: &Certificate, issuer: &Certificate, trust: &mut Trust, web: &dyn Web, say: &dyn Fn(&str)) -> bool {
    let Ok(request) = ocsp::request(certificate, issuer, FoundDigest::Sha1, None) else { return false };
    for url in &certificate.extensions().ocsp {
        match web.post(Service::Ocsp, url, &request) {
            Ok(response) => {
                add(&mut trust.responses, &response);
                return true;
            }
            Err(fault) => say(&format!("warning: {fault}")),
        }
    }
    false
}

fn add(known: &mut Vec<Vec<u8>>, new: &[u8]) {
    if !known.iter().any(|known| known == new) {
        known.push(new.to_vec());
    }
}
