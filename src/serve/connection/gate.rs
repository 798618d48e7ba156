//! The gate: takes in connections, as many at a time as the limits allow.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use super::guarded::Guarded;
use super::limits::Limits;
use super::line::Line;
use super::seats::Seats;
use crate::serve::mount::Peer;

/// How long one waits for the system to take in connections again, when it could not.
const AGAIN: Duration = Duration::from_millis(50);

/// Takes in connections, as many at a time as the limits allow.
#[derive(Debug)]
pub(in crate::serve) struct Gate {
    listener: TcpListener,
    seats: Arc<Seats>,
    limits: Arc<Limits>,
}

impl Gate {
    /// A gate to what a listener takes in; each connection needs a seat.
    pub(in crate::serve) fn new(listener: TcpListener, limits: Arc<Limits>, seats: Arc<Seats>) -> Self {
        Self { listener, seats, limits }
    }
}

impl Listener for Gate {
    type Io = Guarded<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    // An answer goes out at once rather than wait for more; where that is refused it still goes out.
                    let _ = stream.set_nodelay(true);
                    let line = Arc::<Line>::default();
                    let Some(seat) = self.seats.take(peer.ip(), &line).await else { continue };
                    return (Guarded::new(stream, Arc::clone(&self.limits), line, seat), peer);
                }
                // A client that went away, or a system out of file descriptors: the next one may do better.
                Err(_) => sleep(AGAIN).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// Who asks, and on which connection.
#[derive(Debug, Clone)]
pub(in crate::serve) struct Caller {
    /// Who is at the other end.
    pub(in crate::serve) peer: Peer,
    /// What the connection and the requests on it know of one another.
    pub(in crate::serve) line: Arc<Line>,
}

impl Connected<IncomingStream<'_, Gate>> for Caller {
    fn connect_info(stream: IncomingStream<'_, Gate>) -> Self {
        Self { peer: Peer(stream.remote_addr().ip().to_canonical()), line: Arc::clone(stream.io().line()) }
    }
}
