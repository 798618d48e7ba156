//! What earlier versions are to the present state of a brand.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Archive, Archived, FOLDER, document_key, is_called, version_of};
use crate::compile::front::{BrandSet, Entry};
use crate::document::{Document, Status, Target};
use crate::project::Project;
use crate::resolve::readdress;
use crate::site::Version;

impl Archive {
    /// The versions of a brand's policies, in the order in which they were published, those last that no state has yet. `main` are the documents of its main edition, and
    /// `pages` those of its own that have a page.
    pub(in crate::compile) fn versions(
        &self,
        project: &Project,
        set: &BrandSet<'_>,
        main: Option<&BrandSet<'_>>,
        pages: &[&Entry<'_>],
    ) -> Vec<Version> {
        let untagged = self.untagged(project, set, main);
        let archived: Vec<&Archived> = self.brands.get(&set.brand.key()).into_iter().flatten().chain(&untagged).collect();
        if archived.is_empty() {
            return Vec::new();
        }
        let images = &project.images;
        let successors: Vec<Option<&Entry<'_>>> = archived.iter().map(|version| successor(pages, &version.policy)).collect();
        let texts: BTreeMap<&str, _> = pages.iter().map(|entry| (entry.policy.id.as_str(), entry.text_key(images))).collect();
        let version = |(at, version): (usize, &&Archived)| {
            let present = successors[at];
            let is_present = present.is_some_and(|entry| {
                !is_draft(entry) && texts.get(entry.policy.id.as_str()) == Some(&version.text) && has_its_version(version, entry)
            });
            let tied = version.is_loose.then(|| tied(&version.document, pages));
            Version {
                digest: tied.as_ref().map_or(version.key, document_key).into(),
                document: tied.map_or_else(|| Arc::clone(&version.document), Arc::new),
                label: version.label.clone(),
                until: until(&archived, &successors, at),
                is_drafted: present.is_some_and(is_draft),
                present: present.map(|entry| entry.policy.id.clone()),
                is_present,
                markdown: version.markdown,
                pdf: version.pdf,
                changes: Arc::clone(&version.changes),
                feed: version.feed,
            }
        };
        archived.iter().enumerate().map(version).collect()
    }
}

/// The document that stands in a policy's place: the one of its id, or the one that it was moved to.
fn successor<'e, 'p>(pages: &[&'e Entry<'p>], policy: &str) -> Option<&'e Entry<'p>> {
    let by_id = pages.iter().find(|entry| entry.policy.id == policy);
    let moved = || pages.iter().find(|entry| entry.policy.front.redirects.iter().any(|redirect| redirect.value == policy));
    by_id.or_else(moved).copied()
}

/// Whether a document is a draft: it takes no version's place, whatever day it names.
fn is_draft(entry: &Entry<'_>) -> bool {
    entry.document.meta.status == Status::Draft
}

/// Whether a document has the version that an earlier one had: where both name none, the text alone tells.
fn has_its_version(version: &Archived, entry: &Entry<'_>) -> bool {
    version_of(&entry.document.meta).map_or_else(|| version_of(&version.document.meta).is_none(), |present| is_called(&version.label, &present))
}

/// The day before a later version of the same policy came into force.
fn until(archived: &[&Archived], successors: &[Option<&Entry<'_>>], at: usize) -> Option<Date> {
    let id = |at: usize| successors[at].map_or(archived[at].policy.as_str(), |entry| entry.policy.id.as_str());
    let from = archived[at].document.meta.effective;
    let later = (at + 1..archived.len()).filter(|other| id(*other) == id(at)).map(|other| archived[other].document.meta.effective);
    let later = later.chain(successors[at].filter(|entry| !is_draft(entry)).map(|entry| entry.document.meta.effective));
    let next = later.flatten().find(|day| from.is_none_or(|from| *day > from))?;
    next.yesterday().ok()
}

/// A document whose links to what its own state had no page of lead to the present pages of the same policies, or nowhere.
fn tied(document: &Document, pages: &[&Entry<'_>]) -> Document {
    let mut document = document.clone();
    let link = |target: &mut Target| {
        let (Target::Document { id, .. } | Target::Original { id, .. }) = &*target else { return true };
        if id.split('/').any(|step| step == FOLDER) {
            return true;
        }
        let Target::Document { id, anchor } = target else { return false };
        let Some(entry) = successor(pages, id) else { return false };
        // Nobody knows what stands at that place by now.
        *anchor = None;
        id.clone_from(&entry.policy.id);
        true
    };
    readdress(&mut document, link, |_| {});
    document
}
