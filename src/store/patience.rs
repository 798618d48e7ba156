//! How long a server is waited for.

use std::time::Duration;

/// How long a server is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For how long a request that failed is tried again.
    pub altogether: Duration,
    /// The pause before the second try; each later one is up to twice as long, with chance in it, and at most [`Patience::longest_pause`].
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// How long one try may take, from the connection to the last byte.
    pub one_try: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let [altogether, longest_pause, one_try] = [60, 10, 30].map(Duration::from_secs);
        Self { altogether, first_pause: Duration::from_millis(200), longest_pause, one_try }
    }
}
