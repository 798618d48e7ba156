//! What every request is answered from.

use std::sync::Arc;

use axum::http::HeaderValue;
use tokio::sync::watch;

use crate::room::Room;
use crate::serve::connection::Limits;
use crate::serve::log::Log;
use crate::serve::metrics::Metrics;
use crate::serve::mount::Mounts;
use crate::serve::sites::Sites;

/// How many questions are answered at a time; further ones wait.
const ASKED_AT_ONCE: usize = 8;
/// How many more may wait; whoever comes then is asked to come again.
const WAITING: usize = 256;

/// What every request is answered from.
#[derive(Debug)]
pub(in crate::serve) struct Shared {
    /// Whether the server is for authors, and not for readers.
    pub(in crate::serve) is_preview: bool,
    /// Whether the metrics are given here, and not at an address of their own.
    pub(in crate::serve) has_metrics: bool,
    /// What clients may take of the server.
    pub(in crate::serve) limits: Arc<Limits>,
    /// What other modules add to every site.
    pub(in crate::serve) mounts: Mounts,
    /// What is served now.
    pub(in crate::serve) sites: watch::Receiver<Arc<Sites>>,
    /// What was done so far.
    pub(in crate::serve) metrics: Arc<Metrics>,
    /// Where answers are noted, where that is wanted.
    pub(in crate::serve) log: Option<Log>,
    /// Room for what keeps a thread busy.
    pub(in crate::serve) rooms: Rooms,
    /// The content security policy of the server's own pages.
    pub(in crate::serve) policy: HeaderValue,
}

/// Room for what keeps a thread busy.
#[derive(Debug)]
pub(in crate::serve) struct Rooms {
    /// For those who make files.
    pub(super) makers: Room,
    /// For those who answer questions.
    pub(super) askers: Room,
}

impl Rooms {
    /// Room for so many files at a time, and for questions.
    pub(in crate::serve) fn new(files: usize) -> Self {
        Self { makers: Room::new(files, WAITING), askers: Room::new(ASKED_AT_ONCE, WAITING) }
    }
}
