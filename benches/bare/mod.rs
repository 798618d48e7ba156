//! Typst as a program of one's own would use it: ordinary sources, ordinary spans. What the engine is held against.

use std::error::Error;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use counterpart::render::typst::{Look, each};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// What all documents share.
pub(crate) struct Bare {
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
    pub(crate) fn new() -> Self {
        let fonts: Vec<Font> = typst_kit::fonts::embedded().map(|(font, _)| font).collect();
        let templates = Look::built_in().files.into_iter().map(|(name, text)| Source::new(id(&name), text)).collect();
        let library = LazyHash::new(Library::builder().build());
        Self { library, book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, templates }
    }

    /// How many pages the documents have on average.
    pub(crate) fn pages(&self, sources: &[String]) -> Result<f64, Box<dyn Error>> {
        let pages = sources.iter().map(|source| Ok(self.compile(source)?.pages().len() as f64));
        Ok(pages.sum::<Result<f64, String>>()? / sources.len() as f64)
    }

    /// Compiles and exports documents in the layout of the engine: a number of threads, each in a pool of its own.
    pub(crate) fn run(&self, sources: &[String], threads: usize) -> Result<(), Box<dyn Error>> {
        let (done, fault) = (AtomicUsize::new(0), Mutex::new(None));
        each(sources.iter(), threads, |source| {
            if let Err(error) = self.one(source) {
                *fault.lock().expect("no thread panics with it") = Some(error);
            }
            if done.fetch_add(1, Ordering::Relaxed) % 32 == 31 {
                comemo::evict(1);
            }
        });
        fault.into_inner()?.map_or(Ok(()), |error| Err(error.into()))
    }

    fn one(&self, source: &str) -> Result<Vec<u8>, String> {
        let mut document = self.compile(source)?;
        document.info_mut().title = Some("Title".into());
        document.info_mut().date = Smart::Custom(Datetime::from_ymd(2026, 1, 1));
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|error| error.message().to_string())?;
        typst_pdf::pdf(&document, &PdfOptions { standards, ..PdfOptions::default() }).map_err(|errors| errors[0].message.to_string())
    }

    fn compile(&self, text: &str) -> Result<PagedDocument, String> {
        let page = Page { bare: self, main: Source::new(id("main.typ"), text.to_owned()) };
        typst::compile(&page).output.map_err(|errors| errors[0].message.to_string())
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

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
