//! Gives the compiler a fingerprint: a digest of everything its output depends on, so that a cache made by another build is never trusted.

#![expect(clippy::disallowed_methods, reason = "a build script runs before there is a door")]

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for root in ["src", "templates", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={root}");
        hash_tree(Path::new(root), &mut hasher)?;
    }
    println!("cargo::rustc-env=COUNTERPART_FINGERPRINT={:016x}", hasher.finish());
    Ok(())
}

fn hash_tree(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if !path.is_dir() {
        path.hash(hasher);
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut below: Vec<_> = fs::read_dir(path)?.collect::<io::Result<_>>()?;
    below.sort_by_key(fs::DirEntry::file_name);
    below.iter().try_for_each(|entry| hash_tree(&entry.path(), hasher))
}
