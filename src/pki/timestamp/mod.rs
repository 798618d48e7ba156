//! Timestamps: asking an authority for one, and checking what it gave (RFC 3161, RFC 5816).

mod fault;
mod issue;
mod moment;
mod request;
mod structure;
mod token;

#[cfg(test)]
mod tests;

pub use self::fault::{Fault, Refusal};
pub use self::issue::{issue, refuse};
pub use self::request::{Request, random_nonce};
pub use self::token::{Accuracy, Checked, Token};
