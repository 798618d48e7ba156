//! How often one sender, and one neighbourhood of senders, may answer.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};

/// What may come from somewhere.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    /// How many answers may come in a row.
    burst: f64,
    /// How long it takes until one more may come.
    each: Duration,
    /// How many may come within a day of the first.
    day: u32,
}

/// What one sender may send: somebody who reads many pages, or a few in one office.
const SENDER: Allowance = Allowance { burst: 10.0, each: Duration::from_secs(30), day: 20 };
/// What may come from a neighbourhood, from which one sender may choose many addresses: so nobody uses up what a brand is kept of a day.
const NEIGHBOURHOOD: Allowance = Allowance { burst: 50.0, each: Duration::from_secs(6), day: 200 };
/// How long a day is.
const DAY: Duration = Duration::from_hours(24);
/// How many senders are remembered. All further ones share what one of them may send, until there is room again.
const SENDERS: usize = 65_536;

/// How often one sender may answer.
///
/// A sender is known by a hash of the address with a salt that is drawn when the server starts and is never written down; of an IPv6 address the network counts that a provider
/// gives a customer, since the rest is the sender's own to choose. A sender who may send everything again is forgotten, and so are the answers of a day where
/// these are fewer than may come in it.
#[derive(Debug, Default)]
pub(super) struct Limit {
    salt: RandomState,
    senders: Buckets,
    neighbourhoods: Buckets,
}

/// A bucket of tokens for each: one is taken by every answer, and one comes back after a while.
#[derive(Debug, Default)]
struct Buckets {
    known: HashMap<u64, Bucket>,
    others: Option<Bucket>,
    /// When buckets that were full again were last forgotten.
    swept: Option<Instant>,
}

/// What was left, and when that was.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Instant,
    /// How many were taken since the day began.
    taken: u32,
    day: Instant,
}

impl Limit {
    /// Takes a token; where there is none, says how long it takes until there is one.
    pub(super) fn take(&mut self, sender: IpAddr, now: Instant) -> Result<(), Duration> {
        let [sender, neighbourhood] = networks(sender).map(|network| self.salt.hash_one(network));
        self.senders.take(sender, SENDER, now)?;
        self.neighbourhoods.take(neighbourhood, NEIGHBOURHOOD, now)
    }
}

impl Buckets {
    fn take(&mut self, key: u64, allowance: Allowance, now: Instant) -> Result<(), Duration> {
        let full = Bucket { tokens: allowance.burst, at: now, taken: 0, day: now };
        if !self.known.contains_key(&key) && self.known.len() >= SENDERS {
            self.sweep(allowance, now);
        }
        let bucket = if self.known.len() < SENDERS || self.known.contains_key(&key) {
            self.known.entry(key).or_insert(full)
        } else {
            self.others.get_or_insert(full)
        };
        bucket.take(allowance, now)
    }

    /// Forgets whoever has a full bucket again; at most once in the time of a token, since it looks at all of them.
    fn sweep(&mut self, allowance: Allowance, now: Instant) {
        if self.swept.is_none_or(|swept| now.saturating_duration_since(swept) >= allowance.each) {
            self.known.retain(|_, bucket| bucket.filled(allowance, now) < allowance.burst || bucket.has_had_its_day(allowance, now));
            self.swept = Some(now);
        }
    }
}

impl Bucket {
    /// What is in it by now.
    fn filled(self, allowance: Allowance, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        (self.tokens + passed / allowance.each.as_secs_f64()).min(allowance.burst)
    }

    /// Whether nothing more may come before another day begins.
    fn has_had_its_day(self, allowance: Allowance, now: Instant) -> bool {
        self.taken >= allowance.day && now.saturating_duration_since(self.day) < DAY
    }

