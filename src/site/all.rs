//! All of a brand's policies on one page, to be read in one go, searched with the browser, or printed. Contracts are no part of it.

use std::hash::{Hash, Hasher};

use serde::Serialize;

use crate::brand::Theme;
use crate::document::{Document, Kind, Status};
use crate::locale::Formats;
use crate::project::Format;
use crate::render::href;
use crate::render::html::{self, Among, Sizes};

use super::dates::Day;
use super::frame::{Frame, FrameView};
use super::languages::PageLanguages;
use super::page::own_sizes;
use super::{ALL, Material, Published};

/// All that the page shows. What it hashes says nothing of the frame and of the documents' texts, which are hashed once for all files of a site.
#[derive(Debug)]
pub(super) struct AllInput<'a> {
    frame: &'a Frame<'a>,
    policies: Vec<&'a Document>,
    sizes: Sizes,
    theme: &'a Theme,
    languages: PageLanguages<'a>,
}

impl Hash for AllInput<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sizes.hash(state);
        (&self.theme.title_end, &self.languages).hash(state);
    }
}

/// The page as its layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct AllView<'a> {
    #[serde(flatten)]
    frame: FrameView<'a>,
    policies: Vec<PolicyView<'a>>,
}

#[derive(Debug, Serialize)]
struct PolicyView<'a> {
    /// The id that its title has on the page.
    anchor: String,
    address: String,
    locale: &'a str,
    title: &'a str,
    /// The title without the house style's end: as other pages say it.
    plain_title: &'a str,
    description: Option<&'a str>,
    draft: bool,
    version: Option<&'a str>,
    effective: Option<Day>,
    updated: Option<Day>,
    body: String,
}

impl AllView<'_> {
    /// How many bytes the policies' own texts take.
    pub(super) fn length(&self) -> usize {
        self.policies.iter().map(|policy| policy.body.len()).sum()
    }
}

impl<'a> AllInput<'a> {
    /// Whether there is such a page: where one of the site's is a policy's.
    pub(super) fn is_there(pages: &[&Published<'_>]) -> bool {
        pages.iter().any(|page| page.document.meta.kind == Kind::Policy)
    }

    /// The page of a site's pages, in their order.
    pub(super) fn new(frame: &'a Frame<'a>, material: &Material<'a>, pages: &[&'a Published<'a>]) -> Self {
        let policies: Vec<_> = pages.iter().map(|page| page.document).filter(|document| document.meta.kind == Kind::Policy).collect();
        let sizes = policies.iter().flat_map(|document| own_sizes(document, material.sizes)).collect();
        Self { frame, policies, sizes, theme: &material.brand.theme, languages: material.languages.of_site() }
    }

    pub(super) fn view(&self, formats: Option<&Formats>) -> AllView<'_> {
        let head = self.frame.head(self.theme.titled(self.frame.words().on_one_page), ALL);
        let among = Among { path: ALL, documents: self.policies.iter().map(|document| document.meta.id.as_str()).collect() };
        AllView {
            frame: self.frame.view(ALL, head, None).in_languages(&self.languages, ALL),
            policies: self.policies.iter().map(|document| self.policy(document, &among, formats)).collect(),
        }
    }

    fn policy(&self, document: &'a Document, among: &Among<'_>, formats: Option<&Formats>) -> PolicyView<'_> {
        let meta = &document.meta;
        let day = |date| Day::new(date, formats);
        PolicyView {
            anchor: Among::title_id(&meta.id),
            address: href::file_path(&meta.id, Format::Html),
            locale: &meta.locale,
            title: &meta.title,
            plain_title: self.theme.plain_title(&meta.title),
            description: meta.description.as_deref(),
            draft: meta.status == Status::Draft,
            version: meta.version.as_deref(),
            effective: meta.effective.map(day),
            updated: meta.updated.map(day),
            body: html::body_among(document, &self.sizes, among),
        }
    }
}
