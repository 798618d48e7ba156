//! The suite: readable cases, each a small project, what is typed, and the whole of what comes back.
//!
//! A case is one file under `cases/`, read from top to bottom; [`script`] says what may stand in it. `UPDATE=1 cargo test --test suite` writes down what
//! came back, to be read in the diff before it is committed. The other modules hold the project to what its documents say of it, and a build to what it owes when it is killed.

#![expect(clippy::disallowed_methods, reason = "a test looks at what was really written")]

mod architecture;
#[cfg(feature = "serve")]
mod ask;
#[path = "../authority/mod.rs"]
mod authority;
mod batch;
mod ceremony;
mod handmade;
mod killed;
mod redaction;
mod reference;
mod repository;
mod script;
#[cfg(feature = "serve")]
mod serve;
mod services;
#[cfg(feature = "serve")]
mod standing;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/cases");
    let files = case_files(&cases);
    let mut trials: Vec<Trial> = files.iter().map(|file| case(&cases, file.clone())).collect();
    let texts: Vec<String> = files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    trials.extend(reference::trials(&texts));
    trials.push(Trial::test("every_file_is_used", move || every_file_is_used(&files)));
    trials.extend(architecture::trials());
    #[cfg(feature = "serve")]
    trials.extend(ask::trials());
    trials.extend(killed::trials());
    trials.extend(batch::trials());
    #[cfg(feature = "serve")]
    trials.extend(serve::trials());
    trials.extend(services::trials());
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn case(cases: &Path, file: PathBuf) -> Trial {
    let name = file.strip_prefix(cases).unwrap_or(&file).with_extension("").display().to_string();
    Trial::test(name, move || script::run(&file).map_err(Into::into))
}

/// A file that is no case, or a base that no case copies, proves nothing and would only look as if it did.
fn every_file_is_used(files: &[PathBuf]) -> Result<(), Failed> {
    let no_case = files.iter().filter(|file| file.extension().is_none_or(|extension| extension != "case"));
    let mut unused: Vec<String> = no_case.map(|file| file.display().to_string()).collect();
    let used: BTreeSet<String> = files.iter().flat_map(|file| script::bases_of(file)).collect();
    let bases = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/bases"))?;
    let names = bases.flatten().map(|base| base.file_name().display().to_string());
    unused.extend(names.filter(|name| !used.contains(name)).map(|name| format!("the base {name}")));
    if unused.is_empty() { Ok(()) } else { Err(format!("not used: {}", unused.join(", ")).into()) }
}

fn case_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let below = |path: PathBuf| if path.is_dir() { case_files(&path) } else { vec![path] };
    paths.into_iter().flat_map(below).collect()
}
