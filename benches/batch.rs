//! Times contracts for many customers: `cargo bench --bench batch`.
//!
//! A generated contract of about five pages with ten varying fields is made and signed (P-256, B-B) by the command, start to end, into a fresh folder; in turn,
//! Typst's own compile and export of the markup of the same documents, unsigned and kept in memory, on as many threads. With `PYTHON` naming a Python that has
//! `typst` and `pypandoc_binary`, also the scripts of `batch_scripts.py`. Then the contract that is shipped. `-- check` has the command check a million
//! rows; `-- memory [ROWS]` has it make 100,000 contracts of a cover and a page.

#![allow(clippy::cast_precision_loss, reason = "a benchmark's figures are no larger than a float can say")]
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark makes its own project and prints what it measured")]

mod bare;
mod corpus;

use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bare::Bare;
use counterpart::compile::Copies;
use counterpart::expand::Given;
use counterpart::project::load;
use counterpart::world::Disk;
use serde_json::{Value, json};

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const ROUNDS: usize = 3;
const JOBS: usize = 2;
const ROWS: usize = 400;
/// The script that starts two processes for each row is slow, and needs fewer to show its pace.
const PLAIN_ROWS: usize = 80;
const SHIPPED_ROWS: usize = 100;
const CHECKED_ROWS: usize = 1_000_000;
const MANY_ROWS: usize = 100_000;
/// What the kernel counts processor time in, on every Linux: hundredths of a second.
const TICKS: f64 = 100.0;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match arguments.first().map(String::as_str) {
        Some("check") => check(),
        Some("memory") => memory(arguments.get(1).map_or(Ok(MANY_ROWS), |rows| rows.parse())?),
        Some(other) => Err(format!("there is no `{other}` here: check, memory or nothing").into()),
        None => times().and_then(|()| shipped()),
    }
}

/// What a document takes, in seconds.
#[derive(Debug, Clone, Copy)]
struct Cost {
    /// From the start to the end of all of them, for each.
    time: f64,
    /// Of processors, whoever else they serve.
    processor: f64,
}

impl Cost {
    fn print(self, what: &str) {
        println!("{what}: {:.1} documents a second; {:.2} ms of a processor each", 1.0 / self.time, self.processor * 1e3);
    }

    /// How much dearer this is than another.
    fn beside(self, other: Self, what: &str) {
        println!("{what}: {:.2} by time, {:.2} by processor time", self.time / other.time, self.processor / other.processor);
    }
}

fn times() -> Result<()> {
    let place = tempfile::tempdir()?;
    let root = place.path();
    corpus::contract(root, 5)?;
    prepare(root, ROWS)?;
    corpus::customers(&root.join("few.csv"), PLAIN_ROWS)?;
    let sources = sources(root)?;
    let bare = Bare::new();
    println!("{ROWS} contracts, {:.1} pages each, {JOBS} at a time", bare.pages(&sources[..10])?);
    let python = std::env::var_os("PYTHON").map(PathBuf::from);
    let [mut command, mut typst, mut plain, mut clever, mut kept] = [const { Vec::new() }; 5];
    for _ in 0..ROUNDS {
        command.push(cost(ROWS, || made(root, "acme"))?);
        comemo::evict(0);
        typst.push(cost(ROWS, || bare.run(&sources, JOBS))?);
        comemo::evict(0);
        if let Some(python) = &python {
            plain.push(cost(PLAIN_ROWS, || script(python, root, "plain", "few.csv"))?);
            clever.push(cost(ROWS, || script(python, root, "clever", "rows.csv"))?);
            kept.push(cost(ROWS, || script(python, root, "kept", "rows.csv"))?);
        }
    }
    let (command, typst) = (median(&command), median(&typst));
    command.print("the command, signed and written");
    typst.print("Typst's own compile and export, unsigned, in memory");
    command.beside(typst, "the command beside Typst's own");
    let scripts = [
        ("pandoc and Typst for each row", plain),
        ("converted once, filled and compiled for each row", clever),
        ("converted once, by a compiler that is kept", kept),
    ];
    for (what, costs) in scripts {
        if !costs.is_empty() {
            median(&costs).print(what);
            median(&costs).beside(command, &format!("{what}, beside the command"));
        }
    }
    Ok(())
}

