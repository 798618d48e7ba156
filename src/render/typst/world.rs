//! What Typst may see: the template, one generated source, its images, its fonts. Nothing else exists for it.

use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot, parse};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::fonts::Fonts;

use super::emit::Picture;
use super::look::Look;

/// The template's files, parsed once and shared by all threads.
#[derive(Debug, Clone)]
pub(crate) struct Templates(Arc<[(String, Source)]>);

impl Templates {
    pub(crate) fn parse(look: &Look) -> Self {
        let source = |(name, text): &(String, String)| Some((name.clone(), Source::new(file_id(name)?, text.clone())));
        Self(look.files.iter().filter_map(source).collect())
    }
}

/// The id of a file of the world. Typst keeps each path it ever saw for good, so names are few and used again for each document.
fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// How a source's syntax tree is marked with its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Places {
    /// All of it with one: what is the same in two brands has the same key in Typst's cache, wherever it stands.
    One,
    /// Every node, so that a finding can be led back to the author's line.
    Every,
}

/// One thread's world, furnished anew for each document.
pub(crate) struct Desk<'e> {
    library: &'e LazyHash<Library>,
    templates: &'e Templates,
    fonts: Arc<Fonts>,
    main: Source,
    assets: Vec<(FileId, Bytes)>,
}

impl<'e> Desk<'e> {
    /// A desk for one source and its images.
    pub(crate) fn new(library: &'e LazyHash<Library>, templates: &'e Templates, fonts: Arc<Fonts>, text: String, places: Places) -> Self {
        Self { library, templates, fonts, main: source(text, places), assets: Vec::new() }
    }

    /// Puts images on it, as `/asset0`, `/asset1` and so on.
    pub(crate) fn with_pictures(mut self, pictures: &[Picture]) -> Self {
        let named = pictures
            .iter()
            .enumerate()
            .filter_map(|(at, picture)| Some((file_id(&format!("asset{at}"))?, Bytes::new(Arc::clone(&picture.asset.bytes)))));
        self.assets = named.collect();
        self
    }

    /// Which image a file of the world is.
    pub(crate) fn picture(&self, file: FileId) -> Option<usize> {
        self.assets.iter().position(|(asset, _)| *asset == file)
    }

    /// The file of the template that a file of the world is, with its name.
    pub(crate) fn template(&self, file: FileId) -> Option<&(String, Source)> {
        self.templates.0.iter().find(|(_, source)| source.id() == file)
    }

    /// The generated source.
    pub(crate) fn main_source(&self) -> &Source {
        &self.main
    }
}

fn source(text: String, places: Places) -> Source {
    let Some(id) = file_id("main.typ") else { return Source::detached(text) };
    match places {
        Places::Every => Source::new(id, text),
        Places::One => {
            let mut root = parse(&text);
            root.synthesize(Source::new(id, String::new()).root().span());
            Source::with_root(id, text, root)
        }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        self.template(id).map(|(_, source)| source.clone()).ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let asset = self.assets.iter().find(|(asset, _)| *asset == id);
        asset.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
