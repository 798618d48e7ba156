//! The journal of a run: a line for each row that is finished, read back when the run is started again.
//!
//! In a folder it is one file, to which each line is added by one write; a line that a killed run left half written is cut off. The system's lock keeps two
//! runs apart, and ends with its process.
//!
//! In an object store, where nothing can be added to, it is a row of segments, put every two seconds, every 500 lines and at the end. A run that is killed
//! forgets what it finished since the last one, and makes these documents again under the same names. No lock outlives a network there: instead the run that
//! was started last is the one that goes on, and the one before it is told so at its next segment, since neither can put a segment that is there.

mod file;
#[cfg(feature = "store")]
mod segments;

use std::fmt;
use std::io;

use self::file::FileLog;
#[cfg(feature = "store")]
use self::segments::SegmentLog;
use super::fault::Fault;
use super::{Place, Store, name};

/// An open journal; several threads add to it.
#[derive(Debug)]
pub struct Log {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    File(FileLog),
    #[cfg(feature = "store")]
    Segments(SegmentLog),
}

/// The lines that a journal held when it was opened, from the first; they are read as they are asked for.
///
/// In an object store a row may stand in two lines, where one run took over from another: the later one counts.
pub struct Lines {
    lines: Box<dyn Iterator<Item = Result<String, Fault>> + Send>,
}

impl Log {
    /// Opens a journal under a path of a store, for this run alone, with the lines that are in it.
    pub fn open(store: &Store, path: &str) -> Result<(Self, Lines), Fault> {
        name::check(path)?;
        Ok(match &store.place {
            Place::Folder(folder) => {
                let (log, lines) = FileLog::open(folder, path)?;
                (Self { kind: Kind::File(log) }, Lines { lines: Box::new(lines) })
            }
            #[cfg(feature = "store")]
            Place::Bucket(bucket) => {
                let (log, lines) = SegmentLog::open(bucket, path)?;
                (Self { kind: Kind::Segments(log) }, Lines { lines: Box::new(lines) })
            }
        })
    }

    /// The lines of a journal that other runs have written and that none of them is writing now.
    pub fn of_others(store: &Store, path: &str) -> Result<Lines, Fault> {
        name::check(path)?;
        Ok(Lines {
            lines: match &store.place {
                Place::Folder(folder) => Box::new(file::lines_of(folder, path)?),
                #[cfg(feature = "store")]
                Place::Bucket(bucket) => Box::new(segments::lines_of(bucket, path)?),
            },
        })
    }

    /// Removes a journal that other runs have written and that none of them is writing now.
    pub fn remove_of_others(store: &Store, path: &str) -> Result<(), Fault> {
        name::check(path)?;
        match &store.place {
            Place::Folder(folder) => folder.delete(path),
            #[cfg(feature = "store")]
            Place::Bucket(bucket) => segments::remove(bucket, path),
        }
    }

    /// Puts these lines in the place of all that the journal holds. Whoever is killed meanwhile finds them all, or those that were there before, or both.
    pub fn rewrite(&self, lines: &mut dyn Iterator<Item = io::Result<String>>) -> Result<(), Fault> {
        match &self.kind {
            Kind::File(log) => log.rewrite(lines),
            #[cfg(feature = "store")]
            Kind::Segments(log) => log.rewrite(lines),
        }
    }

    /// Adds a line. In a folder it is in the file then, and outlives this process.
    pub fn append(&self, line: &str) -> Result<(), Fault> {
        match &self.kind {
            Kind::File(log) => log.append(line),
            #[cfg(feature = "store")]
            Kind::Segments(log) => log.append(line),
        }
    }

    /// Puts all lines where they outlive this machine: on the disk, or in the object store.
    pub fn flush(&self) -> Result<(), Fault> {
        match &self.kind {
            Kind::File(log) => log.flush(),
            #[cfg(feature = "store")]
            Kind::Segments(log) => log.flush(),
        }
    }

    /// Removes the journal with everything that belongs to it.
    pub fn remove(self) -> Result<(), Fault> {
        match self.kind {
            Kind::File(log) => log.remove(),
            #[cfg(feature = "store")]
            Kind::Segments(log) => log.remove(),
        }
    }
}

impl Iterator for Lines {
    type Item = Result<String, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.lines.next()
    }
}

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").finish_non_exhaustive()
    }
}
