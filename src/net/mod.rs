//! The only door to the network: timestamp authorities, OCSP responders and lists of revoked certificates, asked only where a profile or an option names them.
//!
//! [`Web`] is the door, [`Http`] what stands behind it in the program. [`Once`] puts a memory before a door, so that ten thousand files that need the same
//! list of revoked certificates fetch it once.

mod authorization;
mod fault;
mod http;
mod location;
mod once;
mod patience;
mod proxy;
mod service;

use std::sync::Arc;

pub use self::authorization::Login;
pub use self::fault::{Cause, NetFault};
pub use self::http::Http;
pub use self::location::Location;
pub use self::once::Once;
pub use self::patience::{Clock, Patience, WallClock};
pub use self::proxy::Proxies;
pub use self::service::Service;

/// The door to the network. Whatever stands behind it may be asked from several threads at once.
pub trait Web: Send + Sync {
    /// What a service answers to a request in the body of a POST: timestamp authorities and OCSP responders are asked this way.
    fn post(&self, service: Service, url: &str, body: &[u8]) -> Result<Arc<[u8]>, NetFault>;

    /// What stands at an address: lists of revoked certificates and issuers' certificates are fetched this way.
    fn get(&self, service: Service, url: &str) -> Result<Arc<[u8]>, NetFault>;
}
