//! The server: every brand's site from memory, for authors while they write and for readers as a long-running service.
//!
//! A request takes this way:
//!
//! 1. `connection` takes it in, within the `limits` on connections, sizes and times; a `line` is what it knows of one, and `seats` of all.
//! 2. `request` decides what it is about: `host` and `address` say which brand and which of its addresses, `hall` holds all brands, and `shelf` all addresses of
//!    one. An address is looked up in a map, never on disk.
//! 3. `reply` gives a file of the `Release` in the form the client takes (`encoding`, `precondition`, `media`) under strict `headers`; a [`Mounts`] answers what
//!    other modules add: questions, the Model Context Protocol, feedback.
//! 4. `log` and `metrics` note it.
//!
//! Nothing here reads a project: whoever starts a [`Server`] compiles, and hands over each release, which takes the place of the last one at once.

mod accept;
mod address;
mod agents;
mod answerers;
mod asking;
mod connection;
mod descriptors;
mod encoding;
mod feedback;
mod frame;
mod hall;
mod headers;
mod host;
mod limits;
mod line;
mod live;
mod log;
mod media;
mod metrics;
mod mount;
mod page;
mod precondition;
mod published;
mod reply;
mod request;
mod seats;
mod server;
mod shelf;
#[cfg(test)]
mod tests;
mod watch;

pub use self::agents::{MCP, agents};
pub use self::answerers::Readiness;
pub use self::asking::Asking;
pub use self::feedback::feedback;
pub use self::host::is_host_name;
pub use self::limits::Limits;
pub use self::live::Trouble;
pub use self::log::{Entry as LogEntry, Printer};
pub use self::mount::{Answers, Audience, Language, Mounts, Peer, Question};
pub use self::published::{Here, Page, Published};
pub use self::server::{Mode, Options, Server, Signal};
pub use self::watch::{Watcher, watch};
