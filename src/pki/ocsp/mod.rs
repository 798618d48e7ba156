//! Asking a responder whether a certificate was revoked, and checking its answer (RFC 6960).

mod fault;
mod issue;
mod request;
mod response;
mod structure;

#[cfg(test)]
mod tests;

pub use self::fault::Fault;
pub use self::issue::{Times, issue};
pub use self::request::request;
pub use self::response::{Answer, Response, Status};
