//! What a brand publishes, for whoever answers questions about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::frame::{filled, rebased};
use super::page;
use crate::address::Location;
use crate::brand::Brand;
use crate::cache::{Key, KeyHasher};
use crate::compile::live::Release;
use crate::document::Document;
use crate::project::{Asked, Format, Publishing};
use crate::render::href::{file_path, stem};
use crate::site::NOT_FOUND;

/// What a brand publishes, as of one release.
#[derive(Debug)]
pub struct Published {
    /// The brand: its main edition.
    pub brand: Brand,
    /// The title of its project.
    pub title: String,
    /// How the project says its sites are published.
    pub publishing: Publishing,
    /// The documents of all editions that have a page: the main edition first, each in the order of its navigation.
    pub pages: Vec<Page>,
    /// The page that can be shown at any depth, in each language as addresses call it: that of the main edition under an empty name.
    pub(super) frames: BTreeMap<String, String>,
    /// While this is the same, so is all that can be said about the brand.
    pub key: Key,
}

/// A page of a brand's site.
#[derive(Debug, Clone)]
pub struct Page {
    /// The policy's id.
    pub id: String,
    /// The language of the edition it belongs to, as addresses call it; `None` for the main one.
    pub language: Option<String>,
    /// Its title, without what ends every title of the brand.
    pub title: String,
    /// The page's path from the site's root: `terms/limits.html`.
    pub path: String,
    /// The resolved document.
    pub document: Arc<Document>,
}

impl Page {
    /// What agents and readers' answers call it: its path without the ending.
    pub(super) fn name(&self) -> &str {
        stem(&self.path).unwrap_or(&self.path)
    }
}

impl Published {
    /// What one of a release's brands publishes.
    pub(super) fn of(release: &Release, brand: &Brand) -> Self {
        let listed = release.project.editions_of(&brand.id).flat_map(|edition| pages_of(release, edition));
        let (pages, keys): (Vec<Page>, Vec<Key>) = listed.unzip();
        let frame = |edition: &Brand| {
            let file = release.file(&format!("{}/html/{}{NOT_FOUND}", brand.id, edition.prefix()))?;
            Some((edition.language().unwrap_or_default().to_owned(), String::from_utf8_lossy(file.bytes.as_ref()?).into_owned()))
        };
        let frames = release.project.editions_of(&brand.id).filter_map(frame).collect();
        let publishing = release.project.publishing.clone();
        let said = Said {
            brand: (&brand.id, &brand.name, brand.site.as_deref()),
            project: &release.project.title,
            synonyms: &publishing.synonyms,
            asked: &publishing.asked,
            pages: pages.iter().map(|page| page.path.as_str()).zip(keys).collect(),
        };
        let key = KeyHasher::key("published", said);
        Self { brand: brand.clone(), title: release.project.title_of(brand).to_owned(), publishing, pages, frames, key }
    }

    /// Whether the first step of a path is the name of a language that has a part of the site to itself.
    pub(super) fn has_language(&self, step: &str) -> bool {
        self.pages.iter().any(|page| page.language.as_deref() == Some(step))
    }

    /// The tag of the language to which a path from the site's root belongs.
    pub(super) fn tag_at(&self, path: &str) -> String {
        let step = path.split('/').next();
        let edition = self.pages.iter().find(|page| page.language.is_some() && page.language.as_deref() == step);
        edition.map_or_else(|| self.brand.locale.to_string(), |page| page.document.meta.locale.clone())
    }

    /// The page of a policy in the main language.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id && page.language.is_none())
    }
}

/// The pages of a brand's edition with the keys of their files, in the order of its navigation.
fn pages_of(release: &Release, edition: &Brand) -> impl Iterator<Item = (Page, Key)> {
    release.documents(edition).iter().filter_map(|document| {
        let meta = &document.meta;
        let path = format!("{}{}", edition.prefix(), file_path(&meta.id, Format::Html));
        let key = release.file(&format!("{}/html/{path}", edition.id))?.key;
        let (title, language) = (edition.theme.plain_title(&meta.title).to_owned(), edition.language().map(ToOwned::to_owned));
        Some((Page { id: meta.id.clone(), language, title, path, document: Arc::clone(document) }, key))
    })
}

/// What all that can be said about a brand follows from: where any of it is another, so may be an answer.
#[derive(Debug, Hash)]
struct Said<'s> {
    /// The brand's id, name and address: each answer names them.
    brand: (&'s str, &'s str, Option<&'s str>),
    /// The project's title.
    project: &'s str,
    /// The words that mean the same.
    synonyms: &'s [Vec<String>],
    /// How customers ask for each section.
    asked: &'s Asked,
    /// The paths of the pages with the keys of what stands there.
    pages: Vec<(&'s str, Key)>,
}

/// The site that a request is about, and where it stands for whoever asks.
#[derive(Debug, Clone)]
pub struct Here {
    /// What the brand publishes.
    pub published: Arc<Published>,
    /// What stands before a path from the site's root in an address on this server, percent-encoded and without a slash at its end: nothing, or `/acme`.
    pub base: String,
    /// Whether this is a preview, whose links stay on this server.
    pub is_preview: bool,
}

impl Here {
    /// A page in the brand's frame for an address, by its path from the site's root, with words of HTML around which nothing else stands. The title is plain text.
    pub fn page(&self, path: &str, title: &str, body: &str) -> String {
        let framed = self.frame(path).and_then(|frame| filled(&frame, &page::escaped(title), body));
        framed.unwrap_or_else(|| page::page(title, body))
    }

    /// The page that can be shown at any depth of the site, as it is addressed here: in the language to which a path from the site's root belongs.
    pub(super) fn frame(&self, path: &str) -> Option<String> {
        let from = self.published.brand.site.as_deref().and_then(Location::read).map(Location::base).unwrap_or_default();
        let frames = &self.published.frames;
        let language = path.split('/').next().unwrap_or_default();
        frames.get(language).or_else(|| frames.get("")).map(|frame| rebased(frame, &from, &self.base))
    }

    /// The address of a path from the site's root: the one that the world knows, or in a preview and where the brand has no site the one on this server.
    pub fn address(&self, path: &str) -> String {
        let site = self.published.brand.site.as_deref().filter(|_| !self.is_preview);
        format!("{}/{path}", site.unwrap_or(&self.base).trim_end_matches('/'))
    }
}
