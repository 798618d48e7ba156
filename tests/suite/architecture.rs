//! What the project's documents say of it holds.

#![expect(clippy::disallowed_methods, reason = "a test looks at the sources")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};

/// The modules in the order in which they may import: each only from those before it.
const ORDER: [&str; 42] = [
    "plain", "source", "address", "diag", "world", "history", "locale", "data", "document", "yaml", "pdf", "fields", "net", "pki", "sign", "verify",
    "attest", "store", "brand", "project", "schema", "explain", "expand", "parse", "fonts", "resolve", "render", "site", "room", "ask", "mcp",
    "output", "feedback", "snapshot", "cache", "starter", "compile", "batch", "serve", "cli", "lib", "main",
];

/// The trials of this module.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("architecture::modules_import_only_what_stands_before_them", modules_import_in_order),
        Trial::test("architecture::the_front_page_names_every_module", front_page),
        Trial::test("architecture::architecture_md_has_the_order_of_the_modules", order_is_told),
        Trial::test("architecture::paths_in_architecture_md_exist", paths_exist),
        Trial::test("architecture::the_libraries_are_those_of_cargo_toml", libraries),
        Trial::test("architecture::no_marks_are_left", no_marks),
    ]
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The top-level module a file belongs to.
fn module_of(file: &Path) -> String {
    let below = file.strip_prefix(root().join("src")).unwrap_or(file);
    let first = below.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned()).unwrap_or_default();
    first.trim_end_matches(".rs").to_owned()
}

/// Whether a file, or a folder it lies in, is a module that is built for tests alone.
fn is_of_tests(file: &Path) -> bool {
    file.ancestors().take_while(|place| place.starts_with(root().join("src"))).any(|place| {
        let name = place.file_stem().unwrap_or_default().display();
        let parent = fs::read_to_string(place.with_file_name("mod.rs")).unwrap_or_default();
        let declared = format!("mod {name};");
        parent.split("#[cfg(test)]\n").skip(1).any(|rest| rest.lines().next().is_some_and(|line| line.ends_with(&declared)))
    })
}

fn modules_import_in_order() -> Result<(), Failed> {
    let mut wrong = Vec::new();
    // Tests may look around freely.
    for file in rust_files(&root().join("src")).into_iter().filter(|file| !is_of_tests(file)) {
        let module = module_of(&file);
        let place = ORDER.iter().position(|name| *name == module).ok_or(format!("{module} has no place in the order"))?;
        let text = fs::read_to_string(&file)?;
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for imported in code.split("crate::").skip(1).map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()) {
            let later = ORDER.iter().position(|name| *name == imported).is_some_and(|at| at > place);
            let is_doc_link = code.contains(&format!("](crate::{imported}")) && !code.contains(&format!("use crate::{imported}"));
            if later && !is_doc_link {
                wrong.push(format!("{} imports {imported}", file.strip_prefix(root()).unwrap_or(&file).display()));
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// The crate's front page leads to every module; whoever adds one says there what it is for.
fn front_page() -> Result<(), Failed> {
    let text = fs::read_to_string(root().join("src/lib.rs"))?;
    let page: String = text.lines().filter(|line| line.starts_with("//!")).collect();
    let modules = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let missing: Vec<&str> = modules.filter(|module| !page.contains(&format!("`{module}`")) && !page.contains(&format!("`{module}::"))).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("src/lib.rs does not say what these are for: {}", missing.join(", ")).into()) }
}

/// The order in ARCHITECTURE.md is the one that imports are held to.
fn order_is_told() -> Result<(), Failed> {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md"))?;
    let told = page.split("A module imports only from those before it:").nth(1).and_then(|rest| rest.split("\n\n").nth(1)).unwrap_or_default();
    let told: Vec<&str> = told.split('`').skip(1).step_by(2).collect();
    let held: Vec<&str> = ORDER.into_iter().filter(|name| !["lib", "main"].contains(name)).collect();
    if told == held { Ok(()) } else { Err(format!("ARCHITECTURE.md says {}, the test {}", told.join(", "), held.join(", ")).into()) }
}

fn paths_exist() -> Result<(), Failed> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md"))?;
    let paths = text.split('`').skip(1).step_by(2).filter(|code| code.contains('/') && !code.contains([' ', '<', '*', '{', '(', ':']));
    let missing: Vec<&str> =
        paths.filter(|path| !path.starts_with("dist/") && !path.starts_with(".counterpart/") && !root().join(path).exists()).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("ARCHITECTURE.md names what does not exist: {}", missing.join(", ")).into()) }
}

/// The crates in ARCHITECTURE.md's table of libraries are the dependencies in Cargo.toml, no more and no fewer.
fn libraries() -> Result<(), Failed> {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md"))?;
    let table = page.split("## Libraries").nth(1).unwrap_or_default();
    let rows = table.lines().filter(|line| line.starts_with("| `")).filter_map(|row| row.split('|').nth(1));
    let named: BTreeSet<&str> = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let section = manifest.split("[dependencies]\n").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap_or_default();
    let used: BTreeSet<&str> = section.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name).collect();
    let differ: Vec<&str> = named.symmetric_difference(&used).copied().collect();
    if differ.is_empty() { Ok(()) } else { Err(format!("in one of ARCHITECTURE.md and Cargo.toml only: {}", differ.join(", ")).into()) }
}

fn no_marks() -> Result<(), Failed> {
    // Put together here, so that this file holds none of them itself.
    let marks = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"]].map(|parts| parts.concat());
    let files = rust_files(&root().join("src")).into_iter().chain(rust_files(&root().join("tests")));
    let marked = files.filter(|file| fs::read_to_string(file).is_ok_and(|text| marks.iter().any(|mark| text.contains(mark.as_str()))));
    let marked: Vec<String> = marked.map(|file| file.display().to_string()).collect();
    if marked.is_empty() { Ok(()) } else { Err(marked.join("\n").into()) }
}
