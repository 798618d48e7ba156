//! The readers under test, compiled from the compiler's own sources.

#![allow(dead_code, unused_imports, reason = "the compiler uses more of these modules than the fuzz targets do")]

#[path = "../../src/fields/mod.rs"]
pub mod fields;
#[path = "../../src/net/mod.rs"]
pub mod net;
#[path = "../../src/pdf/mod.rs"]
pub mod pdf;
#[path = "../../src/pki/mod.rs"]
pub mod pki;
#[path = "../../src/sign/mod.rs"]
pub mod sign;
#[path = "../../src/verify/mod.rs"]
pub mod verify;
