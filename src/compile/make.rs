//! Making: what is missing, rendered and staged.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::Progress;
use super::front::{BrandSet, Entry};
use super::plan::{Output, What};
use super::sink::Sink;
use super::workshop::{Pages, Workshop};
use crate::diag::{Diagnostic, Warned};
use crate::document::Document;
use crate::output::failure::Failure;
use crate::output::stage::Staged;
use crate::render::markdown;
use crate::render::typst::{Content, Engine, Job};

/// What was made.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// The staged files, by path from the output folder.
    pub(super) files: BTreeMap<String, Staged>,
    /// What rendering found: nothing is published where there is any.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The first thing that kept a file from being staged.
    failure: Option<Failure>,
}

/// A file's bytes, or what was found instead.
type Rendered = Result<Vec<u8>, Vec<Diagnostic>>;

/// Makes files and puts them where they are wanted.
pub(super) struct Maker<'m> {
    workshop: &'m Workshop<'m>,
    /// Set up when the first PDF is asked for.
    engine: OnceLock<Engine>,
    sink: &'m dyn Sink,
    progress: &'m dyn Progress,
    jobs: usize,
    made: Mutex<Made>,
}

impl<'m> Maker<'m> {
    pub(super) fn new(workshop: &'m Workshop<'m>, sink: &'m dyn Sink, progress: &'m dyn Progress, jobs: usize) -> Self {
        Self { workshop, engine: OnceLock::new(), sink, progress, jobs, made: Mutex::default() }
    }

    fn engine(&self) -> &Engine {
        let workshop = self.workshop;
        self.engine.get_or_init(|| Engine::new(Arc::clone(&workshop.fonts), workshop.look()).reserving(workshop.project.reserve))
    }

