//! The engine: many PDFs on a few threads.
//!
//! Typst spreads its own work over the rayon pool it finds itself in, and a thread that waits for a part of it takes up whatever else stands in that pool's
//! queue: another whole document, if documents were there. So no document ever is. Each thread here runs inside a pool of its own, with one thread, and takes
//! the next job when it has finished the last; documents in flight are never more than threads.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};

use jiff::civil::Date;
use rayon::ThreadPoolBuilder;
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::brand::{Asset, Brand, Theme};
use crate::diag::{Code, Diagnostic};
use crate::document::Document;
use crate::fonts::{FontLibrary, Fonts};
use crate::locale::{Formats, Locale};
use crate::project::Reserve;

use super::emit::{self, Emitted, Setting};
use super::look::Look;
use super::pdf::{Properties, pdf};
use super::world::Templates;

/// The stack of a thread that lays out: deeply nested lists and tables need more than the usual two megabytes.
const STACK: usize = 32 * 1024 * 1024;
/// After this many documents, what the cache has not used since the last time is dropped.
const EVICT_EVERY: usize = 32;
/// The day a PDF carries whose document names none; PDF/A asks for one.
pub(crate) const NO_DATE: Date = Date::constant(2000, 1, 1);

/// What one PDF is to be made of.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The text.
    pub content: Content<'a>,
    /// Whose it is, and how it looks.
    pub brand: &'a Brand,
    /// The project's images, by the path from its root.
    pub images: &'a BTreeMap<String, Asset>,
    /// Tells this copy of a document from all others, where it is made for a customer.
    pub copy: Option<&'a str>,
    /// The customer that it is made for, as its properties name them. Not what is laid out: copies of the same text share that.
    pub customer: Option<&'a str>,
}

/// The text of a PDF: resolved documents of one brand.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// One document.
    Document(&'a Document),
    /// A book of policies, in the order of its pages.
    Book(&'a [&'a Document]),
}

impl Content<'_> {
    /// How many documents it holds.
    fn documents(&self) -> usize {
        match self {
            Self::Document(_) => 1,
            Self::Book(documents) => documents.len().max(1),
        }
    }
}

/// The bytes of a PDF, or why there are none.
pub type Outcome = Result<Vec<u8>, Vec<Diagnostic>>;

/// Makes PDFs. It is dear to set up and holds what all of them share: one for a whole build.
pub struct Engine {
    library: LazyHash<Library>,
    templates: Templates,
    fonts: Arc<FontLibrary>,
    /// How each locale writes dates; building that is dear.
    formats: Mutex<BTreeMap<String, Option<Arc<Formats>>>>,
    reserve: Reserve,
    /// How many documents were laid out.
    done: AtomicUsize,
    /// How much was drawn to be put into fields.
    drawn: AtomicUsize,
}

impl Engine {
    /// An engine that prints in a library's fonts, in a given look.
    pub fn new(fonts: Arc<FontLibrary>, look: &Look) -> Self {
        Self {
            library: LazyHash::new(Library::builder().build()),
            templates: Templates::parse(look),
            fonts,
            formats: Mutex::default(),
            reserve: Reserve::default(),
            done: AtomicUsize::new(0),
            drawn: AtomicUsize::new(0),
        }
    }

    /// Sets what its PDFs keep ready for signatures to come.
    #[must_use]
    pub fn reserving(self, reserve: Reserve) -> Self {
        Self { reserve, ..self }
    }

    pub(crate) fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    pub(crate) fn fonts_of(&self, theme: &Theme) -> Arc<Fonts> {
        self.fonts.of(theme)
    }

    /// Notes that something small was drawn, some ten of which weigh as much as a document.
    pub(crate) fn drew(&self) {
        let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
        if (drawn + 1).is_multiple_of(EVICT_EVERY * 10) {
            comemo::evict(2);
        }
    }

    pub(crate) fn templates(&self) -> &Templates {
        &self.templates
    }

    /// Makes every job's PDF on a number of threads, taking the jobs up in their order, and hands each outcome over as it is finished, with the job's
    /// position among the jobs. Jobs that differ in their brand alone are fastest next to one another.
    pub fn run<'a, I>(&self, jobs: I, threads: usize, on_done: impl Fn(usize, Outcome) + Sync)
    where
        I: IntoIterator<Item = Job<'a>>,
        I::IntoIter: Send,
    {
        each(jobs.into_iter().enumerate(), threads, |(at, job)| on_done(at, self.one(&job)));
    }

    /// Makes one job's PDF, on a thread of [`each`].
    pub fn one(&self, job: &Job<'_>) -> Outcome {
        let outcome = self.contained(job);
        // A book weighs as much as all the documents in it.
        evict_after(&self.done, job.content.documents());
        outcome
    }

    /// One job's outcome, also where Typst panics over it.
    fn contained(&self, job: &Job<'_>) -> Outcome {
        quietly(|| catch_unwind(AssertUnwindSafe(|| self.make(job)))).unwrap_or_else(|_| Err(vec![fault(job)]))
    }

