//! The driver: a project from its snapshot to written files.
//!
//! Everything is checked before anything is made, and everything is made before anything is put in place. Brands are taken in portions, so that memory does
//! not grow with the number of documents; what is kept of a document between the portions is its plan alone.

mod archive;
mod asked;
mod copies;
mod front;
pub mod live;
mod make;
mod past;
mod plan;
mod portion;
mod publish;
mod request;
mod seal;
mod sink;
mod trace;
mod withheld;
mod workshop;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use self::archive::{Archive, Shelf};
use self::asked::Asked;
use self::front::Front;
use self::make::{Made, Maker};
use self::plan::{Output, Plan};
use self::portion::Portion;
use self::publish::Publishing;
use self::trace::Tracer;
use self::workshop::Workshop;
use crate::brand::Brand;
use crate::cache::{Change, State, Traces};
use crate::diag::{Diagnostic, Warned, gather};
use crate::expand::Parsed;
use crate::output::failure::Failure;
use crate::output::folder::Folder;
use crate::output::lock;
use crate::output::manifest;
use crate::output::stage::Stage;
use crate::project::Project;
use crate::render::typst::Look;
use crate::snapshot::Snapshot;

pub use self::archive::{edition_then, origin_of, permanent_address};
pub use self::copies::{Copies, Copy};
pub use self::front::{BrandSet, Entry};
pub use self::past::{PastPlace, places_of_past, with_past};
pub use self::request::{Names, Request};
pub use self::seal::{Sealed, Sealer};

/// Is told how far a build has come.
pub trait Progress: Sync {
    /// So many files will be made.
    fn begin(&self, files: usize);
    /// One of them is.
    fn made(&self);
    /// All are, or the build ended early.
    fn end(&self);
}

/// How a build ended.
#[derive(Debug, Default)]
pub struct Built {
    /// All that was found, in the order in which it is shown. Nothing was published if one of them is an error.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files of each brand were made, and how many stood as the last build left them.
    pub brands: BTreeMap<String, Tally>,
    /// The paths of the files that differ from what stood in their place, or are new.
    pub changed: Vec<String>,
    /// The files of earlier builds that were removed.
    pub removed: Vec<String>,
    /// Files of earlier builds that were changed by hand and therefore left where they are.
    pub left: Vec<String>,
    /// Signed files that did not reach their level, since the timestamp authority did not answer.
    pub short: Vec<String>,
    /// Why documents were made again, by `brand/policy`.
    pub reasons: Vec<(String, Vec<Change>)>,
}

/// How many files were made, and how many stood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were made.
    pub made: usize,
    /// How many stood as the last build left them.
    pub kept: usize,
}

impl Built {
    /// How many files were made and kept, of all brands.
    pub fn total(&self) -> Tally {
        let add = |sum: Tally, tally: &Tally| Tally { made: sum.made + tally.made, kept: sum.kept + tally.kept };
        self.brands.values().fold(Tally::default(), add)
    }

    fn count(&mut self, plan: &Plan<'_>, todo: &[usize]) {
        for (at, output) in plan.outputs.iter().enumerate() {
            let tally = self.brands.entry(output.brand.clone()).or_default();
            let files = output.paths.len();
            if todo.binary_search(&at).is_ok() { tally.made += files } else { tally.kept += files }
        }
    }

