//! Times whole builds of a generated project: `cargo bench --bench project`.
//!
//! With `-- memory` it measures what memory 1,000 and 10,000 documents need instead; that takes some minutes.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark makes its own project and prints what it measured")]

mod corpus;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    if std::env::args().any(|argument| argument == "memory") { memory() } else { builds() }
}

/// 20 brands x 50 policies: first build, no-op, one source changed, and the parts that are not Typst's.
fn builds() -> Result<()> {
    let place = tempfile::tempdir()?;
    let root = place.path();
    corpus::write(root, 20, 50)?;
    let texts = ["build", "--format", "html", "--format", "markdown", "--no-cache", "--out", "texts"];
    let documents = 1_000.0;
    report("load, merge, parse, resolve, HTML, Markdown, two threads", median(|| run(root, &texts))?, Some(documents));
    let one = [&texts[..], &["--jobs", "1"]].concat();
    report("the same, one thread", median(|| run(root, &one))?, Some(documents));
    report("all of a project, all formats and 20 books", run(root, &["build"])?.taken, Some(documents));
    report("no-op rebuild", median(|| run(root, &["build"]))?, None);
    report("check", median(|| run(root, &["check"]))?, Some(documents));
    change_one_source(root)
}

fn change_one_source(root: &Path) -> Result<()> {
    let source = root.join("sources/policy-007.md");
    let text = fs::read_to_string(&source)?;
    fs::write(&source, text.replacen("See [", "Look at [", 1))?;
    let run = run(root, &["build", "-v"])?;
    report("one source changed: 20 documents in 3 formats and 20 books", run.taken, None);
    println!("{}", run.said.lines().rfind(|line| line.contains(" made, ")).unwrap_or_default());
    Ok(())
}

/// The peak memory of building 1,000 and 10,000 documents in all formats.
fn memory() -> Result<()> {
    let place = tempfile::tempdir()?;
    for brands in [20, 200] {
        let root = place.path().join(brands.to_string());
        corpus::write(&root, brands, 50)?;
        let run = run(&root, &["build"])?;
        println!("{} documents: peak {} MiB, {:.1} s", brands * 50, run.peak / 1024, run.taken.as_secs_f64());
    }
    Ok(())
}

struct Run {
    taken: Duration,
    /// In KiB.
    peak: u64,
    said: String,
}

fn run(root: &Path, arguments: &[&str]) -> Result<Run> {
    let said = root.join("said.txt");
    let start = Instant::now();
    let mut child =
        Command::new(env!("CARGO_BIN_EXE_counterpart")).args(arguments).current_dir(root).stderr(Stdio::from(fs::File::create(&said)?)).spawn()?;
    let peak = peak_memory(&mut child)?;
    let taken = start.elapsed();
    let said = fs::read_to_string(said)?;
    if child.wait()?.success() { Ok(Run { taken, peak, said }) } else { Err(said.into()) }
}

/// Waits for a process; gives its peak resident memory in KiB, as Linux tells it, and 0 elsewhere.
fn peak_memory(child: &mut Child) -> Result<u64> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let now = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(now.unwrap_or_default());
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(peak)
}

fn median(mut run: impl FnMut() -> Result<Run>) -> Result<Duration> {
    let mut times = (0..7).map(|_| Ok(run()?.taken)).collect::<Result<Vec<_>>>()?;
    times.sort_unstable();
    Ok(times[times.len() / 2])
}

fn report(what: &str, taken: Duration, documents: Option<f64>) {
    let milliseconds = taken.as_secs_f64() * 1e3;
    let each = documents.map(|count| format!(", {:.3} ms a document", milliseconds / count)).unwrap_or_default();
    println!("{what}: {milliseconds:.0} ms{each}");
}
