//! The page of a document.

use std::hash::{Hash, Hasher};

use serde::Serialize;

use crate::document::{Document, Kind, Status};
use crate::locale::{Formats, Words};
use crate::project::Format;
use crate::render::href;
use crate::render::html::{self, Sizes};

use super::contents::contents;
use super::dates::Day;
use super::feed::{feed_path, has_own_feed};
use super::frame::{FeedView, Frame, FrameView};
use super::helpful::{Asking, Question};
use super::linked_data::{BreadcrumbList, Organization, WebPage, WebSite};
use super::version::{BeforeView, Version, VersionView};
use super::{INDEX, Material, Node, PageLanguages, Published};

/// All that a document's page shows, and nothing else.
///
/// What it hashes says nothing of the frame and of the document: both are hashed once for all files that show them. Two inputs that are equal in all three give the same
/// page.
#[derive(Debug, Clone)]
pub struct PageInput<'a> {
    frame: &'a Frame<'a>,
    document: &'a Document,
    formats: &'a [Format],
    signed: bool,
    /// The title without the house style's end: as other pages say it.
    plain_title: &'a str,
    previous: Option<Neighbour<'a>>,
    next: Option<Neighbour<'a>>,
    /// Whether it has a feed of its own.
    feed: bool,
    languages: PageLanguages<'a>,
    /// The earlier versions of the same policy, the latest first.
    earlier: Vec<&'a Version>,
    /// What stands in its place now, where it is an earlier version itself.
    replaced: Option<Replaced<'a>>,
    /// The sizes of the document's own images, and of no others.
    sizes: Sizes,
}

/// What stands in the place of an earlier version.
#[derive(Debug, Clone, Hash)]
struct Replaced<'a> {
    /// The id of the policy; `None` where there is none any more.
    by: Option<&'a str>,
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
    signed_pdf: Option<String>,
    markdown: Option<String>,
    /// The way from the site's first page down to this one, where it stands below another.
    above: Vec<Step<'a>>,
    contents: Option<String>,
    body: String,
    previous: Option<Link<'a>>,
    next: Option<Link<'a>>,
    /// The question whether the page helped, where it is asked.
    feedback: Option<Question>,
    earlier: Vec<VersionView>,
    /// The version that is in force until this one is.
    before: Option<BeforeView>,
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

/// A step on the way to a page: a page, or a heading over policies.
#[derive(Debug, Serialize)]
struct Step<'a> {
    address: Option<String>,
    title: &'a str,
}

