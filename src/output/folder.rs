//! The output folder: the only place the compiler writes to, beside its cache.

#![expect(clippy::disallowed_methods, reason = "this is the door for writing")]

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::output::digest::Digest;
use crate::output::failure::Failure;

/// A folder that files are published into. Paths are relative to it, with forward slashes.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    /// Whether what is put there is forgotten at once.
    forgetful: bool,
}

/// More than this is never read back: no file that the compiler writes for itself is as large.
const READ_LIMIT: u64 = 256 * 1024 * 1024;

/// What the file system says of a file without reading it: enough to notice that nobody touched it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970.
    pub modified: u64,
}

impl Folder {
    /// The folder at a path; it need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), forgetful: false }
    }

    /// A folder that cannot be written to: nothing is put into it, and nothing is found in it.
    pub fn forgetful(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), forgetful: true }
    }

    /// The folder's own path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file of the folder lies.
    pub fn place(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// What the file system says of a file; `None` where there is no ordinary file.
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        let metadata = fs::symlink_metadata(self.place(path)).ok().filter(fs::Metadata::is_file)?;
        let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Stamp { size: metadata.len(), modified: u64::try_from(since.as_nanos()).ok()? })
    }

    /// Whether anything at all stands at a path.
    pub fn occupied(&self, path: &str) -> bool {
        fs::symlink_metadata(self.place(path)).is_ok()
    }

    /// The first folder on the way to a file that is a symbolic link: nothing is written or removed behind one.
    pub fn link_on_the_way(&self, path: &str) -> Option<String> {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let is_link = |folder: &&str| fs::symlink_metadata(self.place(folder)).is_ok_and(|metadata| metadata.is_symlink());
        folders.into_iter().find(is_link).map(ToOwned::to_owned)
    }

    /// Whether a folder stands at a path.
    pub fn is_folder(&self, path: &str) -> bool {
        fs::symlink_metadata(self.place(path)).is_ok_and(|metadata| metadata.is_dir())
    }

    /// Whether something other than a folder stands at a path.
    pub fn is_file(&self, path: &str) -> bool {
        fs::metadata(self.place(path)).map_or_else(|_| self.occupied(path), |metadata| !metadata.is_dir())
    }

    /// The digest of a file; `None` where it cannot be read as an ordinary file.
    pub fn digest(&self, path: &str) -> Option<Digest> {
        self.stamp(path)?;
        fs::read(self.place(path)).ok().map(|bytes| Digest::of(&bytes))
    }

    /// The bytes of a file; `None` where there is none. Only an ordinary file of a sensible size is read: a link, a pipe or a device is refused.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let place = self.place(path);
        match fs::symlink_metadata(&place) {
            _ if self.forgetful => return Ok(None),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(None),
            Ok(metadata) if metadata.is_file() && metadata.len() <= READ_LIMIT => {}
            Ok(_) => return Err(Failure::new(format!("{} is no ordinary file", place.display())).hint("move it away")),
            Err(error) => return Err(Failure::reading(&place, &error)),
        }
        fs::read(&place).map(Some).map_err(|error| Failure::reading(&place, &error))
    }

    /// Writes a whole file under another name first and renames it into its place.
    pub fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.put(path, bytes, fs::File::options().write(true).create_new(true))
    }

    /// Writes a file as [`Folder::replace`] does, that none but its owner may read, where the system knows of such rights.
    pub fn replace_private(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let mut options = fs::File::options();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        self.put(path, bytes, options.write(true).create_new(true))
    }

    fn put(&self, path: &str, bytes: &[u8], options: &fs::OpenOptions) -> Result<(), Failure> {
        if self.forgetful {
            return Ok(());
        }
        let place = self.place(path);
        let beside = self.place(&format!("{path}.{}.new", std::process::id()));
        make_parent(&place)?;
        // What a killed process left there goes; a link that somebody put there is not followed.
        let _ = fs::remove_file(&beside);
        let written = options.open(&beside).and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| Failure::writing("write", &beside, &error))?;
        fs::rename(&beside, &place).map_err(|error| Failure::writing("write", &place, &error))
    }

    /// Removes a file, and the folders above it that this leaves empty.
    pub fn remove(&self, path: &str) -> Result<(), Failure> {
        if self.forgetful || self.link_on_the_way(path).is_some() {
            return Ok(());
        }
        let place = self.place(path);
        match fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Failure::writing("remove", &place, &error)),
            _ => {}
        }
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

/// Makes the folder a file is to stand in.
pub fn make_parent(place: &Path) -> Result<(), Failure> {
    let Some(parent) = place.parent() else { return Ok(()) };
    fs::create_dir_all(parent).map_err(|error| Failure::writing("make the folder", parent, &error))
}

/// Where a path leads once every link on the way to it is followed; what does not exist yet is taken as it is written.
pub fn real_place(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let exists = absolute.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    let Some((above, real)) = exists else { return absolute };
    absolute.strip_prefix(above).map_or_else(|_| real.clone(), |rest| if rest.as_os_str().is_empty() { real.clone() } else { real.join(rest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn nothing_is_removed_or_overwritten_behind_a_link() {
        let place = tempfile::tempdir().unwrap();
        let (out, elsewhere) = (Folder::new(place.path().join("out")), Folder::new(place.path().join("elsewhere")));
        elsewhere.replace("f", b"1").unwrap();
        out.replace("a/f", b"2").unwrap();
        std::os::unix::fs::symlink(elsewhere.root(), out.place("link")).unwrap();
        assert_eq!(out.link_on_the_way("link/f").as_deref(), Some("link"));
        assert_eq!(out.link_on_the_way("a/f"), None);
        out.remove("link/f").unwrap();
        assert!(elsewhere.occupied("f"));
        std::os::unix::fs::symlink(elsewhere.place("f"), out.place(&format!("s.{}.new", std::process::id()))).unwrap();
        out.replace("s", b"3").unwrap();
        assert_eq!(elsewhere.read("f").unwrap().unwrap(), b"1");
        assert_eq!(real_place(&out.place("link/new/x")), real_place(elsewhere.root()).join("new/x"));
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_is_its_owners() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        folder.replace("key", b"1").unwrap();
        folder.replace_private("key", b"2").unwrap();
        assert_eq!(fs::metadata(folder.place("key")).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(folder.read("key").unwrap().unwrap(), b"2");
    }

    #[test]
    fn removing_takes_empty_folders_along_and_stops_at_others() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        folder.replace("a/b/c.txt", b"1").unwrap();
        folder.replace("a/d.txt", b"2").unwrap();
        folder.remove("a/b/c.txt").unwrap();
        assert!(!folder.occupied("a/b"));
        assert!(folder.occupied("a/d.txt"));
    }
}
