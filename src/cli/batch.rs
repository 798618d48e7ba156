//! `batch`: a contract for every row of data.

#[cfg(feature = "sign")]
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Seek as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::arguments::{Batch, Common};
use super::build::refuse_inputs;
use super::pace::Pace;
#[cfg(feature = "sign")]
use super::provenance::{self, Told};
#[cfg(feature = "sign")]
use super::sealer::ProfileSealer;
#[cfg(feature = "sign")]
use super::studio::Studio;
use super::terminal::Terminal;
use super::{Outcome, project_folder, report};
#[cfg(feature = "sign")]
use crate::attest::{self, Asked};
use crate::batch::{self, Brands, Checked, Complaint, Desk, Files, Outlet, Request, Shard, Tally, check};
use crate::compile::{Names, Sealer};
use crate::data::{Input, Options};
use crate::diag::{Code, Diagnostic, Warned};
#[cfg(feature = "sign")]
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::project::{self, Format, Project};
#[cfg(feature = "sign")]
use crate::snapshot::Snapshot;
use crate::store::{Address, Store};

/// How many bad rows a person is shown one by one.
const SHOWN: usize = 50;

/// Makes a document for every row, or says what is wrong with the rows.
pub(super) fn run(common: &Common, options: &Batch, terminal: &Terminal) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let root = project_folder::find(common)?;
    let snapshot = project_folder::snapshot(&root)?;
    let Warned { value: project, diagnostics } = project::load(&snapshot);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Ok(report::findings(terminal, &project, &root, &diagnostics));
    }
    let shard = options.shard.as_deref().map_or(Ok(Shard::WHOLE), |text| Shard::read(text, variable)).map_err(Failure::new)?;
    let out = options.out.as_deref().map(|out| outside(out, &root)).transpose()?;
    if options.forget {
        let out = out.ok_or_else(|| Failure::new("--forget needs --out: the journal lies there"))?;
        batch::forget(&out, shard)?;
        terminal.say("the journal is gone: the next run makes everything anew");
        return Ok(Outcome::Clean);
    }
    let input = input(options)?;
    let request = request(options, shard, &input)?;
    explain(&input, &request, terminal);
    let brands = Brands::new(&project, &request)?;
    let Warned { value: desk, diagnostics } = Desk::set_up(&project, &brands, &request, input.columns())?;
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Ok(report::findings(terminal, &project, &root, &diagnostics));
    }
    let checked = look(&desk, &input, &project, &root, options, terminal)?;
    if options.check || !may_go_on(&checked, options, terminal) {
        if options.check && checked.bad == 0 && checked.findings.is_empty() {
            terminal.say(&format!("{} checked in {}: nothing is wrong", rows(checked.rows), report::time(start.elapsed())));
        }
        return Ok(if checked.bad == 0 && checked.findings.is_empty() { Outcome::Clean } else { Outcome::Findings });
    }
    let out = out.ok_or_else(|| {
        Failure::new("where are the documents to go?").hint("say --out FOLDER, or --out s3://bucket/prefix; or only --check the rows")
    })?;
    let sealer = sealer(options, &root, &project, terminal)?;
    let pace = Pace::of_rows(terminal, checked.mine);
    let stop = interruptible()?;
    let outlet = Outlet { out: &out, sealer: sealer.as_deref(), project: snapshot.digest(), progress: &pace, stop: &stop };
    let tally = batch::run(&desk, &input, &checked, &outlet);
    pace.end();
    let (tally, files) = tally?;
    #[cfg(feature = "sign")]
    if tally.is_whole
        && let Some(profile) = &options.provenance
    {
        let stated = Stated { options, root: &root, project: &project, snapshot: &snapshot, manifest: &files.manifest };
        state(&stated, profile.as_deref(), &out, terminal)?;
    }
    Summary { tally: &tally, checked: &checked, options, files: &files, delimiter: input.delimiter() }.tell(start.elapsed(), terminal)
}

/// A variable of the environment: engines tell a task's number by one.
#[expect(clippy::disallowed_methods, reason = "an engine that runs many tasks says by a variable which of them this is")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A place that is written to: not among the inputs, which the next run would feed on.
fn outside(text: &str, root: &Path) -> Result<Store, Failure> {
    if !Address::parse(text)?.is_remote() {
        refuse_inputs(Path::new(text.strip_prefix("file://").unwrap_or(text)), root)?;
    }
    place(text)
}

/// The store that an address names.
fn place(text: &str) -> Result<Store, Failure> {
    Ok(Store::open(&Address::parse(text)?)?)
}

