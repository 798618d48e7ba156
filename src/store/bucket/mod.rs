//! An object store as a place.

mod connect;
mod profile;
mod reason;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::future::Future;
use std::io::{self, Read as _, Seek as _, Write};
use std::thread;
use std::time::Instant;

use object_store::list::{PaginatedListOptions, PaginatedListStore};
use object_store::multipart::{MultipartStore, PartId};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, MultipartId, ObjectStore, PutMode, PutOptions, PutPayload};
use tokio::runtime::Runtime;

use self::reason::{Asked, reason};
use super::address::Address;
use super::entry::{Entry, Tag};
use super::fault::Fault;
use super::patience::Patience;

/// What is larger goes in parts of this many bytes, and is read in pieces of as many: each has its own tries.
const PART: usize = 8 * 1024 * 1024;

/// The most parts an object may have at Amazon: with more to come than fit, the parts are larger.
const MOST_PARTS: u64 = 10_000;

/// What we need of an object store.
trait Service: ObjectStore + MultipartStore + PaginatedListStore {}

impl<T: ObjectStore + MultipartStore + PaginatedListStore> Service for T {}

/// A bucket and how the names of its objects begin.
#[derive(Debug)]
pub(super) struct Bucket {
    address: Address,
    service: Box<dyn Service>,
    patience: Patience,
    /// Whoever waits for an answer drives the connections of all.
    runtime: Runtime,
}

