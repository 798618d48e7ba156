//! The files of a site that show earlier versions of its policies.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use serde::Serialize;

use crate::brand::Asset;
use crate::diag::Warned;
use crate::document::Document;
use crate::locale::{Formats, Words};
use crate::project::Format;
use crate::render::href::{self, asset_path};
use crate::render::html::Sizes;
use crate::render::markdown;

use super::frame::{Frame, FrameView};
use super::version::{VERSIONS, Version, VersionView};
use super::{PageInput, Published, Site, SiteFile};

/// The earlier versions of a brand's policies.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// The versions, in the order in which they were published.
    pub versions: &'a [Version],
    /// The images that they show, by the paths that they give them.
    pub images: &'a BTreeMap<String, Asset>,
    /// The sizes of these.
    pub sizes: &'a Sizes,
}

static NO_IMAGES: BTreeMap<String, Asset> = BTreeMap::new();
static NO_SIZES: Sizes = BTreeMap::new();

impl Default for Earlier<'_> {
    fn default() -> Self {
        Self { versions: &[], images: &NO_IMAGES, sizes: &NO_SIZES }
    }
}

impl<'a> Earlier<'a> {
    /// The earlier versions of a policy, the latest first; the one that is in force now is not among them.
    pub(super) fn of(&self, policy: &str) -> Vec<&'a Version> {
        let earlier = self.versions.iter().filter(|version| !version.is_present && version.present.as_deref() == Some(policy));
        earlier.rev().collect()
    }

    /// Whether there is one that is not in force now.
    pub(super) fn is_listed(&self) -> bool {
        self.versions.iter().any(|version| !version.is_present)
    }

    fn at(&self, path: &str, format: Format) -> Option<&'a Version> {
        self.versions.iter().find(|version| version.path(format) == path)
    }

    /// The paths of all images that the versions show.
    fn shown(&self) -> BTreeSet<&'a str> {
        self.versions.iter().flat_map(|version| version.document.images()).map(|image| image.path.as_str()).collect()
    }
}

/// All that the list of earlier versions shows, and nothing else. What it hashes says nothing of the frame, which is hashed once for all files of a site.
#[derive(Debug)]
pub(super) struct VersionsInput<'a> {
    frame: &'a Frame<'a>,
    language: &'a str,
    /// The policies' ids and titles, and their versions; those that are no longer published come last.
    groups: Vec<Group<'a>>,
}

impl Hash for VersionsInput<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.language, &self.groups).hash(state);
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
pub(super) struct VersionsView<'a> {
    #[serde(flatten)]
    frame: FrameView<'a>,
    locale: &'a str,
    title: &'a str,
    description: Option<&'a str>,
    canonical: Option<String>,
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
    pub(super) fn view(&self, formats: Option<&Formats>) -> VersionsView<'_> {
        let words = Words::of(self.language);
        VersionsView {
            frame: self.frame.view(VERSIONS, words, None),
            locale: &self.frame.locale,
            title: words.versions.title,
            description: None,
            canonical: self.frame.site.map(|site| format!("{site}/{VERSIONS}")),
            groups: self.groups.iter().map(|group| group.view(formats)).collect(),
        }
    }
}

/// All that the page of an earlier version shows, and nothing else. What it hashes says nothing of the frame, which is hashed once for all files of a site.
#[derive(Debug)]
pub(super) struct VersionInput<'s> {
    site: &'s Site<'s>,
    version: Option<&'s Version>,
}

impl Hash for VersionInput<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Some(version) = self.version else { return };
        if let Some(present) = self.site.present(version) {
            self.site.redirect_input(present, &version.document.meta.id).hash(state);
        } else {
            let sizes = version.document.images().into_iter().map(|image| self.site.material.earlier.sizes.get(&image.path));
            (version, sizes.collect::<Vec<_>>()).hash(state);
        }
    }
}

impl Site<'_> {
    /// The files of the site that show earlier versions.
    pub(super) fn version_files(&self) -> Vec<SiteFile> {
        let earlier = &self.material.earlier;
        let page = |version: &Version| SiteFile::Version(version.path(Format::Html));
        let markdown = |version: &Version| SiteFile::VersionMarkdown(version.path(Format::Markdown));
        let mut files: Vec<SiteFile> = earlier.versions.iter().map(page).collect();
        files.extend(earlier.versions.iter().filter(|version| version.markdown).map(markdown));
        files.extend(
            earlier.shown().into_iter().filter(|path| earlier.images.contains_key(*path)).map(|path| SiteFile::VersionImage(asset_path(path))),
        );
        files.extend(earlier.is_listed().then_some(SiteFile::Versions));
        files
    }

    /// All that the page of an earlier version at a path shows.
    pub(super) fn version_input(&self, path: &str) -> VersionInput<'_> {
        VersionInput {
            site: self,
            version: self.material.earlier.at(path, Format::Html).or_else(|| self.material.earlier.at(path, Format::Markdown)),
        }
    }

    /// The page of an earlier version; where that is in force now, a page that leads to it.
    pub(super) fn version_page(&self, path: &str) -> Warned<String> {
        let Some(version) = self.material.earlier.at(path, Format::Html) else { return Warned::clean(String::new()) };
        if let Some(present) = self.present(version) {
            return self.redirect(&self.redirect_input(present, &version.document.meta.id));
        }
        let document = version.noted(self.formats.as_ref());
        let published = Published { document: &document, formats: version.formats(), signed: false, announced: super::Announced::default() };
        self.page(&PageInput::new(&self.frame, &self.material, &published).of_earlier(version, self.material.earlier.sizes))
    }

    /// The Markdown of an earlier version.
    pub(super) fn version_markdown(&self, path: &str) -> String {
        let version = self.material.earlier.at(path, Format::Markdown);
        version.map(|version| markdown::write(&self.as_copied(version))).unwrap_or_default()
    }

    /// The versions that are published as PDF, each of which has an address of its own.
    pub fn version_pdfs(&self) -> impl Iterator<Item = &Version> {
        self.material.earlier.versions.iter().filter(|version| version.pdf)
    }

    /// What the PDF of a version shows, by its path from the folder of PDFs.
    pub fn version_pdf(&self, path: &str) -> Option<Document> {
        self.material.earlier.at(path, Format::Pdf).map(|version| self.as_copied(version))
    }

    /// The document of a version as whoever reads a copy of it sees it: what is not in force says so.
    fn as_copied(&self, version: &Version) -> Document {
        if version.is_present { Document::clone(&version.document) } else { version.noted(self.formats.as_ref()) }
    }

    /// The bytes of an image that an earlier version shows, by its path from the site's root.
    pub(super) fn version_image(&self, path: &str) -> Option<&[u8]> {
        let images = self.material.earlier.images;
        images.values().find(|image| asset_path(&image.path) == path).map(|image| &*image.bytes)
    }

    /// All that the list of earlier versions shows.
    pub(super) fn versions_input(&self) -> VersionsInput<'_> {
        let earlier = &self.material.earlier;
        let order = self.material.navigation.order();
        let present = order.into_iter().map(|(id, title)| Group { present: Some(id), title, versions: earlier.of(id) });
        let mut gone: BTreeMap<&str, Vec<&Version>> = BTreeMap::new();
        for version in earlier.versions.iter().rev().filter(|version| version.present.is_none()) {
            gone.entry(policy_of(version)).or_default().push(version);
        }
        let gone = gone.into_values().map(|versions| Group { present: None, title: self.last_title(&versions), versions });
        let groups = present.chain(gone).filter(|group| !group.versions.is_empty()).collect();
        VersionsInput { frame: &self.frame, language: self.material.brand.locale.language(), groups }
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
