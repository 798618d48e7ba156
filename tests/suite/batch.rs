//! A batch that is killed goes on where it was: nothing is missing, torn, or listed twice.

#![expect(clippy::disallowed_methods, reason = "a test looks at what was really written")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use counterpart::pdf::{File, Object, read_text};
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
        Trial::test("batch::a_document_that_was_changed_is_made_again", changed),
        Trial::test("batch::runs_that_split_the_rows_otherwise_go_on_from_one_another", splits),
        Trial::test("batch::runs_that_split_the_rows_otherwise_are_not_let_in_together", together),
        Trial::test("batch::a_manifest_is_held_against_its_documents", held),
        Trial::test("batch::a_key_that_goes_in_mid_run_tears_nothing", key_gone),
        Trial::test("batch::documents_are_called_by_their_customers", titles),
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

/// A byte of one document is another, its size is the same; and after `--forget` all are made anew, over those that the manifest lists.
fn changed() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    let first = said(project, "out", &[])?;
    let (clean, document) = (listed(project, "out")?, project.join("out/deal-r7.pdf"));
    let mut bytes = fs::read(&document)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&document, bytes)?;
    let second = said(project, "out", &["-v"])?;
    let again = "deal-r7.pdf: made again, since its bytes are not those that were written";
    if !second.contains("1 row made, 59 as they were") || !second.contains(again) || listed(project, "out")? != clean {
        return Err(format!("{first}{second}").into());
    }
    let journal = fs::read_to_string(project.join("out/.counterpart/batch.jsonl"))?;
    if journal.lines().count() != ROWS || journal.contains("begun") {
        return Err("the journal of a finished run holds more than its documents".into());
    }
    said(project, "out", &["--forget"])?;
    let third = said(project, "out", &[])?;
    if third.contains("60 rows made,") && listed(project, "out")? == clean { Ok(()) } else { Err(third.into()) }
}

/// The whole is killed, shares go on, and the whole comes to its end: each document is made once.
fn splits() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    to_the_end(project, "clean", &[])?;
    let mut run = start(project, "out", &[])?;
    while fs::read_dir(project.join("out")).map_or(0, Iterator::count) < 8 {
        thread::sleep(Duration::from_millis(1));
    }
    run.kill()?;
    run.wait()?;
    let shares = said(project, "out", &["--shard", "1/2"])?;
    if !shares.contains(" as they were") {
        return Err(format!("a share made again what the whole had made: {shares}").into());
    }
    said(project, "out", &["--shard", "3/3"])?;
    let whole = said(project, "out", &[])?;
    let journals: Vec<_> = fs::read_dir(project.join("out/.counterpart"))?.flatten().map(|entry| entry.file_name()).collect();
    if listed(project, "out")? == listed(project, "clean")? && whole.contains(" as they were") && journals == ["batch.jsonl"] {
        Ok(())
    } else {
        Err(format!("{whole}{journals:?}").into())
    }
}

/// A run is held in its midst: a share of it, and one of shares of another N, are told so.
#[cfg(unix)]
fn together() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    let signal = |run: &Child, name: &str| Command::new("kill").args([name, &run.id().to_string()]).status();
    for (first, second, third) in [(&[][..], "1/2", "all rows"), (&["--shard", "1/2"], "1/3", "shares of 2")] {
        let _ = fs::remove_dir_all(project.join("out"));
        let mut run = start(project, "out", first)?;
        // The journal is opened once the run has been let in.
        while !fs::read_dir(project.join("out/.counterpart")).is_ok_and(|files| files.flatten().any(|file| is_journal(&file.path()))) {
            thread::sleep(Duration::from_millis(1));
        }
        signal(&run, "-STOP")?;
        let other = start(project, "out", &["--shard", second])?.wait_with_output()?;
        let words = String::from_utf8_lossy(&other.stderr).into_owned();
        signal(&run, "-CONT")?;
        if other.status.code() != Some(2) || !words.contains(&format!("a run is at work here that makes {third}, and this one makes shares of ")) {
            return Err(format!("{:?}: {words}", other.status).into());
        }
        if !run.wait()?.success() {
            return Err("the first run did not come to its end".into());
        }
    }
    Ok(())
}

#[cfg(unix)]
fn is_journal(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "jsonl")
}

#[cfg(not(unix))]
fn together() -> Result<(), Failed> {
    Ok(())
}