impl Bucket {
    pub(super) fn open(address: &Address, patience: Patience) -> Result<Self, Fault> {
        let settings = |said: String| Fault::Settings { object: address.to_string(), said };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| settings(error.to_string()))?;
        Ok(Self { address: address.clone(), service: connect::connect(address, patience)?, patience, runtime })
    }

    /// How an object is called in a message.
    pub(super) fn object(&self, path: &str) -> String {
        let address = self.address.to_string();
        if path.is_empty() { address } else { format!("{}/{path}", address.trim_end_matches('/')) }
    }

    /// An object's name in its bucket.
    fn key(&self, path: &str) -> Result<Path, Fault> {
        let prefix = self.address.path();
        let key = if prefix.is_empty() { path.to_owned() } else { format!("{prefix}/{path}") };
        Path::parse(&key).map_err(|_| Fault::Name { path: key, why: "it is no object's name" })
    }

    /// Waits for an answer, and says what a bad one means.
    fn wait<T>(&self, doing: &'static str, path: &str, answer: impl Future<Output = object_store::Result<T>>) -> Result<T, Fault> {
        self.runtime.block_on(answer).map_err(|error| reason(&Asked { doing, object: self.object(path) }, &error))
    }

    /// The answer, or nothing where there is no such object.
    fn wait_for_one<T>(&self, doing: &'static str, path: &str, answer: impl Future<Output = object_store::Result<T>>) -> Result<Option<T>, Fault> {
        let answer = async { found(answer.await) };
        self.wait(doing, path, answer)
    }

    /// Asks again where a connection broke that the client does not take up by itself: for what it takes to be done twice by a second try, or within a list.
    fn persist<T>(&self, mut ask: impl FnMut() -> Result<T, Fault>) -> Result<T, Fault> {
        let start = Instant::now();
        let mut pause = self.patience.first_pause;
        loop {
            match ask() {
                Err(Fault::Unreachable { .. }) if start.elapsed() + pause < self.patience.altogether => thread::sleep(pause),
                answer => return answer,
            }
            pause = self.patience.longest_pause.min(pause * 2);
        }
    }

    pub(super) fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Option<Tag>, Fault> {
        if bytes.len() > PART {
            return self.put_parts(path, bytes.len() as u64, &mut bytes.as_slice());
        }
        let key = self.key(path)?;
        self.wait("write", path, self.service.put_opts(&key, PutPayload::from(bytes), PutOptions::default())).map(|put| tag(put.e_tag.as_deref()))
    }

    /// Puts an object where there is none; `false` where there is one, which is this one where an answer was lost.
    pub(super) fn put_new(&self, path: &str, bytes: Vec<u8>) -> Result<bool, Fault> {
        let key = self.key(path)?;
        let payload = PutPayload::from(bytes);
        self.persist(|| {
            let put = self.service.put_opts(&key, payload.clone(), PutOptions::from(PutMode::Create));
            self.wait("write", path, async { is_new(put.await) })
        })
    }

    pub(super) fn put_file(&self, path: &str, file: &mut File) -> Result<Option<Tag>, Fault> {
        let length = file.rewind().and_then(|()| file.metadata()).map_err(|error| self.unreadable(path, &error))?.len();
        self.put_parts(path, length, file)
    }

    /// Puts an object in parts. Nothing of it is seen before the last, and nothing stays where one fails.
    fn put_parts(&self, path: &str, length: u64, from: &mut impl io::Read) -> Result<Option<Tag>, Fault> {
        let size = usize::try_from(length / MOST_PARTS + 1).unwrap_or(usize::MAX).max(PART);
        let first = self.part(path, size, from)?;
        if first.len() < size {
            return self.put(path, first);
        }
        let key = self.key(path)?;
        let id = self.wait("write", path, self.service.create_multipart(&key))?;
        let put = self.parts(path, size, first, from, (&key, &id));
        let put = put.and_then(|parts| self.wait("write", path, self.service.complete_multipart(&key, &id, parts)));
        let put = put.inspect_err(|_| {
            let _ = self.runtime.block_on(self.service.abort_multipart(&key, &id));
        });
        put.map(|put| tag(put.e_tag.as_deref()))
    }

    fn parts(&self, path: &str, size: usize, first: Vec<u8>, from: &mut impl io::Read, to: (&Path, &MultipartId)) -> Result<Vec<PartId>, Fault> {
        let mut parts = Vec::new();
        let mut part = first;
        while !part.is_empty() {
            let is_last = part.len() < size;
            parts.push(self.wait("write", path, self.service.put_part(to.0, to.1, parts.len(), PutPayload::from(part)))?);
            part = if is_last { Vec::new() } else { self.part(path, size, from)? };
        }
        Ok(parts)
    }

    fn part(&self, path: &str, size: usize, from: &mut impl io::Read) -> Result<Vec<u8>, Fault> {
        let mut part = Vec::new();
        from.take(size as u64).read_to_end(&mut part).map_err(|error| self.unreadable(path, &error))?;
        Ok(part)
    }

    fn unreadable(&self, path: &str, error: &io::Error) -> Fault {
        Fault::disk("read what is to become", std::path::Path::new(&self.object(path)), error)
    }

    /// Pieces of one version: where another has taken its place, the server says so.
    pub(super) fn fetch(&self, path: &str, into: &mut impl Write) -> Result<bool, Fault> {
        let key = self.key(path)?;
        let head = GetOptions { head: true, ..GetOptions::default() };
        let Some(meta) = self.wait_for_one("read", path, self.service.get_opts(&key, head))?.map(|answer| answer.meta) else { return Ok(false) };
        let mut at = 0;
        while at < meta.size {
            let end = meta.size.min(at + PART as u64);
            let options = GetOptions { range: Some(GetRange::Bounded(at..end)), if_match: meta.e_tag.clone(), ..GetOptions::default() };
            let piece = async { self.service.get_opts(&key, options).await?.bytes().await };
            let piece = match self.wait_for_one("read", path, async { unchanged(piece.await) })?.flatten() {
                Some(piece) if piece.len() as u64 == end - at => piece,
                _ => return Err(Fault::Changed(self.object(path))),
            };
            into.write_all(&piece).map_err(|error| self.unwritable(path, &error))?;
            at = end;
        }
        Ok(true)
    }

    fn unwritable(&self, path: &str, error: &io::Error) -> Fault {
        Fault::disk("keep", std::path::Path::new(&self.object(path)), error)
    }

    pub(super) fn size(&self, path: &str) -> Result<Option<u64>, Fault> {
        let key = self.key(path)?;
        let head = GetOptions { head: true, ..GetOptions::default() };
        Ok(self.wait_for_one("read", path, self.service.get_opts(&key, head))?.map(|answer| answer.meta.size))
    }

    pub(super) fn list(&self, prefix: &str) -> Result<Vec<Entry>, Fault> {
        let root = if self.address.path().is_empty() { String::new() } else { format!("{}/", self.address.path()) };
        let begin = format!("{root}{prefix}");
        let begin = (!begin.is_empty()).then_some(begin.as_str());
        let mut found = Vec::new();
        let mut page_token = None;
        loop {
            let options = PaginatedListOptions { page_token: page_token.take(), ..PaginatedListOptions::default() };
            let page = self.persist(|| self.wait("list", prefix, self.service.list_paginated(begin, options.clone())))?;
            let objects = page.result.objects.into_iter();
            found.extend(objects.filter_map(|object| {
                let path = object.location.as_ref().strip_prefix(&root)?.to_owned();
                Some(Entry { path, size: object.size, tag: tag(object.e_tag.as_deref()) })
            }));
            page_token = page.page_token;
            if page_token.is_none() {
                return Ok(found);
            }
        }
    }

    pub(super) fn delete(&self, path: &str) -> Result<(), Fault> {
        use object_store::ObjectStoreExt as _;
        let key = self.key(path)?;
        self.wait_for_one("delete", path, self.service.delete(&key)).map(drop)
    }
}

fn tag(said: Option<&str>) -> Option<Tag> {
    said.map(Tag::read)
}

/// The answer, or nothing where there is no such object. A bucket that does not exist is an error all the same.
fn found<T>(answer: object_store::Result<T>) -> object_store::Result<Option<T>> {
    match answer {
        Err(object_store::Error::NotFound { source, .. }) if !reason::is_about_the_bucket(&*source) => Ok(None),
        other => other.map(Some),
    }
}

/// Whether an object was put; not where there is one.
fn is_new<T>(answer: object_store::Result<T>) -> object_store::Result<bool> {
    match answer {
        Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => Ok(false),
        other => other.map(|_| true),
    }
}

/// The answer, or nothing where the object is not the one that was asked for any more.
fn unchanged<T>(answer: object_store::Result<T>) -> object_store::Result<Option<T>> {
    match answer {
        Err(object_store::Error::Precondition { .. }) => Ok(None),
        other => other.map(Some),
    }
}
