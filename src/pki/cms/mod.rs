//! Signed messages: CMS `SignedData` with one signer (RFC 5652), as `PAdES` and RFC 3161 use it.

mod attributes;
mod binding;
mod build;
mod fault;
mod message;
mod structure;

#[cfg(test)]
mod tests;

pub use self::attributes::SignedAttributes;
pub use self::build::{Content, Parts, TIMESTAMP_ALLOWANCE, assemble, embed_timestamp, size_bound};
pub use self::fault::Fault;
pub use self::message::{Checked, Message, certificates_only, without_padding};
