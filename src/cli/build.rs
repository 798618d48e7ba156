//! `build`: every brand's documents.

#[cfg(feature = "sign")]
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use super::arguments::{Build, Common};
use super::progress::Bar;
#[cfg(feature = "sign")]
use super::provenance::{self, Told};
#[cfg(feature = "sign")]
use super::sealer::ProfileSealer;
#[cfg(feature = "sign")]
use super::studio::Studio;
use super::terminal::Terminal;
use super::{Outcome, clock, here, project_folder, report, selection};
#[cfg(feature = "sign")]
use crate::attest::{self, Asked};
use crate::compile::{self, Built, Request, Sealer, Unchanged};
use crate::diag::{Code, Diagnostic, MessageFormat, Warned};
#[cfg(feature = "sign")]
use crate::output::digest::Digest;
use crate::output::failure::Failure;
#[cfg(feature = "sign")]
use crate::output::folder::Folder;
use crate::output::folder::real_place;
#[cfg(feature = "sign")]
use crate::output::manifest::{self, Manifest};
use crate::project::{self, Project};
use crate::snapshot::ROOTS;

/// Builds what is asked for.
pub(super) fn run(common: &Common, options: &Build, terminal: &Terminal) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let root = project_folder::find(common)?;
    let snapshot = project_folder::snapshot(&root)?;
    let asked = selection::Asked::read(&options.selection)?;
    let request = request(options, &asked, &root);
    refuse_inputs(&request.out, &root)?;
    if !signs(options)
        && !states(options)
        && let Some(unchanged) = compile::unchanged(&snapshot, &request)
        // A machine is always given the findings themselves.
        && (unchanged.warnings == 0 || terminal.format == MessageFormat::Human)
    {
        say_unchanged(unchanged, start, terminal);
        return Ok(Outcome::Clean);
    }
    let mut project = project::load(&snapshot);
    project.diagnostics.extend(project.value.expiring(clock::today()));
    asked.must_exist(&project.value)?;
    let sealer = sealer(options, &root, &project, terminal)?;
    let sealer = sealer.as_deref();
    let built = compile::build(&project.value, &snapshot, project.diagnostics, &request, sealer, &Bar::new(terminal))?;
    let outcome = report::findings(terminal, &project.value, &root, &built.diagnostics);
    if outcome == Outcome::Findings {
        terminal.say("nothing was published");
        return Ok(outcome);
    }
    report::reasons(terminal, &built);
    state(options, &root, &project.value, &request, terminal)?;
    Ok(if request.locked { locked(&built, &project.value, &request, terminal) } else { summary(&built, &request, signs(options), start, terminal) })
}

/// Whether PDFs are signed.
#[cfg(feature = "sign")]
fn signs(options: &Build) -> bool {
    options.sign.is_some()
}

/// Whether PDFs are signed: this program cannot.
#[cfg(not(feature = "sign"))]
fn signs(_: &Build) -> bool {
    false
}

/// Whether a statement of provenance is written.
#[cfg(feature = "sign")]
fn states(options: &Build) -> bool {
    options.provenance.is_some()
}

/// Whether a statement of provenance is written: this program cannot.
#[cfg(not(feature = "sign"))]
fn states(_: &Build) -> bool {
    false
}

/// Writes a statement of provenance about all that the manifest lists, where it is wanted.
#[cfg(feature = "sign")]
fn state(options: &Build, root: &Path, project: &Project, request: &Request, terminal: &Terminal) -> Result<(), Failure> {
    let Some(profile) = &options.provenance else { return Ok(()) };
    let out = Folder::new(&request.out);
    let bytes = out.read(manifest::FILE_NAME)?.unwrap_or_default();
    let listed = Manifest::from_bytes(&bytes).unwrap_or_else(Manifest::empty);
    let mut published: BTreeMap<String, String> = listed.files.into_iter().map(|(path, file)| (path, file.sha256.to_string())).collect();
    published.insert(manifest::FILE_NAME.to_owned(), Digest::of(&bytes).to_string());
    let told = Told { published, inputs: listed.inputs.into_iter().map(|(path, digest)| (path, digest.to_string())).collect() };
    let asked = Asked {
        brands: options.selection.brand.clone(),
        policies: options.selection.policy.clone(),
        formats: options.format.iter().map(|format| format.name().to_owned()).collect(),
        profile: options.sign.clone(),
        ..Asked::all(attest::Command::Build)
    };
    let made = provenance::made(profile.as_deref(), root, project, asked, told, terminal)?;
    out.replace(made.name, &made.bytes)
}

/// Writes no statement: this program cannot sign one.
#[cfg(not(feature = "sign"))]
#[expect(clippy::unnecessary_wraps, reason = "it has the shape of the one that does")]
fn state(_: &Build, _: &Path, _: &Project, _: &Request, _: &Terminal) -> Result<(), Failure> {
    Ok(())
}

/// Whoever signs the PDFs, where somebody does. No key is opened for a project with an error: nothing would be published from it.
#[cfg(feature = "sign")]
fn sealer(options: &Build, root: &Path, project: &Warned<Project>, terminal: &Terminal) -> Result<Option<Box<dyn Sealer>>, Failure> {
    let Some(profile) = options.sign.as_deref().filter(|_| !project.diagnostics.iter().any(Diagnostic::is_error)) else { return Ok(None) };
    let studio = Studio::around(root.to_path_buf(), project.value.clone())?;
    let signer = studio.signer(Some(profile), terminal)?;
    Ok(Some(Box::new(ProfileSealer::new(studio, signer)?)))
}

