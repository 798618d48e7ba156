//! Where files are read from and written to: a folder, or an object store.
//!
//! An [`Address`] names the place, a [`Store`] puts, gets, lists and deletes whole files in it, and a [`Log`] keeps what a run has finished there, so that a
//! run which is killed goes on where it was. Amazon S3 and what speaks its language, Google Cloud Storage and Azure Blob Storage are behind the feature
//! `store`; without it there are folders.

mod address;
#[cfg(feature = "store")]
mod bucket;
mod entry;
mod fault;
mod folder;
mod hashed;
mod log;
mod name;
mod outbox;
mod patience;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::Write;
use std::sync::Arc;

pub use self::address::{Address, Scheme};
pub use self::entry::{Entry, Tag};
pub use self::fault::{Fault, Refusal};
pub use self::folder::company::Company;
pub use self::log::{Lines, Log};
pub use self::outbox::Outbox;
pub use self::patience::Patience;

#[cfg(feature = "store")]
use self::bucket::Bucket;
use self::folder::Folder;
use self::hashed::Hashed;

/// More than this is not handed out in one piece.
const MOST_AT_ONCE: u64 = 256 * 1024 * 1024;

/// An open place: used by several threads at once, each of which waits for its own answer.
#[derive(Debug, Clone)]
pub struct Store {
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    Folder(Arc<Folder>),
    #[cfg(feature = "store")]
    Bucket(Arc<Bucket>),
}

impl Store {
    /// Opens a place; a folder need not exist yet, a bucket must. Nothing is asked of a server before the first file.
    ///
    /// Credentials come the way the provider's own tools take them: the environment, Amazon's shared credentials file, a role of the machine, pod or task.
    /// Plain HTTP is spoken to this machine alone, or where `AWS_ALLOW_HTTP` asks for it.
    pub fn open(address: &Address) -> Result<Self, Fault> {
        Self::open_with(address, Patience::default())
    }

    /// Opens a place, and says how long its server is waited for.
    pub fn open_with(address: &Address, patience: Patience) -> Result<Self, Fault> {
        let place = match address.scheme() {
            Scheme::Folder => Place::Folder(Arc::new(Folder::new(address))),
            #[cfg(feature = "store")]
            _ => Place::Bucket(Arc::new(Bucket::open(address, patience)?)),
            #[cfg(not(feature = "store"))]
            _ => {
                let Patience { .. } = patience;
                return Err(Fault::BuiltWithout(address.to_string()));
            }
        };
        Ok(Self { place })
    }

    /// Whether it is asked over a network.
    pub fn is_remote(&self) -> bool {
        !matches!(self.place, Place::Folder(_))
    }

    /// Puts a file, whole or not at all, over what was there. Paths are relative to the place, with forward slashes.
    ///
    /// In a folder the file is written aside and renamed, the folders above it are made, and none of them may be a symbolic link. In an object store a large
    /// file goes in parts, of which nothing is seen before the last. What the object store calls the bytes now is given, where it says so.
    #[cfg_attr(not(feature = "store"), expect(clippy::needless_pass_by_value, reason = "a bucket keeps the bytes until the server has them"))]
    pub fn put(&self, path: &str, bytes: Vec<u8>) -> Result<Option<Tag>, Fault> {
        name::check(path)?;
        match &self.place {
            Place::Folder(folder) => folder.put(path, &bytes).map(|()| None),
            #[cfg(feature = "store")]
            Place::Bucket(bucket) => bucket.put(path, bytes),
        }
    }

    /// Puts what an open file holds from its beginning, as [`Store::put`] does, without holding it in memory; in a folder it has reached the disk then.
    pub fn put_file(&self, path: &str, file: &mut File) -> Result<(), Fault> {
        name::check(path)?;
        match &self.place {
            Place::Folder(folder) => folder.put_file(path, file),
            #[cfg(feature = "store")]
            Place::Bucket(bucket) => bucket.put_file(path, file).map(drop),
        }
    }

    /// The bytes of a file, `None` where there is none. A file above 256 MiB is refused: [`Store::fetch`] streams.
    pub fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        match self.size(path)? {
            None => return Ok(None),
            Some(size) if size > MOST_AT_ONCE => return Err(Fault::TooLarge { object: self.object(path), bytes: size }),
            Some(_) => {}
        }
        let mut bytes = Vec::new();
        Ok(self.fetch(path, &mut bytes)?.then_some(bytes))
    }

    /// Writes a file's bytes to a writer as they come; `false` where there is no such file.
    ///
    /// A connection that breaks is taken up again where it broke. Where the file is replaced meanwhile, that is an error: never the half of one and the half of
    /// another.
    pub fn fetch(&self, path: &str, into: &mut impl Write) -> Result<bool, Fault> {
        name::check(path)?;
        match &self.place {
            Place::Folder(folder) => folder.fetch(path, into),
            #[cfg(feature = "store")]
            Place::Bucket(bucket) => bucket.fetch(path, into),
        }
    }

    /// The SHA-256 of a file's bytes, `None` where there is none. All of it is read.
    pub fn digest(&self, path: &str) -> Result<Option<[u8; 32]>, Fault> {
        let mut hashed = Hashed::default();
        Ok(self.fetch(path, &mut hashed)?.then(|| hashed.finish()))
    }

    /// The size of a file in bytes, `None` where there is none.
    pub fn size(&self, path: &str) -> Result<Option<u64>, Fault> {
        name::check(path)?;
        match &self.place {
            Place::Folder(folder) => folder.size(path),
            #[cfg(feature = "store")]
            Place::Bucket(bucket) => bucket.size(path),
        }
    }

    /// The files whose paths begin with a text, in the order of their paths.
    pub fn list(&self, prefix: &str) -> Result<Vec<Entry>, Fault> {
        let mut found = match &self.place {
            Place::Folder(folder) => folder.list(prefix)?,
            #[cfg(feature = "store")]
            Place::Bucket(bucket) => bucket.list(prefix)?,
        };
        found.sort();
        Ok(found)
    }

    /// Deletes a file; it is no error that there is none. A folder that this leaves empty goes with it.
    pub fn delete(&self, path: &str) -> Result<(), Fault> {
        name::check(path)?;
        match &self.place {
            Place::Folder(folder) => folder.delete(path),
            #[cfg(feature = "store")]
            Place::Bucket(bucket) => bucket.delete(path),
        }
    }

    /// Joins the runs that are at work in a place, all of which must say the same of themselves; it is left when what comes back is dropped. Nothing comes back
    /// from an object store, where no lock outlives a network.
    pub fn join(&self, path: &str, word: &str) -> Result<Option<Company>, Fault> {
        name::check(path)?;
        match &self.place {
            Place::Folder(folder) => Company::join(folder, path, word).map(Some),
            #[cfg(feature = "store")]
            Place::Bucket(_) => Ok(None),
        }
    }

    /// How a file of the place is called in a message.
    pub fn object(&self, path: &str) -> String {
        match &self.place {
            Place::Folder(folder) => folder.place(path).display().to_string(),
            #[cfg(feature = "store")]
            Place::Bucket(bucket) => bucket.object(path),
        }
    }
}
