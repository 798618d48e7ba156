//! Earlier versions of a brand's policies.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use crate::document::{Block, Document, Inline, Link, Note, NoteKind, Target};
use crate::locale::{DateStyle, Formats, Words};
use crate::project::Format;
use crate::render::href;
use crate::source::Origin;

use super::dates::Day;

/// The path of the list of all earlier versions, from the site's root.
pub const VERSIONS: &str = "versions.html";

/// An earlier version of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Version {
    /// What it said; the id is the address of its page: `terms/versions/3.1`.
    pub document: Arc<Document>,
    /// What it is called.
    pub label: Label,
    /// The last day on which it was in force, where that is known.
    pub until: Option<Date>,
    /// The policy that stands in its place now; `None` where there is none any more.
    pub present: Option<String>,
    /// Whether it is what that policy says now: its page leads there.
    pub is_present: bool,
    /// Whether it is published as Markdown too.
    pub markdown: bool,
}

/// What a version is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// The version that its front matter gives; with the name of its state where another text was published under the same version.
    Version(String, Option<String>),
    /// The day of its text; with the name of its state where another text has the same day.
    Day(Date, Option<String>),
    /// The name of the state in which it was published.
    State(String),
}

impl Label {
    /// The label as a reader sees it.
    pub fn shown(&self, formats: Option<&Formats>) -> String {
        match self {
            Self::Version(version, None) | Self::State(version) => version.clone(),
            Self::Version(version, Some(state)) => format!("{version} ({state})"),
            Self::Day(day, None) => shown(*day, formats),
            Self::Day(day, Some(state)) => format!("{} ({state})", shown(*day, formats)),
        }
    }
}

impl Version {
    /// The path of its file of a format, from the site's root.
    pub fn path(&self, format: Format) -> String {
        href::file_path(&self.document.meta.id, format)
    }

    /// The formats in which it is published.
    pub(super) fn formats(&self) -> &'static [Format] {
        if self.markdown { &[Format::Html, Format::Markdown] } else { &[Format::Html] }
    }

    /// Its document with a note over it that nobody can take it for the present one.
    pub(super) fn noted(&self, formats: Option<&Formats>) -> Document {
        let mut document = Document::clone(&self.document);
        document.blocks.insert(0, Block::Note(Note { kind: NoteKind::Important, blocks: vec![Block::Paragraph(self.note(formats))] }));
        document
    }

    /// What the note says: what this is, when it was in force, and where the present version stands.
    fn note(&self, formats: Option<&Formats>) -> Vec<Inline> {
        let words = &Words::of_tag(&self.document.meta.locale).versions;
        let mut said = words.earlier.replace("{version}", &self.label.shown(formats));
        let day = |day: Date| shown(day, formats);
        let in_force = match (self.document.meta.effective, self.until) {
            (Some(from), Some(to)) => Some(words.from_to.replace("{from}", &day(from)).replace("{to}", &day(to))),
            (Some(from), None) => Some(words.from.replace("{from}", &day(from))),
            (None, Some(to)) => Some(words.to.replace("{to}", &day(to))),
            (None, None) => None,
        };
        if let Some(sentence) = in_force {
            said.push(' ');
            said.push_str(&sentence);
        }
        said.push(' ');
        let Some(present) = &self.present else { return vec![Inline::Text(said + words.gone)] };
        let target = Target::Document { id: present.clone(), anchor: None };
        let content = vec![Inline::Text(words.present.to_owned())];
        vec![Inline::Text(said), Inline::Link(Link { target, title: None, content, reference: false, origin: Origin::default() })]
    }
}

fn shown(day: Date, formats: Option<&Formats>) -> String {
    formats.map_or_else(|| day.to_string(), |formats| formats.date(day, DateStyle::Long))
}

/// An earlier version as a list names it.
#[derive(Debug, Serialize)]
pub(super) struct VersionView {
    address: String,
    label: String,
    effective: Option<Day>,
    until: Option<Day>,
}

impl VersionView {
    /// The version as the page at a path names it.
    pub(super) fn new(version: &Version, from: &str, formats: Option<&Formats>) -> Self {
        let day = |day| Day::new(day, formats);
        Self {
            address: href::relative(from, &version.path(Format::Html)),
            label: version.label.shown(formats),
            effective: version.document.meta.effective.map(day),
            until: version.until.map(day),
        }
    }
}
