//! Who sent a request, where a proxy may stand between.

use std::net::IpAddr;

use axum::http::HeaderMap;

/// The sender of a request. A peer on this machine or in this network is a proxy, which says by the last entry of `X-Forwarded-For` whom it speaks for; nobody else is
/// believed, and an entry before it may be anyone's invention.
pub(super) fn of(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if !is_near(peer) {
        return peer;
    }
    let entries = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let named: Vec<IpAddr> = entries.filter_map(|entry| entry.trim().parse().ok()).collect();
    // Of several proxies in a row, each adds whom it heard.
    named.into_iter().rev().find(|address| !is_near(*address)).unwrap_or(peer)
}

/// Whether an address is of this machine or of a private network (RFC 1918, RFC 4193).
fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn only_a_proxy_is_believed_and_only_its_own_word() {
        let of = |peer: &str, said: &'static str| {
            let headers: HeaderMap = [("x-forwarded-for".parse().unwrap(), HeaderValue::from_static(said))].into_iter().collect();
            super::of(peer.parse().unwrap(), &headers).to_string()
        };
        assert_eq!(of("127.0.0.1", "198.51.100.7, 203.0.113.9"), "203.0.113.9");
        assert_eq!(of("::1", "203.0.113.9, 10.0.0.3"), "203.0.113.9");
        assert_eq!(of("10.0.0.3", "<script>, "), "10.0.0.3");
        assert_eq!(of("198.51.100.1", "203.0.113.9"), "198.51.100.1");
    }
}
