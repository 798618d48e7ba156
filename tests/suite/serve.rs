//! The command `serve`, as it is typed: started, asked over a socket, told to stop.

#![expect(clippy::disallowed_methods, reason = "a test looks at what was really served")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};

use super::repository;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// The trials of this module.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("serve::a_preview_follows_its_sources", preview),
        Trial::test("serve::readers_are_served_until_the_end", production),
        Trial::test("serve::a_question_that_cannot_be_answered_is_given_back", questions),
        Trial::test("serve::a_folder_in_the_place_of_another_is_followed", exchanged),
        Trial::test("serve::commits_and_tags_are_followed", past),
        Trial::test("serve::what_keeps_a_server_from_starting_is_said", refusals),
    ]
}

const TERMS: &str = "---\ntitle: Terms\n---\n\nPay within {{brand.facts.days}} days.\n";

fn write_project(project: &Path) -> Result<(), Failed> {
    fs::create_dir_all(project.join("brands"))?;
    fs::create_dir_all(project.join("sources"))?;
    fs::write(project.join("brands/acme.yaml"), "name: Acme\nsite: https://acme.example\nfacts: {days: 30}\n")?;
    Ok(fs::write(project.join("sources/terms.md"), TERMS)?)
}

/// A server that was started, with what it says.
struct Served {
    child: Child,
    address: SocketAddr,
    said: Receiver<String>,
}

impl Served {
    fn start(project: &Path, arguments: &[&str]) -> Result<Self, Failed> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_counterpart"));
        command.args(["serve", "--port", "0"]).args(arguments).current_dir(project).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let (sender, said) = channel();
        let stderr = child.stderr.take().ok_or("no standard error")?;
        thread::spawn(move || BufReader::new(stderr).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut served = Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)), said };
        let line = served.wait_for("http://")?;
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).ok_or(line.clone())?;
        served.address = address.parse()?;
        Ok(served)
    }

    /// The next line it says with these words in it.
    fn wait_for(&mut self, words: &str) -> Result<String, Failed> {
        let end = Instant::now() + PATIENCE;
        while let Ok(line) = self.said.recv_timeout(end.saturating_duration_since(Instant::now())) {
            if line.contains(words) {
                return Ok(line);
            }
        }
        Err(format!("it never said `{words}`").into())
    }

    fn get(&self, path: &str, headers: &str) -> Result<String, Failed> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(format!("GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n").as_bytes())?;
        let mut back = Vec::new();
        stream.read_to_end(&mut back)?;
        Ok(String::from_utf8_lossy(&back).into_owned())
    }

    /// Asks until some words come back.
    fn until(&self, path: &str, words: &str) -> Result<(), Failed> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if self.get(path, "Host: localhost\r\n")?.contains(words) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Err(format!("{path} never had `{words}`").into())
    }

    fn signal(&self, name: &str) -> Result<(), Failed> {
        let status = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status()?;
        if status.success() { Ok(()) } else { Err("no such process".into()) }
    }

    /// Tells it to stop; gives how it ended and what it printed.
    fn stop(mut self) -> Result<(ExitStatus, String), Failed> {
        self.signal("TERM")?;
        let mut printed = String::new();
        self.child.stdout.take().ok_or("no standard output")?.read_to_string(&mut printed)?;
        Ok((self.child.wait()?, printed))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn check(holds: bool, what: impl Into<String>) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(what.into().into()) }
}

fn preview() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    let mut served = Served::start(project, &[])?;
    served.until("/acme/terms", "Pay within 30 days")?;
    fs::write(project.join("sources/terms.md"), TERMS.replace("Pay", "Settle"))?;
    served.until("/acme/terms", "Settle within 30 days")?;
    fs::write(project.join("brands/acme.yaml"), "name: Acme\nfacts: {days: 14}\n")?;
    served.until("/acme/terms", "Settle within 14 days")?;
    fs::write(project.join("sources/terms.md"), TERMS.replace("days}}", "dayz}}"))?;
    served.wait_for("what was served before is served on")?;
    served.until("/acme/terms", "Settle within 14 days")?;
    served.until("/~events?page=acme/terms.html&revision=0", "sources/terms.md:5:")?;
    // A file that an editor puts in the place of another, and one in a folder that was not there.
    fs::write(project.join("sources/.terms.md.swp"), TERMS.replace("Pay", "Remit"))?;
    fs::rename(project.join("sources/.terms.md.swp"), project.join("sources/terms.md"))?;
    served.until("/acme/terms", "Remit within 14 days")?;
    fs::create_dir_all(project.join("sources/more"))?;
    fs::write(project.join("sources/more/new.md"), "---\ntitle: New\n---\n\nFirst words.\n")?;
    served.until("/acme/more/new", "First words")?;
    fs::write(project.join("sources/more/new.md"), "---\ntitle: New\n---\n\nOther words.\n")?;
    served.until("/acme/more/new", "Other words")?;
    let (status, printed) = served.stop()?;
    check(status.code() == Some(0) && printed.is_empty(), format!("{status}: {printed}"))?;
    check(!project.join("dist").exists() && !project.join(".counterpart").exists(), "a preview wrote to disk")
}

