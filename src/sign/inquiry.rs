//! Asking the authorities whether a certificate was revoked (RFC 6960; RFC 5280, 4.2.1.13).

use std::sync::Arc;

use crate::net::{Service, Web};
use crate::pki::algorithm::FoundDigest;
use crate::pki::certificate::Certificate;
use crate::pki::ocsp;

/// Whom a certificate names that can be asked about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inquiry<'c> {
    /// The OCSP responder at an address.
    Responder(&'c str),
    /// The list of revoked certificates at an address.
    List(&'c str),
}

impl<'c> Inquiry<'c> {
    /// Whom a certificate names, in the order in which they are asked: responders, then lists, or the other way round.
    pub fn about(certificate: &'c Certificate, lists_first: bool) -> Vec<Self> {
        let extensions = certificate.extensions();
        let responders = extensions.ocsp.iter().map(|url| Self::Responder(url));
        let lists = extensions.crls.iter().map(|url| Self::List(url));
        if lists_first { lists.chain(responders).collect() } else { responders.chain(lists).collect() }
    }

    /// What is answered about a certificate of an issuer, as DER; nothing in it is checked. An error says why there is no answer.
    pub fn ask(self, web: &dyn Web, certificate: &Certificate, issuer: &Certificate) -> Result<Arc<[u8]>, String> {
        match self {
            Self::Responder(url) => {
                // Without a nonce, one answer serves every file of a run. SHA-1 only names the certificate, and every responder knows it.
                let request = ocsp::request(certificate, issuer, FoundDigest::Sha1, None).map_err(|error| error.to_string())?;
                web.post(Service::Ocsp, url, &request).map_err(|fault| fault.to_string())
            }
            Self::List(url) => web.get(Service::RevocationList, url).map_err(|fault| fault.to_string()),
        }
    }
}
