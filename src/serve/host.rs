//! Hosts: the name under which a client asked.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::Version;
use axum::http::header::HOST;
use axum::http::request::Parts;

/// The name under which a client asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Host {
    /// A number, or no name at all: nobody's in particular.
    Bare,
    /// A name, in small letters and without a port.
    Named(String),
}

impl Host {
    /// The host of a request (RFC 9112, section 3.2); `None` where there is none, there are several, or it is no host.
    pub(super) fn of(request: &Parts) -> Option<Self> {
        let mut named = request.headers.get_all(HOST).iter();
        let (first, second) = (named.next(), named.next());
        if second.is_some() {
            return None;
        }
        match (request.uri.authority(), first) {
            (Some(authority), _) => Self::read(authority.as_str()),
            (None, Some(host)) => Self::read(host.to_str().ok()?),
            (None, None) => (request.version == Version::HTTP_10).then_some(Self::Bare),
        }
    }

    /// Reads a host with or without a port.
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix('[') {
            let (address, port) = rest.split_once(']')?;
            let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
            return (address.parse::<Ipv6Addr>().is_ok() && is_port).then_some(Self::Bare);
        }
        let (name, port) = text.split_once(':').unwrap_or((text, ""));
        let is_name = !name.is_empty() && name.len() <= 253 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        if !is_name || !(port.is_empty() || is_port(port)) {
            return None;
        }
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        Some(if name.parse::<IpAddr>().is_ok() || name == "localhost" { Self::Bare } else { Self::Named(name) })
    }
}

/// Whether a text is the name of a host as a request has it: no number, and without a port.
pub fn is_host_name(text: &str) -> bool {
    !text.contains(':') && matches!(Host::read(text), Some(Host::Named(_)))
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok() && !text.starts_with('+')
}

#[cfg(test)]
mod tests {
    use super::Host;

    #[test]
    fn a_name_is_told_from_a_number() {
        for bare in ["localhost", "LOCALHOST:4000", "127.0.0.1:80", "[::1]:4000", "[::1]"] {
            assert_eq!(Host::read(bare), Some(Host::Bare), "{bare}");
        }
        assert_eq!(Host::read("Acme.Example.:443"), Some(Host::Named("acme.example".to_owned())));
        for wrong in ["", ":80", "a b", "a/b", "a@b", "a:x", "a:99999", "[::1", "[x]", "a:1:2", "a\u{e9}", "[::1]x"] {
            assert_eq!(Host::read(wrong), None, "{wrong}");
        }
    }
}
