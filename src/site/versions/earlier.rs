//! The files of a site that show earlier versions of its policies.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::slice::Iter;

use serde::Serialize;

use crate::brand::Asset;
use crate::diag::Warned;
use crate::document::Document;
use crate::locale::Formats;
use crate::project::Format;
use crate::render::href::{self, asset_path};
use crate::render::html::Sizes;
use crate::render::markdown;

use super::standing::Standing;
use super::version::{Version, VersionView};
use crate::site::frame::{Frame, FrameView};
use crate::site::{PageInput, Site, SiteFile, VERSIONS};

/// The earlier versions of a brand's policies.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// The versions.
    pub versions: &'a Versions,
    /// The images that they show, by the paths that they give them.
    pub images: &'a BTreeMap<String, Asset>,
    /// The sizes of these.
    pub sizes: &'a Sizes,
}

/// The versions of a brand's policies, in the order in which they were published.
#[derive(Debug)]
pub struct Versions {
    all: Vec<Version>,
    /// Where each of them stands, by the id of its document.
    places: BTreeMap<String, usize>,
}

impl From<Vec<Version>> for Versions {
    fn from(all: Vec<Version>) -> Self {
        let places = all.iter().enumerate().map(|(at, version)| (version.document.meta.id.clone(), at)).collect();
        Self { all, places }
    }
}

static NO_VERSIONS: Versions = Versions { all: Vec::new(), places: BTreeMap::new() };
static NO_IMAGES: BTreeMap<String, Asset> = BTreeMap::new();
static NO_SIZES: Sizes = BTreeMap::new();

impl Default for Earlier<'_> {
    fn default() -> Self {
        Self { versions: &NO_VERSIONS, images: &NO_IMAGES, sizes: &NO_SIZES }
    }
}

impl<'a> Earlier<'a> {
    /// The earlier versions of a policy, the latest first; the one that is in force now is not among them.
    pub(in crate::site) fn of(&self, policy: &str) -> Vec<&'a Version> {
        let earlier = self.all().filter(|version| !version.is_present && version.present.as_deref() == Some(policy));
        earlier.rev().collect()
    }

    /// The version of a policy that was published last, where another text stands in its place now.
    pub(in crate::site) fn latest(&self, policy: &str) -> Option<&'a Version> {
        self.all().rfind(|version| !version.is_present && version.present.as_deref() == Some(policy))
    }

    /// What the page of a version is to its policy: while that is a draft, the version that was published last is in force.
    fn standing(&self, version: &'a Version) -> Standing<'a> {
        let latest = version.present.as_deref().filter(|_| version.is_drafted).and_then(|policy| self.latest(policy));
        match latest {
            Some(latest) if std::ptr::eq(latest, version) => Standing::InForce,
            Some(latest) => Standing::Earlier { present: Some(&latest.document.meta.id) },
            None => Standing::Earlier { present: version.present.as_deref() },
        }
    }

    /// Whether there is one that is not in force now.
    pub(in crate::site) fn is_listed(&self) -> bool {
        self.all().any(|version| !version.is_present)
    }

    fn all(&self) -> Iter<'a, Version> {
        self.versions.all.iter()
    }

    /// The version with a file of some format at a path from the site's root.
    fn at(&self, path: &str) -> Option<&'a Version> {
        let (id, _) = path.rsplit_once('.')?;
        self.versions.places.get(id).map(|at| &self.versions.all[*at])
    }

    /// The paths of all images that the versions show.
    fn shown(&self) -> BTreeSet<&'a str> {
        // Looking through every text takes its time.
        if self.images.is_empty() {
            return BTreeSet::new();
        }
        self.all().flat_map(|version| version.document.images()).map(|image| image.path.as_str()).collect()
    }
}

/// All that the list of earlier versions shows, and nothing else. What it hashes says nothing of the frame, which is hashed once for all files of a site.
#[derive(Debug)]
pub(in crate::site) struct VersionsInput<'a> {
    frame: &'a Frame<'a>,
    /// The policies' ids and titles, and their versions; those that are no longer published come last.
    groups: Vec<Group<'a>>,
}

impl Hash for VersionsInput<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.groups.hash(state);
    }
}

#[derive(Debug, Hash)]
struct Group<'a> {
    present: Option<&'a str>,
    title: &'a str,
    versions: Vec<&'a Version>,
}

/// The list as its layout reads it.
#[derive(Debug, Serialize)]
pub(in crate::site) struct VersionsView<'a> {
    #[serde(flatten)]
    frame: FrameView<'a>,
    groups: Vec<GroupView<'a>>,
}

#[derive(Debug, Serialize)]
struct GroupView<'a> {
    title: &'a str,
    address: Option<String>,
    versions: Vec<VersionView>,
}

impl Group<'_> {
    fn view(&self, formats: Option<&Formats>) -> GroupView<'_> {
        GroupView {
            title: self.title,
            address: self.present.map(|id| href::file_path(id, Format::Html)),
            versions: self.versions.iter().map(|version| VersionView::new(version, VERSIONS, formats)).collect(),
        }
    }
}

impl VersionsInput<'_> {
    pub(in crate::site) fn view(&self, formats: Option<&Formats>) -> VersionsView<'_> {
        let head = self.frame.head(self.frame.words().versions.title, VERSIONS);
        VersionsView { frame: self.frame.view(VERSIONS, head, None), groups: self.groups.iter().map(|group| group.view(formats)).collect() }
    }
}

