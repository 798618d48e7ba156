//! Room: how much work that keeps a thread busy goes on at once, and how much of it may wait.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Room for some work at once.
///
/// A place is held by the work itself, and not by whoever waits for it: when a client goes away while its work is being done, the thread is busy all the same. What has not begun
/// by then is never done.
#[derive(Debug, Clone)]
pub struct Room {
    places: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// Why work was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// As much as may wait is waiting already.
    Full,
    /// The work itself failed.
    Failed,
}

impl Room {
    /// Room for so much at once, while so much may wait.
    pub fn new(at_once: usize, waiting: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(at_once)), queue: Arc::new(Semaphore::new(at_once + waiting)) }
    }

    /// Does some work on a thread that may be kept busy, once there is room.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
        let turn = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| Refused::Full)?;
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| Refused::Failed)?;
        let held = move || {
            let _held = (turn, place);
            work()
        };
        spawn_blocking(held).await.map_err(|_| Refused::Failed)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::{Refused, Room};

    #[tokio::test]
    async fn what_was_begun_keeps_its_place_when_nobody_waits_any_more() {
        let room = Room::new(1, 0);
        let ((began, begun), (end, ended)) = (channel(), channel::<()>());
        let work = tokio::spawn({
            let room = room.clone();
            async move {
                room.run(move || {
                    began.send(()).unwrap();
                    ended.recv().unwrap();
                })
                .await
            }
        });
        tokio::task::spawn_blocking(move || begun.recv().unwrap()).await.unwrap();
        work.abort();
        assert!(work.await.unwrap_err().is_cancelled());
        assert_eq!(room.run(|| ()).await, Err(Refused::Full));
        end.send(()).unwrap();
        while room.run(|| ()).await == Err(Refused::Full) {
            tokio::task::yield_now().await;
        }
        assert_eq!(room.run(|| panic!("as it was asked to")).await, Err::<(), _>(Refused::Failed));
        assert_eq!(room.run(|| 7).await, Ok(7));
    }
}
