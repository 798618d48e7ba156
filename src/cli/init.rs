//! `init`: a small project that builds.

use std::path::Path;

use super::arguments::Init;
use super::terminal::Terminal;
use super::{Outcome, schema};
use crate::output::failure::Failure;
use crate::output::folder::Folder;
use crate::schema::Described;
use crate::starter;

/// Writes the starter into a folder. Nothing that stands there is touched: a file in the way stops it before anything is written.
pub(super) fn run(options: &Init, terminal: &Terminal) -> Result<Outcome, Failure> {
    let folder = Folder::new(&options.folder);
    let files = files();
    if let Some((path, _)) = files.iter().find(|(path, _)| folder.occupied(path)) {
        let message =
            format!("{} is already there; nothing was written", folder.place(path).strip_prefix(".").unwrap_or(&folder.place(path)).display());
        return Err(Failure::new(message).hint("name an empty folder: `counterpart init FOLDER`"));
    }
    for (path, text) in &files {
        folder.replace(path, text.as_bytes()).map_err(in_own_words)?;
    }
    terminal.say(&format!("{} in {}", super::report::count(files.len(), "file"), options.folder.display()));
    terminal.say(&format!("next: {}counterpart build", step_into(&options.folder)));
    Ok(Outcome::Clean)
}

/// A failure to write, without the option that only `build` has.
fn in_own_words(failure: Failure) -> Failure {
    let about_out = failure.hint.as_ref().is_some_and(|hint| hint.contains("--out"));
    if about_out { failure.hint("name a folder that you may write to: `counterpart init FOLDER`") } else { failure }
}

fn files() -> Vec<(&'static str, String)> {
    let starter = starter::FILES.iter().map(|(path, text)| (*path, (*text).to_owned()));
    let schemas = [
        ("schemas/brand.json", Described::Brand),
        ("schemas/source.json", Described::Source),
        ("schemas/project.json", Described::Project),
        ("schemas/asked.json", Described::Asked),
    ];
    starter.chain(schemas.map(|(path, described)| (path, schema::print(described)))).collect()
}

fn step_into(folder: &Path) -> String {
    if folder == Path::new(".") { String::new() } else { format!("cd {} && ", folder.display()) }
}