    fn make(&self, job: &Job<'_>) -> Outcome {
        let fonts = self.fonts.of(&job.brand.theme);
        let emitted = self.emit(job, &fonts);
        let found = if emitted.diagnostics.is_empty() { pdf(self, &fonts, &emitted, &properties(job)) } else { Err(emitted.diagnostics) };
        found.map_err(|found| found.into_iter().map(|diagnostic| diagnostic.for_brand(&job.brand.id)).collect())
    }

    /// The Typst source a job's PDF is laid out from: what a golden file shows, and what a digest of it says about whether a PDF must be made again. The
    /// images it names are not part of it.
    pub fn source(&self, job: &Job<'_>) -> String {
        self.emit(job, &self.fonts.of(&job.brand.theme)).text
    }

    fn emit(&self, job: &Job<'_>, fonts: &Fonts) -> Emitted {
        let brand = job.brand;
        let formats = self.formats(&brand.locale);
        let setting = Setting { brand, images: job.images, fonts, locale: &brand.locale, formats: formats.as_deref(), reserve: self.reserve };
        match job.content {
            Content::Document(document) => emit::single(setting, document),
            Content::Book(documents) => emit::book(setting, documents),
        }
    }

    pub(super) fn formats(&self, locale: &Locale) -> Option<Arc<Formats>> {
        let mut formats = self.formats.lock().unwrap_or_else(PoisonError::into_inner);
        formats.entry(locale.to_string()).or_insert_with(|| Formats::new(locale).map(Arc::new)).clone()
    }
}

/// Does some work on a number of threads, each of which takes the next job when it has finished the last. Whatever lays out pages, documents or what is put
/// into their fields, has to run on such threads: in a pool that is shared, Typst's own work would wait for other jobs and be mixed up with them.
pub fn each<J>(jobs: impl Iterator<Item = J> + Send, threads: usize, work: impl Fn(J) + Sync) {
    let jobs = Mutex::new(jobs);
    let take = || {
        while let Some(job) = next(&jobs) {
            work(job);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| in_own_pool(&take));
        }
    });
}

/// Drops what Typst's cache has not used for the last few calls of this: for whoever makes PDFs one by one, over a long time.
pub fn tidy() {
    comemo::evict(10);
}

/// Counts what was laid out, and every so often drops what Typst's cache has not used for a while.
fn evict_after(done: &AtomicUsize, documents: usize) {
    let before = done.fetch_add(documents, Ordering::Relaxed);
    if before / EVICT_EVERY != (before + documents) / EVICT_EVERY {
        comemo::evict(1);
    }
}

fn next<T>(jobs: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).next()
}

/// Runs work inside a rayon pool that has one thread and nobody else's work. Without such a pool, which only a system out of threads refuses, the work
/// runs where it is.
fn in_own_pool(work: &(impl Fn() + Sync)) {
    match ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

thread_local! {
    /// Whether a panic on this thread is one of a job's: it becomes a finding, and no trace of it belongs on the author's screen.
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs work whose panics are caught, without a word from the hook; every other panic is as loud as ever.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> T {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |about| {
            if !IS_QUIET.get() {
                loud(about);
            }
        }));
    });
    let before = IS_QUIET.replace(true);
    let value = work();
    IS_QUIET.set(before);
    value
}

fn fault(job: &Job<'_>) -> Diagnostic {
    let what = match job.content {
        Content::Document(document) => document.meta.id.as_str(),
        Content::Book(_) => "the book",
    };
    Diagnostic::new(Code::Pdf, format!("the PDF of `{what}` cannot be made: the layout failed")).for_brand(&job.brand.id)
}

fn properties(job: &Job<'_>) -> Properties {
    let brand = job.brand;
    let dated = |document: &Document| document.meta.updated.or(document.meta.effective);
    let (title, description, date, id) = match job.content {
        Content::Document(document) => {
            let meta = &document.meta;
            let title = job.customer.map_or_else(|| meta.title.clone(), |customer| format!("{} · {customer}", meta.title));
            (title, meta.description.clone(), dated(document), meta.id.as_str())
        }
        Content::Book(documents) => (brand.name.clone(), None, documents.iter().filter_map(|document| dated(document)).max(), "^book"),
    };
    // No policy's id has the sign in it.
    let copy = job.copy.map(|copy| format!("^{copy}")).unwrap_or_default();
    Properties { title, description, author: brand.legal_name.clone(), date: date.unwrap_or(NO_DATE), ident: format!("{}/{id}{copy}", brand.key()) }
}

#[cfg(test)]
mod tests {
    use super::{IS_QUIET, quietly};

    #[test]
    fn only_what_is_caught_is_quiet() {
        assert!(!IS_QUIET.get());
        let caught = quietly(|| {
            assert!(IS_QUIET.get());
            std::panic::catch_unwind(|| panic!("a job fails"))
        });
        assert!(caught.is_err() && !IS_QUIET.get());
    }
}