/// All that the page of an earlier version shows, and nothing else. What it hashes says nothing of the frame, which is hashed once for all files of a site.
#[derive(Debug)]
pub(in crate::site) struct VersionInput<'s> {
    site: &'s Site<'s>,
    version: Option<&'s Version>,
}

impl Hash for VersionInput<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Some(version) = self.version else { return };
        if let Some(present) = self.site.present(version) {
            (version, self.site.redirect_input(present, &version.document.meta.id)).hash(state);
        } else {
            (version, self.site.version_page_input(version, &version.document)).hash(state);
        }
    }
}

impl Site<'_> {
    /// The files of the site that show earlier versions.
    pub(in crate::site) fn version_files(&self) -> Vec<SiteFile> {
        let earlier = &self.material.earlier;
        let page = |version: &Version| SiteFile::Version(version.path(Format::Html));
        let markdown = |version: &Version| SiteFile::VersionMarkdown(version.path(Format::Markdown));
        let mut files: Vec<SiteFile> = earlier.all().map(page).collect();
        files.extend(earlier.all().filter(|version| version.markdown).map(markdown));
        files.extend(
            earlier.shown().into_iter().filter(|path| earlier.images.contains_key(*path)).map(|path| SiteFile::VersionImage(asset_path(path))),
        );
        files.extend(earlier.is_listed().then_some(SiteFile::Versions));
        files
    }

    /// All that the page of an earlier version at a path shows.
    pub(in crate::site) fn version_input(&self, path: &str) -> VersionInput<'_> {
        VersionInput { site: self, version: self.material.earlier.at(path) }
    }

    /// The page of an earlier version; where that is in force now, a page that leads to it.
    pub(in crate::site) fn version_page(&self, path: &str) -> Option<Warned<String>> {
        let version = self.material.earlier.at(path)?;
        if let Some(present) = self.present(version) {
            return Some(self.redirect(&self.redirect_input(present, &version.document.meta.id)));
        }
        let document = version.noted(self.formats.as_ref());
        Some(self.page(&self.version_page_input(version, &document)))
    }

    /// All that the page of a version shows that is not in force, with its document as the page shows it.
    fn version_page_input<'s>(&'s self, version: &'s Version, document: &'s Document) -> PageInput<'s> {
        PageInput::of_version(&self.frame, &self.material, version, document, self.material.earlier.standing(version))
    }

    /// The Markdown of an earlier version.
    pub(in crate::site) fn version_markdown(&self, path: &str) -> Option<String> {
        let version = self.material.earlier.at(path);
        version.map(|version| markdown::write(&self.as_copied(version)))
    }

    /// The versions that are published as PDF, each of which has an address of its own.
    pub fn version_pdfs(&self) -> impl Iterator<Item = &Version> {
        self.material.earlier.all().filter(|version| version.pdf)
    }

    /// What the PDF of a version shows, by its path from the folder of PDFs.
    pub fn version_pdf(&self, path: &str) -> Option<Document> {
        self.material.earlier.at(path).map(|version| self.as_copied(version))
    }

    /// The document of a version as whoever reads a copy of it sees it: what is not in force says so.
    fn as_copied(&self, version: &Version) -> Document {
        if version.is_present { Document::clone(&version.document) } else { version.noted(self.formats.as_ref()) }
    }

    /// The bytes of an image that an earlier version shows, by its path from the site's root.
    pub(in crate::site) fn version_image(&self, path: &str) -> Option<&[u8]> {
        let images = self.material.earlier.images;
        images.values().find(|image| asset_path(&image.path) == path).map(|image| &*image.bytes)
    }

    /// All that the list of earlier versions shows.
    pub(in crate::site) fn versions_input(&self) -> VersionsInput<'_> {
        let earlier = &self.material.earlier;
        let order = self.material.navigation.order();
        let present = order.into_iter().map(|(id, title)| Group { present: Some(id), title, versions: earlier.of(id) });
        let mut gone: BTreeMap<&str, Vec<&Version>> = BTreeMap::new();
        for version in earlier.all().rev().filter(|version| version.present.is_none()) {
            gone.entry(policy_of(version)).or_default().push(version);
        }
        let gone = gone.into_values().map(|versions| Group { present: None, title: self.last_title(&versions), versions });
        let groups = present.chain(gone).filter(|group| !group.versions.is_empty()).collect();
        VersionsInput { frame: &self.frame, groups }
    }

    /// The title of a policy that is no longer published, as its last version has it.
    fn last_title<'s>(&'s self, versions: &[&'s Version]) -> &'s str {
        versions.first().map_or("", |version| self.material.brand.theme.plain_title(&version.document.meta.title))
    }

    /// The document that says now what a version said, where one does.
    fn present(&self, version: &Version) -> Option<&Document> {
        let id = version.present.as_deref().filter(|_| version.is_present)?;
        self.material.documents.iter().map(|published| published.document).find(|document| document.meta.id == id)
    }
}

/// The policy whose version it is, as it was called then: what stands before `versions` in its address.
fn policy_of(version: &Version) -> &str {
    let id = &version.document.meta.id;
    id.rsplit_once('/').and_then(|(folder, _)| folder.rsplit_once('/')).map_or(id, |(policy, _)| policy)
}