/// Whoever signs the PDFs: nobody does.
#[cfg(not(feature = "sign"))]
#[expect(clippy::unnecessary_wraps, reason = "it has the shape of the one that signs")]
fn sealer(_: &Build, _: &Path, _: &Warned<Project>, _: &Terminal) -> Result<Option<Box<dyn Sealer>>, Failure> {
    Ok(None)
}

fn request(options: &Build, asked: &selection::Asked, root: &Path) -> Request {
    Request {
        brands: asked.brands.clone(),
        policies: asked.policies.clone(),
        formats: options.format.clone(),
        out: options.out.clone().unwrap_or_else(|| root.join("dist")),
        cache_folder: root.join(".counterpart"),
        jobs: options.jobs.map_or_else(project_folder::processors, std::num::NonZeroUsize::get),
        use_cache: !options.no_cache,
        locked: options.locked,
    }
}

fn say_unchanged(unchanged: Unchanged, start: Instant, terminal: &Terminal) {
    if unchanged.warnings > 0 {
        terminal.say(&format!("{}: `counterpart check` shows them", report::count(unchanged.warnings, "warning")));
    }
    terminal.say(&format!("nothing to do: {} as built, in {}", report::count(unchanged.files, "file"), report::time(start.elapsed())));
}

/// Refuses an output folder among the inputs: it would feed the next build with what this one wrote.
pub(super) fn refuse_inputs(out: &Path, root: &Path) -> Result<(), Failure> {
    let (place, root) = (real_place(out), real_place(root));
    let input = ROOTS.into_iter().find(|input| place.starts_with(real_place(&root.join(input))));
    let input = input.or_else(|| (place == root).then_some("the project's own folder"));
    let Some(input) = input else { return Ok(()) };
    let message = format!("{} lies in {input}, which is read and not written", out.display());
    Err(Failure::new(message).hint("choose another folder with --out"))
}

/// Says what would change: each file is a finding.
fn locked(built: &Built, project: &Project, request: &Request, terminal: &Terminal) -> Outcome {
    let finding = |path: &String, what: &str| {
        let place = here::from_here(&request.out.join(path)).display().to_string();
        Diagnostic::new(Code::WouldChange, what).in_file(place).hint("run `counterpart build` and commit what it writes")
    };
    if built.changed.is_empty() && built.removed.is_empty() {
        terminal.say("what is published is what builds");
        return Outcome::Clean;
    }
    let changed = built.changed.iter().map(|path| finding(path, "the file is not what builds now"));
    let gone = built.removed.iter().map(|path| finding(path, "the file is built no more"));
    if terminal.format == MessageFormat::Human {
        let would = built.changed.iter().map(|path| format!("would change: {path}\n"));
        let go = built.removed.iter().map(|path| format!("would be removed: {path}\n"));
        terminal.findings(&would.chain(go).collect::<String>());
    } else {
        report::about_files(terminal, project, &changed.chain(gone).collect::<Vec<_>>());
    }
    terminal.say("--locked: nothing was written");
    Outcome::Findings
}

fn summary(built: &Built, request: &Request, signed: bool, start: Instant, terminal: &Terminal) -> Outcome {
    for path in &built.left {
        terminal.say(&format!("left in place, since it was changed by hand: {path}"));
    }
    for path in &built.short {
        terminal.say(&format!("warning: {path} is signed without a timestamp, since its authority did not answer: build again to add it"));
    }
    if !signed && built.removed.iter().any(|path| path.ends_with(".signed.pdf")) {
        terminal.say("signed copies of documents that changed were removed: sign them again with --sign");
    }
    brands(built, terminal);
    let removed = if built.removed.is_empty() { String::new() } else { format!(", {} removed", built.removed.len()) };
    let total = built.total();
    let (made, kept) = (report::count(total.made, "file"), total.kept);
    let place = here::from_here(&request.out).display().to_string();
    terminal.say(&format!("{made} made, {kept} as they were{removed}, in {place}/ in {}", report::time(start.elapsed())));
    Outcome::Clean
}

/// How many brands the summary names one by one: it stays on one screen.
const BRANDS_SHOWN: usize = 16;

/// Says what was done for each brand for which something was.
fn brands(built: &Built, terminal: &Terminal) {
    let busy: Vec<_> = built.brands.iter().filter(|(_, tally)| tally.made > 0).collect();
    let width = busy.iter().take(BRANDS_SHOWN).map(|(brand, _)| brand.len()).max().unwrap_or_default();
    for (brand, tally) in busy.iter().take(BRANDS_SHOWN) {
        let files = report::count(tally.made + tally.kept, "file");
        terminal.say(&format!("  {brand:<width$}  {files}, {} made", tally.made));
    }
    if busy.len() > BRANDS_SHOWN {
        terminal.say(&format!("  and {}", report::count(busy.len() - BRANDS_SHOWN, "more brand")));
    }
}