/// The contract that is shipped, in a copy of the project.
fn shipped() -> Result<()> {
    let place = tempfile::tempdir()?;
    let (root, project) = (place.path(), Path::new(env!("CARGO_MANIFEST_DIR")));
    let copied = Command::new("cp").arg("-r").args(["brands", "sources", "counterpart.yaml"].map(|name| project.join(name))).arg(root).status()?;
    if !copied.success() {
        return Err("the project could not be copied".into());
    }
    let own = fs::read_to_string(root.join("counterpart.yaml"))?;
    fs::write(root.join("counterpart.yaml"), format!("{own}\n{}", corpus::SIGNING))?;
    prepare(root, SHIPPED_ROWS)?;
    let costs = (0..ROUNDS).map(|_| cost(SHIPPED_ROWS, || made(root, "supportress"))).collect::<Result<Vec<_>>>()?;
    median(&costs).print("the shipped contracts/dpa, signed and written");
    Ok(())
}

/// Rows and keys.
fn prepare(root: &Path, rows: usize) -> Result<()> {
    corpus::customers(&root.join("rows.csv"), rows)?;
    succeed(counterpart(root).args(["dev-cert", "--quiet"]).stdout(Stdio::null()))
}

/// The markup of every row's document.
fn sources(root: &Path) -> Result<Vec<String>> {
    let project = load(&Disk::new(root)?).value;
    let copies = Copies::new(&project, &project.brands).value;
    let policy = project.brands.first().and_then(|brand| project.policy(brand, "dpa")).ok_or("the project has no contract")?;
    let source = |number| {
        let copy = copies.contract(0, policy, &given(number)).value.ok_or("a contract could not be made")?;
        Ok(copies.source(0, &copy.document))
    };
    (0..ROWS).map(source).collect()
}

fn given(number: usize) -> Given {
    let typed = |(name, value): (&str, String)| {
        (name.to_owned(), value.parse::<u64>().ok().filter(|_| name == "people").map_or(Value::String(value), |number| json!(number)))
    };
    corpus::customer(number).map(typed).into_iter().collect()
}

/// Makes and signs every row's document by the command.
fn made(root: &Path, brand: &str) -> Result<()> {
    let out = root.join("out");
    drop(fs::remove_dir_all(&out));
    succeed(&mut batch(root, brand, &["--sign", "company", "--jobs", &JOBS.to_string()]))
}

fn batch(root: &Path, brand: &str, more: &[&str]) -> Command {
    let mut command = counterpart(root);
    command.args(["batch", "dpa", "--quiet", "--brand", brand, "--data", "rows.csv", "--out", "out"]).args(more);
    command
}

fn script(python: &Path, root: &Path, kind: &str, rows: &str) -> Result<()> {
    let out = root.join(kind);
    drop(fs::remove_dir_all(&out));
    fs::create_dir(&out)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/batch_scripts.py");
    succeed(Command::new(python).arg(script).args([kind, "sources/dpa.md", rows]).arg(out).current_dir(root))
}

fn counterpart(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterpart"));
    command.current_dir(root);
    command
}

fn succeed(command: &mut Command) -> Result<()> {
    if command.status()?.success() { Ok(()) } else { Err(format!("{} failed", command.get_program().display()).into()) }
}

/// What so many documents cost each, made here or by other processes.
fn cost(documents: usize, work: impl FnOnce() -> Result<()>) -> Result<Cost> {
    let (processor, start) = (processor_time(), Instant::now());
    work()?;
    let each = 1.0 / documents as f64;
    Ok(Cost { time: start.elapsed().as_secs_f64() * each, processor: (processor_time() - processor) * each })
}

/// Seconds of processors that this process and those it waited for have taken.
fn processor_time() -> f64 {
    processor_time_of("self").unwrap_or_default()
}

