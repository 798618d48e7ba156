//! The document security store (ISO 32000-2, 12.8.4.3): certificates and what says that they were not revoked. It shows nothing and is always allowed.

use crate::pdf::{Dictionary, Object, Stream};
use crate::pki::certificate::Certificate;
use crate::pki::crl::List;
use crate::pki::ocsp::Response;
use crate::pki::timestamp::Token;

use super::change::{Change, ChangeKind};
use super::walk::Walk;

/// What a stream of the store must be, as a whole. Anything else could be kept there for a reader that repairs the file to find.
#[derive(Debug, Clone, Copy)]
enum Proof {
    Certificate,
    Response,
    List,
    Timestamp,
}

impl Proof {
    /// What the entries under a key are; those of one signature have shorter names.
    fn named(key: &[u8]) -> Option<Self> {
        match key {
            b"Certs" | b"Cert" => Some(Self::Certificate),
            b"OCSPs" | b"OCSP" => Some(Self::Response),
            b"CRLs" | b"CRL" => Some(Self::List),
            b"TS" => Some(Self::Timestamp),
            _ => None,
        }
    }

    fn is(self, data: &[u8]) -> bool {
        match self {
            Self::Certificate => Certificate::from_der(data).is_ok(),
            Self::Response => Response::read(data).is_ok(),
            Self::List => List::read(data).is_ok(),
            Self::Timestamp => Token::read(data).is_ok(),
        }
    }
}

impl Walk<'_> {
    /// Judges the store; whatever else hides in it is a violation.
    pub(super) fn security_store(&mut self, signed: &Object, now: &Object) {
        if signed == now && !self.look_differs(Some(now)) {
            return self.accept(now);
        }
        let before = self.fresh.len();
        let sound = *now == Object::Null && *signed == Object::Null || self.store(now).is_some();
        if !sound {
            return self.note(Change::violation(ChangeKind::ValidationData, "the store for validation data holds something else, or was taken out"));
        }
        let is_new = signed != now || self.fresh.len() != before && self.store_differs();
        if is_new {
            self.proof_added();
        }
    }

    /// Whether any object of the store is another than was signed.
    fn store_differs(&self) -> bool {
        self.fresh.iter().any(|reference| !self.is_same(*reference).unwrap_or(false))
    }

    fn store(&mut self, now: &Object) -> Option<()> {
        let store = self.plain_dictionary(now)?;
        for (key, value) in store.iter() {
            match key {
                b"Type" => value.is_name("DSS").then_some(())?,
                b"VRI" => {
                    for (_, value) in self.plain_dictionary(value)?.iter() {
                        self.one_signature(value)?;
                    }
                }
                b"Certs" | b"OCSPs" | b"CRLs" => self.streams(value, Proof::named(key)?)?,
                _ => return None,
            }
        }
        Some(())
    }

    /// What belongs to one signature (table 262).
    fn one_signature(&mut self, value: &Object) -> Option<()> {
        for (key, value) in self.plain_dictionary(value)?.iter() {
            match key {
                b"Type" => value.is_name("VRI").then_some(())?,
                b"TU" => drop(value.as_string()?),
                b"TS" => self.stream(value, Proof::Timestamp)?,
                b"Cert" | b"OCSP" | b"CRL" => self.streams(value, Proof::named(key)?)?,
                _ => return None,
            }
        }
        Some(())
    }

    fn plain_dictionary(&mut self, value: &Object) -> Option<Dictionary> {
        match self.entered(value)? {
            Object::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }

    fn streams(&mut self, value: &Object, proof: Proof) -> Option<()> {
        let list = self.entered(value)?;
        list.as_array()?.iter().try_for_each(|value| self.stream(value, proof))
    }

    /// A stream that refers to nothing and is one proof, plain or compressed.
    fn stream(&mut self, value: &Object, proof: Proof) -> Option<()> {
        let entered = self.entered(value)?;
        let stream = entered.as_stream()?;
        // What was signed as it is was judged by who signed it.
        let is_signed = value.as_reference().is_some_and(|reference| self.is_same(reference).unwrap_or(false));
        (is_signed || is_plain(stream) && self.now.data(stream).is_ok_and(|data| proof.is(&data))).then_some(())
    }

    /// The value, entered as one of the store where it is an object of its own.
    fn entered(&mut self, value: &Object) -> Option<Object> {
        let Object::Reference(reference) = value else { return Some(value.clone()) };
        if self.leads_nowhere(*reference) {
            return None;
        }
        self.fresh.insert(*reference);
        self.read(self.now, *reference).ok()
    }
}

/// Whether a stream says of itself, without references, no more than how long it is and that it is compressed.
fn is_plain(stream: &Stream) -> bool {
    stream.dictionary.iter().all(|(key, value)| match key {
        b"Length" | b"DL" => value.as_integer().is_some(),
        b"Filter" => value.is_name("FlateDecode") || value.as_array().is_some_and(|list| matches!(list, [one] if one.is_name("FlateDecode"))),
        _ => false,
    })
}
