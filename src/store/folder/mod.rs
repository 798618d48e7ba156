//! A folder as a place.

#![expect(clippy::disallowed_methods, reason = "this is a batch's door to its folders")]

pub(super) mod company;
pub(super) mod lock;
mod stage;

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write};
use std::path::{Path, PathBuf};

use self::stage::Stage;
use super::address::Address;
use super::entry::Entry;
use super::fault::Fault;

/// A folder; it need not exist yet.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    stage: Stage,
}

impl Folder {
    pub(super) fn new(address: &Address) -> Self {
        Self { root: PathBuf::from(address.path()), stage: Stage::default() }
    }

    /// Where a file of the folder lies.
    pub(super) fn place(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.replace(path, |file| file.write_all(bytes))
    }

    /// A file that is put by itself is the last of a run, and says what else there is: it reaches the disk before its name does.
    pub(super) fn put_file(&self, path: &str, from: &mut File) -> Result<(), Fault> {
        self.replace(path, |file| {
            from.rewind()?;
            io::copy(from, file)?;
            file.sync_all()
        })
    }

    /// Writes a file aside and renames it into its place.
    pub(super) fn replace(&self, path: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Fault> {
        let place = self.place(path);
        self.make_parent(path)?;
        let (aside, mut file) = self.stage.file(&self.root).map_err(|error| Fault::disk("write to", &self.root, &error))?;
        let written = write(&mut file).and_then(|()| fs::rename(&aside, &place));
        written.map_err(|error| {
            let _ = fs::remove_file(&aside);
            Fault::disk("write", &place, &error)
        })
    }

    /// Makes the folders above a file.
    pub(super) fn make_parent(&self, path: &str) -> Result<(), Fault> {
        self.refuse_links(path)?;
        let place = self.place(path);
        let parent = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(parent).map_err(|error| Fault::disk("make the folder", parent, &error))
    }

    /// Stops at a folder on the way to a file that is a symbolic link: what is written or removed behind one is somebody else's.
    fn refuse_links(&self, path: &str) -> Result<(), Fault> {
        let mut folders = path.match_indices('/').map(|(at, _)| self.place(path.get(..at).unwrap_or_default()));
        let is_link = |folder: &PathBuf| fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_symlink());
        folders.find(is_link).map_or(Ok(()), |link| Err(Fault::Link(link.display().to_string())))
    }

    pub(super) fn fetch(&self, path: &str, into: &mut impl Write) -> Result<bool, Fault> {
        let place = self.place(path);
        let read = |error: io::Error| Fault::disk("read", &place, &error);
        let Some(mut file) = found(File::open(&place)).map_err(read)? else { return Ok(false) };
        let metadata = file.metadata().map_err(read)?;
        if metadata.is_dir() {
            return Err(read(io::ErrorKind::IsADirectory.into()));
        }
        let copied = io::copy(&mut (&mut file).take(metadata.len()), into).map_err(read)?;
        if copied < metadata.len() { Err(Fault::Changed(place.display().to_string())) } else { Ok(true) }
    }

    pub(super) fn size(&self, path: &str) -> Result<Option<u64>, Fault> {
        let place = self.place(path);
        let metadata = found(fs::metadata(&place)).map_err(|error| Fault::disk("read", &place, &error))?;
        Ok(metadata.filter(fs::Metadata::is_file).map(|metadata| metadata.len()))
    }

    /// The files whose paths begin with a text; links are not followed, and files that are still being written are left out.
    pub(super) fn list(&self, prefix: &str) -> Result<Vec<Entry>, Fault> {
        let above = prefix.rsplit_once('/').map_or("", |(above, _)| above);
        let mut files = Vec::new();
        let mut left = vec![above.to_owned()];
        while let Some(folder) = left.pop() {
            let place = self.place(&folder);
            for (name, metadata) in entries(&place).map_err(|error| Fault::disk("list", &place, &error))? {
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                match () {
                    () if metadata.is_dir() => left.extend((leads_to(&path, prefix) && !stage::is_one(&path)).then_some(path)),
                    () if metadata.is_file() && path.starts_with(prefix) => files.push(Entry { path, size: metadata.len(), tag: None }),
                    () => {}
                }
            }
        }
        Ok(files)
    }

    pub(super) fn delete(&self, path: &str) -> Result<(), Fault> {
        self.refuse_links(path)?;
        let place = self.place(path);
        found(fs::remove_file(&place)).map_err(|error| Fault::disk("remove", &place, &error))?;
        let mut above = place.parent();
        while let Some(folder) = above.filter(|folder| *folder != self.root && folder.starts_with(&self.root)) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
            above = folder.parent();
        }
        Ok(())
    }
}

/// Whether a folder may hold files whose paths begin with a text.
fn leads_to(folder: &str, prefix: &str) -> bool {
    folder.starts_with(prefix) || prefix.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// What was asked for, or nothing where there is no such file.
fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        other => other.map(Some),
    }
}

/// What stands in a folder, by its name; nothing where there is no such folder. A name that is not Unicode is none of ours.
fn entries(folder: &Path) -> io::Result<Vec<(String, fs::Metadata)>> {
    let Some(listing) = found(fs::read_dir(folder))? else { return Ok(Vec::new()) };
    let mut entries = Vec::new();
    for entry in listing {
        let entry = entry?;
        if let (Ok(name), Some(metadata)) = (entry.file_name().into_string(), found(entry.metadata())?) {
            entries.push((name, metadata));
        }
    }
    Ok(entries)
}
