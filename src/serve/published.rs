//! What a brand publishes, for whoever answers questions about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::frame::{filled, path_of, rebased};
use super::page;
use crate::brand::Brand;
use crate::cache::{Key, KeyHasher};
use crate::compile::live::Release;
use crate::document::Document;
use crate::project::{Format, Publishing};
use crate::render::href::file_path;
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

impl Published {
    /// What one of a release's brands publishes.
    pub(super) fn of(release: &Release, brand: &Brand) -> Self {
        let mut keys = Vec::new();
        let mut pages = Vec::new();
        for edition in release.project.editions_of(&brand.id) {
            for document in release.documents(edition) {
                let path = format!("{}{}", edition.prefix(), file_path(&document.meta.id, Format::Html));
                let Some(file) = release.file(&format!("{}/html/{path}", brand.id)) else { continue };
                let title = edition.theme.plain_title(&document.meta.title).to_owned();
                let language = edition.language().map(ToOwned::to_owned);
                keys.push((path.clone(), file.key));
                pages.push(Page { id: document.meta.id.clone(), language, title, path, document: Arc::clone(document) });
            }
        }
        let frame = |edition: &Brand| {
            let file = release.file(&format!("{}/html/{}{NOT_FOUND}", brand.id, edition.prefix()))?;
            Some((edition.language().unwrap_or_default().to_owned(), String::from_utf8_lossy(file.bytes.as_ref()?).into_owned()))
        };
        let frames = release.project.editions_of(&brand.id).filter_map(frame).collect();
        let publishing = release.project.publishing.clone();
        let key = KeyHasher::key(
            "published",
            (&brand.id, &brand.name, &brand.site, &release.project.title, (&publishing.synonyms, &publishing.asked), keys),
        );
        Self { brand: brand.clone(), title: release.project.title_of(brand).to_owned(), publishing, pages, frames, key }
    }

    /// The page of a policy in the main language.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id && page.language.is_none())
    }
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
        let from = path_of(self.published.brand.site.as_deref());
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