/// The same of any process, as Linux tells it; other systems have no such file.
fn processor_time_of(process: &str) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // After the name, which may hold anything: the state is the third of proc(5)'s fields, the four times are its 14th to 17th.
    let fields = text.rsplit(')').next()?.split_whitespace();
    Some(fields.skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS)
}

fn median(costs: &[Cost]) -> Cost {
    let middle = |of: fn(&Cost) -> f64| {
        let mut values: Vec<f64> = costs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Cost { time: middle(|cost| cost.time), processor: middle(|cost| cost.processor) }
}

/// A million rows are looked at, and nothing is made.
fn check() -> Result<()> {
    let place = tempfile::tempdir()?;
    let root = place.path();
    corpus::contract(root, 5)?;
    corpus::customers(&root.join("rows.csv"), CHECKED_ROWS)?;
    let mut peak = 0;
    let cost = cost(1, || {
        peak = watch(&mut batch(root, "acme", &["--check"]).spawn()?, || Ok(()))?;
        Ok(())
    })?;
    println!("{CHECKED_ROWS} rows checked in {:.2} s ({:.2} s of a processor), peak {} MiB", cost.time, cost.processor, peak / 1024);
    Ok(())
}

/// Many short contracts.
fn memory(rows: usize) -> Result<()> {
    let place = tempfile::tempdir()?;
    let root = place.path();
    corpus::contract(root, 0)?;
    prepare(root, rows)?;
    let mut speed = Pace::new(root.join("out/.counterpart/batch.jsonl"));
    let start = Instant::now();
    let mut child = batch(root, "acme", &["--sign", "company", "--jobs", &JOBS.to_string()]).spawn()?;
    let process = child.id().to_string();
    let peak = watch(&mut child, || speed.look(&process))?;
    println!("{rows} contracts of a cover and a page: {:.0} a second, peak {} MiB", rows as f64 / start.elapsed().as_secs_f64(), peak / 1024);
    if let Some((first, last)) = speed.between(1, 1_001).zip(speed.between(rows.saturating_sub(1_000), rows)) {
        first.print("the first thousand");
        last.print("the last thousand");
        last.beside(first, "the last beside the first");
    }
    Ok(())
}

/// Waits for a process to succeed, looking at it all the while; gives its peak resident memory in KiB, as Linux tells it, and 0 elsewhere.
fn watch(child: &mut Child, mut look: impl FnMut() -> Result<()>) -> Result<u64> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        let text = fs::read_to_string(&status).unwrap_or_default();
        let now = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(now.unwrap_or_default());
        look()?;
        std::thread::sleep(Duration::from_millis(10));
    };
    look()?;
    if ended.success() { Ok(peak) } else { Err("the command failed".into()) }
}

/// How a run's journal grows, by a line for each document.
struct Pace {
    journal: PathBuf,
    open: Option<File>,
    lines: usize,
    /// What was seen: how many lines there were and when, and how much of processors the run had taken.
    seen: Vec<(usize, Instant, f64)>,
}

impl Pace {
    fn new(journal: PathBuf) -> Self {
        Self { journal, open: None, lines: 0, seen: Vec::new() }
    }

    fn look(&mut self, process: &str) -> Result<()> {
        if self.open.is_none() {
            self.open = File::open(&self.journal).ok();
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        let mut new = Vec::new();
        open.read_to_end(&mut new)?;
        let ended = memchr::memchr_iter(b'\n', &new).count();
        self.lines += ended;
        if let Some(processor) = processor_time_of(process).filter(|_| ended > 0) {
            self.seen.push((self.lines, Instant::now(), processor));
        }
        Ok(())
    }

    /// What a document cost between two counts of lines, as near to them as was looked.
    fn between(&self, from: usize, to: usize) -> Option<Cost> {
        let at = |lines: usize| self.seen.iter().find(|seen| seen.0 >= lines);
        // The last lines may have been written while the process ended.
        let (from, to) = at(from).zip(at(to).or(self.seen.last()))?;
        let each = 1.0 / to.0.checked_sub(from.0).filter(|lines| *lines > 0)? as f64;
        Some(Cost { time: (to.1 - from.1).as_secs_f64() * each, processor: (to.2 - from.2) * each })
    }
}
