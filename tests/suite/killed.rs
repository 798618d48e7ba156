//! A build that is killed leaves whole files only, and the next one ends well.

#![expect(clippy::disallowed_methods, reason = "a test looks at what was really written")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};

use crate::script::contents;

/// How many builds are killed.
const KILLS: u32 = 20;
/// How many policies the project has: enough files for a kill to fall between two renames.
const POLICIES: usize = 24;
/// Every policy's text depends on one value, so that a change of it makes every file another one.
const VALUES: [&str; 2] = ["seven", "eight"];

/// What stands in the output folder: the bytes of every file, by path.
type Published = BTreeMap<String, Vec<u8>>;

/// The trials of this module.
pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("killed::a_killed_build_leaves_whole_files_only", whole_files_only)]
}

fn whole_files_only() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    let mut finished = Vec::new();
    let mut taken = Duration::ZERO;
    for value in VALUES {
        set_value(project, value)?;
        let start = Instant::now();
        build_to_the_end(project)?;
        taken = start.elapsed();
        finished.push(published(project));
    }
    for kill in 0..KILLS {
        // Every third build is a first one: nothing stands in its place, and there is no cache.
        if kill % 3 == 2 {
            fs::remove_dir_all(project.join("dist"))?;
            fs::remove_dir_all(project.join(".counterpart"))?;
        }
        let at = kill as usize % VALUES.len();
        set_value(project, VALUES[at])?;
        match kill % 2 {
            0 => build_and_kill(project, || thread::sleep(taken.mul_f64(f64::from(kill) / f64::from(KILLS))))?,
            _ => build_and_kill(project, || while_putting_in_place(project, Duration::from_micros(200) * kill))?,
        }
        whole(&published(project), &finished).map_err(|error| format!("after kill {kill}: {error}"))?;
        build_to_the_end(project)?;
        if published(project) != finished[at] {
            return Err(format!("the build after kill {kill} did not end in what a build from nothing gives").into());
        }
    }
    Ok(())
}

fn write_project(project: &Path) -> Result<(), Failed> {
    fs::create_dir_all(project.join("brands"))?;
    fs::create_dir_all(project.join("sources"))?;
    fs::write(project.join("brands/bolt.yaml"), "extends: acme\nname: Bolt\n")?;
    for number in 0..POLICIES {
        let text = format!("---\ntitle: Policy {number}\n---\n\nBackups are kept for {{{{brand.facts.days}}}} days.\n");
        fs::write(project.join(format!("sources/policy-{number}.md")), text)?;
    }
    Ok(())
}

fn set_value(project: &Path, value: &str) -> Result<(), Failed> {
    Ok(fs::write(project.join("brands/acme.yaml"), format!("name: Acme\nfacts: {{days: {value}}}\n"))?)
}

fn start(project: &Path) -> Result<Child, Failed> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterpart"));
    command.args(["build", "--quiet", "--format", "html", "--format", "markdown"]);
    Ok(command.current_dir(project).stderr(Stdio::piped()).spawn()?)
}

fn build_to_the_end(project: &Path) -> Result<(), Failed> {
    let output = start(project)?.wait_with_output()?;
    if output.status.success() { Ok(()) } else { Err(format!("a build failed: {}", String::from_utf8_lossy(&output.stderr)).into()) }
}

/// Returns a moment after a build has begun to put files in place: from then on its journal is there.
fn while_putting_in_place(project: &Path, moment: Duration) {
    let start = Instant::now();
    while !has_journal(project) && start.elapsed() < Duration::from_secs(10) {}
    thread::sleep(moment);
}

fn has_journal(project: &Path) -> bool {
    let cache = fs::read_dir(project.join(".counterpart"));
    cache.is_ok_and(|cache| cache.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("journal-")))
}

fn build_and_kill(project: &Path, wait: impl FnOnce()) -> Result<(), Failed> {
    let mut build = start(project)?;
    wait();
    build.kill()?;
    build.wait()?;
    Ok(())
}

/// What stands in the output folder, but for the stage, which is nobody's to read.
fn published(project: &Path) -> Published {
    let mut files = contents(&project.join("dist"));
    files.retain(|path, _| !path.starts_with(".counterpart-staging/"));
    files
}

/// Whether every file is the whole file of one of the finished builds.
fn whole(found: &Published, finished: &[Published]) -> Result<(), String> {
    let is_whole = |path: &String, bytes: &Vec<u8>| finished.iter().any(|build| build.get(path) == Some(bytes));
    let torn = found.iter().find(|(path, bytes)| !is_whole(path, bytes));
    torn.map_or(Ok(()), |(path, _)| Err(format!("{path} is torn")))
}
