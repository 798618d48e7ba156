//! A batch that is killed goes on where it was: nothing is missing, torn, or listed twice.

#![expect(clippy::disallowed_methods, reason = "a test looks at what was really written")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

/// How many runs are killed.
const KILLS: u32 = 50;
/// How many rows the data has.
const ROWS: usize = 60;

/// The trials of this module.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("batch::a_killed_batch_goes_on_where_it_was", goes_on),
        Trial::test("batch::shares_are_disjoint_and_make_the_whole", shares),
        Trial::test("batch::a_batch_that_is_asked_to_end_says_how_to_go_on", ends_when_asked),
    ]
}

/// Kills one run after another at moments all over its length, each going on from the one before, and starts anew whenever one came to its end.
fn goes_on() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    let start = Instant::now();
    to_the_end(project, "clean", &[])?;
    let taken = start.elapsed();
    let clean = listed(project, "clean")?;
    let mut kills = 0;
    while kills < KILLS {
        let _ = fs::remove_dir_all(project.join("out"));
        // Runs of different lengths, each killed a few times before it is let come to its end.
        for part in 0..5 {
            let moment = taken.mul_f64(f64::from((kills * 37 + part * 11) % 50) / 120.0);
            kill_after(project, "out", moment)?;
            kills += 1;
            whole(project, "out").map_err(|error| format!("after kill {kills}: {error}"))?;
        }
        to_the_end(project, "out", &[])?;
        if listed(project, "out")? != clean {
            return Err(format!("after kill {kills} the run did not end in what a clean one gives").into());
        }
    }
    Ok(())
}

fn shares() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    to_the_end(project, "clean", &[])?;
    let mut union = BTreeMap::new();
    for share in 1..=3 {
        to_the_end(project, "out", &["--shard", &format!("{share}/3")])?;
        let lines = lines(&project.join(format!("out/manifest.{share}-of-3.jsonl")))?;
        let count = union.len() + lines.len();
        union.extend(lines);
        if union.len() != count {
            return Err("a row belongs to two shares".into());
        }
    }
    if union == listed(project, "clean")? { Ok(()) } else { Err("the shares are not the whole".into()) }
}

#[cfg(unix)]
fn ends_when_asked() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    let mut run = start(project, "out", &[])?;
    while !project.join("out").read_dir().is_ok_and(|mut files| files.next().is_some()) {
        thread::sleep(Duration::from_millis(5));
    }
    Command::new("kill").args(["-INT", &run.id().to_string()]).status()?;
    let output = {
        run.wait()?;
        run.wait_with_output()?
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.code() != Some(2) || !said.contains("start the same command again") {
        return Err(format!("{:?}: {said}", output.status).into());
    }
    whole(project, "out")?;
    to_the_end(project, "out", &[])?;
    listed(project, "out").map(|_| ())
}

#[cfg(not(unix))]
fn ends_when_asked() -> Result<(), Failed> {
    Ok(())
}

fn write_project(project: &Path) -> Result<(), Failed> {
    fs::create_dir_all(project.join("brands"))?;
    fs::create_dir_all(project.join("sources"))?;
    fs::write(project.join("brands/acme.yaml"), "name: Acme\nlegal_name: Acme Ltd\n")?;
    let fields = "fields:\n  name: {label: Name}\n  plan: {label: Plan, type: choice, choices: [Small, Large], default: Small}\n";
    let text = "For {{customer.name}}: {{#if (eq customer.plan \"Large\")}}large{{else}}small{{/if}}.\n\n{{signatures}}\n";
    fs::write(
        project.join("sources/deal.md"),
        format!("---\ntitle: Deal\nkind: contract\nversion: '1'\neffective: 2026-09-01\n{fields}---\n\n{text}"),
    )?;
    let rows: String = (0..ROWS).map(|row| format!("r{row},Customer {row},{}\n", ["Small", "Large"][row % 2])).collect();
    fs::write(project.join("rows.csv"), format!("id,name,plan\n{rows}"))?;
    let keys = Command::new(env!("CARGO_BIN_EXE_counterpart")).arg("dev-cert").current_dir(project).stderr(Stdio::null()).status()?;
    if !keys.success() {
        return Err("no keys were made".into());
    }
    let signing =
        "title: T\nsigning:\n  company:\n    key: {pem: dev-cert/company.key.pem, certificate: dev-cert/company.pem}\n    field: company-1\n";
    Ok(fs::write(project.join("counterpart.yaml"), signing)?)
}

fn start(project: &Path, out: &str, more: &[&str]) -> Result<Child, Failed> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterpart"));
    command.args(["batch", "deal", "--brand", "acme", "--data", "rows.csv", "--sign", "company", "--out", out]).args(more);
    Ok(command.current_dir(project).stderr(Stdio::piped()).spawn()?)
}

fn to_the_end(project: &Path, out: &str, more: &[&str]) -> Result<(), Failed> {
    let output = start(project, out, more)?.wait_with_output()?;
    if output.status.success() { Ok(()) } else { Err(format!("a run failed: {}", String::from_utf8_lossy(&output.stderr)).into()) }
}

fn kill_after(project: &Path, out: &str, moment: Duration) -> Result<(), Failed> {
    let mut run = start(project, out, &[])?;
    thread::sleep(moment);
    run.kill()?;
    run.wait()?;
    Ok(())
}

/// Every document that is there is a whole one: it ends as PDFs end, and has a signature.
fn whole(project: &Path, out: &str) -> Result<(), Box<dyn std::error::Error>> {
    for entry in fs::read_dir(project.join(out)).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "pdf") {
            let bytes = fs::read(&path)?;
            if !bytes.ends_with(b"%%EOF\n") || !bytes.windows(10).any(|window| window == b"/ByteRange") {
                return Err(format!("{} is torn", path.display()).into());
            }
        }
    }
    Ok(())
}

/// The names of a finished run's documents, and the digests of their unsigned bodies; the manifest and the folder hold the same.
fn listed(project: &Path, out: &str) -> Result<BTreeMap<String, String>, Failed> {
    let listed = lines(&project.join(out).join("manifest.jsonl"))?;
    let is_document = |name: &String| Path::new(name).extension().is_some_and(|ending| ending == "pdf");
    let there: Vec<String> =
        fs::read_dir(project.join(out))?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(is_document).collect();
    if there.len() != listed.len() || there.iter().any(|name| !listed.contains_key(name)) {
        return Err("the manifest does not list what is there".into());
    }
    Ok(listed)
}

/// What a manifest lists; a document that is listed twice is an error.
fn lines(manifest: &Path) -> Result<BTreeMap<String, String>, Failed> {
    let text = fs::read_to_string(manifest)?;
    let mut listed = BTreeMap::new();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line)?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        if let (Some(file), Some(body)) = (text(&line["file"]), text(&line["signed"]["body"]))
            && listed.insert(file.clone(), body).is_some()
        {
            return Err(format!("{file} is listed twice").into());
        }
    }
    Ok(listed)
}
