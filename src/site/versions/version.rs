//! Earlier versions of a brand's policies.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use crate::document::{Block, Document, Inline, Link, Note, NoteKind, Status, Target};
use crate::locale::{DateStyle, Formats, Words};
use crate::project::{Change, Format};
use crate::render::href;
use crate::source::Origin;

use crate::site::dates::Day;
use crate::site::{Announced, Published};

/// An earlier version of a policy.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Debug, Clone)]
pub struct Version {
    /// What it said; the id is the address of its page: `terms/versions/3.1`.
    pub document: Arc<Document>,
    /// What stands for that where it is hashed; equal only where the document is.
    pub digest: [u8; 32],
    /// What it is called.
    pub label: Label,
    /// The last day on which it was in force, where that is known.
    pub until: Option<Date>,
    /// The policy that stands in its place now; `None` where there is none any more.
    pub present: Option<String>,
    /// Whether that is a draft, which has not taken its place yet.
    pub is_drafted: bool,
    /// Whether it is what that policy says now: its page leads there.
    pub is_present: bool,
    /// Whether it is published as Markdown too.
    pub markdown: bool,
    /// Whether it is published as PDF too.
    pub pdf: bool,
    /// What changed up to it and when, as its source told when it was published.
    pub changes: Arc<[Change]>,
    /// Whether its source asked for a feed of these.
    pub feed: bool,
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

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { document: _, digest, label, until, present, is_drafted, is_present, markdown, pdf, changes, feed } = self;
        (digest, label, until, present, is_drafted).hash(state);
        (is_present, markdown, pdf, changes, feed).hash(state);
    }
}

impl Version {
    /// The path of its file of a format, from the site's root.
    pub fn path(&self, format: Format) -> String {
        href::file_path(&self.document.meta.id, format)
    }

    /// The formats in which it is published.
    pub(in crate::site) fn formats(&self) -> &'static [Format] {
        match (self.markdown, self.pdf) {
            (true, true) => &[Format::Html, Format::Markdown, Format::Pdf],
            (true, false) => &[Format::Html, Format::Markdown],
            (false, true) => &[Format::Html, Format::Pdf],
            (false, false) => &[Format::Html],
        }
    }

    /// Its page, as far as it stands for the policy.
    pub(in crate::site) fn published(&self) -> Published<'_> {
        let announced = Announced { redirects: &[], changes: &self.changes, feed: self.feed };
        Published { document: &self.document, formats: self.formats(), signed: false, announced }
    }

    /// Its document with a note over it that nobody can take it for the present one.
    pub(super) fn noted(&self, formats: Option<&Formats>) -> Document {
        let mut document = Document::clone(&self.document);
        document.blocks.insert(0, Block::Note(Note { kind: NoteKind::Important, blocks: vec![Block::Paragraph(self.note(formats))] }));
        document
    }

    /// What the note says: what this is, when it is in force, and where the latest version stands. A build knows no day, and the note is true on all of them.
    fn note(&self, formats: Option<&Formats>) -> Vec<Inline> {
        let words = &Words::of_tag(&self.document.meta.locale).versions;
        let sentence = if self.present.is_some() { words.earlier } else { words.last };
        let mut said = sentence.replace("{version}", &self.label.shown(formats));
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
        let content = vec![Inline::Text(if self.is_drafted { words.draft } else { words.present }.to_owned())];
        vec![Inline::Text(said), Inline::Link(Link { target, title: None, content, reference: false, origin: Origin::default() })]
    }
}

fn shown(day: Date, formats: Option<&Formats>) -> String {
    formats.map_or_else(|| day.to_string(), |formats| formats.date(day, DateStyle::Long))
}

/// The version that is in force until a document is, as that one's page names it.
#[derive(Debug, Serialize)]
pub(in crate::site) struct BeforeView {
    said: String,
    address: String,
    label: String,
}

impl BeforeView {
    /// Of the `earlier` versions of a document, the latest first, the one whose place it takes on a day, or will take where it is a draft.
    pub(in crate::site) fn of(document: &Document, earlier: &[&Version], formats: Option<&Formats>) -> Option<Self> {
        let words = &Words::of_tag(&document.meta.locale).versions;
        let (before, said) = if document.meta.status == Status::Draft {
            (earlier.first()?, words.published.to_owned())
        } else {
            let from = document.meta.effective?;
            let to = from.yesterday().ok()?;
            let before = earlier.iter().find(|version| version.until == Some(to))?;
            (before, words.before.replace("{from}", &shown(from, formats)).replace("{to}", &shown(to, formats)))
        };
        let from = href::file_path(&document.meta.id, Format::Html);
        Some(Self { said, address: href::relative(&from, &before.path(Format::Html)), label: before.label.shown(formats) })
    }
}

/// An earlier version as a list names it.
#[derive(Debug, Serialize)]
pub(in crate::site) struct VersionView {
    address: String,
    label: String,
    effective: Option<Day>,
    until: Option<Day>,
}

impl VersionView {
    /// The version as the page at a path names it.
    pub(in crate::site) fn new(version: &Version, from: &str, formats: Option<&Formats>) -> Self {
        let day = |day| Day::new(day, formats);
        Self {
            address: href::relative(from, &version.path(Format::Html)),
            label: version.label.shown(formats),
            effective: version.document.meta.effective.map(day),
            until: version.until.map(day),
        }
    }
}
