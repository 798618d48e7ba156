//! The server: every brand's site from memory, for authors while they write and for readers as a long-running service.
//!
//! A request takes this way:
//!
//! 1. `connection` takes it in, within the limits on connections, sizes and times.
//! 2. `request` decides what it is about: `host` and `address` say which brand and which of its addresses, `sites` holds all brands, and a `brand_site` all addresses
//!    of one. An address is looked up in a map, never on disk.
//! 3. `delivery` gives a file of the `Release` in the one of its `representations` that the client takes (`encoding`, `precondition`, `media`) under strict `headers`; a
//!    [`Mounts`] answers what other modules add: questions, the Model Context Protocol, feedback.
//! 4. `log` and `metrics` note it.
//!
//! Nothing here reads a project: whoever starts a [`Server`] compiles, and hands over each release, which takes the place of the last one at once.

mod accept;
mod address;
mod agents;
mod answerers;
mod asking;
mod brand_site;
mod connection;
mod delivery;
mod encoding;
mod feedback;
mod frame;
mod headers;
mod host;
mod log;
mod media;
mod metrics;
mod monitor;
mod mount;
mod options;
mod page;
mod precondition;
mod preview;
mod published;
mod quality;
mod reply;
mod representations;
mod request;
mod server;
mod signal;
mod sites;
#[cfg(test)]
mod tests;
mod trouble;
mod watch;

pub use self::agents::agents;
pub use self::answerers::Readiness;
pub use self::asking::Asking;
pub use self::connection::Limits;
pub use self::feedback::feedback;
pub use self::host::is_host_name;
pub use self::log::{LogEntry, Printer};
pub use self::mount::{Answers, Language, Mounts, Peer, PutQuestion};
pub use self::options::{Mode, Options};
pub use self::published::{Here, Page, Published};
pub use self::server::Server;
pub use self::signal::Signal;
pub use self::trouble::Trouble;
pub use self::watch::{Watcher, watch};
