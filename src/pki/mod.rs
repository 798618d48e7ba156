//! Certificates, signed messages, timestamps and revocation: reading, checking and making them, without any input or output.
//!
//! From the ground up: [`algorithm`] and [`signature`] (raw operations), [`certificate`] with [`extension`], [`name`] and [`bundle`], [`cms`] (RFC 5652),
//! [`timestamp`] (RFC 3161), [`crl`] and [`ocsp`], and over all of them [`path`] (whom to trust) and [`revocation`] (who was withdrawn).

pub mod algorithm;
pub mod bundle;
pub mod certificate;
pub mod cms;
pub mod crl;
pub mod extension;
pub mod issue;
pub mod name;
pub mod ocsp;
pub mod oid;
pub mod path;
pub mod raw;
pub mod revocation;
pub mod revoked;
pub mod signature;
pub mod time;
pub mod timestamp;

#[cfg(test)]
mod fixture;
