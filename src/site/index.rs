//! The list of all of a brand's policies.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use serde::Serialize;

use crate::document::{Document, Kind, Status};
use crate::project::Format;
use crate::render::href;

use super::frame::{Frame, FrameView};
use super::languages::Further;
use super::{ALL, BOOK, INDEX, Material, Node, PageLanguages, VERSIONS};

/// All that the list of policies shows, and nothing else. What it hashes says nothing of the frame, which is hashed once for all files of a site.
#[derive(Debug, Clone)]
pub struct IndexInput<'a> {
    frame: &'a Frame<'a>,
    /// The project's title as the brand's house style ends it.
    title: String,
    /// Each page's description, and whether it is a draft.
    entries: BTreeMap<&'a str, Entry<'a>>,
    book: bool,
    /// Whether there is a page of all policies.
    all: bool,
    /// Whether there are earlier versions.
    versions: bool,
    languages: PageLanguages<'a>,
    /// The languages in which there is more.
    further: Vec<Further<'a>>,
}

impl Hash for IndexInput<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { frame: _, title, entries, book, all, versions, languages, further } = self;
        (title, entries, book, all, versions, languages, further).hash(state);
    }
}

/// What the list says of a document beside its title.
#[derive(Debug, Clone, Hash)]
struct Entry<'a> {
    description: Option<&'a str>,
    draft: bool,
}

/// The list as its layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct IndexView<'a> {
    #[serde(flatten)]
    frame: FrameView<'a>,
    book: Option<&'a str>,
    all: Option<&'a str>,
    versions: Option<&'a str>,
    groups: Vec<GroupView<'a>>,
    further: &'a [Further<'a>],
}

/// A run of policies, under a heading where the navigation gives one.
#[derive(Debug, Default, Serialize)]
struct GroupView<'a> {
    title: Option<&'a str>,
    policies: Vec<PolicyView<'a>>,
}

#[derive(Debug, Serialize)]
struct PolicyView<'a> {
    address: String,
    title: &'a str,
    description: Option<&'a str>,
    draft: bool,
    below: Vec<PolicyView<'a>>,
}

impl<'a> IndexInput<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, material: &Material<'a>) -> Self {
        let documents = material.documents.iter().map(|published| published.document);
        let entries = documents.map(|document| (document.meta.id.as_str(), Entry::new(document))).collect();
        let title = material.brand.theme.titled(material.title);
        let all = material.documents.iter().any(|published| published.document.meta.kind == Kind::Policy);
        let (languages, versions) = (material.languages.of_site(), material.earlier.is_listed());
        Self { frame, title, entries, book: material.book, all, versions, languages, further: material.languages.further() }
    }

    pub(super) fn view(&self) -> IndexView<'_> {
        IndexView {
            frame: self.frame.view(INDEX, self.frame.head(&self.title, INDEX), None).in_languages(&self.languages, INDEX),
            book: self.book.then_some(BOOK),
            all: self.all.then_some(ALL),
            versions: self.versions.then_some(VERSIONS),
            groups: self.groups(),
            further: &self.further,
        }
    }

    /// The navigation's top level, cut into runs of pages and its headings.
    fn groups(&self) -> Vec<GroupView<'_>> {
        let mut groups: Vec<GroupView<'_>> = Vec::new();
        for node in &self.frame.navigation.nodes {
            if node.id.is_none() {
                groups.push(GroupView { title: Some(&node.title), policies: self.policies(&node.below) });
                continue;
            }
            if groups.last().is_none_or(|group| group.title.is_some()) {
                groups.push(GroupView::default());
            }
            if let (Some(group), Some(policy)) = (groups.last_mut(), self.policy(node)) {
                group.policies.push(policy);
            }
        }
        groups
    }

    /// Headings below the top level give way to what stands below them.
    fn policies<'n>(&'n self, nodes: &'n [Node]) -> Vec<PolicyView<'n>> {
        let mut policies = Vec::new();
        for node in nodes {
            match self.policy(node) {
                Some(policy) => policies.push(policy),
                None => policies.extend(self.policies(&node.below)),
            }
        }
        policies
    }

    fn policy<'n>(&'n self, node: &'n Node) -> Option<PolicyView<'n>> {
        let id = node.id.as_deref()?;
        let entry = self.entries.get(id);
        Some(PolicyView {
            address: href::file_path(id, Format::Html),
            title: &node.title,
            description: entry.and_then(|entry| entry.description),
            draft: entry.is_some_and(|entry| entry.draft),
            below: self.policies(&node.below),
        })
    }
}

impl<'a> Entry<'a> {
    fn new(document: &'a Document) -> Self {
        let meta = &document.meta;
        Self { description: meta.description.as_deref(), draft: meta.status == Status::Draft }
    }
}