    fn take(&mut self, allowance: Allowance, now: Instant) -> Result<(), Duration> {
        if now.saturating_duration_since(self.day) >= DAY {
            (self.taken, self.day) = (0, now);
        }
        if self.has_had_its_day(allowance, now) {
            return Err(DAY.saturating_sub(now.saturating_duration_since(self.day)));
        }
        let tokens = self.filled(allowance, now);
        if tokens < 1.0 {
            return Err(allowance.each.mul_f64(1.0 - tokens));
        }
        *self = Self { tokens: tokens - 1.0, at: now, taken: self.taken + 1, day: self.day };
        Ok(())
    }
}

/// The parts of an address that a sender, and then somebody with many addresses, cannot choose freely: of an IPv4 address all of it and 24 bits, of an IPv6 address 56 and 48.
fn networks(sender: IpAddr) -> [IpAddr; 2] {
    match sender.to_canonical() {
        IpAddr::V4(address) => [32, 24].map(|bits| Ipv4Addr::from(u32::from(address) & (u32::MAX << (32 - bits))).into()),
        IpAddr::V6(address) => [56, 48].map(|bits| Ipv6Addr::from(u128::from(address) & (u128::MAX << (128 - bits))).into()),
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
        assert_eq!(limit.take(sender("192.0.2.1"), start), Err(SENDER.each));
        assert!(limit.take(sender("192.0.2.2"), start).is_ok());
        assert!(limit.take(sender("192.0.2.1"), start + SENDER.each).is_ok());
        assert!(limit.take(sender("192.0.2.1"), start + SENDER.each).is_err());
    }

    #[test]
    fn another_address_of_the_same_network_is_the_same_sender() {
        let (mut limit, now) = (Limit::default(), Instant::now());
        assert!((0..10).all(|at| limit.take(sender(&format!("2001:db8::{at}")), now).is_ok()));
        assert!(limit.take(sender("2001:db8::ffff"), now).is_err());
        assert!(limit.take(sender("2001:db8:0:100::1"), now).is_ok());
        assert!((0..10).all(|_| limit.take(sender("192.0.2.1"), now).is_ok()));
        assert!(limit.take(sender("::ffff:192.0.2.1"), now).is_err());
    }

    #[test]
    fn a_day_has_its_end_for_a_sender_and_for_a_neighbourhood() {
        let (mut limit, start) = (Limit::default(), Instant::now());
        let patient = (0..2_880).filter(|at| limit.take(sender("192.0.2.1"), start + SENDER.each * *at).is_ok()).count();
        assert_eq!(patient, 20);
        assert!(limit.take(sender("192.0.2.1"), start + DAY).is_ok());
        // Somebody who has a whole network to choose addresses from, and all day.
        let address = |at: u32| IpAddr::from(Ipv6Addr::from((0x2001_0db8_0001_u128 << 80) | (u128::from(at) << 64)));
        let many = (0..10_000).filter(|at| limit.take(address(*at), start + Duration::from_secs(u64::from(*at) * 8)).is_ok()).count();
        assert_eq!(many, 200);
    }

    #[test]
    fn memory_is_bounded_and_comes_back() {
        let (mut buckets, now) = (Buckets::default(), Instant::now());
        let many = u64::try_from(SENDERS).unwrap();
        assert!((0..many).all(|at| buckets.take(at, SENDER, now).is_ok()));
        assert!((0..10).all(|at| buckets.take(many + at, SENDER, now).is_ok()));
        assert!(buckets.take(u64::MAX, SENDER, now).is_err());
        assert_eq!(buckets.known.len(), SENDERS);
        assert!(buckets.take(u64::MAX, SENDER, now + SENDER.each).is_ok());
        assert_eq!(buckets.known.len(), 1);
    }

    #[test]
    fn who_has_had_a_day_is_not_forgotten_before_it_is_over() {
        let (mut buckets, start) = (Buckets::default(), Instant::now());
        let last = (0..SENDER.day).map(|at| start + SENDER.each * at).inspect(|now| assert!(buckets.take(0, SENDER, *now).is_ok())).last().unwrap();
        let later = last + SENDER.each * 100;
        buckets.sweep(SENDER, later);
        assert!(buckets.take(0, SENDER, later).is_err());
        buckets.sweep(SENDER, start + DAY);
        assert!(buckets.known.is_empty());
    }
}
