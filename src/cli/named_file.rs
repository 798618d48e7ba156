//! Files that are named on the command line, which may lie anywhere: read whole, and never written in place.

#![expect(clippy::disallowed_methods, reason = "a named file is not of a project, so it is read here and nowhere else")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::arguments::Written;
use crate::output::failure::Failure;
use crate::output::folder::{Folder, real_place};

/// More than this is no document.
const LARGEST: u64 = 1 << 30;

/// The bytes of a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !metadata.is_file() {
        return Err(Failure::new(format!("{} is not a file", path.display())));
    }
    if metadata.len() > LARGEST {
        return Err(Failure::new(format!("{} is larger than 1 GiB", path.display())));
    }
    fs::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let failure = Failure::reading(path, error);
    if error.kind() == std::io::ErrorKind::NotFound { Failure { hint: None, ..failure } } else { failure }
}

/// Whether a file is one that may be replaced by a PDF: it is one, by its first bytes, or holds nothing.
fn is_empty_or_pdf(path: &Path) -> Result<bool, Failure> {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(1024).read_to_end(&mut head));
    read.map_err(|error| unreadable(path, &error))?;
    Ok(head.is_empty() || head.windows(5).any(|window| window == b"%PDF-"))
}

/// Whether a folder stands at a path.
pub(super) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// The files of a folder, by name.
pub(super) fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

/// Where what is made of files goes: `contract.signed.pdf` beside `contract.pdf`, unless told otherwise.
#[derive(Debug)]
pub(super) struct Places<'w> {
    written: &'w Written,
    /// What stands before the ending of a new name, as `signed`.
    mark: &'static str,
    several: bool,
}

impl<'w> Places<'w> {
    /// Places for what is made of so many files.
    pub(super) fn new(written: &'w Written, mark: &'static str, files: usize) -> Self {
        Self { written, mark, several: files > 1 }
    }

    /// Holds several files to places of their own, so that none is written over another.
    pub(super) fn must_differ(&self, files: &[PathBuf]) -> Result<(), Failure> {
        let mut places: BTreeMap<PathBuf, &Path> = BTreeMap::new();
        for file in files {
            let place = self.place(file);
            if let Some(read) = files.iter().find(|read| *read != file && real_place(read) == real_place(&place)) {
                let message = format!("{} would be written over {}, which is read, too", file.display(), read.display());
                return Err(Failure::new(message).hint("name each file once, and name another place with --out"));
            }
            if let Some(other) = places.insert(real_place(&place), file) {
                let message = format!("{} and {} would both be written to {}", other.display(), file.display(), place.display());
                return Err(Failure::new(message).hint("name each file once, and those of one name in separate runs"));
            }
        }
        Ok(())
    }

    /// The place of what is made of a file. One that is taken is a failure, unless it may be overwritten; the file itself never may, and nothing that is no PDF.
    pub(super) fn of(&self, file: &Path) -> Result<PathBuf, Failure> {
        let place = self.place(file);
        if real_place(&place) == real_place(file) {
            return Err(Failure::new(format!("{} is not changed in place", file.display())).hint("name another file with --out"));
        }
        if fs::symlink_metadata(&place).is_err() {
            return Ok(place);
        }
        if !self.written.force {
            return Err(
                Failure::new(format!("{} is there already", place.display())).hint("name another file with --out, or overwrite it with --force")
            );
        }
        // What is read besides - values, settings, keys, certificates - is no PDF, and all that is written is one.
        if !is_empty_or_pdf(&place)? {
            return Err(Failure::new(format!("{} is not a PDF, and is not overwritten", place.display())).hint("name another file with --out"));
        }
        Ok(place)
    }

    fn place(&self, file: &Path) -> PathBuf {
        let name = self.name(file);
        match &self.written.out {
            None => file.with_file_name(name),
            Some(out) if self.several || out.is_dir() => out.join(name),
            Some(out) => out.clone(),
        }
    }

    fn name(&self, file: &Path) -> String {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.strip_suffix(".pdf").unwrap_or(&name);
        let stem = stem.strip_suffix(&format!(".{}", self.mark)).unwrap_or(stem);
        let fresh = format!("{stem}.{}.pdf", self.mark);
        // What has the mark already gets it a second time rather than a name that is taken.
        if fresh == *name { format!("{stem}.{}-again.pdf", self.mark) } else { fresh }
    }
}

/// Writes a file whole: under another name first, then renamed.
pub(super) fn write(place: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = place.file_name().ok_or_else(|| Failure::new(format!("{} is not the name of a file", place.display())))?;
    let name = name.to_str().ok_or_else(|| Failure::new(format!("{} is not a name in UTF-8", place.display())))?;
    Folder::new(parent).replace(name, bytes)
}