/// The data: a file, standard input, or an object of a store. What is not a file of this machine is put into a private one, since it is read twice.
fn input(options: &Batch) -> Result<Input, Failure> {
    let how = Options {
        form: options.data_format.map(Into::into),
        sheet: options.sheet.clone(),
        delimiter: options.delimiter.map(|c| c as u8),
        encoding: options.encoding.clone(),
    };
    let data =
        options.data.as_deref().ok_or_else(|| Failure::new("which data?").hint("say --data customers.xlsx, or --data - for standard input"))?;
    if data == "-" {
        return Ok(Input::spool(io::stdin().lock(), "standard input", &how)?);
    }
    let address = Address::parse(data)?;
    if let Some(path) = address.as_folder() {
        return Ok(Input::open(path, &how)?);
    }
    let (folder, name) = address.parent().ok_or_else(|| Failure::new(format!("`{data}` is no file's name")))?;
    let mut file = fetched(&folder, &name)?;
    file.rewind().map_err(|error| Failure::new(format!("{data}: {error}")))?;
    Ok(Input::spool(file, &name, &how)?)
}

/// An object of a store, in a private file.
fn fetched(folder: &Address, name: &str) -> Result<File, Failure> {
    let mut file = tempfile::tempfile().map_err(|error| Failure::new(format!("cannot make a private file: {error}")))?;
    let store = Store::open(folder)?;
    let found = store.fetch(name, &mut file)?;
    if found { Ok(file) } else { Err(Failure::new(format!("there is no {}", store.object(name)))) }
}

fn request(options: &Batch, shard: Shard, input: &Input) -> Result<Request, Failure> {
    let ignored = Names::read(&options.ignore).map_err(|(glob, why)| Failure::new(format!("--ignore `{glob}`: {why}")))?;
    let columns = input.columns();
    Ok(Request {
        contract: options.contract.clone(),
        brand: options.brand.clone(),
        brand_may_vary: columns.is_empty() || columns.iter().any(|column| matches!(column.as_str(), "brand" | "row.brand")),
        locale: options.locale.clone(),
        formats: if options.format.is_empty() { vec![Format::Pdf] } else { options.format.clone() },
        id: options.id.clone(),
        name: options.name.clone(),
        ignored: (!options.ignore.is_empty()).then_some(ignored),
        recorded: options.record.clone(),
        keep_going: options.keep_going,
        shard,
        jobs: options.jobs.map_or_else(project_folder::processors, std::num::NonZeroUsize::get),
    })
}

/// Says how the data is read and what is made of it, where that is wanted.
fn explain(input: &Input, request: &Request, terminal: &Terminal) {
    terminal.explain(&format!("{} is read as {}", input.name(), input.words()));
    if !input.columns().is_empty() {
        terminal.explain(&format!("its columns: {}", input.columns().join(", ")));
    }
    if !request.shard.is_whole() {
        terminal.explain(&format!("of its rows, those of share {} are made", request.shard));
    }
    terminal.explain(&format!("documents are named {}, and {} are made at a time", request.name, request.jobs));
}

/// Looks at all rows, and says what is wrong with them.
fn look(desk: &Desk<'_>, input: &Input, project: &Project, root: &Path, options: &Batch, terminal: &Terminal) -> Result<Checked, Failure> {
    let data = options.data.clone().unwrap_or_default();
    let mut shown = 0_usize;
    let checked = check(desk, input, &mut |complaints, _| {
        let every = terminal.format != crate::diag::MessageFormat::Human;
        let space = if every { complaints.len() } else { SHOWN.saturating_sub(shown).min(complaints.len()) };
        let found: Vec<Diagnostic> = complaints.iter().take(space).map(|complaint| finding(complaint, &data)).collect();
        shown += complaints.len();
        report::about_files(terminal, project, &found);
    })?;
    if shown > SHOWN && terminal.format == crate::diag::MessageFormat::Human {
        terminal.say(&format!("and {} more: --message-format json shows them all", shown - SHOWN));
    }
    report::findings(terminal, project, root, &checked.findings);
    Ok(checked)
}

fn finding(complaint: &Complaint, data: &str) -> Diagnostic {
    let line = complaint.line.and_then(|line| usize::try_from(line).ok());
    Diagnostic::new(Code::BadRow, complaint.to_string()).in_file(data.to_owned()).in_line(line)
}

/// Whether documents are made.
fn may_go_on(checked: &Checked, options: &Batch, terminal: &Terminal) -> bool {
    if !checked.findings.is_empty() {
        terminal.say("nothing was written: the text itself has errors");
        return false;
    }
    if checked.has_wrong_columns {
        terminal.say("no row was looked at: mend the columns first");
        return false;
    }
    if checked.bad > 0 && !options.keep_going {
        let help = "mend them, or make the others with --keep-going, which writes the bad ones to failures.csv";
        if !options.check {
            terminal.say(&format!("nothing was written: {} of {} bad; {help}", checked.bad, rows(checked.rows)));
        }
        return false;
    }
    true
}

/// Whoever signs, where somebody does.
#[cfg(feature = "sign")]
fn sealer(options: &Batch, root: &Path, project: &Project, terminal: &Terminal) -> Result<Option<Box<dyn Sealer>>, Failure> {
    let Some(profile) = options.sign.as_deref() else { return Ok(None) };
    let studio = Studio::around(root.to_path_buf(), project.clone())?;
    let signer = studio.signer(Some(profile), terminal)?;
    Ok(Some(Box::new(ProfileSealer::new(studio, signer)?)))
}

