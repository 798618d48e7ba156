//! A journal in a folder.

#![expect(clippy::disallowed_methods, reason = "this is a batch's door to its folders")]

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::fault::Fault;
use crate::store::folder::Folder;
use crate::store::folder::lock::Lock;

/// An open journal. The lock is dropped last.
#[derive(Debug)]
pub(super) struct FileLog {
    writer: Mutex<Writer>,
    place: PathBuf,
    path: String,
    folder: Arc<Folder>,
    lock: Lock,
}

#[derive(Debug)]
struct Writer {
    file: File,
    /// How many bytes are whole lines.
    length: u64,
    /// Whether half a line stands at the end, which a full disk left there and which could not be cut off yet.
    torn: bool,
}

impl FileLog {
    pub(super) fn open(folder: &Arc<Folder>, path: &str) -> Result<(Self, impl Iterator<Item = Result<String, Fault>> + Send + use<>), Fault> {
        folder.make_parent(path)?;
        let place = folder.place(path);
        let lock_place = folder.place(&format!("{path}.lock"));
        let lock = Lock::take(&lock_place).map_err(|error| Fault::disk("lock", &lock_place, &error))?;
        let lock = lock.ok_or_else(|| Fault::Busy(lock_place.display().to_string()))?;
        let (file, length) = open_whole(&place).map_err(|error| unusable(&place, &error))?;
        let lines = lines(place.clone(), length)?;
        let writer = Mutex::new(Writer { file, length, torn: false });
        Ok((Self { writer, place, path: path.to_owned(), folder: Arc::clone(folder), lock }, lines))
    }

    pub(super) fn append(&self, line: &str) -> Result<(), Fault> {
        if line.contains('\n') {
            return Err(Fault::Journal { object: self.place.display().to_string(), why: "a line of it has a line break in it" });
        }
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.append(line).map_err(|error| Fault::disk("write", &self.place, &error))
    }

    pub(super) fn flush(&self) -> Result<(), Fault> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.file.sync_data().map_err(|error| Fault::disk("write", &self.place, &error))
    }

    /// The lines are written aside, and the file is replaced by that one.
    pub(super) fn rewrite(&self, lines: &mut dyn Iterator<Item = io::Result<String>>) -> Result<(), Fault> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.folder.replace(&self.path, |file| {
            let mut file = BufWriter::new(file);
            for line in lines {
                writeln!(file, "{}", line?)?;
            }
            file.flush()?;
            file.get_ref().sync_all()
        })?;
        let (file, length) = open_whole(&self.place).map_err(|error| Fault::disk("open", &self.place, &error))?;
        *writer = Writer { file, length, torn: false };
        Ok(())
    }

    pub(super) fn remove(self) -> Result<(), Fault> {
        let Self { writer, path, folder, lock, .. } = self;
        drop(writer);
        folder.delete(&path)?;
        drop(lock);
        folder.delete(&format!("{path}.lock"))
    }
}

impl Writer {
    fn append(&mut self, line: &str) -> io::Result<()> {
        self.cut()?;
        let whole = format!("{line}\n");
        if let Err(error) = self.file.write_all(whole.as_bytes()) {
            self.torn = true;
            let _ = self.cut();
            return Err(error);
        }
        self.length += whole.len() as u64;
        Ok(())
    }

    /// Cuts off what is no whole line.
    fn cut(&mut self) -> io::Result<()> {
        if self.torn {
            self.file.set_len(self.length)?;
            self.torn = false;
        }
        Ok(())
    }
}

/// Opens a journal for appending, after a line that a killed run left half written is cut off, with its length in bytes.
fn open_whole(place: &Path) -> io::Result<(File, u64)> {
    if fs::symlink_metadata(place).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let mut file = File::options().read(true).append(true).create(true).open(place)?;
    let length = whole_lines(&mut file)?;
    file.set_len(length)?;
    Ok((file, length))
}

/// How many bytes of a file are whole lines: sought from the end, since the file may be large and its last line is not.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    const STEP: u64 = 64 * 1024;
    let mut end = file.seek(SeekFrom::End(0))?;
    while end > 0 {
        let start = end.saturating_sub(STEP);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        file.take(end - start).read_to_end(&mut bytes)?;
        if let Some(at) = bytes.iter().rposition(|byte| *byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

/// Why a journal cannot be opened. What is no file stands where nobody but us should have put anything.
fn unusable(place: &Path, error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::AlreadyExists if fs::symlink_metadata(place).is_ok_and(|metadata| metadata.is_symlink()) => {
            Fault::Link(place.display().to_string())
        }
        _ => Fault::disk("open", place, error),
    }
}

/// The whole lines of a journal that is only read.
pub(super) fn lines_of(folder: &Folder, path: &str) -> Result<impl Iterator<Item = Result<String, Fault>> + Send + use<>, Fault> {
    let place = folder.place(path);
    let length = File::open(&place).and_then(|mut file| whole_lines(&mut file)).map_err(|error| Fault::disk("read", &place, &error))?;
    lines(place, length)
}

/// The lines of the first bytes of a file.
fn lines(place: PathBuf, length: u64) -> Result<impl Iterator<Item = Result<String, Fault>> + Send + use<>, Fault> {
    let file = File::open(&place).map_err(|error| Fault::disk("read", &place, &error))?;
    let lines = BufReader::new(file.take(length)).lines();
    Ok(lines.map(move |line| line.map_err(|error| Fault::disk("read", &place, &error))))
}
