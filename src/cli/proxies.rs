//! The proxies on the way to the network.

#![expect(clippy::disallowed_methods, reason = "the command line looks at its surroundings: the network itself does not")]

use crate::net::Proxies;

/// The proxies that the environment names.
pub(super) fn of_the_environment() -> Proxies {
    Proxies::from_variables(&|name| std::env::var(name).ok())
}
