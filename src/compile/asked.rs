//! What the project file says that customers ask for, held against the sections there are.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::front::BrandSet;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::document::{Block, Document, Part, walk};
use crate::project::{Moved, Project};
use crate::source::Span;

/// The sections that customers are said to ask for and that no brand was seen to have, and all that were seen.
#[derive(Debug)]
pub(super) struct Asked<'p> {
    left: BTreeMap<&'p str, Wanted<'p>>,
    policies: BTreeSet<String>,
    sections: BTreeSet<String>,
}

/// A section that customers are said to ask for.
#[derive(Debug)]
struct Wanted<'p> {
    /// What it is called now: its policy may have been moved since.
    section: Cow<'p, str>,
    /// Where the list names it.
    place: Span,
}

impl<'p> Asked<'p> {
    /// What a project's file says, before any brand was looked at.
    pub(super) fn of(project: &'p Project) -> Self {
        let moved = Moved::of(project);
        let wanted = |(key, place): (&'p String, &Span)| (key.as_str(), Wanted { section: moved.section(key), place: *place });
        let left = project.asked_at.iter().map(wanted).collect();
        Self { left, policies: BTreeSet::new(), sections: BTreeSet::new() }
    }

    /// Looks at the documents of brands.
    pub(super) fn look_at(&mut self, sets: &[BrandSet<'_>]) {
        if self.left.is_empty() {
            return;
        }
        for document in sets.iter().flat_map(BrandSet::documents) {
            self.policies.insert(document.meta.id.clone());
            self.sections.extend(sections(document));
        }
        let (policies, sections) = (&self.policies, &self.sections);
        self.left.retain(|_, wanted| !policies.contains(&*wanted.section) && !sections.contains(&*wanted.section));
    }

    /// What no brand has.
    pub(super) fn unknown(&self) -> Vec<Diagnostic> {
        self.left.iter().map(|(key, wanted)| self.finding(key, &wanted.section).at(wanted.place)).collect()
    }

    /// The finding for a section that the list calls by a key.
    fn finding(&self, key: &str, section: &str) -> Diagnostic {
        let (policy, anchor) = section.split_once('#').map_or((section, None), |(policy, anchor)| (policy, Some(anchor)));
        let (message, near) = if self.policies.contains(policy) {
            let near = self.sections.iter().filter_map(|section| section.split_once('#')).filter(|(id, _)| *id == policy).map(|(_, anchor)| anchor);
            let near = did_you_mean(anchor.unwrap_or_default(), near).map(|anchor| format!("{policy}#{anchor}"));
            (format!("no brand's `{policy}` has a section `#{}`", anchor.unwrap_or_default()), near)
        } else {
            let near = did_you_mean(policy, self.policies.iter().map(String::as_str));
            let near = near.map(|policy| anchor.map_or_else(|| policy.to_owned(), |anchor| format!("{policy}#{anchor}")));
            (format!("no brand has the policy `{policy}`"), near)
        };
        let hint = near.map_or_else(
            || "write the policy's path and the anchor of the heading, as `refunds#cases`; or take the line out".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Diagnostic::new(Code::UnknownSection, format!("the list of how customers ask has `{key}`, but {message}")).hint(hint)
    }
}

/// The sections of a document, each by its policy and anchor.
fn sections(document: &Document) -> Vec<String> {
    let mut sections = Vec::new();
    walk(&document.blocks, &mut |part| {
        if let Part::Block(Block::Heading(heading)) = part {
            sections.extend(heading.anchor.as_ref().map(|anchor| format!("{}#{}", document.meta.id, anchor.id)));
        }
    });
    sections
}
