//! All templates of a project, parsed once.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::lower;
use super::program::{Place, Program};
use crate::brand::Brand;
use crate::diag::{Diagnostic, unfit_character};
use crate::project::{Placed, Policy, Project, Translations};
use crate::source::{FileId, Span, is_reserved};

/// Templates that were parsed without a finding, for whoever compiles a later state of the same project: those whose text and place are the same are not parsed again.
#[derive(Debug, Clone, Default)]
pub struct Parsed(HashMap<(Part, FileId), Arc<Program>>);

impl Parsed {
    fn get(&self, job: &Job) -> Option<Arc<Program>> {
        let known = self.0.get(&(job.part, job.file))?;
        (known.place == job.place && known.text == job.text).then(|| Arc::clone(known))
    }
}

/// The parsed templates. What could not be parsed is not there.
#[derive(Debug, Default)]
pub(super) struct Library {
    programs: HashMap<(Part, FileId), Arc<Program>>,
    /// Those of them that nothing was found in.
    pub(super) parsed: Parsed,
    /// Places whose name no brand declares: that has been said, and is not said again for every brand.
    pub(super) undeclared: HashSet<Span>,
}

/// What a template is in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Body,
    Title,
    Description,
    Partial,
}

/// A template that is to be parsed.
struct Job {
    part: Part,
    file: FileId,
    text: Arc<str>,
    place: Place,
}

impl Library {
    /// Parses everything but what was parsed `before`.
    pub(super) fn compile(project: &Project, before: &Parsed, found: &mut Vec<Diagnostic>) -> Self {
        let texts = project.all_policies().flat_map(|policy| policy_jobs(project, policy));
        let partials = partials(project).filter_map(|(_, file)| job(project, Part::Partial, file, 0..project.sources.file(file).text().len()));
        let jobs: Vec<_> = texts.chain(partials).collect();
        let parsed: Vec<_> = jobs.into_par_iter().map(|job| parse(job, before)).collect();
        let mut library = Self::default();
        for (part, file, program, faults) in parsed {
            let Some(program) = program else {
                found.extend(faults);
                continue;
            };
            if faults.is_empty() {
                library.parsed.0.insert((part, file), Arc::clone(&program));
            }
            found.extend(faults);
            library.programs.insert((part, file), program);
        }
        library
    }

    /// A policy's text.
    pub(super) fn body(&self, policy: &Policy) -> Option<&Program> {
        self.program(Part::Body, policy.file)
    }

    /// A policy's title.
    pub(super) fn title(&self, policy: &Policy) -> Option<&Program> {
        self.program(Part::Title, policy.file)
    }

    /// A policy's description.
    pub(super) fn description(&self, policy: &Policy) -> Option<&Program> {
        self.program(Part::Description, policy.file)
    }

    /// A partial's text.
    pub(super) fn partial(&self, file: FileId) -> Option<&Program> {
        self.program(Part::Partial, file)
    }

    fn program(&self, part: Part, file: FileId) -> Option<&Program> {
        self.programs.get(&(part, file)).map(AsRef::as_ref)
    }
}

/// Every partial of a project by name: the shared ones, those of brands, and those in other languages.
pub(super) fn partials(project: &Project) -> impl Iterator<Item = (&str, FileId)> {
    let own = project.own_partials.values().flatten();
    let translations = project.translations.values().flat_map(Translations::partials);
    project.partials.iter().chain(own).map(|(name, file)| (name.as_str(), *file)).chain(translations)
}

/// The file a brand uses for each partial it can name.
pub(super) fn partial_names<'p>(project: &'p Project, brand: &'p Brand) -> impl Iterator<Item = &'p str> {
    let own = brand.chain.iter().filter_map(|link| project.own_partials.get(link)).flat_map(|own| own.keys());
    project.partials.keys().chain(own).map(String::as_str)
}

fn policy_jobs(project: &Project, policy: &Policy) -> Vec<Job> {
    let body = job(project, Part::Body, policy.file, policy.body.clone());
    let title = quoted_job(project, Part::Title, policy.file, &policy.front.title);
    let description = policy.front.description.as_ref().map(|text| quoted_job(project, Part::Description, policy.file, text));
    body.into_iter().chain([title]).chain(description).collect()
}

fn job(project: &Project, part: Part, file: FileId, range: Range<usize>) -> Option<Job> {
    let base = range.start;
    let text = project.sources.file(file).text().get(range)?.into();
    Some(Job { part, file, text, place: Place::Verbatim(file, base) })
}

/// A template that stands in a YAML text: column for column where the text is written as it is, as a whole where it has escapes.
fn quoted_job(project: &Project, part: Part, file: FileId, quoted: &Placed<String>) -> Job {
    let written = project.sources.text(quoted.span);
    let place = match written.find(quoted.value.as_str()) {
        Some(at) => Place::Verbatim(quoted.span.file, quoted.span.start as usize + at),
        None => Place::Within(quoted.span),
    };
    Job { part, file, text: quoted.value.as_str().into(), place }
}

fn parse(job: Job, before: &Parsed) -> (Part, FileId, Option<Arc<Program>>, Vec<Diagnostic>) {
    if let Some(known) = before.get(&job) {
        return (job.part, job.file, Some(known), Vec::new());
    }
    let mut found = Vec::new();
    let program = if is_free_of_reserved(&job.text, job.place, &mut found) { lower::compile(job.text, job.place, &mut found) } else { None };
    (job.part, job.file, program.map(Arc::new), found)
}

/// A text that holds the compiler's own characters is not parsed. A project that was loaded from files has been told so already, in the same words.
fn is_free_of_reserved(text: &str, place: Place, found: &mut Vec<Diagnostic>) -> bool {
    let Some((at, c)) = text.char_indices().find(|(_, c)| is_reserved(*c)) else { return true };
    let fault = unfit_character(&text[at..]).map(|(_, fault)| fault.at(place.span(at..at + c.len_utf8())));
    found.extend(fault);
    false
}
