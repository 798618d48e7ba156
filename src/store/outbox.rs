//! Files on their way: put by threads of their own, so that whoever makes them need not wait for a server's answer.
//!
//! A bucket answers in tens of milliseconds, however many ask at once. Two workers that wait for it each time put forty files in a second; through an outbox they
//! put as many as they make. A folder is written to at once, since it does not make anybody wait.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Scope;

use super::entry::Tag;
use super::fault::Fault;
use super::{Place, Store};

/// How many files are under way at a time, and as many wait: all of them are in memory.
const UNDER_WAY: usize = 16;

/// Takes files to a store, and says of each when it is there. Several threads share one; when all are done with it, it is dropped, and its scope waits for what is
/// under way.
#[derive(Debug)]
pub struct Outbox<'s, T, D> {
    store: &'s Store,
    done: &'s D,
    /// Nothing where files are put at once.
    queue: Option<SyncSender<Parcel<T>>>,
}

/// A file on its way.
struct Parcel<T> {
    path: String,
    bytes: Vec<u8>,
    about: T,
}

impl<'s, T, D> Outbox<'s, T, D>
where
    T: Send + 's,
    D: Fn(T, Result<Option<Tag>, Fault>) + Sync,
{
    /// An outbox for a store. `done` is told of each file, with what came along with it, by whatever thread put it.
    pub fn open<'env>(scope: &'s Scope<'s, 'env>, store: &'s Store, done: &'s D) -> Self {
        if matches!(store.place, Place::Folder(_)) {
            return Self { store, done, queue: None };
        }
        let (queue, parcels) = sync_channel(UNDER_WAY);
        let parcels = Arc::new(Mutex::new(parcels));
        for _ in 0..UNDER_WAY {
            let parcels = Arc::clone(&parcels);
            scope.spawn(move || {
                while let Some(Parcel { path, bytes, about }) = next(&parcels) {
                    done(about, store.put(&path, bytes));
                }
            });
        }
        Self { store, done, queue: Some(queue) }
    }

    /// Takes a file, as [`Store::put`] does, and waits only while too many are under way.
    pub fn put(&self, path: String, bytes: Vec<u8>, about: T) {
        let left = match &self.queue {
            None => Some(Parcel { path, bytes, about }),
            Some(queue) => queue.send(Parcel { path, bytes, about }).err().map(|refused| refused.0),
        };
        if let Some(Parcel { path, bytes, about }) = left {
            (self.done)(about, self.store.put(&path, bytes));
        }
    }
}

/// The next file; `None` when the outbox is gone.
fn next<T>(parcels: &Mutex<Receiver<Parcel<T>>>) -> Option<Parcel<T>> {
    parcels.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
