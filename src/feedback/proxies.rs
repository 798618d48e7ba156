//! Proxies: whose word counts on whom they speak for.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A range of addresses, as `10.0.0.0/8`, or a single one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// How many of the address's first bits are the network's.
    bits: u8,
}

/// The machines that say in `X-Forwarded-For` whom they speak for, and are believed. This machine is one of them.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<Network>);

impl Network {
    /// Whether an address lies in it.
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => is_alike(u32::from(own).into(), u32::from(other).into(), 32 - u32::from(self.bits)),
            (IpAddr::V6(own), IpAddr::V6(other)) => is_alike(own.into(), other.into(), 128 - u32::from(self.bits)),
            _ => false,
        }
    }
}

/// Whether two addresses are alike but for their last bits.
fn is_alike(one: u128, other: u128, last: u32) -> bool {
    (one ^ other).checked_shr(last).unwrap_or_default() == 0
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let wrong = || format!("`{text}` is no network: write it as 10.0.0.0/8, or one address as 192.0.2.7");
        let address = address.parse::<IpAddr>().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse::<u8>().map_err(|_| wrong()))?;
        if bits <= most { Ok(Self { address, bits }) } else { Err(wrong()) }
    }
}

impl Proxies {
    /// This machine and others.
    pub fn and(others: Vec<Network>) -> Self {
        Self(others)
    }

    /// Whether an address is believed.
    pub fn include(&self, address: IpAddr) -> bool {
        let own = [Network { address: Ipv4Addr::LOCALHOST.into(), bits: 8 }, Network { address: Ipv6Addr::LOCALHOST.into(), bits: 128 }];
        own.iter().chain(&self.0).any(|network| network.contains(address))
    }
}

#[cfg(test)]
mod tests {
    use super::{Network, Proxies};

    #[test]
    fn a_network_is_read_and_holds_its_addresses() {
        let holds = |network: &str, address: &str| network.parse::<Network>().unwrap().contains(address.parse().unwrap());
        assert!(holds("10.0.0.0/8", "10.255.0.1") && holds("10.0.0.0/8", "::ffff:10.1.2.3") && holds("0.0.0.0/0", "192.0.2.1"));
        assert!(holds("192.0.2.7", "192.0.2.7") && holds("fd00::/8", "fd12::1") && holds("::/0", "2001:db8::1"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1") && !holds("192.0.2.7", "192.0.2.8") && !holds("10.0.0.0/8", "fd00::1"));
        for wrong in ["", "10.0.0.0/33", "10.0.0.0/-1", "10/8", "a.example", "::1/129", "10.0.0.0/"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
        assert!(Proxies::default().include("127.0.0.1".parse().unwrap()) && !Proxies::default().include("10.0.0.1".parse().unwrap()));
    }
}
