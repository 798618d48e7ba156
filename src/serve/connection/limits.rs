//! What a client may take of the server.

use std::time::Duration;

/// Bounds on what a client may take of the server.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How many connections are open at a time; for a further one, that ends which has rested longest.
    pub connections: usize,
    /// How many of them one address may have, or one IPv6 network of 64 bits, unless it is a proxy's.
    pub each: usize,
    /// How long a request's line and headers may be together, in bytes.
    pub head: usize,
    /// How long a request's address may be, in bytes.
    pub address: usize,
    /// How long a request's body may be, in bytes.
    pub body: usize,
    /// How long a request's head may take to arrive, from its first byte.
    pub head_time: Duration,
    /// How long a connection may stay open with nothing asked.
    pub idle_time: Duration,
    /// How long the server may take over an answer.
    pub answer_time: Duration,
    /// How long a client may take over the next [`Self::progress`] bytes of an answer.
    pub write_time: Duration,
    /// How many bytes of an answer a slow client must take in [`Self::write_time`].
    pub progress: usize,
    /// How long open requests may take to end when the server is stopped.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            each: 256,
            head: 16 * 1024,
            address: 8 * 1024,
            body: 256 * 1024,
            head_time: Duration::from_secs(10),
            idle_time: Duration::from_mins(1),
            answer_time: Duration::from_secs(30),
            write_time: Duration::from_secs(20),
            progress: 16 * 1024,
            stop_time: Duration::from_secs(10),
        }
    }
}
