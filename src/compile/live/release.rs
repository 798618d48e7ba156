//! All files of all brands, as of one moment.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use super::Silent;
use super::kept::Kept;
use crate::brand::{Brand, edition_key, prefix};
use crate::cache::Key;
use crate::compile::archive::Archive;
use crate::compile::front::{BrandSet, Entry};
use crate::compile::make::Maker;
use crate::compile::plan::{Output, What};
use crate::compile::sink::Memory;
use crate::compile::workshop::{Fittings, Workshop};
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::fonts::FontLibrary;
use crate::output::digest::Digest;
use crate::project::{Format, Project};
use crate::render::href::file_path;
use crate::render::typst::{Outcome, tidy};
use crate::site::SiteFile;

/// The bytes of a file that is made when it is asked for, or why there are none.
pub type Delivered = Result<Arc<[u8]>, Arc<[Diagnostic]>>;

/// All files of all brands, as of one moment.
#[derive(Debug)]
pub struct Release {
    /// The project they were made from.
    pub project: Arc<Project>,
    /// The project's templates.
    pub(super) fittings: Arc<Fittings>,
    /// The fonts of every theme.
    pub(super) fonts: Arc<FontLibrary>,
    /// The earlier versions of the brands' policies.
    pub(super) archive: Arc<Archive>,
    /// The documents of each brand's editions, by [`Brand::key`], in the order of the navigation.
    pub(super) documents: BTreeMap<String, Vec<Arc<Document>>>,
    /// The files, by path: `brand/html/terms.html`.
    pub(super) files: BTreeMap<String, Arc<File>>,
    /// What was made because somebody asked for it, in this release and in earlier ones.
    pub(super) kept: Arc<Kept>,
}

/// A file of a release.
#[derive(Debug)]
pub struct File {
    /// What it was made from: while it is the same, so are the bytes.
    pub key: Key,
    /// What it is.
    pub kind: FileKind,
    /// Its bytes; `None` for what is made when it is asked for.
    pub bytes: Option<Arc<[u8]>>,
    /// The digest of its bytes, where there are some.
    pub sha256: Option<Digest>,
    /// How it is made.
    pub(super) what: What,
    /// The brand it belongs to.
    pub(super) brand: String,
    /// The language of the brand's edition that it belongs to; none for the main one.
    pub(super) language: Option<String>,
}

impl File {
    /// It, to be made alone: it is handed over, and so stands at no path and is not traced to the inputs it depends on.
    fn output(&self) -> Output {
        let Self { key, what, brand, language, .. } = self;
        let paths = vec![String::new()];
        Output { paths, brand: brand.clone(), language: language.clone(), key: *key, inputs: Arc::new([]), what: what.clone() }
    }
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileKind {
    /// The page of a policy.
    Page {
        /// The policy.
        policy: String,
    },
    /// The page at an address under which a policy stood before.
    Moved {
        /// The path of the page at which it stands now, from the site's root.
        to: String,
    },
    /// A policy in another format.
    Copy {
        /// The policy.
        policy: String,
    },
    /// A file that belongs to no policy in particular.
    Shared,
}

impl FileKind {
    pub(super) fn of(output: &Output) -> Self {
        match &output.what {
            What::Page(policy) => Self::Page { policy: policy.clone() },
            What::Redirect { policy, .. } => Self::Moved { to: prefix(output.language.as_deref()) + &file_path(policy, Format::Html) },
            What::Markdown(policy) | What::MarkdownCopy(policy) | What::Pdf(policy) | What::Signed { policy, .. } => {
                Self::Copy { policy: policy.clone() }
            }
            What::Summary | What::GitBook | What::Book | What::VersionPdf(_) | What::Site(_) | What::Image(_) => Self::Shared,
        }
    }
}

/// When a file that follows from all of a brand's documents is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Making {
    /// With every other file: it is there when it is asked for.
    AtOnce,
    /// When it is asked for: after an edit, pages are there sooner.
    WhenAsked,
}

/// Whether something takes so long to make that it is made when it is asked for.
pub(super) fn is_put_off(what: &What, making: Making) -> bool {
    let is_seldom_asked_for = match what {
        What::Site(file) => !is_quick(file),
        What::MarkdownCopy(_) => true,
        _ => false,
    };
    is_dear(what) || is_unserved(what) || (making == Making::WhenAsked && is_seldom_asked_for)
}

/// Whether a file of a site shows but little of its documents.
fn is_quick(file: &SiteFile) -> bool {
    use SiteFile::{Asset, Icon, Index, NotFound, Script, Stylesheet, ThemeScript};
    matches!(file, Asset(_) | Icon | Index | NotFound | Script | Stylesheet | ThemeScript)
}

