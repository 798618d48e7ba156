//! A build that is held in memory: what a server serves.
//!
//! A [`Live`] compiles one snapshot after another. Where one is without errors it becomes the [`Release`]: every file of every brand, of which only those
//! whose key changed were made again. Where it is not, the last release stays. PDFs are dear, and so they are made when somebody asks for them.

mod ground;
mod kept;
mod memo;
mod release;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::{ThreadPool, ThreadPoolBuilder};

use self::ground::Ground;
use self::kept::Kept;
use self::memo::{Memo, Remembering};
use self::release::is_put_off;
use super::archive::Shelf;
use super::make::Maker;
use super::plan::{Output, Plan};
use super::request::{Names, Request};
use super::sink::{self, Memory};
use super::trace::Tracer;
use super::workshop::{Fittings, Workshop};
use super::{Progress, Survey};
use crate::diag::{Diagnostic, Warned};
use crate::fonts::FontLibrary;
use crate::output::failure::Failure;
use crate::project::{self, Project};
use crate::snapshot::Snapshot;

pub use self::release::{Delivered, File, FileKind, Making, Release};

/// How much memory finished PDFs may take, in bytes.
const PDFS: usize = 256 * 1024 * 1024;

/// Compiles a project again and again.
#[derive(Debug)]
pub struct Live {
    request: Request,
    pool: ThreadPool,
    fonts: FontLibrary,
    pdfs: Arc<Kept>,
    release: Option<Arc<Release>>,
    memo: Option<Memo>,
    making: Making,
    /// The earlier versions, which are compiled once.
    shelf: Shelf,
}

/// What a snapshot came to.
#[derive(Debug)]
pub struct Update {
    /// The project as it was read, which the findings point into.
    pub project: Arc<Project>,
    /// All that was found, in the order in which it is shown.
    pub diagnostics: Vec<Diagnostic>,
    /// What is published from now on; `None` where there was an error, and the last release stays.
    pub release: Option<Arc<Release>>,
    /// The paths of files that are new or differ from those of the last release, as `brand/html/terms.html`.
    pub changed: Vec<String>,
    /// The paths of files that are gone.
    pub removed: Vec<String>,
}

impl Live {
    /// A build of some brands on a number of threads. Nothing is compiled yet.
    pub fn new(brands: Names, jobs: usize, making: Making) -> Result<Self, Failure> {
        let pool = ThreadPoolBuilder::new().num_threads(jobs).build();
        let pool = pool.map_err(|error| Failure::new(format!("cannot start {jobs} threads: {error}")))?;
        let request = Request::held(brands, jobs);
        Ok(Self {
            request,
            pool,
            fonts: FontLibrary::new(),
            pdfs: Arc::new(Kept::new(PDFS)),
            release: None,
            memo: None,
            making,
            shelf: Shelf::default(),
        })
    }

    /// Compiles a snapshot.
    pub fn update(&mut self, snapshot: &Snapshot) -> Update {
        let loaded = self.pool.install(|| project::load(snapshot));
        let project = Arc::new(loaded.value);
        let attempt = self.pool.install(|| self.attempt(&project, snapshot, loaded.diagnostics));
        // What themes brought along may be another thing the next time; the compiler's own fonts stay.
        let Warned { value: attempt, diagnostics } = attempt;
        let Some((release, memo)) = attempt else {
            return Update { project, diagnostics, release: None, changed: Vec::new(), removed: Vec::new() };
        };
        let release = Arc::new(release);
        self.memo = Some(memo);
        self.fonts = release.fonts.renewed();
        let (changed, removed) = release.differences(self.release.as_deref());
        self.release = Some(Arc::clone(&release));
        Update { project, diagnostics, release: Some(release), changed, removed }
    }

