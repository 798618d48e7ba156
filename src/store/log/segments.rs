//! A journal in an object store.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::store::bucket::Bucket;
use crate::store::fault::Fault;

/// After how many lines a segment is put.
const MOST_LINES: usize = 500;

/// From how many bytes on a segment is put when the journal is written anew: whoever reads it back holds one of them.
const LARGEST: usize = 4 * 1024 * 1024;

/// After how long a segment is put.
const LONGEST: Duration = Duration::from_secs(2);

/// An open journal.
#[derive(Debug)]
pub(super) struct SegmentLog {
    bucket: Arc<Bucket>,
    path: String,
    /// Who writes it: where `owner` holds another name, a later run has taken over.
    owner: String,
    pending: Mutex<Pending>,
}

#[derive(Debug)]
struct Pending {
    lines: String,
    count: usize,
    since: Instant,
    /// The number of the next segment.
    next: u64,
}

impl SegmentLog {
    /// Says that this run is the one that goes on, and finds the segments that are there.
    pub(super) fn open(bucket: &Arc<Bucket>, path: &str) -> Result<(Self, impl Iterator<Item = Result<String, Fault>> + Send + use<>), Fault> {
        let owner = new_owner();
        bucket.put(&owner_path(path), owner.clone().into_bytes())?;
        let segments = segments(bucket, path)?;
        let next = next_after(&segments);
        let lines = Segments { bucket: Arc::clone(bucket), left: segments, lines: VecDeque::new() };
        let pending = Mutex::new(Pending { lines: String::new(), count: 0, since: Instant::now(), next });
        Ok((Self { bucket: Arc::clone(bucket), path: path.to_owned(), owner, pending }, lines))
    }

    pub(super) fn append(&self, line: &str) -> Result<(), Fault> {
        if line.contains('\n') {
            return Err(Fault::Journal { object: self.bucket.object(&self.path), why: "a line of it has a line break in it" });
        }
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        if pending.count == 0 {
            pending.since = Instant::now();
        }
        let _ = writeln!(pending.lines, "{line}");
        pending.count += 1;
        if pending.count >= MOST_LINES || pending.since.elapsed() >= LONGEST { self.put(&mut pending) } else { Ok(()) }
    }

    pub(super) fn flush(&self) -> Result<(), Fault> {
        self.put(&mut self.pending.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts what is pending. Where that fails it stays pending, and goes with the next.
    fn put(&self, pending: &mut Pending) -> Result<(), Fault> {
        while !pending.lines.is_empty() {
            self.refuse_if_taken_over()?;
            let segment = segment_path(&self.path, pending.next);
            let is_put = self.bucket.put_new(&segment, pending.lines.clone().into_bytes())?;
            let length = if is_put { pending.lines.len() } else { self.already_put(&segment, &pending.lines)? };
            pending.lines.drain(..length);
            pending.count = pending.lines.lines().count();
            pending.next += 1;
        }
        Ok(())
    }

    fn refuse_if_taken_over(&self) -> Result<(), Fault> {
        let mut owner = Vec::new();
        self.bucket.fetch(&owner_path(&self.path), &mut owner)?;
        if owner == self.owner.as_bytes() { Ok(()) } else { Err(Fault::TakenOver(self.bucket.object(&self.path))) }
    }

    /// How much of what is pending stands in a segment that is there: all that was pending when it was put and the answer was lost, or nothing, where it is the
    /// last of the run before this one.
    fn already_put(&self, segment: &str, lines: &str) -> Result<usize, Fault> {
        let mut there = Vec::new();
        self.bucket.fetch(segment, &mut there)?;
        Ok(if lines.as_bytes().starts_with(&there) { there.len() } else { 0 })
    }

    /// The lines are put as new segments, and the earlier ones are deleted then.
    pub(super) fn rewrite(&self, lines: &mut dyn Iterator<Item = io::Result<String>>) -> Result<(), Fault> {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        self.put(&mut pending)?;
        let earlier = segments(&self.bucket, &self.path)?;
        let unread = |error: io::Error| Fault::disk("read what is to become", std::path::Path::new(&self.bucket.object(&self.path)), &error);
        for line in lines {
            let _ = writeln!(pending.lines, "{}", line.map_err(unread)?);
            pending.count += 1;
            if pending.lines.len() >= LARGEST {
                self.put(&mut pending)?;
            }
        }
        self.put(&mut pending)?;
        earlier.iter().try_for_each(|(_, segment)| self.bucket.delete(segment))
    }

    pub(super) fn remove(self) -> Result<(), Fault> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner).lines.clear();
        remove(&self.bucket, &self.path)
    }
}

impl Drop for SegmentLog {
    /// The last try: whoever wants to know what came of it has flushed before.
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

/// The lines of segments, each of which is fetched when its first line is asked for.
struct Segments {
    bucket: Arc<Bucket>,
    left: VecDeque<(u64, String)>,
    lines: VecDeque<String>,
}

impl Iterator for Segments {
    type Item = Result<String, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.lines.is_empty() {
            let (_, path) = self.left.pop_front()?;
            let mut bytes = Vec::new();
            match self.bucket.fetch(&path, &mut bytes) {
                Ok(true) => self.lines.extend(String::from_utf8_lossy(&bytes).lines().map(ToOwned::to_owned)),
                Ok(false) => return Some(Err(Fault::Changed(self.bucket.object(&path)))),
                Err(fault) => return Some(Err(fault)),
            }
        }
        self.lines.pop_front().map(Ok)
    }
}

/// Deletes a journal's segments, and who wrote them.
pub(super) fn remove(bucket: &Bucket, path: &str) -> Result<(), Fault> {
    segments(bucket, path)?.iter().try_for_each(|(_, segment)| bucket.delete(segment))?;
    bucket.delete(&owner_path(path))
}

/// The lines of a journal that is only read.
pub(super) fn lines_of(bucket: &Arc<Bucket>, path: &str) -> Result<impl Iterator<Item = Result<String, Fault>> + Send + use<>, Fault> {
    Ok(Segments { bucket: Arc::clone(bucket), left: segments(bucket, path)?, lines: VecDeque::new() })
}

fn next_after(segments: &VecDeque<(u64, String)>) -> u64 {
    segments.back().map_or(1, |(number, _)| number + 1)
}

fn segment_path(path: &str, number: u64) -> String {
    format!("{path}/{number:06}.jsonl")
}

fn owner_path(path: &str) -> String {
    format!("{path}/owner")
}

/// The segments of a journal by their numbers.
fn segments(bucket: &Bucket, path: &str) -> Result<VecDeque<(u64, String)>, Fault> {
    let number = |segment: &str| segment.strip_prefix(path)?.strip_prefix('/')?.strip_suffix(".jsonl")?.parse().ok();
    let found = bucket.list(&format!("{path}/"))?.into_iter();
    let mut segments: Vec<(u64, String)> = found.filter_map(|entry| Some((number(&entry.path)?, entry.path))).collect();
    segments.sort();
    Ok(segments.into())
}

/// A name that no other run has: from the keys that the standard library draws for each of its hash maps, the process and a count.
fn new_owner() -> String {
    use std::hash::{BuildHasher as _, RandomState};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let (pid, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    format!("{:016x}{:016x}", RandomState::new().hash_one((pid, count)), RandomState::new().hash_one((count, pid)))
}