/// Whether it stands at no address of a site: the folder of Markdown is for those who copy it elsewhere.
fn is_unserved(what: &What) -> bool {
    matches!(what, What::Markdown(_) | What::Summary | What::GitBook)
}

fn is_dear(what: &What) -> bool {
    matches!(what, What::Pdf(_) | What::Book | What::VersionPdf(_) | What::Signed { .. } | What::Site(SiteFile::Card | SiteFile::TouchIcon))
}

impl Release {
    /// The brands, sorted by id; of each the main edition.
    pub fn brands(&self) -> impl Iterator<Item = &Brand> {
        self.project.brands.iter().filter(|brand| self.documents.contains_key(&brand.key()))
    }

    /// The resolved documents of a brand's edition, in the order of its navigation.
    pub fn documents(&self, brand: &Brand) -> &[Arc<Document>] {
        self.documents.get(&brand.key()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The file at a path: `brand/html/terms.html`.
    pub fn file(&self, path: &str) -> Option<&Arc<File>> {
        self.files.get(path)
    }

    /// The files of a brand, with their paths below a folder of its own: `html` or `markdown`.
    pub fn files_in(&self, brand: &str, folder: &str) -> impl Iterator<Item = (&str, &Arc<File>)> + use<'_> {
        let prefix = format!("{brand}/{folder}/");
        let from = (Bound::Included(prefix.as_str()), Bound::Unbounded);
        self.files.range::<str, _>(from).map_while(move |(path, file)| Some((path.strip_prefix(&prefix)?, file)))
    }

    /// The files of some editions of brands, which are named as [`Brand::key`] calls them.
    pub(super) fn files_of<'r>(&'r self, editions: &'r BTreeSet<String>) -> impl Iterator<Item = (String, Arc<File>)> + 'r {
        let is_of = |file: &File| editions.contains(&edition_key(&file.brand, file.language.as_deref()));
        self.files.iter().filter(move |(_, file)| is_of(file)).map(|(path, file)| (path.clone(), Arc::clone(file)))
    }

    /// What was made of a file already that is made when it is asked for.
    pub fn made(&self, file: &File) -> Option<Delivered> {
        self.kept.get(file.key)
    }

    /// Makes a file that is made when it is asked for. It takes its time, on this thread and others.
    pub fn make(&self, file: &File) -> Delivered {
        self.kept.get_or_make(file.key, || self.laid_out(file))
    }

    fn laid_out(&self, file: &File) -> Outcome {
        let is_meant = |brand: &&Brand| brand.language() == file.language.as_deref();
        let Some(brand) = self.project.editions_of(&file.brand).find(is_meant) else { return Err(Vec::new()) };
        let mut workshop = Workshop::with(&self.project, Arc::clone(&self.fittings), Arc::clone(&self.fonts)).value;
        workshop.recall(Arc::clone(&self.archive));
        let memory = Memory::default();
        let maker = Maker::new(&workshop, &memory, &Silent, 1);
        // Where it links to what its edition lacks, it needs to know the main one's.
        let main = self.project.brand(&file.brand).filter(|main| brand.is_edition_of(main));
        let sets: Vec<BrandSet<'_>> = main.into_iter().chain([brand]).map(|brand| self.set(brand)).collect();
        maker.make(&sets, &[&file.output()]);
        tidy();
        let found = maker.finish().map(|made| made.diagnostics).unwrap_or_default();
        let made = memory.into_files().into_values().next();
        made.map(|made| made.bytes.to_vec()).ok_or(found)
    }

    /// The documents of a brand's edition, as those who make files take them.
    fn set<'r>(&'r self, brand: &'r Brand) -> BrandSet<'r> {
        let entry = |document: &Arc<Document>| {
            let policy = self.project.policy(brand, &document.meta.id)?;
            Some(Entry {
                policy,
                document: Arc::clone(document),
                key: None,
                remembered: Arc::default(),
                keys: Vec::new(),
                files: Vec::new(),
                consulted: Vec::new(),
            })
        };
        BrandSet { brand, entries: self.documents(brand).iter().filter_map(entry).collect() }
    }

    /// The paths of files that are new or differ from another release's, and of those that it has and this one has not.
    pub(super) fn differences(&self, other: Option<&Self>) -> (Vec<String>, Vec<String>) {
        let Some(other) = other else { return (self.files.keys().cloned().collect(), Vec::new()) };
        let differs = |(path, file): &(&String, &Arc<File>)| other.files.get(*path).is_none_or(|old| old.key != file.key);
        let changed = self.files.iter().filter(differs).map(|(path, _)| path.clone()).collect();
        let removed = other.files.keys().filter(|path| !self.files.contains_key(*path)).cloned().collect();
        (changed, removed)
    }
}
