//! Verifying: what each signature of a PDF covers, who made it and when, and what was changed after it.
//!
//! [`verify`] is a pure function. It finds the signatures through the form's fields (`found`), holds each to the bytes it covers (`coverage`) and to its
//! signed message (`message`), compares the version that was signed with what the file shows now (`changes`), and asks who is trusted (`trust`). Five
//! questions are kept apart in the [`Report`]: is it intact, is it valid, is the signer trusted, what does it cover, and what was changed after it.

mod carried;
mod changes;
mod claimed;
mod coverage;
mod dictionary;
mod form;
mod found;
mod glance;
mod judge;
mod message;
mod pages;
mod permission;
mod place;
mod reachable;
mod rectangle;
mod removed;
mod report;
mod revision;
mod suspicion;
mod trust;
mod words;
mod work;

#[cfg(test)]
mod tests;

use jiff::Timestamp;

pub use self::carried::certificates;
pub use self::changes::{Change, ChangeKind};
pub use self::report::{Answer, Coverage, Report, SignatureKind, SignatureReport, Signer, Time, TimeSource, Verdict};
pub use self::trust::Trust;

/// How to verify.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The time at which the question is asked.
    pub now: Timestamp,
}

/// Verifies all signatures of a file.
pub fn verify(bytes: &[u8], trust: &Trust, options: &Options) -> Report {
    judge::judge(bytes, trust, options)
}
