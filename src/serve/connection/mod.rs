//! Connections: taken in up to a number, and held to the limits on what a client may send and how long it may take.
//!
//! HTTP itself is hyper's; a [`Guarded`](guarded::Guarded) stream stands between it and the socket and counts bytes and time. It knows from its [`Line`](line::Line) when a request is
//! being answered: outside of that, whatever comes in is the head of the next one.

pub(super) mod descriptors;
mod gate;
mod guarded;
mod limits;
mod line;
mod listen;
mod offence;
mod reading;
mod refusal;
mod seats;
mod timer;
mod writing;

pub use self::limits::Limits;

pub(super) use self::gate::{Caller, Gate};
pub(super) use self::listen::listen;
pub(super) use self::seats::Seats;