    /// Whether nothing may be published.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Checks every brand and policy, and gives all that was found with what loading had found already.
pub fn check(project: &Project, snapshot: &Snapshot, mut found: Vec<Diagnostic>, jobs: usize) -> Result<Vec<Diagnostic>, Failure> {
    in_pool(jobs, || {
        let mut workshop = Workshop::set_up(project);
        found.extend(workshop.value.remember(snapshot, &Shelf::default()));
        let mut survey = Survey::of(Warned { value: &workshop.value, diagnostics: workshop.diagnostics }, found);
        for portion in Portion::split(project) {
            survey.look_at(project, &portion);
        }
        survey.findings(project)
    })
}

/// The look of a project's PDFs: its own Typst files over the built-in ones.
pub fn look(project: &Project) -> Look {
    workshop::look(project)
}

/// Compiles one policy of one brand together with all others of that brand, for a command that shows it.
pub fn entries<'p>(project: &'p Project, brand: &'p Brand) -> Vec<Entry<'p>> {
    let front = Front::new(project, Arc::default()).value;
    // What an edition in another language lacks is the main one's.
    let main = project.brand(&brand.id).filter(|main| brand.is_edition_of(main));
    let brands: Vec<&Brand> = main.into_iter().chain([brand]).collect();
    front.compile(&brands).value.pop().map(|set| set.entries).unwrap_or_default()
}

/// Builds what is asked for into the output folder, and signs PDFs where there is someone to sign them.
pub fn build(
    project: &Project,
    snapshot: &Snapshot,
    found: Vec<Diagnostic>,
    request: &Request,
    sealer: Option<&dyn Sealer>,
    progress: &dyn Progress,
) -> Result<Built, Failure> {
    in_pool(request.jobs, || Build { project, snapshot, request, sealer, progress }.run(found))?
}

/// Runs something on a pool of so many threads.
fn in_pool<T: Send>(jobs: usize, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    let pool = ThreadPoolBuilder::new().num_threads(jobs).build();
    pool.map(|pool| pool.install(work)).map_err(|error| Failure::new(format!("cannot start {jobs} threads: {error}")))
}

/// A build that has nothing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unchanged {
    /// How many files stand as the last build left them.
    pub files: usize,
    /// How many warnings that build had: they still hold.
    pub warnings: usize,
}

/// Whether nothing has changed since the last build: neither an input, nor what is asked for, nor any file.
pub fn unchanged(snapshot: &Snapshot, request: &Request) -> Option<Unchanged> {
    if !request.use_cache || request.locked {
        return None;
    }
    let state = State::read(&Folder::new(&request.cache_folder), &request.cache_names().state);
    let out = Folder::new(&request.out);
    let same = state.inputs == Some(request.key(snapshot)) && out.occupied(manifest::FILE_NAME) && !Stage::is_left_over(&out);
    let unchanged = Unchanged { files: state.outputs.len(), warnings: state.warnings };
    (same && state.outputs.par_iter().all(|(path, _)| state.stands(&out, path))).then_some(unchanged)
}

/// What is found while all portions are looked at once.
struct Survey<'p> {
    front: Front<'p>,
    asked: Asked<'p>,
    archive: Arc<Archive>,
    found: Vec<Diagnostic>,
}

impl<'p> Survey<'p> {
    fn of(workshop: Warned<&Workshop<'p>>, found: Vec<Diagnostic>) -> Self {
        Self::after(workshop, found, &Parsed::default())
    }

    fn after(workshop: Warned<&Workshop<'p>>, mut found: Vec<Diagnostic>, before: &Parsed) -> Self {
        let front = Front::after(workshop.value.project, Arc::clone(&workshop.value.fonts), before);
        found.extend(workshop.diagnostics);
        found.extend(front.diagnostics);
        let archive = Arc::clone(&workshop.value.archive);
        Self { front: front.value, asked: Asked::of(workshop.value.project), archive, found }
    }

