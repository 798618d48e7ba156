//! What is at hand to judge revocation by.

use crate::pki::certificate::Certificate;
use crate::pki::{crl, ocsp};

/// Lists and responses, in any order and about any certificates.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Lists of revoked certificates.
    pub lists: Vec<crl::List>,
    /// OCSP responses.
    pub responses: Vec<ocsp::Response>,
}

impl Evidence {
    /// Reads lists and responses as a PDF's document security store holds them. What cannot be read is passed over here and counted.
    pub fn read<'a>(lists: impl IntoIterator<Item = &'a [u8]>, responses: impl IntoIterator<Item = &'a [u8]>) -> (Self, usize) {
        let (mut evidence, mut unread) = (Self::default(), 0);
        for list in lists {
            crl::List::read(list).map_or_else(|_| unread += 1, |list| evidence.lists.push(list));
        }
        for response in responses {
            ocsp::Response::read(response).map_or_else(|_| unread += 1, |response| evidence.responses.push(response));
        }
        (evidence, unread)
    }

    /// The certificates that responders sent along.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.responses.iter().flat_map(ocsp::Response::certificates)
    }
}
