//! How a server is started.

use std::net::SocketAddr;

use jiff::Timestamp;

use super::connection::Limits;
use crate::feedback::Proxies;

/// Whom a server is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// For authors: pages follow their sources, nothing is kept by browsers, and errors are shown.
    Development,
    /// For readers.
    Production,
}

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it listens. The port 0 is any that is free.
    pub address: SocketAddr,
    /// Whom it is for.
    pub mode: Mode,
    /// Further host names at which every brand stands below its own name.
    pub names: Vec<String>,
    /// What clients may take of it.
    pub limits: Limits,
    /// How many threads it works on.
    pub jobs: usize,
    /// Where the metrics are given besides, and then nowhere else.
    pub metrics: Option<SocketAddr>,
    /// The proxies before it, which may have as many connections as there are.
    pub proxies: Proxies,
    /// What time it is.
    pub now: fn() -> Timestamp,
}