fn production() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    let mut served = Served::start(project, &["--production"])?;
    let page = served.get("/terms", "Host: acme.example\r\n")?;
    check(page.starts_with("HTTP/1.1 200") && page.contains("Pay within 30 days") && !page.contains("~live.js"), page)?;
    check(served.get("/~events", "Host: acme.example\r\n")?.starts_with("HTTP/1.1 404"), "a server for readers has no previews")?;
    fs::write(project.join("sources/terms.md"), TERMS.replace("Pay", "Settle"))?;
    check(served.get("/terms", "Host: acme.example\r\n")?.contains("Pay"), "it is not watched")?;
    served.signal("HUP")?;
    served.until("/acme/terms", "Settle within 30 days")?;
    fs::write(project.join("sources/terms.md"), TERMS.replace("days}}", "dayz}}"))?;
    served.signal("HUP")?;
    served.wait_for("what was served before is served on")?;
    served.until("/acme/terms", "Settle within 30 days")?;
    served.until("/metrics", "counterpart_failed_releases_total 1")?;
    let (status, printed) = served.stop()?;
    check(status.code() == Some(0), format!("{status}"))?;
    let lines: Vec<serde_json::Value> = printed.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let first = lines.first().ok_or("nothing was logged")?;
    let noted = [&first["brand"], &first["path"], &first["from"]].map(|value| value.as_str().unwrap_or_default());
    check(noted == ["acme", "/terms", "127.0.0.0/24"] && first["status"] == 200, printed)
}

fn questions() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    fs::write(project.join("brands/acme.yaml"), "name: Acme\nlanguages: [el]\nfacts: {days: 30}\n")?;
    fs::write(project.join("sources/terms.el.md"), "---\ntitle: Όροι\n---\n\nΠληρωμή σε {{brand.facts.days}} ημέρες.\n")?;
    fs::write(project.join("counterpart.yaml"), "publishing: {answers: true}\n")?;
    let served = Served::start(project, &["--production"])?;
    let ask = |path: &str, form: &str| served.get(path, &format!("Host: localhost\r\nAccept: {form}\r\n"));
    let whole = |page: &str| ["<h1", "<form class=\"asking\"", "<footer"].iter().all(|part| page.matches(part).count() == 1);
    let empty = ask("/acme/?ask=", "text/html")?;
    check(empty.starts_with("HTTP/1.1 400") && whole(&empty) && empty.contains("There is no question yet: write one below."), empty)?;
    let greek = ask("/acme/el/?ask=", "text/html")?;
    check(whole(&greek) && greek.contains("<html lang=\"el\"") && greek.contains("Δεν υπάρχει ακόμη ερώτηση"), greek)?;
    let long = ask(&format!("/acme/terms?ask={}", "what+".repeat(240)), "text/html")?;
    check(whole(&long) && long.contains(&format!("value=\"{}\"", "what ".repeat(200))), long)?;
    let said = ask("/acme/?ask=", "application/json")?;
    check(said.contains("there is no question: write one, as in ?ask=When do I get my money back"), said)
}

