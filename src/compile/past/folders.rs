//! States that are kept in folders.

use std::cmp::Ordering;
use std::io;
use std::sync::Arc;

use super::{finding, lost_state};
use crate::diag::{Code, Diagnostic, Warned};
use crate::plain::harmless;
use crate::snapshot::{Kept, Snapshot, State, is_input};
use crate::world::{Entry, EntryKind, World, is_inside, leads_out};

/// The states in a folder of the project: each is a folder itself, and they follow one another as people count their names, `v9` before `v10`.
pub(super) fn states(world: &dyn World, folder: &str) -> Warned<Vec<State>> {
    let folder = folder.trim_end_matches('/');
    let names = match names(world, folder) {
        Ok(names) => names,
        Err(found) => return Warned { value: Vec::new(), diagnostics: vec![*found] },
    };
    let mut states = Warned::clean(Vec::new());
    for name in names {
        match Snapshot::take(&Below { world, folder: format!("{folder}/{name}") }) {
            Ok(snapshot) => states.value.push(State { name, digest: snapshot.digest(), kept: Kept::Folder(Arc::new(snapshot)) }),
            Err(unreadable) => states.diagnostics.push(lost_state(&name, &format!("{} cannot be read", unreadable.path))),
        }
    }
    states
}

/// The names of the folders in a folder.
fn names(world: &dyn World, folder: &str) -> Result<Vec<String>, Box<Diagnostic>> {
    let wrong = |code, message: String, hint: &str| Err(Box::new(finding(code, message).hint(hint)));
    let own = "keep earlier states in a folder of their own, such as `archive`";
    if !is_inside(folder) {
        return wrong(Code::OutsideProject, format!("the folder of the archive, `{folder}`, leads out of the project"), own);
    }
    let first = folder.split('/').next().unwrap_or_default();
    if is_input(first) {
        return wrong(Code::NoHistory, format!("the folder of the archive, `{folder}`, lies among the present state's own files"), own);
    }
    let unreadable = |error: io::Error| Box::new(unreadable(folder, &error));
    if !stands(world, folder).map_err(unreadable)? {
        return wrong(
            Code::NoHistory,
            format!("there is no folder `{folder}`, which the archive is to be read from"),
            "make it, or take the line out",
        );
    }
    let entries = world.list(folder).map_err(unreadable)?;
    if let Some(nameless) = entries.iter().find(|entry| entry.kind == EntryKind::Nameless) {
        let message = format!("the folder of the archive, `{folder}`, holds \"{}\", which no path can name", harmless(&nameless.name));
        return wrong(Code::BadName, message, "rename it: use the letters a to z, digits, dots, hyphens and underscores only");
    }
    let folders = entries.into_iter().filter(|entry| entry.kind == EntryKind::Folder && !entry.name.starts_with('.'));
    let mut names: Vec<String> = folders.map(|entry| entry.name).collect();
    names.sort_by(|a, b| counted(a, b));
    Ok(names)
}

fn unreadable(folder: &str, error: &io::Error) -> Diagnostic {
    let code = if leads_out(error) { Code::OutsideProject } else { Code::Unreadable };
    finding(code, format!("the folder of the archive, `{folder}`, cannot be read: {error}"))
}

/// Whether a folder stands at a path. A [`World`] has an empty folder wherever there is none, so that its parent is asked.
fn stands(world: &dyn World, path: &str) -> io::Result<bool> {
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
    // A link that leads out is there, and said to lead out when it is read.
    Ok(world.list(parent)?.iter().any(|entry| entry.name == name && entry.kind != EntryKind::File))
}

/// The order in which people count names: runs of digits as numbers.
fn counted(a: &str, b: &str) -> Ordering {
    runs(a).cmp(&runs(b)).then_with(|| a.cmp(b))
}

/// A name's runs of digits, by their length without zeros before them and their digits; and what stands before each.
fn runs(name: &str) -> Vec<(&str, usize, &str)> {
    let mut runs = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let start = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (words, after) = rest.split_at(start);
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let digits = after[..end].trim_start_matches('0');
        runs.push((words, digits.len(), digits));
        rest = &after[end..];
    }
    runs
}

/// A project in a folder of another.
struct Below<'w> {
    world: &'w dyn World,
    folder: String,
}

impl World for Below<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.world.read(&format!("{}/{path}", self.folder))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let place = if folder.is_empty() { self.folder.clone() } else { format!("{}/{folder}", self.folder) };
        self.world.list(&place)
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, states};
    use crate::diag::Code;
    use crate::world::Memory;

    #[test]
    fn names_follow_one_another_as_people_count_them() {
        let mut names = ["v10", "v9", "2026-02", "2025-11", "v09b", "v9a"];
        names.sort_by(|a, b| counted(a, b));
        assert_eq!(names, ["2025-11", "2026-02", "v9", "v9a", "v09b", "v10"]);
    }

    #[test]
    fn a_folder_that_cannot_be_one_is_named() {
        let memory = Memory::from([("sources/a.md", "1"), ("old/v1/sources/a.md", "0"), ("old/note.txt", "x")]);
        let codes = |folder: &str| states(&memory, folder).diagnostics.iter().map(|found| found.code).collect::<Vec<_>>();
        assert_eq!(codes("../old"), [Code::OutsideProject]);
        assert_eq!(codes("sources/old"), [Code::NoHistory]);
        assert_eq!(codes("older"), [Code::NoHistory]);
        let read = states(&memory, "old/");
        assert!(read.diagnostics.is_empty());
        assert_eq!(read.value.iter().map(|state| state.name.as_str()).collect::<Vec<_>>(), ["v1"]);
        assert_eq!(read.value[0].read().unwrap().read("sources/a.md").unwrap(), b"0");
    }
}
