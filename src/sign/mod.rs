//! Signing: `PAdES` signatures (ETSI EN 319 142-1) as incremental updates of a PDF.
//!
//! [`sign`] does all of it with a key at hand. For a key elsewhere there are three steps: [`prepare`] a file, sign its digest, and [`embed`](Waiting::embed) the
//! message. [`extend`] raises the level of a signed file. Everything takes bytes and gives bytes; what was signed before keeps every one of its own.

mod collect;
pub mod dev_cert;
mod dss;
mod extend;
mod fault;
mod inquiry;
pub mod keys;
mod level;
mod lock;
mod message;
mod new_field;
mod placeholder;
mod prepare;
pub mod profile;
pub mod secret;
mod standing;
mod timestamper;
mod waiting;

#[cfg(test)]
mod tests;

pub use self::collect::Collector;
pub use self::dss::ValidationData;
pub use self::extend::{Extended, extend};
pub use self::fault::Fault;
pub use self::inquiry::Inquiry;
pub use self::level::{Aim, Level, Signed, sign};
pub use self::message::{Identity, message};
pub use self::placeholder::{Words, date};
pub use self::prepare::{Draw, Intent, Prepared, prepare, prepare_timestamp};
pub use self::standing::{RESERVED, Standing, is_document_timestamp, signature};
pub use self::timestamper::{TimestampFault, Timestamper};
pub use self::waiting::Waiting;
