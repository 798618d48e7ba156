//! `verify --online`: the authorities that certificates name are asked whether they were revoked.

use crate::net::Web;
use crate::pki::certificate::Certificate;
use crate::sign::Inquiry;
use crate::verify::Trust;

/// Adds what the authorities say of certificates to what is known. One that does not answer is told of, and what it would have said stays unknown.
pub(super) fn ask(certificates: &[Certificate], trust: &mut Trust, web: &dyn Web, say: &dyn Fn(&str)) {
    let known: Vec<Certificate> = certificates.iter().chain(&trust.roots).cloned().collect();
    for certificate in certificates.iter().filter(|certificate| !certificate.is_self_issued()) {
        let Some(issuer) = known.iter().find(|issuer| certificate.issued_by(issuer).is_ok()) else { continue };
        for inquiry in Inquiry::about(certificate, false) {
            match inquiry.ask(web, certificate, issuer) {
                Ok(answer) => {
                    add(trust, inquiry, &answer);
                    break;
                }
                Err(why) => say(&format!("warning: {why}")),
            }
        }
    }
}

fn add(trust: &mut Trust, inquiry: Inquiry<'_>, answer: &[u8]) {
    let known = match inquiry {
        Inquiry::Responder(_) => &mut trust.responses,
        Inquiry::List(_) => &mut trust.lists,
    };
    if !known.iter().any(|known| known == answer) {
        known.push(answer.to_vec());
    }
}
