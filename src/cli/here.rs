//! Paths as they look from where the command was typed.

#![expect(clippy::disallowed_methods, reason = "paths are shown as seen from the current folder")]

use std::path::{Component, Path, PathBuf};

use crate::output::folder::real_place;

/// The way from the current folder to a place: what a person can open, and what a pipeline that runs at a repository's root can show beside a line.
pub(super) fn from_here(place: &Path) -> PathBuf {
    let Ok(here) = std::env::current_dir() else { return place.to_path_buf() };
    way(&real_place(&here), &real_place(place))
}

/// What stands before a project's own paths, as they are seen from here: empty at its root, else ended by a slash.
pub(super) fn prefix(root: &Path) -> String {
    let way = from_here(root);
    if way == Path::new(".") { String::new() } else { format!("{}/", way.display()).replace('\\', "/") }
}

fn way(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return to.to_path_buf();
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(shared)).collect();
    if way.as_os_str().is_empty() { PathBuf::from(".") } else { way }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_lead_up_and_down() {
        let way = |from: &str, to: &str| way(Path::new(from), Path::new(to)).display().to_string();
        assert_eq!(way("/a/b", "/a/b"), ".");
        assert_eq!(way("/a", "/a/b/c"), "b/c");
        assert_eq!(way("/a/b/c", "/a/d"), "../../d");
    }
}