    /// A release, unless an error was found.
    fn attempt(&self, project: &Arc<Project>, snapshot: &Snapshot, mut found: Vec<Diagnostic>) -> Warned<Option<(Release, Memo)>> {
        let fonts = Arc::new(self.fonts.renewed());
        let ground = Ground::of(project, snapshot);
        let fittings = self.memo.as_ref().and_then(|memo| memo.fittings(&ground)).unwrap_or_else(|| Arc::new(Fittings::of(project)));
        let Warned { value: mut workshop, diagnostics: in_layouts } = Workshop::with(project, Arc::clone(&fittings), Arc::clone(&fonts));
        found.extend(workshop.remember(snapshot, &self.shelf));
        let texts = self.memo.as_ref().map(Memo::texts).cloned().unwrap_or_default();
        let mut survey = Survey::after(Warned { value: &workshop, diagnostics: in_layouts }, found, &texts);
        let front = survey.front.clone();
        let (sets, memo) = Remembering::new(project, snapshot, &front, self.memo.as_ref(), ground).compile(&fittings);
        survey.found.extend(sets.diagnostics);
        let sets = sets.value;
        survey.asked.look_at(&sets);
        let mut diagnostics = survey.findings(project);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Warned { value: None, diagnostics };
        }
        let mut plan = Plan::new(&workshop, &self.request);
        let untouched = self.untouched(&memo, &workshop);
        let touched: Vec<_> = sets.iter().filter(|set| !untouched.contains(&set.brand.key())).collect();
        plan.add_those(&touched, &Tracer::blind(project, snapshot));
        let todo = self.missing(&plan);
        let memory = Memory::default();
        let maker = Maker::new(&workshop, &plan, &memory, &Silent, self.request.jobs);
        maker.make(&sets, &todo);
        let found = maker.finish().map(|made| made.diagnostics).unwrap_or_default();
        if !found.is_empty() {
            diagnostics.extend(found);
            return Warned { value: None, diagnostics: super::shown(project, diagnostics) };
        }
        let brands = sets.iter().filter(|set| self.request.brands.matches(&set.brand.id));
        let documents = brands.map(|set| (set.brand.key(), set.entries.iter().map(|entry| Arc::clone(&entry.document)).collect())).collect();
        let mut files = self.files(&mut memory.into_files(), plan.outputs);
        files.extend(self.release.iter().flat_map(|last| last.files_of(&untouched)));
        let archive = Arc::clone(&workshop.archive);
        let release = Release { project: Arc::clone(project), fittings, fonts, archive, documents, files, pdfs: Arc::clone(&self.pdfs) };
        Warned { value: Some((release, memo)), diagnostics }
    }

    /// The editions of which every file stands as it is in the last release.
    fn untouched(&self, memo: &Memo, workshop: &Workshop<'_>) -> BTreeSet<String> {
        let has_past = self.release.as_ref().is_some_and(|last| Arc::ptr_eq(&last.archive, &workshop.archive));
        self.memo.as_ref().filter(|_| has_past).map(|before| memo.untouched(before)).unwrap_or_default()
    }

    /// The indices of what must be made before it is asked for.
    fn missing(&self, plan: &Plan<'_>) -> Vec<usize> {
        let stands = |output: &Output| is_put_off(&output.what, self.making) || self.standing(output).is_some();
        plan.outputs.iter().enumerate().filter(|(_, output)| !stands(output)).map(|(at, _)| at).collect()
    }

    /// The file of the last release that an output would be made into again.
    fn standing(&self, output: &Output) -> Option<&Arc<File>> {
        let path = output.paths.first()?;
        self.release.as_ref()?.files.get(path).filter(|file| file.key == output.key)
    }

    /// All files by their paths: those that were made, and those that stand.
    fn files(&self, made: &mut BTreeMap<String, sink::Made>, outputs: Vec<Output>) -> BTreeMap<String, Arc<File>> {
        let mut files = BTreeMap::new();
        for output in outputs {
            let paths = output.paths.clone();
            let made = output.paths.first().and_then(|path| made.remove(path));
            let standing = self.standing(&output).map(Arc::clone);
            let file = standing.unwrap_or_else(|| {
                let (bytes, sha256) = made.map(|made| (made.bytes, made.sha256)).unzip();
                let kind = FileKind::of(&output);
                let (what, brand, language) = (output.what, output.brand, output.language);
                Arc::new(File { key: output.key, kind, bytes, sha256, what, brand, language })
            });
            files.extend(paths.into_iter().map(|path| (path, Arc::clone(&file))));
        }
        files
    }
}

/// Nobody watches.
#[derive(Debug)]
struct Silent;

impl Progress for Silent {
    fn begin(&self, _: usize) {}
    fn made(&self) {}
    fn end(&self) {}
}
