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
use super::front::BrandSet;
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

/// How much memory may be taken by what was made because somebody asked for it, in bytes.
const MOST_KEPT: usize = 256 * 1024 * 1024;

/// Compiles a project again and again.
#[derive(Debug)]
pub struct Live {
    request: Request,
    pool: ThreadPool,
    fonts: FontLibrary,
    kept: Arc<Kept>,
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
    pub published: Option<Publication>,
}

/// A release, and what sets it apart from the last one.
#[derive(Debug)]
pub struct Publication {
    /// The release.
    pub release: Arc<Release>,
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
            kept: Arc::new(Kept::new(MOST_KEPT)),
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
        let published = attempt.value.map(|(release, memo)| self.publish(release, memo));
        Update { project, diagnostics: attempt.diagnostics, published }
    }

    /// Takes a release for the last one from now on.
    fn publish(&mut self, release: Release, memo: Memo) -> Publication {
        let (changed, removed) = release.differences(self.release.as_deref());
        // What themes brought along may be another thing the next time; the compiler's own fonts stay.
        self.fonts = release.fonts.renewed();
        self.memo = Some(memo);
        let release = Arc::new(release);
        self.release = Some(Arc::clone(&release));
        Publication { release, changed, removed }
    }

    /// A release, unless an error was found.
    fn attempt(&self, project: &Arc<Project>, snapshot: &Snapshot, mut found: Vec<Diagnostic>) -> Warned<Option<(Release, Memo)>> {
        let ground = Ground::of(project, snapshot);
        let fittings = self.memo.as_ref().and_then(|memo| memo.fittings(&ground)).unwrap_or_else(|| Arc::new(Fittings::of(project)));
        let Warned { value: mut workshop, diagnostics: in_layouts } = Workshop::with(project, fittings, Arc::new(self.fonts.renewed()));
        found.extend(workshop.remember(snapshot, &self.shelf));
        found.extend(in_layouts);
        let Warned { value: checked, mut diagnostics } = self.checked(&workshop, snapshot, found, ground);
        let Some((sets, memo)) = checked else { return Warned { value: None, diagnostics } };
        match self.made(&workshop, snapshot, &sets, &memo) {
            Ok(files) => Warned { value: Some((self.release_of(project, &workshop, &sets, files), memo)), diagnostics },
            Err(found) => {
                diagnostics.extend(found);
                Warned { value: None, diagnostics: super::shown(project, diagnostics) }
            }
        }
    }

    /// The documents of all brands with what is to be remembered of them, unless an error was found.
    fn checked<'p>(
        &self,
        workshop: &Workshop<'p>,
        snapshot: &Snapshot,
        found: Vec<Diagnostic>,
        ground: Ground,
    ) -> Warned<Option<(Vec<BrandSet<'p>>, Memo)>> {
        let project = workshop.project;
        let texts = self.memo.as_ref().map(Memo::texts).cloned().unwrap_or_default();
        let mut survey = Survey::after(Warned::clean(workshop), found, &texts);
        let front = survey.front.clone();
        let (sets, memo) = Remembering::new(project, snapshot, &front, self.memo.as_ref(), ground).compile(&workshop.fittings);
        survey.found.extend(sets.diagnostics);
        survey.look_around(project, &sets.value);
        let diagnostics = survey.findings(project);
        let is_sound = !diagnostics.iter().any(Diagnostic::is_error);
        Warned { value: is_sound.then_some((sets.value, memo)), diagnostics }
    }

    /// All files by their paths, or what was found that keeps one from being made.
    fn made(
        &self,
        workshop: &Workshop<'_>,
        snapshot: &Snapshot,
        sets: &[BrandSet<'_>],
        memo: &Memo,
    ) -> Result<BTreeMap<String, Arc<File>>, Vec<Diagnostic>> {
        let untouched = self.untouched(memo, workshop);
        let touched: Vec<_> = sets.iter().filter(|set| !untouched.contains(&set.brand.key())).collect();
        let mut plan = Plan::new(workshop, &self.request);
        plan.add_those(&touched, &Tracer::blind(workshop.project, snapshot));
        let memory = Memory::default();
        let maker = Maker::new(workshop, &memory, &Silent, self.request.jobs);
        maker.make(sets, &self.missing(&plan));
        let found = maker.finish().map(|made| made.diagnostics).unwrap_or_default();
        if !found.is_empty() {
            return Err(found);
        }
        let mut files = self.files(&mut memory.into_files(), plan.outputs);
        files.extend(self.release.iter().flat_map(|last| last.files_of(&untouched)));
        Ok(files)
    }

    fn release_of(&self, project: &Arc<Project>, workshop: &Workshop<'_>, sets: &[BrandSet<'_>], files: BTreeMap<String, Arc<File>>) -> Release {
        let brands = sets.iter().filter(|set| self.request.brands.matches(&set.brand.id));
        let documents = brands.map(|set| (set.brand.key(), set.entries.iter().map(|entry| Arc::clone(&entry.document)).collect())).collect();
        let Workshop { fittings, fonts, archive, .. } = workshop;
        Release {
            project: Arc::clone(project),
            fittings: Arc::clone(fittings),
            fonts: Arc::clone(fonts),
            archive: Arc::clone(archive),
            documents,
            files,
            kept: Arc::clone(&self.kept),
        }
    }

    /// The editions of which every file stands as it is in the last release.
    fn untouched(&self, memo: &Memo, workshop: &Workshop<'_>) -> BTreeSet<String> {
        let has_past = self.release.as_ref().is_some_and(|last| Arc::ptr_eq(&last.archive, &workshop.archive));
        self.memo.as_ref().filter(|_| has_past).map(|before| memo.untouched(before)).unwrap_or_default()
    }

    /// What must be made before it is asked for.
    fn missing<'o>(&self, plan: &'o Plan<'_>) -> Vec<&'o Output> {
        let stands = |output: &Output| is_put_off(&output.what, self.making) || self.standing(output).is_some();
        plan.outputs.iter().filter(|output| !stands(output)).collect()
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
