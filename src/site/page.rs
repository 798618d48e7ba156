//! The page of a document.

use serde::Serialize;

use crate::document::{Document, Kind, Status};
use crate::locale::{Formats, Words};
use crate::project::Format;
use crate::render::href;
use crate::render::html::{self, Sizes};

use super::contents::contents;
use super::dates::Day;
use super::frame::{Frame, FrameView};
use super::{Material, Published};

/// All that a document's page shows, and nothing else: two equal inputs give the same page.
#[derive(Debug, Clone, Hash)]
pub struct PageInput<'a> {
    frame: &'a Frame<'a>,
    document: &'a Document,
    formats: &'a [Format],
    previous: Option<Neighbour<'a>>,
    next: Option<Neighbour<'a>>,
    /// The sizes of the document's own images, and of no others.
    sizes: Sizes,
}

/// The page before or after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Neighbour<'a> {
    /// Its policy's id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
}

/// The page as its layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct PageView<'a> {
    #[serde(flatten)]
    frame: FrameView<'a>,
    locale: &'a str,
    id: &'a str,
    title: &'a str,
    description: Option<&'a str>,
    canonical: Option<String>,
    contract: bool,
    parties: Vec<String>,
    draft: bool,
    number: Option<&'a str>,
    version: Option<&'a str>,
    effective: Option<Day>,
    updated: Option<Day>,
    pdf: Option<String>,
    markdown: Option<String>,
    contents: Option<String>,
    body: String,
    previous: Option<Link<'a>>,
    next: Option<Link<'a>>,
}

impl PageView<'_> {
    /// How many bytes the document's own text takes.
    pub(super) fn length(&self) -> usize {
        self.body.len() + self.contents.as_deref().map_or(0, str::len)
    }
}

/// A link as a layout reads it.
#[derive(Debug, Serialize)]
struct Link<'a> {
    address: String,
    title: &'a str,
}

impl<'a> PageInput<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, material: &Material<'a>, published: &Published<'a>) -> Self {
        let order = frame.navigation.order();
        let at = order.iter().position(|(id, _)| *id == published.document.meta.id);
        let neighbour = |at: Option<usize>| at.and_then(|at| order.get(at)).map(|(id, title)| Neighbour { id, title });
        Self {
            frame,
            document: published.document,
            formats: published.formats,
            previous: neighbour(at.and_then(|at| at.checked_sub(1))),
            next: neighbour(at.map(|at| at + 1)),
            sizes: own_sizes(published.document, material.sizes),
        }
    }

    /// The page's path from the site's root.
    pub fn path(&self) -> String {
        href::file_path(&self.document.meta.id, Format::Html)
    }

    pub(super) fn view(&self, formats: Option<&Formats>) -> PageView<'_> {
        let (meta, path) = (&self.document.meta, self.path());
        let words = Words::of_tag(&meta.locale);
        let day = |date| Day::new(date, formats);
        PageView {
            frame: self.frame.view(&path, words, Some(&meta.id)),
            locale: &meta.locale,
            id: &meta.id,
            title: &meta.title,
            description: meta.description.as_deref(),
            canonical: self.frame.site.map(|site| format!("{site}/{path}")),
            contract: meta.kind == Kind::Contract,
            parties: meta.parties.iter().map(|party| html::line(self.document, party, &self.sizes)).collect(),
            draft: meta.status == Status::Draft,
            number: meta.number.as_deref(),
            version: meta.version.as_deref(),
            effective: meta.effective.map(day),
            updated: meta.updated.map(day),
            pdf: self.beside(Format::Pdf),
            markdown: self.beside(Format::Markdown),
            contents: contents(self.document),
            body: html::body(self.document, &self.sizes),
            previous: self.previous.map(|neighbour| self.link(neighbour)),
            next: self.next.map(|neighbour| self.link(neighbour)),
        }
    }

    /// The address of the same document in another format, where it is built: both lie in one folder.
    fn beside(&self, format: Format) -> Option<String> {
        let id = &self.document.meta.id;
        self.formats.contains(&format).then(|| href::relative(&self.path(), &href::file_path(id, format)))
    }

    fn link(&self, neighbour: Neighbour<'a>) -> Link<'a> {
        Link { address: href::relative(&self.path(), &href::file_path(neighbour.id, Format::Html)), title: neighbour.title }
    }
}

fn own_sizes(document: &Document, sizes: &Sizes) -> Sizes {
    let images = document.images().into_iter();
    images.filter_map(|image| Some((image.path.clone(), *sizes.get(&image.path)?))).collect()
}
