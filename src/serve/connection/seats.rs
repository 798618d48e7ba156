//! Seats: how many connections are open, whose they are, and who gives one up for the next.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use super::line::Line;
use crate::feedback::Proxies;
use crate::serve::metrics::Metrics;

/// How long one waits for a seat before another connection is asked to give up its own.
const WHILE: Duration = Duration::from_millis(100);

/// All seats.
#[derive(Debug)]
pub(in crate::serve) struct Seats {
    free: Arc<Semaphore>,
    /// How many of them one address may take.
    each: usize,
    /// Who asks for many, and may take as many as there are.
    proxies: Proxies,
    taken: Mutex<Taken>,
    metrics: Arc<Metrics>,
}

/// Those that are taken.
#[derive(Debug, Default)]
struct Taken {
    next: u64,
    lines: HashMap<u64, Weak<Line>>,
    by_sitter: HashMap<IpAddr, usize>,
}

impl Seats {
    /// So many seats, of which one address may take so many `each`, unless it is a proxy's.
    pub(in crate::serve) fn new(seats: usize, each: usize, proxies: Proxies, metrics: Arc<Metrics>) -> Self {
        Self { free: Arc::new(Semaphore::new(seats)), each, proxies, taken: Mutex::default(), metrics }
    }

    /// A seat for a connection; `None` where its client has as many as it may. Where none is free, the connection that has rested longest is ended; where each of them is busy,
    /// the next one waits.
    pub(in crate::serve) async fn take(self: &Arc<Self>, peer: IpAddr, line: &Arc<Line>) -> Option<Seat> {
        let sitter = (!self.proxies.include(peer)).then(|| sitter(peer));
        if sitter.is_some_and(|sitter| self.taken().by_sitter.get(&sitter).is_some_and(|seats| *seats >= self.each)) {
            return None;
        }
        let permit = self.permit().await?;
        let mut taken = self.taken();
        let number = taken.next;
        taken.next += 1;
        taken.lines.insert(number, Arc::downgrade(line));
        if let Some(sitter) = sitter {
            *taken.by_sitter.entry(sitter).or_default() += 1;
        }
        drop(taken);
        self.metrics.connections.fetch_add(1, Ordering::Relaxed);
        Some(Seat { _permit: permit, seats: Arc::clone(self), number, sitter })
    }

    async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() {
            return Some(permit);
        }
        loop {
            self.spare_one(Instant::now());
            if let Ok(permit) = timeout(WHILE, Arc::clone(&self.free).acquire_owned()).await {
                return permit.ok();
            }
        }
    }

    /// Ends the connection that has rested longest, if one does.
    fn spare_one(&self, now: Instant) {
        let lines: Vec<Arc<Line>> = self.taken().lines.values().filter_map(Weak::upgrade).collect();
        if let Some((_, line)) = lines.iter().filter_map(|line| Some((line.rests(now)?, line))).max_by_key(|(rests, _)| *rests) {
            line.dismiss();
        }
    }

    /// Ends every connection on which no request is being answered: no further one will be.
    pub(in crate::serve) fn clear(&self) {
        let lines: Vec<Arc<Line>> = self.taken().lines.values().filter_map(Weak::upgrade).collect();
        lines.iter().filter(|line| !line.is_busy()).for_each(|line| line.dismiss());
    }

    /// No change of what is taken can be half done.
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who counts as one: an IPv4 address, or the network of which an IPv6 address chooses its half itself.
fn sitter(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).into(),
    }
}

/// A connection's place among those that are open.
#[derive(Debug)]
pub(in crate::serve) struct Seat {
    _permit: OwnedSemaphorePermit,
    seats: Arc<Seats>,
    number: u64,
    sitter: Option<IpAddr>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.metrics.connections.fetch_sub(1, Ordering::Relaxed);
        let mut taken = self.seats.taken();
        taken.lines.remove(&self.number);
        let Some(sitter) = self.sitter else { return };
        if let Some(seats) = taken.by_sitter.get_mut(&sitter) {
            *seats -= 1;
            if *seats == 0 {
                taken.by_sitter.remove(&sitter);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::task::{Context, Waker};
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Line, Proxies, Seats};

    #[tokio::test]
    async fn one_client_takes_its_share_and_the_one_that_rests_makes_room() {
        let seats = Arc::new(Seats::new(3, 2, Proxies::default(), Arc::default()));
        let lines: Vec<Arc<Line>> = (0..4).map(|_| Arc::default()).collect();
        let take = async |peer: &str, line: &Arc<Line>| seats.take(peer.parse().unwrap(), line).await;
        let first = take("2001:db8::1", &lines[0]).await.unwrap();
        let second = take("2001:db8::2", &lines[1]).await.unwrap();
        assert!(take("2001:db8::3", &lines[2]).await.is_none(), "a third seat for one network");
        let _third = take("127.0.0.1", &lines[2]).await.unwrap();
        let is_over = |line: &Arc<Line>| line.is_over(&Context::from_waker(Waker::noop()));
        let busy = [lines[0].begin(), lines[2].begin()];
        seats.spare_one(Instant::now() + Duration::from_secs(1));
        assert_eq!([&lines[0], &lines[1], &lines[2]].map(is_over), [false, true, false]);
        drop((second, busy));
        assert!(take("127.0.0.1", &lines[3]).await.is_some());
        assert!(take("2001:db8::3", &lines[1]).await.is_some());
        drop(first);
        assert!(seats.taken().by_sitter.is_empty());
        seats.clear();
        assert!(is_over(&lines[2]));
    }
}
