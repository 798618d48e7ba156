//! The page of a document.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use serde::Serialize;

use crate::brand::Brand;
use crate::document::{Document, Kind, Status};
use crate::locale::{Formats, Words};
use crate::project::Format;
use crate::render::href;
use crate::render::html::{self, Images, Sizes};

use super::contents::contents;
use super::dates::Day;
use super::frame::{FeedView, Frame, FrameView, Head};
use super::helpful::{AskingPage, HelpfulQuestion};
use super::linked_data::{BreadcrumbList, Organization, WebPage, WebSite};
use super::machines::{InForce, feed_path, has_own_feed};
use super::versions::{BeforeView, Standing, VersionView};
use super::{INDEX, Material, Node, PageLanguages, Published, Version};

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
    standing: Standing<'a>,
    /// The sizes of the document's own images, and of no others.
    sizes: Sizes,
    /// The addresses of its images, where the page holds them itself.
    held: Option<&'a BTreeMap<String, String>>,
}

/// The page before or after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Neighbour<'a> {
    /// Its policy's id.
    id: &'a str,
    title: &'a str,
}

/// The page as its layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct PageView<'a> {
    #[serde(flatten)]
    frame: FrameView<'a>,
    id: &'a str,
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
    feedback: Option<HelpfulQuestion>,
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
        let Self { frame: _, document: _, formats, signed, plain_title, previous, next, feed, languages, earlier, standing, sizes, held } = self;
        (formats, signed, plain_title, previous, next).hash(state);
        (feed, languages, earlier, standing, sizes, held).hash(state);
    }
}

impl<'a> PageInput<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, material: &Material<'a>, published: &Published<'a>) -> Self {
        let order = frame.navigation.order();
        let at = order.iter().position(|(id, _)| *id == published.document.meta.id);
        let neighbour = |at: Option<usize>| at.and_then(|at| order.get(at)).map(|(id, title)| Neighbour { id, title });
        Self {
            formats: published.formats,
            signed: published.signed,
            previous: neighbour(at.and_then(|at| at.checked_sub(1))),
            next: neighbour(at.map(|at| at + 1)),
            feed: InForce::of_page(published, material.earlier).is_some_and(|one| has_own_feed(material.brand, &one)),
            languages: material.languages.of_page(&published.document.meta.id),
            earlier: material.earlier.of(&published.document.meta.id),
            ..Self::alone(frame, material.brand, published.document, Images::from(material.sizes))
        }
    }

    /// The page of a document that no other stands beside.
    pub(super) fn alone(frame: &'a Frame<'a>, brand: &'a Brand, document: &'a Document, images: Images<'a>) -> Self {
        Self {
            frame,
            document,
            formats: &[Format::Html],
            signed: false,
            plain_title: brand.theme.plain_title(&document.meta.title),
            previous: None,
            next: None,
            feed: false,
            languages: PageLanguages::default(),
            earlier: Vec::new(),
            standing: Standing::Own,
            sizes: own_sizes(document, images.sizes),
            held: images.held,
        }
    }

    /// The page of a version that was published, with its document as the page shows it.
    pub(super) fn of_version(
        frame: &'a Frame<'a>,
        material: &Material<'a>,
        version: &Version,
        document: &'a Document,
        standing: Standing<'a>,
    ) -> Self {
        Self {
            formats: version.formats(),
            languages: material.languages.of_page(&document.meta.id),
            standing,
            ..Self::alone(frame, material.brand, document, Images::from(material.earlier.sizes))
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
        let canonical = self.canonical();
        let asking = AskingPage { path: &path, title: self.plain_title, address: canonical.as_deref() };
        let mut frame = self.framed(&path, words, canonical.clone());
        frame.alternate = self.beside(Format::Markdown);
        frame.linked_data = (!self.standing.is_earlier()).then(|| self.linked_data(canonical.as_deref()).script()).flatten();
        PageView {
            feedback: self.frame.feedback.as_ref().filter(|_| self.standing == Standing::Own).map(|feedback| feedback.question(asking, words)),
            frame: frame.in_languages(&self.languages, &path),
            id: &meta.id,
            contract: meta.kind == Kind::Contract,
            parties: meta.parties.iter().map(|party| html::line(self.document, party, self.images())).collect(),
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
            body: html::body(self.document, self.images()),
            previous: self.previous.map(|neighbour| self.link(neighbour)),
            next: self.next.map(|neighbour| self.link(neighbour)),
            earlier: self.earlier.iter().map(|version| VersionView::new(version, &path, formats)).collect(),
            before: BeforeView::of(self.document, &self.earlier, formats),
        }
    }

    fn images(&self) -> Images<'_> {
        Images { sizes: &self.sizes, held: self.held }
    }

    /// The frame, with the page's own feed and what a draft asks of search engines.
    fn framed(&self, path: &str, words: &'static Words, canonical: Option<String>) -> FrameView<'_> {
        let meta = &self.document.meta;
        let head = Head { locale: &meta.locale, title: meta.title.as_str().into(), description: meta.description.as_deref(), canonical };
        let mut frame = self.frame.view(path, head, Some(&meta.id));
        frame.noindex = meta.status == Status::Draft || self.standing.is_earlier();
        let own = self
            .feed
            .then(|| FeedView { address: href::relative(path, &feed_path(&meta.id)), title: format!("{}: {}", words.machines.feed, meta.title) });
        frame.feeds.extend(own);
        frame
    }

    /// The whole address of the page, where the site's is known; of an earlier version that of the present one, which search engines are to show in its place.
    fn canonical(&self) -> Option<String> {
        let path = match self.standing {
            Standing::Own | Standing::InForce => self.path(),
            Standing::Earlier { present } => href::file_path(present?, Format::Html),
        };
        self.frame.root.whole(&path)
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
            url: address,
            name: self.plain_title,
            description: meta.description.as_deref(),
            language: &meta.locale,
            version: meta.version.as_deref(),
            published: meta.effective,
            modified: meta.updated.or(meta.effective),
            site: WebSite { name: frame.project, url: frame.root.address() },
            publisher: Organization { name: frame.name, legal_name: frame.legal_name, url: frame.url },
            breadcrumb: self.breadcrumb(),
        }
    }

    /// The pages from the site's first one down to this one; headings over policies are none.
    fn breadcrumb(&self) -> Option<BreadcrumbList<'_>> {
        let (meta, root) = (&self.document.meta, self.frame.root);
        let above = self.frame.navigation.above(&meta.id).into_iter().filter_map(|node| Some((node.title.as_str(), node.id.as_deref()?)));
        let pages = above.chain([(self.plain_title, meta.id.as_str())]).map(|(title, id)| (title, href::file_path(id, Format::Html)));
        let whole = |(title, path): (_, String)| Some((title, root.whole(&path)?));
        let steps: Option<Vec<_>> = std::iter::once((self.frame.project, String::new())).chain(pages).map(whole).collect();
        steps.map(BreadcrumbList::along)
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
