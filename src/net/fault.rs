//! Why the network gave no answer, in words.

use std::fmt;
use std::time::Duration;

use crate::plain::PlainAddress;

use super::service::Service;

/// A question that got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetFault {
    /// Who was asked.
    pub service: Service,
    /// At which address.
    pub url: String,
    /// Why there is no answer: that of the last try.
    pub cause: Cause,
    /// How often it was tried.
    pub tries: u32,
    /// How long all tries took together, with the pauses between them.
    pub elapsed: Duration,
}

impl NetFault {
    /// Whether the same question may get an answer later: the service is down or overloaded. Everything else wants a change of settings.
    pub fn may_heal(&self) -> bool {
        self.cause.may_heal()
    }
}

/// Why one try got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// No connection, or one that broke: refused, reset, the name not found.
    Connection(String),
    /// No answer in time.
    TooSlow(Duration),
    /// The answer is not HTTP.
    Protocol(String),
    /// The encrypted connection cannot be trusted.
    Tls(String),
    /// An answer that says it has none.
    Status {
        /// The code of the answer (RFC 9110, 15).
        code: u16,
        /// When the service asks to be tried again.
        again_after: Option<Duration>,
    },
    /// The answer is larger than any honest one; its bound in bytes.
    TooLarge(u64),
    /// More redirects than anyone needs.
    TooManyRedirects,
    /// A redirect that does not say where to.
    NoTarget,
    /// A redirect out of an encrypted connection, and where to.
    Downgrade(String),
    /// A redirect that drops what was sent, and where to.
    Moved(String),
    /// An address that is neither `http` nor `https`.
    Scheme(String),
    /// No address at all, and why.
    NoAddress(String),
    /// An address with a user or a password in it.
    UserInAddress,
    /// A password for a connection that everyone on the way can read.
    PasswordInTheClear,
}

impl Cause {
    pub(super) fn may_heal(&self) -> bool {
        match self {
            Self::Connection(_) | Self::TooSlow(_) | Self::Protocol(_) => true,
            Self::Status { code, .. } => matches!(code, 408 | 429 | 500 | 502..=504),
            _ => false,
        }
    }

    /// When the service asks to be tried again.
    pub(super) fn again_after(&self) -> Option<Duration> {
        if let Self::Status { again_after, .. } = self { *again_after } else { None }
    }
}

impl fmt::Display for NetFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, url, cause, tries, elapsed } = self;
        write!(f, "{service} at {} {cause}", PlainAddress(url))?;
        match tries {
            0 | 1 => Ok(()),
            _ => write!(f, "; tried {tries} times in {}", Seconds(*elapsed)),
        }
    }
}

impl std::error::Error for NetFault {}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connection(why) => write!(f, "did not answer: {why}"),
            Self::TooSlow(after) => write!(f, "did not answer within {}", Seconds(*after)),
            Self::Protocol(why) => write!(f, "did not answer in HTTP: {why}"),
            Self::Tls(why) => write!(f, "cannot be trusted: {why}"),
            Self::Status { code, again_after } => status(f, *code, *again_after),
            Self::TooLarge(most) => write!(f, "sent more than {} KiB, which no honest answer has", most / 1024),
            Self::TooManyRedirects => write!(f, "leads from one address to the next without an end"),
            Self::NoTarget => write!(f, "redirects without saying where to"),
            Self::Downgrade(to) => write!(f, "leads out of the encrypted connection, to {}: this is not followed", PlainAddress(to)),
            Self::Moved(to) => write!(f, "has moved to {}: name that address instead", PlainAddress(to)),
            Self::Scheme(scheme) => write!(f, "is not asked: only http and https addresses are, and this one is {}", PlainAddress(scheme)),
            Self::NoAddress(why) => write!(f, "is not asked: this is no address, {why}"),
            Self::UserInAddress => write!(f, "is not asked: a user or password does not belong into an address; name them as `user` and `password`"),
            Self::PasswordInTheClear => write!(f, "is not asked: a password is sent over https only, and this address is http"),
        }
    }
}

fn status(f: &mut fmt::Formatter<'_>, code: u16, again_after: Option<Duration>) -> fmt::Result {
    let words = match code {
        401 => "wants a user and a password, or others than those given",
        403 => "refuses us",
        404 | 410 => "does not exist there: look the address up again",
        405 | 415 => "does not take this kind of question: look the address up again",
        407 => "stands behind a proxy that wants a password",
        429 => "has been asked too often",
        500..=599 => "is out of order",
        _ => "did not answer the question",
    };
    write!(f, "{words} (HTTP {code})")?;
    match again_after {
        Some(pause) => write!(f, " and asks to be tried again in {}", Seconds(pause)),
        None => Ok(()),
    }
}

/// Seconds as people say them: `0.4 s`, `7 s`.
struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < Duration::from_secs(1) { write!(f, "{:.1} s", self.0.as_secs_f64()) } else { write!(f, "{:.0} s", self.0.as_secs_f64()) }
    }
}