/// What a manifest says that its documents do not: each is found, whatever else holds.
fn held() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    said(project, "out", &[])?;
    let manifest = project.join("out/manifest.jsonl");
    let written = fs::read_to_string(&manifest)?;
    let verify = |text: &str| -> Result<(Option<i32>, String), Failed> {
        fs::write(&manifest, text)?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_counterpart"));
        let output = command.args(["verify", "--manifest", "out/manifest.jsonl", "--integrity-only"]).current_dir(project).output()?;
        Ok((output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned()))
    };
    let (code, words) = verify(&written)?;
    if code != Some(0) || !words.contains("60 of 60 documents hold: the set is complete") {
        return Err(format!("{code:?}: {words}").into());
    }
    let lines: Vec<&str> = written.lines().collect();
    let line: Value = serde_json::from_str(lines[1])?;
    let changed = |key: &str, value: &str| {
        let mut line = line.clone();
        line["signed"][key] = Value::from(value);
        written.replacen(lines[1], &line.to_string(), 1)
    };
    let double = written.replacen("deal-r1.pdf", "deal-r0.pdf", 1);
    for (text, part) in [
        (changed("level", "B-LTA"), "the manifest says that it is signed at level B-LTA, and what is there reaches B-B"),
        (changed("time", "2026-01-01T00:00:00Z"), "the manifest says that it was signed at 2026-01-01T00:00:00Z, and the signature says "),
        (changed("signer", "Eve"), "the manifest calls its signer Eve, and the certificate says "),
        (double, "deal-r0.pdf, of row 3: row 2 has the same file"),
    ] {
        let (code, words) = verify(&text)?;
        if code != Some(1) || !words.contains(part) || !words.contains("59 of 60 documents hold: the set is not complete") {
            return Err(format!("not {part}, but {code:?}: {words}").into());
        }
    }
    Ok(())
}

/// A key in a file is read once: that it goes in mid-run ends no run. The next run cannot begin, says so, and leaves what is there; with the key back it goes on.
fn key_gone() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    let (key, aside) = (project.join("dev-cert/company.key.pem"), project.join("key.pem"));
    let mut run = start(project, "out", &[])?;
    while fs::read_dir(project.join("out")).map_or(0, Iterator::count) < 5 {
        thread::sleep(Duration::from_millis(1));
    }
    fs::rename(&key, &aside)?;
    if !run.wait()?.success() {
        return Err("the run did not come to its end with the key that it had read".into());
    }
    let clean = listed(project, "out")?;
    fs::remove_file(project.join("out/deal-r7.pdf"))?;
    let output = start(project, "out", &[])?.wait_with_output()?;
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.code() != Some(2) || !words.contains("company.key.pem") {
        return Err(format!("{:?}: {words}", output.status).into());
    }
    whole(project, "out")?;
    fs::rename(&aside, &key)?;
    let words = said(project, "out", &[])?;
    if words.contains("1 row made, 59 as they were") && listed(project, "out")? == clean { Ok(()) } else { Err(words.into()) }
}

/// The title of each copy ends with its customer's name, wherever a reader looks for it.
fn titles() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    fs::write(project.join("rows.csv"), "id,name\na,Ada & Söhne\nb,Ολυμπία\n")?;
    said(project, "out", &["--format", "pdf", "--format", "html"])?;
    for (id, title, escaped) in [("a", "Deal · Ada & Söhne", "Deal · Ada &amp; Söhne"), ("b", "Deal · Ολυμπία", "Deal · Ολυμπία")]
    {
        let page = fs::read_to_string(project.join(format!("out/deal-{id}.html")))?;
        if !page.contains(&format!("<title>{escaped}")) {
            return Err(format!("{id}: the page's title is {:?}", page.lines().find(|line| line.contains("<title>"))).into());
        }
        let bytes = fs::read(project.join(format!("out/deal-{id}.pdf")))?;
        let xmp = String::from_utf8_lossy(&bytes);
        let said = xmp.split_once("<dc:title>").and_then(|(_, rest)| rest.split_once("</dc:title>")).map(|(title, _)| title);
        if !said.is_some_and(|said| said.contains(&format!(">{escaped}<"))) {
            return Err(format!("{id}: dc:title is {said:?}").into());
        }
        let file = File::open(&bytes).map_err(|fault| fault.to_string())?;
        let info = file.get(file.trailer(), "Info").map_err(|fault| fault.to_string())?;
        let found = info.as_dictionary().and_then(|info| info.get("Title")).and_then(Object::as_string).map(read_text);
        if found.as_deref() != Some(title) {
            return Err(format!("{id}: /Title is {found:?}").into());
        }
    }
    Ok(())
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

/// What a run says that ends well.
fn said(project: &Path, out: &str, more: &[&str]) -> Result<String, Failed> {
    let output = start(project, out, more)?.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(said) } else { Err(format!("a run failed: {said}").into()) }
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
