//! Timestamps from an authority (RFC 3161).

use crate::net::{NetFault, Service, Web};
use crate::pki::algorithm::Digest;
use crate::pki::certificate::Certificate;
use crate::pki::path::{Purpose, Question, Untrusted};
use crate::pki::timestamp::{self, Checked, Request, Token, random_nonce};

use super::fault::Fault;

/// A timestamp authority.
#[derive(Clone, Copy)]
pub struct Timestamper<'w> {
    /// The door to the network.
    pub web: &'w dyn Web,
    /// The authority's address.
    pub url: &'w str,
    /// What the documents are digested with.
    pub digest: Digest,
    /// The roots that the authority's certificate must lead to; any authority will do where there are none.
    pub roots: &'w [Certificate],
}

/// Why there is no timestamp.
#[derive(Debug)]
pub enum TimestampFault {
    /// The authority did not answer; it may do so later.
    Silent(NetFault),
    /// The authority's answer is not what was asked for.
    Answer {
        /// The authority's address.
        url: String,
        /// What is wrong with its answer.
        fault: timestamp::Fault,
    },
    /// The authority is not one that is trusted.
    Untrusted {
        /// The authority's address.
        url: String,
        /// Why it is not.
        why: Untrusted,
    },
    /// The authority's certificate was not valid at the time that the authority states.
    NotValid {
        /// The authority's address.
        url: String,
    },
    /// The machine gives no random numbers.
    NoChance,
}

impl From<TimestampFault> for Fault {
    fn from(fault: TimestampFault) -> Self {
        Self::Timestamp(match fault {
            TimestampFault::Silent(fault) => fault.to_string(),
            TimestampFault::Answer { url, fault } => format!("the timestamp authority at {url} gave no timestamp that holds: {fault}"),
            TimestampFault::Untrusted { url, why } => format!(
                "the timestamp authority at {url} does not lead to a root that the profile trusts; name its root in `timestamp: {{trust: FILE}}`: {why}"
            ),
            TimestampFault::NotValid { url } => {
                format!("the timestamp authority at {url} states a time at which its own certificate is not valid; ask another authority")
            }
            TimestampFault::NoChance => "the system gives no random numbers, without which a timestamp cannot be asked for".to_owned(),
        })
    }
}

impl Timestamper<'_> {
    /// A timestamp over a digest that was made with [`Timestamper::digest`]: the token, and what it says.
    pub fn stamp(&self, digest: &[u8]) -> Result<(Token, Checked), TimestampFault> {
        let wrong = |fault| TimestampFault::Answer { url: self.url.to_owned(), fault };
        let nonce = random_nonce().ok_or(TimestampFault::NoChance)?;
        let request = Request::new(self.digest, digest, nonce).map_err(|error| wrong(timestamp::Fault::NotAResponse(error)))?;
        let answer = self.web.post(Service::Timestamp, self.url, request.der()).map_err(TimestampFault::Silent)?;
        let (token, checked) = request.answer(&answer).map_err(wrong)?;
        if !checked.signer.is_valid_at(checked.time) {
            return Err(TimestampFault::NotValid { url: self.url.to_owned() });
        }
        self.trust(&checked)?;
        Ok((token, checked))
    }

    fn trust(&self, token: &Checked) -> Result<(), TimestampFault> {
        if self.roots.is_empty() {
            return Ok(());
        }
        let question = Question { signer: &token.signer, pool: &token.others, roots: self.roots, at: token.time, purpose: Purpose::Timestamps };
        question.answer().map(drop).map_err(|why| TimestampFault::Untrusted { url: self.url.to_owned(), why })
    }
}
