//! What the archive says of the present state: texts that were changed under a version that was published, and policies that were moved without a word.

use std::collections::BTreeSet;

use super::{Archive, Archived, is_called, version_of};
use crate::compile::front::{BrandSet, Entry};
use crate::diag::{Code, Diagnostic};
use crate::document::Status;
use crate::project::{Format, Policy, Project};
use crate::source::Span;

impl Archive {
    /// What is to be said of a brand's documents beside the versions that were published.
    pub(in crate::compile) fn compared(&self, project: &Project, set: &BrandSet<'_>) -> Vec<Diagnostic> {
        let Some(archived) = self.brands.get(&set.brand.key()) else { return Vec::new() };
        let is_page =
            |entry: &&Entry<'_>| entry.document.meta.status == Status::Published && project.formats_of(entry.policy).contains(&Format::Html);
        let pages: Vec<&Entry<'_>> = set.entries.iter().filter(is_page).collect();
        let unraised = pages.iter().filter_map(|entry| unraised(project, archived, entry));
        let moved = if set.brand.edition.is_none() { moved(archived, set, &pages) } else { Vec::new() };
        unraised.chain(moved).map(|found| found.for_brand(&set.brand.id)).collect()
    }
}

/// The finding for a text that is not the one that was published under its version.
fn unraised(project: &Project, archived: &[Archived], entry: &Entry<'_>) -> Option<Diagnostic> {
    let version = version_of(&entry.document.meta)?;
    let published: Vec<&Archived> = archived.iter().filter(|other| other.policy == entry.policy.id && is_called(&other.label, &version)).collect();
    let last = published.last()?;
    let text = entry.text_key(&project.images);
    if published.iter().any(|other| other.text == text) {
        return None;
    }
    let message = format!("this text, or a value in it, is not the one that `{}` published as version {version}", last.state_name);
    let found = Diagnostic::new(Code::ChangedVersion, message).at(place_of_version(project, entry.policy));
    Some(found.hint("raise `version`: two texts of one version cannot be told apart"))
}

/// Where a policy's front matter says its version; its title where a translation takes it from the text that it translates.
fn place_of_version(project: &Project, policy: &Policy) -> Span {
    let front = project.sources.file(policy.file).text().get(..policy.body.start).unwrap_or_default();
    let start = front.find("\nversion:").map(|at| at + 1);
    let line = start.and_then(|start| Some(start..start + front[start..].lines().next()?.trim_end().len()));
    line.map_or(policy.front.title.span, |line| Span::new(policy.file, line))
}

/// The findings for policies that were published, are not there any more, and have the title of one that was never published: they were moved.
fn moved(archived: &[Archived], set: &BrandSet<'_>, pages: &[&Entry<'_>]) -> Vec<Diagnostic> {
    let known: BTreeSet<&str> = archived.iter().map(|version| version.policy.as_str()).collect();
    let leads_on = |id: &str| {
        let redirects = |entry: &Entry<'_>| entry.policy.front.redirects.iter().any(|redirect| redirect.value == id);
        set.entries.iter().any(|entry| entry.policy.id == id || redirects(entry))
    };
    let gone = known.iter().copied().filter(|id| !leads_on(id));
    let new: Vec<&&Entry<'_>> = pages.iter().filter(|entry| !known.contains(entry.policy.id.as_str())).collect();
    let finding = |id: &str| {
        let last = archived.iter().rev().find(|version| version.policy == id)?;
        let mut alike = new.iter().filter(|entry| entry.document.meta.title == last.document.meta.title);
        let (entry, None) = (alike.next()?, alike.next()) else { return None };
        let message = format!("this page was published as `{id}`, and nothing leads from there to `{}` any more", entry.policy.id);
        let found = Diagnostic::new(Code::MovedPage, message).at(entry.policy.front.title.span);
        Some(found.hint(format!("write `redirects: [{id}]` into its front matter: its earlier versions are then listed here, too")))
    };
    gone.filter_map(finding).collect()
}