impl Hash for PageInput<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { frame: _, document: _, formats, signed, plain_title, previous, next, feed, languages, earlier, replaced, sizes } = self;
        (formats, signed, plain_title, previous, next).hash(state);
        (feed, languages, earlier, replaced, sizes).hash(state);
    }
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
            signed: published.signed,
            plain_title: material.brand.theme.plain_title(&published.document.meta.title),
            previous: neighbour(at.and_then(|at| at.checked_sub(1))),
            next: neighbour(at.map(|at| at + 1)),
            feed: has_own_feed(material.brand, published),
            languages: material.languages.of_page(&published.document.meta.id),
            earlier: material.earlier.of(&published.document.meta.id),
            replaced: None,
            sizes: own_sizes(published.document, material.sizes),
        }
    }

    /// The same page, for an earlier version: it says of itself that the present one stands elsewhere.
    pub(super) fn of_earlier(self, version: &'a Version, sizes: &Sizes) -> Self {
        let sizes = own_sizes(self.document, sizes);
        Self { replaced: Some(Replaced { by: version.present.as_deref() }), sizes, ..self }
    }

    /// The page's path from the site's root.
    pub fn path(&self) -> String {
        href::file_path(&self.document.meta.id, Format::Html)
    }

    pub(super) fn view(&self, formats: Option<&Formats>) -> PageView<'_> {
        let (meta, path) = (&self.document.meta, self.path());
        let words = Words::of_tag(&meta.locale);
        let day = |date| Day::new(date, formats);
        let canonical = self.canonical();
        let asking = Asking { path: &path, title: self.plain_title, address: canonical.as_deref() };
        let mut frame = self.framed(&path, words);
        frame.alternate = self.beside(Format::Markdown);
        frame.linked_data = self.replaced.is_none().then(|| self.linked_data(canonical.as_deref()).script()).flatten();
        PageView {
            feedback: self.frame.feedback.as_ref().filter(|_| self.replaced.is_none()).map(|destination| destination.question(asking, words)),
            frame: frame.in_languages(&self.languages, &path),
            locale: &meta.locale,
            id: &meta.id,
            title: &meta.title,
            description: meta.description.as_deref(),
            canonical,
            contract: meta.kind == Kind::Contract,
            parties: meta.parties.iter().map(|party| html::line(self.document, party, &self.sizes)).collect(),
            draft: meta.status == Status::Draft,
            number: meta.number.as_deref(),
            version: meta.version.as_deref(),
            effective: meta.effective.map(day),
            updated: meta.updated.map(day),
            pdf: self.beside(Format::Pdf),
            signed_pdf: self.beside(Format::Pdf).filter(|_| self.signed).map(|pdf| href::signed_path(&pdf)),
            markdown: self.beside(Format::Markdown),
            above: self.above(),
            contents: contents(self.document),
            body: html::body(self.document, &self.sizes),
            previous: self.previous.map(|neighbour| self.link(neighbour)),
            next: self.next.map(|neighbour| self.link(neighbour)),
            earlier: self.earlier.iter().map(|version| VersionView::new(version, &path, formats)).collect(),
            before: BeforeView::of(self.document, &self.earlier, formats),
        }
    }

    /// The frame, with the page's own feed and what a draft asks of search engines.
    fn framed(&self, path: &str, words: &'static Words) -> FrameView<'_> {
        let meta = &self.document.meta;
        let mut frame = self.frame.view(path, words, Some(&meta.id));
        frame.noindex = meta.status == Status::Draft || self.replaced.is_some();
        let own = self
            .feed
            .then(|| FeedView { address: href::relative(path, &feed_path(&meta.id)), title: format!("{}: {}", words.machines.feed, meta.title) });
        frame.feeds.extend(own);
        frame
    }

    /// The whole address of the page, where the site's is known; of an earlier version that of the present one, which search engines are to show in its place.
    fn canonical(&self) -> Option<String> {
        let path = match &self.replaced {
            None => self.path(),
            Some(replaced) => href::file_path(replaced.by?, Format::Html),
        };
        self.frame.site.map(|site| format!("{site}/{path}"))
    }

    /// The address of the same document in another format, where it is built: both lie in one folder.
    fn beside(&self, format: Format) -> Option<String> {
        let id = &self.document.meta.id;
        self.formats.contains(&format).then(|| href::relative(&self.path(), &href::file_path(id, format)))
    }

    fn above(&self) -> Vec<Step<'_>> {
        let above = self.frame.navigation.above(&self.document.meta.id);
        if above.is_empty() {
            return Vec::new();
        }
        let address = |path: &str| href::relative(&self.path(), path);
        let first = Step { address: Some(address(INDEX)), title: self.frame.project };
        let step = |node: &'a Node| Step { address: node.id.as_deref().map(|id| address(&href::file_path(id, Format::Html))), title: &node.title };
        std::iter::once(first).chain(above.into_iter().map(step)).collect()
    }

    fn linked_data<'s>(&'s self, address: Option<&'s str>) -> WebPage<'s> {
        let (frame, meta) = (self.frame, &self.document.meta);
        WebPage {
            context: "https://schema.org",
            kind: "WebPage",
            url: address,
            name: self.plain_title,
            description: meta.description.as_deref(),
            language: &meta.locale,
            version: meta.version.as_deref(),
            published: meta.effective,
            modified: meta.updated.or(meta.effective),
            site: WebSite { kind: "WebSite", name: frame.project, url: frame.site },
            publisher: Organization { kind: "Organization", name: frame.name, legal_name: frame.legal_name, url: frame.url },
            breadcrumb: frame.site.map(|site| self.breadcrumb(site)),
        }
    }

    /// The pages from the site's first one down to this one; headings over policies are none.
    fn breadcrumb<'s>(&'s self, site: &str) -> BreadcrumbList<'s> {
        let meta = &self.document.meta;
        let pages = self.frame.navigation.above(&meta.id).into_iter().filter_map(|node| Some((node.title.as_str(), node.id.as_deref()?)));
        let pages = pages.chain([(self.plain_title, meta.id.as_str())]);
        let address = |(title, id): (&'s str, &str)| (title, format!("{site}/{}", href::file_path(id, Format::Html)));
        BreadcrumbList::along(std::iter::once((self.frame.project, format!("{site}/"))).chain(pages.map(address)))
    }

    fn link(&self, neighbour: Neighbour<'a>) -> Link<'a> {
        Link { address: href::relative(&self.path(), &href::file_path(neighbour.id, Format::Html)), title: neighbour.title }
    }
}

/// The sizes of a document's own images.
pub(super) fn own_sizes(document: &Document, sizes: &Sizes) -> Sizes {
    // To look for images in every text takes its time.
    if sizes.is_empty() {
        return Sizes::new();
    }
    let images = document.images().into_iter();
    images.filter_map(|image| Some((image.path.clone(), *sizes.get(&image.path)?))).collect()
}