/// A project whose pages show days of commits and versions of tags.
fn past() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    write_project(project)?;
    fs::write(project.join("counterpart.yaml"), "publishing: {updated: git, archive: {tags: ['v*'], folder: kept/old}}\n")?;
    fs::create_dir_all(project.join("kept/old"))?;
    let terms = |words: &str| TERMS.replace("Pay", words);
    repository::commit(project, "2026-01-01")?;
    repository::tag(project, "v1")?;
    fs::write(project.join("sources/terms.md"), terms("Settle"))?;
    let served = Served::start(project, &["--production", "--watch"])?;
    served.until("/acme/terms.md", "updated: 2026-01-01")?;
    repository::commit(project, "2026-02-02")?;
    served.until("/acme/terms.md", "updated: 2026-02-02")?;
    check(!served.get("/acme/terms/versions/v2", "Host: localhost\r\n")?.contains("Settle"), "there is no such version yet")?;
    repository::tag(project, "v2")?;
    served.until("/acme/terms/versions/v2.md", "Settle")?;
    for folder in ["brands", "sources"] {
        fs::create_dir_all(project.join("kept/old/v0").join(folder))?;
    }
    fs::write(project.join("kept/old/v0/brands/acme.yaml"), "name: Acme\nfacts: {days: 60}\n")?;
    fs::write(project.join("kept/old/v0/sources/terms.md"), terms("Remit"))?;
    served.until("/acme/terms/versions/v0.md", "Remit within 60 days")?;
    // The folder is taken away, and another is put in its place.
    fs::rename(project.join("kept/old"), project.join("kept/aside"))?;
    fs::create_dir_all(project.join("kept/old"))?;
    fs::rename(project.join("kept/aside/v0"), project.join("kept/old/v00"))?;
    served.until("/acme/terms/versions/v00.md", "Remit within 60 days")?;
    fs::rename(project.join("kept/old/v00"), project.join("kept/old/v000"))?;
    served.until("/acme/terms/versions/v000.md", "Remit within 60 days")?;
    let (status, _) = served.stop()?;
    check(status.code() == Some(0), format!("{status}"))
}

/// A project behind a link, and its folders, are moved away and exchanged while readers are served.
#[cfg(unix)]
fn exchanged() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let (first, second, current) = (place.path().join("first"), place.path().join("second"), place.path().join("current"));
    write_project(&first)?;
    write_project(&second)?;
    std::os::unix::fs::symlink(&first, &current)?;
    let mut served = Served::start(place.path(), &["--production", "--watch", "--project", "current"])?;
    let write = |project: &Path, word: &str| fs::write(project.join("sources/terms.md"), TERMS.replace("Pay", word));
    fs::rename(first.join("sources"), first.join("aside"))?;
    served.wait_for("served on")?;
    fs::rename(first.join("aside"), first.join("sources"))?;
    served.wait_for("is well again")?;
    write(&first, "Settle")?;
    served.until("/acme/terms", "Settle within 30 days")?;
    fs::rename(first.join("sources"), first.join("aside"))?;
    fs::create_dir(first.join("sources"))?;
    write(&first, "Remit")?;
    served.until("/acme/terms", "Remit within 30 days")?;
    write(&first, "Transfer")?;
    served.until("/acme/terms", "Transfer within 30 days")?;
    // The way in which sites are exchanged at once.
    write(&second, "Deliver")?;
    std::os::unix::fs::symlink(&second, place.path().join("next"))?;
    fs::rename(place.path().join("next"), &current)?;
    served.until("/acme/terms", "Deliver within 30 days")?;
    write(&second, "Hand over")?;
    served.until("/acme/terms", "Hand over within 30 days")?;
    // What was there when it began and is gone is no project without it.
    fs::write(second.join("counterpart.yaml"), "publishing: {feedback: server}\n")?;
    served.until("/acme/terms", "~feedback")?;
    fs::remove_file(second.join("counterpart.yaml"))?;
    served.wait_for("counterpart.yaml is gone")?;
    served.until("/acme/terms", "~feedback")?;
    let (status, _) = served.stop()?;
    check(status.code() == Some(0), format!("{status}"))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it has the shape of the one that can fail")]
fn exchanged() -> Result<(), Failed> {
    Ok(())
}

fn run(project: &Path, arguments: &[&str]) -> Result<(Option<i32>, String), Failed> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterpart"));
    let Output { status, stderr, .. } = command.arg("serve").args(arguments).current_dir(project).output()?;
    Ok((status.code(), String::from_utf8_lossy(&stderr).into_owned()))
}

fn refusals() -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let project = place.path();
    let (code, said) = run(project, &[])?;
    check(code == Some(2) && said.contains("there is no project in"), said)?;
    write_project(project)?;
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port().to_string();
    let (code, said) = run(project, &["--port", &port])?;
    check(code == Some(2) && said.contains(&format!("port {port} is in use")) && said.contains("--port"), said)?;
    let (code, said) = run(project, &["--port", "0", "--brand", "acmee"])?;
    check(code == Some(2) && said.contains("did you mean `acme`?"), said)?;
    let (code, said) = run(project, &["--port", "0", "--address", "192.0.2.1"])?;
    check(code == Some(2) && said.contains("192.0.2.1 is no address of this machine"), said)?;
    let (code, said) = run(project, &["--watch"])?;
    check(code == Some(2) && said.contains("--production"), said)?;
    fs::write(project.join("sources/terms.md"), TERMS.replace("days}}", "dayz}}"))?;
    let (code, said) = run(project, &["--port", "0", "--production"])?;
    check(code == Some(1) && said.contains("nothing is served from a project with errors"), said)
}
