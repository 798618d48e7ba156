//! Listening at an address, and why that cannot be.

use std::io;
use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpSocket};

use crate::output::failure::Failure;

/// How many connections wait to be taken in.
const BACKLOG: u32 = 1024;

/// Listens at an address that was given with an option; gives the address too, since the port 0 is any that is free.
///
/// A port that is in use, or an address that is not this machine's, is a failure.
pub(in crate::serve) fn listen(address: SocketAddr, option: &str) -> Result<(TcpListener, SocketAddr), Failure> {
    let listening = bound(address).and_then(|listener| listener.local_addr().map(|there| (listener, there)));
    listening.map_err(|error| cannot_listen(address, &error, option))
}

fn bound(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Elsewhere the same option would let two servers share a port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn cannot_listen(address: SocketAddr, error: &io::Error, option: &str) -> Failure {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            let failure = Failure::new(format!("port {} is in use by another program", address.port()));
            failure.hint(format!("stop that one, or choose another with {option}; the port 0 is any that is free"))
        }
        io::ErrorKind::PermissionDenied => {
            let failure = Failure::new(format!("port {} may not be used by this user", address.port()));
            failure.hint(format!("choose one above 1023 with {option}, and let a proxy stand before it"))
        }
        io::ErrorKind::AddrNotAvailable => Failure::new(format!("{} is no address of this machine", address.ip()))
            .hint("--address 127.0.0.1 is this machine alone, 0.0.0.0 all its addresses"),
        _ => Failure::new(format!("cannot listen at {address}: {error}")),
    }
}
