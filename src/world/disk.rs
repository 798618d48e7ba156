//! A project on disk.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Entry, EntryKind, World, is_inside, refuse_escape};

/// What one read takes into memory at most, in bytes. The loader's own limits are far lower; this one keeps a stray disk image out of memory.
const LIMIT: u64 = 64 * 1024 * 1024;

/// A folder on disk.
#[derive(Debug, Clone)]
pub struct Disk {
    /// Absolute, and free of symbolic links.
    root: PathBuf,
}

impl Disk {
    /// A project whose root is this folder.
    ///
    /// An error where the folder does not exist or cannot be entered.
    pub fn new(root: &Path) -> io::Result<Self> {
        let root = fs::canonicalize(root)?;
        if root.is_dir() { Ok(Self { root }) } else { Err(io::ErrorKind::NotADirectory.into()) }
    }

    /// Where a path leads once every symbolic link is followed.
    fn resolve(&self, path: &str) -> io::Result<PathBuf> {
        if !is_inside(path) {
            return refuse_escape();
        }
        let real = fs::canonicalize(self.root.join(path))?;
        if real.starts_with(&self.root) { Ok(real) } else { refuse_escape() }
    }

    /// What a symbolic link in a folder stands for.
    fn follow(&self, link: &Path, folder: &Path) -> EntryKind {
        match fs::canonicalize(link) {
            Ok(real) if real.is_file() && real.starts_with(&self.root) => EntryKind::File,
            Ok(real) if real.is_dir() && real.starts_with(&self.root) && !folder.starts_with(&real) => EntryKind::Folder,
            _ => EntryKind::Escape,
        }
    }

    /// The kind of a folder's entry; `None` for what is neither file nor folder, such as a socket.
    fn kind(&self, entry: &fs::DirEntry, folder: &Path) -> io::Result<Option<EntryKind>> {
        let kind = entry.file_type()?;
        Ok(match kind {
            _ if kind.is_symlink() => Some(self.follow(&entry.path(), folder)),
            _ if kind.is_dir() => Some(EntryKind::Folder),
            _ if kind.is_file() => Some(EntryKind::File),
            _ => None,
        })
    }
}

impl World for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let real = self.resolve(path)?;
        let about = fs::metadata(&real)?;
        if !about.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len().min(LIMIT)).unwrap_or_default() + 1);
        fs::File::open(&real)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LIMIT { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let real = match folder {
            "" => self.root.clone(),
            _ => match self.resolve(folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
                real => real?,
            },
        };
        let mut entries = Vec::new();
        for entry in fs::read_dir(&real)? {
            let entry = entry?;
            if let Some(kind) = self.kind(&entry, &real)? {
                entries.push(Entry::new(entry.file_name().to_string_lossy(), kind));
            }
        }
        entries.sort();
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::super::leads_out;
    use super::*;

    fn project() -> (tempfile::TempDir, Disk) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("project");
        fs::create_dir_all(root.join("sources/terms")).unwrap();
        fs::write(root.join("sources/a.md"), "a").unwrap();
        fs::write(folder.path().join("secret"), "s").unwrap();
        let disk = Disk::new(&root).unwrap();
        (folder, disk)
    }

    #[test]
    fn files_and_folders_are_read() {
        let (_folder, disk) = project();
        assert_eq!(disk.read("sources/a.md").unwrap(), b"a");
        let entries = disk.list("sources").unwrap();
        let expected = [("a.md", EntryKind::File), ("terms", EntryKind::Folder)];
        assert_eq!(entries, expected.map(|(name, kind)| Entry { name: name.to_owned(), kind }));
        assert!(disk.list("brands").unwrap().is_empty());
        assert_eq!(disk.read("sources/b.md").unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(disk.read("sources").unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }

    #[test]
    fn no_path_leads_out() {
        let (_folder, disk) = project();
        for path in ["../secret", "sources/../../secret", "/etc/passwd"] {
            assert!(leads_out(&disk.read(path).unwrap_err()), "{path}");
            assert!(leads_out(&disk.list(path).unwrap_err()), "{path}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_no_path_can_name_is_listed() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let (_folder, disk) = project();
        let sources = disk.root.join("sources");
        for name in [&b"\xff.md"[..], b"a:b.md", b"a\\b.md"] {
            fs::write(sources.join(OsStr::from_bytes(name)), "x").unwrap();
        }
        fs::create_dir(sources.join(OsStr::from_bytes(b"caf\xe9"))).unwrap();
        let nameless = disk.list("sources").unwrap().into_iter().filter(|entry| entry.kind == EntryKind::Nameless);
        let names: Vec<_> = nameless.map(|entry| entry.name).collect();
        assert_eq!(names, ["a:b.md", "a\\b.md", "caf\u{fffd}", "\u{fffd}.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_out() {
        use std::os::unix::fs::symlink;
        let (_folder, disk) = project();
        let sources = disk.root.join("sources");
        symlink("../../secret", sources.join("file.md")).unwrap();
        symlink("../..", sources.join("folder")).unwrap();
        symlink("..", sources.join("loop")).unwrap();
        symlink("nowhere", sources.join("nowhere.md")).unwrap();
        symlink("a.md", sources.join("same.md")).unwrap();
        let kinds: Vec<_> = disk.list("sources").unwrap().into_iter().map(|entry| (entry.name, entry.kind)).collect();
        let named = |name: &str| kinds.iter().find(|(other, _)| other == name).map(|(_, kind)| *kind);
        for name in ["file.md", "folder", "loop", "nowhere.md"] {
            assert_eq!(named(name), Some(EntryKind::Escape), "{name}");
        }
        assert_eq!(named("same.md"), Some(EntryKind::File));
        assert!(leads_out(&disk.read("sources/file.md").unwrap_err()));
        assert!(leads_out(&disk.read("sources/folder/secret").unwrap_err()));
    }
}