    /// Makes some files, all of them of these brands.
    pub(super) fn make(&self, sets: &[BrandSet<'_>], outputs: &[&Output]) {
        let unsigned = outputs.iter().copied().filter(|output| !matches!(output.what, What::Signed { .. }));
        let (pdfs, others): (Vec<&Output>, Vec<&Output>) =
            unsigned.partition(|output| matches!(output.what, What::Pdf(_) | What::VersionPdf(_) | What::Book));
        let all: Vec<&BrandSet<'_>> = sets.iter().collect();
        sets.par_iter().for_each(|set| {
            let mine: Vec<&Output> = others.iter().copied().filter(|output| output.is_of(set.brand)).collect();
            if !mine.is_empty() {
                self.make_texts(&all, set, &mine);
            }
        });
        if !pdfs.is_empty() {
            self.make_pdfs(sets, pdfs);
        }
    }

    /// What was made, or what kept a file from being written.
    pub(super) fn finish(self) -> Result<Made, Failure> {
        let mut made = self.made.into_inner().unwrap_or_else(PoisonError::into_inner);
        made.failure.take().map_or(Ok(made), Err)
    }

    /// Makes what is not laid out in pages, for one of several sets.
    fn make_texts(&self, sets: &[&BrandSet<'_>], set: &BrandSet<'_>, outputs: &[&Output]) {
        let pages = Pages::of(self.workshop, sets, set);
        let site = pages.site(self.workshop, set.brand);
        outputs.par_iter().for_each(|output| {
            let bytes = match &output.what {
                What::Page(id) => pages.published(id).map(|page| text(site.page(&site.page_input(page)))),
                What::Redirect { policy, from } => document(set, policy).map(|document| text(site.redirect(&site.redirect_input(document, from)))),
                What::Markdown(id) => document(set, id).map(|document| Ok(markdown::write(document).into_bytes())),
                What::MarkdownCopy(id) => pages.published(id).map(|page| Ok(site.markdown(page).into_bytes())),
                What::Summary => Some(Ok(self
                    .workshop
                    .markdown_tree(set)
                    .summary(self.workshop.project.title_of(set.brand), set.brand.locale.words())
                    .into_bytes())),
                What::GitBook => Some(Ok(self.workshop.markdown_tree(set).gitbook().into_bytes())),
                What::Site(file) => site.file(file),
                What::Image(path) => self.workshop.project.images.get(path).map(|image| Ok(image.bytes.to_vec())),
                What::Pdf(_) | What::Signed { .. } | What::VersionPdf(_) | What::Book => None,
            };
            if let Some(bytes) = bytes {
                self.put(output, bytes);
            }
        });
    }

    /// Makes PDFs, policy by policy across the brands, so that what brands share is laid out once; then those of earlier versions, and the books.
    fn make_pdfs(&self, sets: &[BrandSet<'_>], mut outputs: Vec<&Output>) {
        outputs.sort_by_key(|output| (output.what == What::Book, output.policy().is_none(), output.policy(), &output.language, &output.brand));
        let set_of = |output: &Output| sets.iter().find(|set| output.is_of(set.brand));
        let books: BTreeMap<String, Vec<&Document>> = outputs
            .iter()
            .filter(|output| output.what == What::Book)
            .filter_map(|output| set_of(output))
            .map(|set| (set.brand.key(), self.workshop.book(set).into_iter().map(|entry| &*entry.document).collect()))
            .collect();
        let versions = self.versions(sets, &outputs);
        let job = |output: &&Output| {
            let set = set_of(output)?;
            let (own, kept) = (&self.workshop.project.images, self.workshop.kept_images());
            let (content, images) = match &output.what {
                What::Book => (Content::Book(books.get(&set.brand.key())?), own),
                What::VersionPdf(_) => (Content::Document(versions.get(output.paths.first()?)?), kept),
                _ => (Content::Document(document(set, output.policy()?)?), own),
            };
            Some(Job { content, brand: set.brand, images, copy: None, customer: None })
        };
        let (outputs, jobs): (Vec<_>, Vec<_>) = outputs.iter().filter_map(|output| Some((*output, job(output)?))).unzip();
        self.engine().run(jobs, self.jobs, |at, outcome| self.put(outputs[at], outcome));
    }

    /// The documents of the earlier versions among some files, by the files' paths.
    fn versions(&self, sets: &[BrandSet<'_>], outputs: &[&Output]) -> BTreeMap<String, Document> {
        let all: Vec<&BrandSet<'_>> = sets.iter().collect();
        let of_set = |set: &BrandSet<'_>| {
            let own: Vec<&Output> =
                outputs.iter().copied().filter(|output| output.is_of(set.brand) && matches!(output.what, What::VersionPdf(_))).collect();
            if own.is_empty() {
                return Vec::new();
            }
            let pages = Pages::of(self.workshop, &all, set);
            let site = pages.site(self.workshop, set.brand);
            let document = |output: &Output| match &output.what {
                What::VersionPdf(path) => Some((output.paths.first()?.clone(), site.version_pdf(path)?)),
                _ => None,
            };
            own.into_iter().filter_map(document).collect::<Vec<_>>()
        };
        sets.iter().flat_map(of_set).collect()
    }

    /// Puts a file into all its places, or notes what was found instead.
    fn put(&self, output: &Output, bytes: Rendered) {
        let staged = bytes.map(|bytes| self.sink.put(&output.paths, bytes));
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        match staged {
            Ok(Ok(staged)) => made.files.extend(output.paths.iter().map(|path| (path.clone(), staged))),
            Ok(Err(failure)) => made.failure = made.failure.take().or(Some(failure)),
            Err(found) => made.diagnostics.extend(found),
        }
        self.progress.made();
    }
}

fn document<'s>(set: &'s BrandSet<'_>, id: &str) -> Option<&'s Document> {
    set.entries.iter().find(|entry: &&Entry<'_>| entry.policy.id == id).map(|entry| &*entry.document)
}

/// The bytes of a text, unless something was found that keeps it from being published.
fn text(text: Warned<String>) -> Rendered {
    if text.diagnostics.is_empty() { Ok(text.value.into_bytes()) } else { Err(text.diagnostics) }
}
