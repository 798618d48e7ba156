//! How often one sender may answer.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// How many answers may come in a row.
const BURST: f64 = 10.0;
/// How long it takes until one more may come.
const EACH: Duration = Duration::from_secs(30);
/// How many senders are remembered. All further ones share what one of them may send, until there is room again.
const SENDERS: usize = 65_536;

/// A bucket of tokens for each sender: one is taken by every answer, and one comes back every half minute.
///
/// A sender is known by a hash of the address with a salt that is drawn when the server starts and is never written down; of an IPv6 address its network's half counts, since
/// the other half is the sender's own to choose. A sender whose bucket is full again is forgotten.
#[derive(Debug, Default)]
pub(super) struct Limit {
    salt: RandomState,
    buckets: HashMap<u64, Bucket>,
    others: Option<Bucket>,
    /// When buckets that were full again were last forgotten.
    swept: Option<Instant>,
}

/// What a sender had left, and when that was.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Limit {
    /// Takes a token; where there is none, says how long it takes until there is one.
    pub(super) fn take(&mut self, sender: IpAddr, now: Instant) -> Result<(), Duration> {
        let key = self.salt.hash_one(network(sender));
        let full = Bucket { tokens: BURST, at: now };
        if !self.buckets.contains_key(&key) && self.buckets.len() >= SENDERS {
            self.sweep(now);
        }
        let bucket = if self.buckets.len() < SENDERS || self.buckets.contains_key(&key) {
            self.buckets.entry(key).or_insert(full)
        } else {
            self.others.get_or_insert(full)
        };
        bucket.take(now)
    }

    /// Forgets whoever has a full bucket again; at most once in the time of a token, since it looks at all of them.
    fn sweep(&mut self, now: Instant) {
        if self.swept.is_none_or(|swept| now.saturating_duration_since(swept) >= EACH) {
            self.buckets.retain(|_, bucket| bucket.filled(now) < BURST);
            self.swept = Some(now);
        }
    }
}

impl Bucket {
    /// What is in it by now.
    fn filled(self, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        (self.tokens + passed / EACH.as_secs_f64()).min(BURST)
    }

    fn take(&mut self, now: Instant) -> Result<(), Duration> {
        let tokens = self.filled(now);
        if tokens < 1.0 {
            return Err(EACH.mul_f64(1.0 - tokens));
        }
        *self = Self { tokens: tokens - 1.0, at: now };
        Ok(())
    }
}

/// The part of an address that its sender cannot choose freely.
fn network(sender: IpAddr) -> IpAddr {
    match sender.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            [a, b, c, d, 0, 0, 0, 0].into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn ten_in_a_row_and_then_one_every_half_minute() {
        let (mut limit, start) = (Limit::default(), Instant::now());
        assert!((0..10).all(|_| limit.take(sender("192.0.2.1"), start).is_ok()));
        assert_eq!(limit.take(sender("192.0.2.1"), start), Err(EACH));
        assert!(limit.take(sender("192.0.2.2"), start).is_ok());
        assert!(limit.take(sender("192.0.2.1"), start + EACH).is_ok());
        assert!(limit.take(sender("192.0.2.1"), start + EACH).is_err());
    }

    #[test]
    fn another_address_of_the_same_network_is_the_same_sender() {
        let (mut limit, now) = (Limit::default(), Instant::now());
        assert!((0..10).all(|at| limit.take(sender(&format!("2001:db8::{at}")), now).is_ok()));
        assert!(limit.take(sender("2001:db8::ffff"), now).is_err());
        assert!(limit.take(sender("2001:db8:0:1::1"), now).is_ok());
        assert!((0..10).all(|_| limit.take(sender("192.0.2.1"), now).is_ok()));
        assert!(limit.take(sender("::ffff:192.0.2.1"), now).is_err());
    }

    #[test]
    fn memory_is_bounded_and_comes_back() {
        let (mut limit, now) = (Limit::default(), Instant::now());
        let many = u32::try_from(SENDERS).unwrap();
        assert!((0..many).all(|at| limit.take(std::net::Ipv4Addr::from(at).into(), now).is_ok()));
        assert!((0..10).all(|at| limit.take(std::net::Ipv4Addr::from(many + at).into(), now).is_ok()));
        assert!(limit.take(sender("198.51.100.1"), now).is_err());
        assert_eq!(limit.buckets.len(), SENDERS);
        assert!(limit.take(sender("198.51.100.1"), now + EACH).is_ok());
        assert_eq!(limit.buckets.len(), 1);
    }
}
