//! The bytes of an input, which can be read again and again.

#![expect(clippy::disallowed_methods, reason = "what a project's documents are made for lies outside of the project")]

use std::cell::Cell as Left;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;

/// A file, or what was spooled into one that has no name.
#[derive(Debug)]
pub(super) struct Bytes(File);

impl Bytes {
    /// A file by its path; what can be read once alone, such as a pipe, is spooled.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let about = file.metadata()?;
        if about.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        if about.is_file() { Ok(Self(file)) } else { Self::spool(&mut file) }
    }

    /// Everything that a reader gives, in a file that nobody else can open and that goes when the program ends, however it ends.
    pub(super) fn spool(reader: &mut impl Read) -> io::Result<Self> {
        let mut file = tempfile::tempfile()?;
        io::copy(reader, &mut file)?;
        Ok(Self(file))
    }

    /// How many there are.
    pub(super) fn len(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    /// A reader from the start; readers do not move one another.
    pub(super) fn reader(&self) -> Cursor<'_> {
        Cursor { file: &self.0, at: 0 }
    }

    /// The first bytes.
    pub(super) fn head(&self, most: u64) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.reader().take(most).read_to_end(&mut head)?;
        Ok(head)
    }
}

/// A place in the file.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'f> {
    file: &'f File,
    at: u64,
}

impl Read for Cursor<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(self.file, into, self.at)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(self.file, into, self.at)?;
        self.at = self.at.saturating_add(read as u64);
        Ok(read)
    }
}

impl Seek for Cursor<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.file.metadata()?.len().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// The most bytes of one row.
const ROW: u64 = 16 << 20;

/// How much the row in hand may still read: one that never ends must not fill the memory.
#[derive(Debug, Clone)]
pub(super) struct Allowance(Rc<Left<u64>>);

impl Allowance {
    /// The allowance of a first row.
    pub(super) fn new() -> Self {
        Self(Rc::new(Left::new(ROW)))
    }

    /// Begins the next row.
    pub(super) fn renew(&self) {
        self.0.set(ROW);
    }

    /// Whether the row in hand is too long.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

/// A reader that ends in an error where the allowance does.
#[derive(Debug)]
pub(super) struct Metered<R> {
    pub(super) inner: R,
    pub(super) allowance: Allowance,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.allowance.is_spent() {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let read = self.inner.read(into)?;
        self.allowance.0.set(self.allowance.0.get().saturating_sub(read as u64));
        Ok(read)
    }
}