/// Whoever signs: nobody does.
#[cfg(not(feature = "sign"))]
#[expect(clippy::unnecessary_wraps, reason = "it has the shape of the one that signs")]
fn sealer(_: &Batch, _: &Path, _: &Project, _: &Terminal) -> Result<Option<Box<dyn Sealer>>, Failure> {
    Ok(None)
}

/// What a statement of provenance is about.
#[cfg(feature = "sign")]
struct Stated<'r> {
    options: &'r Batch,
    root: &'r Path,
    project: &'r Project,
    snapshot: &'r Snapshot,
    manifest: &'r str,
}

/// Writes a statement of provenance about the manifest, which lists the rest; signed, where a profile is named.
#[cfg(feature = "sign")]
fn state(stated: &Stated<'_>, profile: Option<&str>, out: &Store, terminal: &Terminal) -> Result<(), Failure> {
    let Stated { options, root, project, snapshot, manifest } = *stated;
    let Some(digest) = out.digest(manifest)? else {
        let gone = format!("{} is gone, which was written just now: something else writes to this place", out.object(manifest));
        return Err(Failure::new(gone).hint("see to it that nothing does, and run the same command again"));
    };
    let told = Told {
        published: BTreeMap::from([(manifest.to_owned(), Digest::from(digest).to_string())]),
        inputs: snapshot.digests().map(|(path, digest)| (path.to_owned(), digest.to_string())).collect(),
    };
    let asked = Asked {
        brands: options.brand.iter().cloned().collect(),
        policies: options.contract.iter().cloned().collect(),
        formats: options.format.iter().map(|format| format.name().to_owned()).collect(),
        profile: options.sign.clone(),
        names: Some(options.name.clone()),
        shard: options.shard.clone(),
        ..Asked::all(attest::Command::Batch)
    };
    let made = provenance::made(profile, root, project, asked, told, terminal)?;
    // A share has a statement of its own, named as its manifest is.
    let suffix = manifest.trim_start_matches("manifest").trim_end_matches(".jsonl");
    out.put(&made.name.replacen("provenance", &format!("provenance{suffix}"), 1), made.bytes)?;
    Ok(())
}

/// Is set when somebody presses Ctrl-C or the system asks the program to end: documents in hand are finished, and the run can be started again.
fn interruptible() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    ctrlc::set_handler(move || set.store(true, Ordering::Relaxed)).map_err(|error| Failure::new(format!("cannot listen to Ctrl-C: {error}")))?;
    Ok(stop)
}

/// What a run has come to.
struct Summary<'r> {
    tally: &'r Tally,
    checked: &'r Checked,
    options: &'r Batch,
    files: &'r Files,
    /// What parts the cells of the failures.
    delimiter: u8,
}

impl Summary<'_> {
    /// Tells it; a run that was not gone through to its end is a failure.
    fn tell(&self, taken: Duration, terminal: &Terminal) -> Result<Outcome, Failure> {
        let Self { tally, checked, .. } = self;
        for complaint in tally.bad.iter().take(SHOWN) {
            terminal.failure(&Failure::new(complaint.to_string()));
        }
        if !tally.is_whole {
            let bad = tally.bad.first().map(|_| "a row could not be made; ").unwrap_or_default();
            let done = tally.made + tally.kept;
            return Err(Failure::new(format!("{bad}{done} of {} are done: start the same command again to go on", rows(checked.mine))));
        }
        let out = self.options.out.as_deref().unwrap_or_default().trim_end_matches('/');
        let kept = if tally.kept > 0 { format!(", {} as they were", tally.kept) } else { String::new() };
        terminal.say(&format!("{} made{kept}, in {out}/ in {}{}", rows(tally.made), report::time(taken), pace(tally.made, taken)));
        terminal.say(&format!("{out}/{} lists them", self.files.manifest));
        let bad = checked.bad + tally.bad.len() as u64;
        if bad == 0 {
            return Ok(Outcome::Clean);
        }
        let parted = match self.delimiter {
            b',' => String::new(),
            b'\t' => ", its cells parted by tabs as in the data".to_owned(),
            other => format!(", its cells parted by `{}` as in the data", char::from(other)),
        };
        terminal.say(&format!(
            "{} bad: {out}/{} has them, each with a reason{parted}; mend it and make it with --data",
            rows(bad),
            self.files.failures
        ));
        Ok(Outcome::Findings)
    }
}

/// How many rows were made a second, where that means something.
fn pace(made: u64, taken: Duration) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a pace is no exact figure")]
    let per_second = made as f64 / taken.as_secs_f64();
    if made > 0 && taken > Duration::from_secs(1) { format!(", {per_second:.0} a second") } else { String::new() }
}

fn rows(count: u64) -> String {
    report::count(usize::try_from(count).unwrap_or(usize::MAX), "row")
}
