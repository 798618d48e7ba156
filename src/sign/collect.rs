//! Gathering what proves that certificates were not revoked (ETSI EN 319 142-1, 6.3; RFC 5280; RFC 6960).

use jiff::Timestamp;

use crate::net::{Service, Web};
use crate::pki::certificate::Certificate;
use crate::pki::cms::certificates_only;
use crate::pki::revocation::Times;
use crate::pki::{crl, ocsp};

use super::dss::ValidationData;
use super::fault::Fault;
use super::inquiry::Inquiry;

/// How many certificates stand between a signer and a root at most.
const LONGEST_CHAIN: usize = 10;

/// Asks the authorities that certificates name.
#[derive(Clone, Copy)]
pub struct Collector<'w> {
    /// The door to the network.
    pub web: &'w dyn Web,
    /// Certificates that are known already: roots, and any between them and signers.
    pub known: &'w [Certificate],
    /// Whether lists are looked at before responders are asked, where a certificate names both.
    pub lists_first: bool,
    /// OCSP responses and lists that are at hand, as DER: used before anybody is asked.
    pub at_hand: &'w [Vec<u8>],
    /// The time at which it is asked.
    pub now: Timestamp,
}

impl Collector<'_> {
    /// What proves that a certificate and those above it, up to its root, are not revoked. `beside` are the certificates that came with it.
    pub fn collect(&self, certificate: &Certificate, beside: &[Certificate]) -> Result<ValidationData, Fault> {
        let mut data = ValidationData::default();
        let mut current = certificate.clone();
        for _ in 0..LONGEST_CHAIN {
            data.certificates.insert(current.der().to_vec());
            if current.is_self_issued() {
                return Ok(data);
            }
            let issuer = self.issuer(&current, beside)?;
            self.prove(&current, &issuer, &mut data)?;
            current = issuer;
        }
        Err(Fault::Revocation(format!("the certificates above that of {} lead nowhere", certificate.called())))
    }

    /// The certificate of a certificate's issuer: one that is known, or the one at the address it names.
    fn issuer(&self, certificate: &Certificate, beside: &[Certificate]) -> Result<Certificate, Fault> {
        let known = beside.iter().chain(self.known).find(|issuer| certificate.issued_by(issuer).is_ok());
        if let Some(issuer) = known {
            return Ok(issuer.clone());
        }
        let mut why = Vec::new();
        for url in &certificate.extensions().ca_issuers {
            match self.web.get(Service::Issuer, url) {
                Ok(bytes) => {
                    let found = Certificate::from_der(&bytes).map(|one| vec![one]).or_else(|_| certificates_only(&bytes)).unwrap_or_default();
                    if let Some(issuer) = found.into_iter().find(|issuer| certificate.issued_by(issuer).is_ok()) {
                        return Ok(issuer);
                    }
                    why.push(format!("what stands at {url} is not its issuer's certificate"));
                }
                Err(fault) => why.push(fault.to_string()),
            }
        }
        let why = if why.is_empty() { "add it to the profile's chain".to_owned() } else { why.join("; ") };
        Err(Fault::Revocation(format!(
            "the certificate of {}, which issued that of {}, is missing: {why}",
            certificate.issuer(),
            certificate.called()
        )))
    }

    /// Adds what proves that a certificate is not revoked: an OCSP response, or a list where there is none.
    fn prove(&self, certificate: &Certificate, issuer: &Certificate, data: &mut ValidationData) -> Result<(), Fault> {
        if certificate.extensions().ocsp_no_check {
            return Ok(());
        }
        let mut why = Vec::new();
        let at_hand = self.at_hand.iter().map(|bytes| self.look_at_hand(bytes, certificate, issuer).map(|()| bytes.clone()));
        let inquiries = Inquiry::about(certificate, self.lists_first);
        for proof in at_hand.chain(inquiries.into_iter().map(|inquiry| self.ask(inquiry, certificate, issuer))) {
            match proof {
                Ok(proof) => {
                    let kind = if crl::List::read(&proof).is_ok() { &mut data.lists } else { &mut data.responses };
                    kind.insert(proof);
                    return Ok(());
                }
                Err(Unproven::Revoked(revoked)) => {
                    return Err(Fault::Revocation(format!("the certificate of {} was {revoked}", certificate.called())));
                }
                Err(Unproven::Unknown(reason)) => why.push(reason),
                Err(Unproven::Other) => {}
            }
        }
        let why = if why.is_empty() { "it names neither an OCSP responder nor a list of revoked certificates".to_owned() } else { why.join("; ") };
        Err(Fault::Revocation(format!("nothing proves that the certificate of {} is not revoked: {why}", certificate.called())))
    }

    /// What is at hand may be about other certificates, or too old: that is no fault.
    fn look_at_hand(&self, bytes: &[u8], certificate: &Certificate, issuer: &Certificate) -> Result<(), Unproven> {
        let proof = match crl::List::read(bytes) {
            Ok(list) => self.listed(&list, certificate, issuer, "a file of the profile"),
            Err(_) => self.answered(bytes, certificate, issuer, "a file of the profile"),
        };
        proof.map_err(|unproven| if let Unproven::Revoked(_) = unproven { unproven } else { Unproven::Other })
    }

    fn answered(&self, bytes: &[u8], certificate: &Certificate, issuer: &Certificate, from: &str) -> Result<(), Unproven> {
        let at = |fault: ocsp::Fault| Unproven::Unknown(format!("the answer of {from}: {fault}"));
        let answer = ocsp::Response::read(bytes).and_then(|response| response.check(certificate, issuer)).map_err(at)?;
        match answer.status {
            ocsp::Status::Good => self.current(from, answer.this_update, answer.next_update),
            ocsp::Status::Revoked(revoked) => Err(Unproven::Revoked(revoked.to_string())),
            ocsp::Status::Unknown => Err(Unproven::Unknown(format!("the OCSP responder at {from} does not know the certificate"))),
        }
    }

    fn ask(&self, inquiry: Inquiry<'_>, certificate: &Certificate, issuer: &Certificate) -> Result<Vec<u8>, Unproven> {
        let bytes = inquiry.ask(self.web, certificate, issuer).map_err(Unproven::Unknown)?;
        match inquiry {
            Inquiry::Responder(url) => self.answered(&bytes, certificate, issuer, url)?,
            Inquiry::List(url) => {
                let list = crl::List::read(&bytes).map_err(|fault| Unproven::Unknown(format!("the list at {url}: {fault}")))?;
                self.listed(&list, certificate, issuer, url)?;
            }
        }
        Ok(bytes.to_vec())
    }

    fn listed(&self, list: &crl::List, certificate: &Certificate, issuer: &Certificate, from: &str) -> Result<(), Unproven> {
        match list.look_up(certificate, issuer).map_err(|fault| Unproven::Unknown(format!("the list at {from}: {fault}")))? {
            Some(revoked) => Err(Unproven::Revoked(revoked.to_string())),
            None => self.current(from, list.this_update(), list.next_update()),
        }
    }

    /// Refuses what is not yet or no longer so.
    fn current(&self, url: &str, this_update: Timestamp, next_update: Option<Timestamp>) -> Result<(), Unproven> {
        let times = Times { at: self.now, now: self.now };
        times.span(this_update, next_update).map_err(|_| Unproven::Unknown(format!("what {url} gave is out of date")))
    }
}

/// Why nothing proves that a certificate is not revoked.
enum Unproven {
    Revoked(String),
    Unknown(String),
    /// What was looked at is about something else.
    Other,
}
