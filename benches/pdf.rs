//! Times PDFs against Typst itself: `cargo bench --bench pdf`.
//!
//! The same documents are made in turn by the engine and by Typst's own compile and export of the very markup that the engine writes, in one process, on one
//! thread; then by the engine on two threads, as a build makes them.

#![allow(clippy::cast_precision_loss, clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod corpus;

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use counterpart::compile::{Entry, entries};
use counterpart::fonts::FontLibrary;
use counterpart::project::{Project, load};
use counterpart::render::typst::{Content, Engine, Job, Look};
use counterpart::world::Disk;
use rayon::ThreadPoolBuilder;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration as Span, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const BRANDS: usize = 8;
const POLICIES: usize = 25;
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let place = tempfile::tempdir()?;
    corpus::write(place.path(), BRANDS, POLICIES)?;
    let project = load(&Disk::new(place.path())?).value;
    let sets: Vec<Vec<Entry<'_>>> = project.brands.iter().map(|brand| entries(&project, brand)).collect();
    let jobs = jobs(&project, &sets);
    let engine = Engine::new(Arc::new(FontLibrary::new()), &Look::built_in());
    let bare = Bare::new();
    let start = Instant::now();
    let sources: Vec<String> = jobs.iter().map(|job| engine.source(job)).collect();
    println!("writing the markup: {:.2} ms a document", start.elapsed().as_secs_f64() * 1e3 / jobs.len() as f64);
    println!("{} documents of {} brands, {:.1} pages each", jobs.len(), BRANDS, bare.pages(&sources[..POLICIES])?);
    compare(&engine, &bare, &jobs, &sources)
}

/// Every policy across the brands, then the next: the order of a build.
fn jobs<'a>(project: &'a Project, sets: &'a [Vec<Entry<'a>>]) -> Vec<Job<'a>> {
    let job = |policy: usize, brand: usize| {
        let content = Content::Document(&sets[brand][policy].document);
        Job { content, brand: &project.brands[brand], images: &project.images }
    };
    (0..POLICIES).flat_map(|policy| (0..BRANDS).map(move |brand| job(policy, brand))).collect()
}

fn compare(engine: &Engine, bare: &Bare, jobs: &[Job<'_>], sources: &[String]) -> Result<(), Box<dyn Error>> {
    let (mut ours, mut typsts, mut on_two) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(timed(|| run(engine, jobs, 1))?);
        typsts.push(timed(|| Ok(on_one_thread(|| bare.run(sources).map_err(|error| error.to_string()))?))?);
        on_two.push(timed(|| run(engine, jobs, 2))?);
    }
    let each = |time: &Duration| time.as_secs_f64() * 1e3 / jobs.len() as f64;
    println!("engine, one thread: {:.2} ms a document", each(&median(&mut ours)));
    println!("Typst's own compile and export, one thread: {:.2} ms a document", each(&median(&mut typsts)));
    println!("ratio: {:.2}", median(&mut ours).as_secs_f64() / median(&mut typsts).as_secs_f64());
    println!("engine, two threads: {:.0} PDFs a second", jobs.len() as f64 / median(&mut on_two).as_secs_f64());
    Ok(())
}

fn run(engine: &Engine, jobs: &[Job<'_>], threads: usize) -> Result<(), Box<dyn Error>> {
    let failed = AtomicUsize::new(0);
    engine.run(jobs.iter().copied(), threads, |_, made| {
        failed.fetch_add(usize::from(made.is_err()), Ordering::Relaxed);
    });
    if failed.into_inner() == 0 { Ok(()) } else { Err("a PDF could not be made".into()) }
}

/// Runs something in a pool of one thread: Typst spreads its work over the pool it finds itself in.
fn on_one_thread(work: impl FnOnce() -> Result<(), String> + Send) -> Result<(), String> {
    let pool = ThreadPoolBuilder::new().num_threads(1).stack_size(32 * 1024 * 1024).build();
    pool.map_err(|error| error.to_string())?.install(work)
}

/// How long something takes that finds an empty cache.
fn timed(work: impl FnOnce() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    comemo::evict(0);
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Typst as a program of one's own would use it: ordinary sources, ordinary spans.
struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: Vec<Source>,
}

/// One document's world.
struct Page<'b> {
    bare: &'b Bare,
    main: Source,
}

impl Bare {
    fn new() -> Self {
        let fonts: Vec<Font> = typst_kit::fonts::embedded().map(|(font, _)| font).collect();
        let templates = Look::built_in().files.into_iter().map(|(name, text)| Source::new(id(&name), text)).collect();
        let library = LazyHash::new(Library::builder().build());
        Self { library, book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, templates }
    }

    fn compile(&self, text: &str) -> Result<PagedDocument, Box<dyn Error>> {
        let page = Page { bare: self, main: Source::new(id("main.typ"), text.to_owned()) };
        typst::compile(&page).output.map_err(|errors| errors[0].message.to_string().into())
    }

    fn pages(&self, sources: &[String]) -> Result<f64, Box<dyn Error>> {
        let mut pages = 0;
        for source in sources {
            pages += self.compile(source)?.pages().len();
        }
        Ok(pages as f64 / sources.len() as f64)
    }

    fn run(&self, sources: &[String]) -> Result<(), Box<dyn Error>> {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|error| error.message().to_string())?;
        for (at, source) in sources.iter().enumerate() {
            let mut document = self.compile(source)?;
            document.info_mut().title = Some("Title".into());
            document.info_mut().date = Smart::Custom(Datetime::from_ymd(2026, 1, 1));
            let options = PdfOptions { standards: standards.clone(), ..PdfOptions::default() };
            typst_pdf::pdf(&document, &options).map_err(|errors| errors[0].message.to_string())?;
            if at % 32 == 31 {
                comemo::evict(1);
            }
        }
        Ok(())
    }
}

fn id(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a plain name")).intern()
}

impl World for Page<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.bare.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.bare.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let files = std::iter::once(&self.main).chain(&self.bare.templates);
        files.into_iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.bare.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Span>) -> Option<Datetime> {
        None
    }
}
