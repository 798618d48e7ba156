//! The readers under test, compiled from the compiler's own sources.

#![allow(dead_code, unused_imports, reason = "the compiler uses more of these modules than the fuzz targets do")]

#[path = "../../src/address.rs"]
pub mod address;
#[path = "../../src/attest/mod.rs"]
pub mod attest;
#[path = "../../src/data/mod.rs"]
pub mod data;
#[path = "../../src/fields/mod.rs"]
pub mod fields;
#[path = "../../src/locale/mod.rs"]
pub mod locale;
#[path = "../../src/net/mod.rs"]
pub mod net;
#[path = "../../src/pdf/mod.rs"]
pub mod pdf;
#[path = "../../src/pki/mod.rs"]
pub mod pki;
#[path = "../../src/plain.rs"]
pub mod plain;
#[path = "../../src/sign/mod.rs"]
pub mod sign;
#[path = "../../src/verify/mod.rs"]
pub mod verify;
