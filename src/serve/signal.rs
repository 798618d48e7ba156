//! Signals: what the system asks of a server.

use crate::output::failure::Failure;

/// What the system asks of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// To stop (SIGINT, SIGTERM).
    Stop,
    /// To read the project again (SIGHUP).
    Reload,
}

/// SIGXFSZ, by the number that it has on every Unix this is built for.
#[cfg(unix)]
const FILE_TOO_LARGE: i32 = 25;

/// The system's signals, as they come in.
#[cfg(unix)]
pub(super) struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// Listens from now on.
    pub(super) fn listen() -> Result<Self, Failure> {
        Self::new().map_err(|error| Failure::new(format!("cannot listen to the system's signals: {error}")))
    }

    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        // A write beyond the limit on files' sizes then fails as one to a full disk does, and does not end the process.
        let _listening = signal(SignalKind::from_raw(FILE_TOO_LARGE))?;
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())?, hang_up: signal(SignalKind::hangup())? })
    }

    /// The next one; `None` once there will be no further one.
    pub(super) async fn next(&mut self) -> Option<Signal> {
        tokio::select! {
            asked = self.interrupt.recv() => asked.map(|()| Signal::Stop),
            asked = self.terminate.recv() => asked.map(|()| Signal::Stop),
            asked = self.hang_up.recv() => asked.map(|()| Signal::Reload),
        }
    }
}

/// The system's signals: elsewhere there is but one.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Listens from now on.
    #[expect(clippy::unnecessary_wraps, reason = "it has the shape of the one that can fail")]
    pub(super) fn listen() -> Result<Self, Failure> {
        Ok(Self)
    }

    /// The next one; `None` once there will be no further one.
    pub(super) async fn next(&mut self) -> Option<Signal> {
        tokio::signal::ctrl_c().await.ok().map(|()| Signal::Stop)
    }
}