    fn look_at(&mut self, project: &Project, portion: &Portion<'p>) -> Vec<BrandSet<'p>> {
        let sets = self.front.compile(&portion.brands);
        self.found.extend(sets.diagnostics);
        self.look_around(project, &sets.value);
        sets.value
    }

    /// Holds documents against what customers ask for, and against what was published earlier.
    fn look_around(&mut self, project: &Project, sets: &[BrandSet<'p>]) {
        self.asked.look_at(sets);
        self.found.par_extend(sets.par_iter().flat_map_iter(|set| self.archive.compared(project, set)));
    }

    fn findings(self, project: &Project) -> Vec<Diagnostic> {
        let mut found = self.found;
        // What a text that cannot be read would have named is not known, so a value is called unused only where all texts are well.
        if !found.iter().any(Diagnostic::is_error) {
            found.extend(self.front.unused_values());
            found.extend(self.asked.unknown());
        }
        shown(project, found)
    }
}

/// Findings in the order in which they are shown, each said once, and none that follows from another.
fn shown(project: &Project, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    gather(withheld::without_consequences(project, found), |span| project.sources.file(span.file).path().to_owned())
}

/// One build.
struct Build<'b> {
    project: &'b Project,
    snapshot: &'b Snapshot,
    request: &'b Request,
    sealer: Option<&'b dyn Sealer>,
    progress: &'b dyn Progress,
}

impl Build<'_> {
    fn run(&self, mut found: Vec<Diagnostic>) -> Result<Built, Failure> {
        let workshop = Workshop::set_up(self.project);
        let (mut workshop, in_layouts) = (workshop.value.sealing(self.sealer), workshop.diagnostics);
        found.extend(workshop.remember(self.snapshot, &Shelf::default()));
        let mut survey = Survey::of(Warned { value: &workshop, diagnostics: in_layouts }, found);
        let mut tracer = Tracer::new(self.project, self.snapshot);
        let mut plan = Plan::new(&workshop, self.request);
        let portions = Portion::split(self.project);
        let mut held = None;
        for portion in &portions {
            let sets = survey.look_at(self.project, portion);
            tracer.note(&sets);
            plan.add(&sets, &tracer);
            held = (portions.len() == 1).then_some(sets);
        }
        if let Some(sealer) = self.sealer {
            plan.sign(sealer);
        }
        let read = tracer.into_traces();
        let front = survey.front.clone();
        let mut built = Built { diagnostics: survey.findings(self.project), ..Built::default() };
        if built.has_errors() {
            return Ok(built);
        }

        let out = Folder::new(&self.request.out);
        // A proof that trusts the cache is none, and one that writes is no mere look.
        let cache = Folder::new(&self.request.cache_folder);
        let (cache, _lock) = if self.request.locked { (Folder::forgetful(cache.root()), None) } else { lock::take(cache)? };
        let names = self.request.cache_names();
        let state = if self.request.use_cache { State::read(&cache, &names.state) } else { State::default() };
        let todo = plan.missing(&state, &out);
        built.reasons = reasons(&plan, &todo, &read, &Traces::read(&cache, &names.traces));
        let publishing = Publishing::set_up(self.project, self.request, out, cache)?;
        let made = self.make(&workshop, &front, &Held { portions, sets: held }, &plan, &todo, &publishing)?;
        if !made.diagnostics.is_empty() {
            built.diagnostics.extend(made.diagnostics);
            built.diagnostics = shown(self.project, std::mem::take(&mut built.diagnostics));
            return Ok(built);
        }
        let signed = self
            .sealer
            .map(|sealer| {
                let place = seal::Place { stage: &publishing.stage, out: publishing.out(), jobs: self.request.jobs };
                seal::seal(sealer, &plan, &todo, place)
            })
            .transpose()?;
        // A copy beside the page is not named apart from the file itself.
        let own_paths = plan.outputs.iter().filter_map(|output| output.paths.first());
        let is_short =
            |path: &&String| signed.as_ref().and_then(|files| files.get(*path)).is_some_and(|(_, signature)| signature.extend_to.is_some());
        built.short = own_paths.filter(is_short).cloned().collect();
        built.count(&plan, &todo);
        let made = publish::Made { files: made.files, signed: signed.unwrap_or_default() };
        publishing.finish(&plan, &state, &made, &read, self.snapshot, &mut built)?;
        Ok(built)
    }

    fn make(
        &self,
        workshop: &Workshop<'_>,
        front: &Front<'_>,
        held: &Held<'_>,
        plan: &Plan<'_>,
        todo: &[usize],
        publishing: &Publishing<'_>,
    ) -> Result<Made, Failure> {
        let maker = Maker::new(workshop, &publishing.stage, self.progress, self.request.jobs);
        self.progress.begin(todo.len());
        for portion in &held.portions {
            let mine: Vec<&Output> = todo.iter().map(|at| &plan.outputs[*at]).filter(|output| portion.holds(&output.brand)).collect();
            match &held.sets {
                _ if mine.is_empty() => {}
                Some(sets) => maker.make(sets, &mine),
                None => maker.make(&front.compile(&portion.brands).value, &mine),
            }
        }
        self.progress.end();
        maker.finish()
    }
}

/// The portions, and the documents of the only one where there is only one.
struct Held<'p> {
    portions: Vec<Portion<'p>>,
    sets: Option<Vec<BrandSet<'p>>>,
}

/// Why each document among what is to be made is not as the last build left it.
fn reasons(plan: &Plan<'_>, todo: &[usize], traces: &Traces, old: &Traces) -> Vec<(String, Vec<Change>)> {
    let documents: BTreeSet<(String, &str)> = todo.iter().filter_map(|at| plan.outputs[*at].document()).collect();
    documents.into_iter().map(|(brand, policy)| (format!("{brand}/{policy}"), traces.changes(old, &brand, policy))).collect()
}
