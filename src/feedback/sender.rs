//! Who sent a request, where a proxy may stand between.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

use super::proxies::Proxies;

/// The sender of a request. A peer that is a [proxy](Proxies) says by the last entry of `X-Forwarded-For` whom it heard; where that is a proxy too, the entry before it counts.
/// Nobody else is believed: any other entry may be anyone's invention.
pub(super) fn of(peer: IpAddr, headers: &HeaderMap, proxies: &Proxies) -> IpAddr {
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    let mut entries = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    let mut sender = peer;
    while proxies.include(sender) {
        let Some(named) = entries.next().and_then(address) else { return sender };
        sender = named;
    }
    sender
}

/// The address of an entry; some proxies write the port as well.
fn address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = || entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let address = entry.parse().ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|socket| socket.ip())).or_else(bare)?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::Proxies;

    #[test]
    fn only_a_proxy_is_believed_and_only_its_own_word() {
        let proxies = Proxies::and(vec!["10.0.0.0/8".parse().unwrap()]);
        let of = |peer: &str, said: &[&'static str]| {
            let line = |said: &&'static str| ("x-forwarded-for".parse().unwrap(), HeaderValue::from_static(said));
            let headers: HeaderMap = said.iter().map(line).collect();
            super::of(peer.parse().unwrap(), &headers, &proxies).to_string()
        };
        assert_eq!(of("127.0.0.1", &["198.51.100.7, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(of("127.0.0.1", &["198.51.100.7", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(of("127.0.0.1", &["198.51.100.7, 192.168.1.5"]), "192.168.1.5", "a reader in a private network is no proxy");
        assert_eq!(of("::1", &["203.0.113.9, 10.0.0.3"]), "203.0.113.9", "a proxy behind a proxy");
        assert_eq!(of("10.0.0.3", &["203.0.113.9, <script>"]), "10.0.0.3");
        assert_eq!(of("127.0.0.1", &[]), "127.0.0.1");
        for peer in ["198.51.100.1", "192.168.1.5"] {
            assert_eq!(of(peer, &["203.0.113.9"]), peer, "nobody believes it");
        }
        for (entry, address) in [("203.0.113.9:4001", "203.0.113.9"), ("[2001:db8::1]:4001", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1")] {
            assert_eq!(of("127.0.0.1", &[entry]), address);
        }
    }
}
