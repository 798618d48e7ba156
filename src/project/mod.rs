//! A project: its brands, its sources, its partials and its images, loaded and typed.

#[cfg(test)]
mod bad_input;
mod carried;
mod change;
mod dated;
mod fields;
mod files;
mod form;
mod front;
mod language;
mod load;
mod moved;
mod name;
mod outputs;
#[cfg(test)]
mod properties;
mod publishing;
mod read;
mod reserve;
mod signing;
mod sites;
mod translation;
mod untranslated;
mod zeros;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;

use crate::brand::{Asset, Brand, NavigationEntry};
use crate::diag::Diagnostic;
use crate::document::{Kind, Numbering, Status};
use crate::locale::Locale;
use crate::source::{FileId, Sources, Span};

pub use self::form::{ASKED, PROJECT, PROJECT_IN_ANOTHER_LANGUAGE, SOURCE, TRANSLATION};
pub use self::load::{load, publishing};
pub(crate) use self::moved::Moved;
pub(crate) use self::name::policy_id;
pub use self::publishing::{Archive, Asked, Feedback, Publishing};
pub use self::reserve::Reserve;
pub use self::translation::Translations;
pub use crate::data::Kind as FieldKind;

/// Everything that stands in a project, read and typed.
#[derive(Debug, Clone)]
pub struct Project {
    /// All texts.
    pub sources: Sources,
    /// The project's title.
    pub title: String,
    /// The formats that are built where a source names none.
    pub formats: Vec<Format>,
    /// The language of texts whose files' names say none, where the project says it; else that of each brand.
    pub language: Option<Locale>,
    /// The order and nesting of policies.
    pub navigation: Vec<NavigationEntry>,
    /// The brands, sorted by id.
    pub brands: Vec<Brand>,
    /// Their editions in other languages, brand by brand.
    pub editions: Vec<Brand>,
    /// What is said in other languages, by their tags.
    pub translations: BTreeMap<String, Translations>,
    /// The shared policies, by id.
    pub policies: BTreeMap<String, Policy>,
    /// A brand's own policies by brand id and policy id: those that replace a shared one, and those only it has.
    pub own_policies: BTreeMap<String, BTreeMap<String, Policy>>,
    /// The shared partials, by name.
    pub partials: BTreeMap<String, FileId>,
    /// A brand's own partials, by brand id and name.
    pub own_partials: BTreeMap<String, BTreeMap<String, FileId>>,
    /// The project's own templates: layouts and styles of its pages, and Typst files.
    pub templates: Vec<FileId>,
    /// The images that stand beside sources, by their path from the project's root.
    pub images: BTreeMap<String, Asset>,
    /// The ids of the policies each brand carries, by brand id, in the order of its navigation; those the navigation does not name follow by path.
    pub carried: BTreeMap<String, Vec<String>>,
    /// The places of values of which it is said already that they are not translated.
    pub(crate) said_untranslated: BTreeSet<Span>,
    /// How its sites are published.
    pub publishing: Publishing,
    /// Where the project file says how customers ask for a section, by what it calls the section: `refunds#cases`.
    pub asked_at: BTreeMap<String, Span>,
    /// What PDFs keep ready for signatures to come.
    pub reserve: Reserve,
    /// The signing profiles, by name. Their paths are relative to the project's root: see [`Profile::under`](crate::sign::profile::Profile::under).
    #[cfg(feature = "sign")]
    pub signing: BTreeMap<String, crate::sign::profile::Profile>,
}

/// One source: a policy's or contract's front matter and text.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its id: its path below `sources/`, without `.md` or `/index.md`.
    pub id: String,
    /// Its file.
    pub file: FileId,
    /// Where its text stands in the file, behind the front matter.
    pub body: Range<usize>,
    /// What it says of itself.
    pub front: FrontMatter,
    /// Whether its front matter could be read. Where not, it has no text: nobody knows what the text would have to be held against.
    pub is_read: bool,
}

/// A source's front matter.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// The title, a template.
    pub title: Placed<String>,
    /// One sentence beneath the title, a template.
    pub description: Option<Placed<String>>,
    /// Policy or contract.
    pub kind: Kind,
    /// The version.
    pub version: Option<String>,
    /// In force or draft.
    pub status: Status,
    /// The day it comes into force.
    pub effective: Option<Date>,
    /// The day its text last changed.
    pub updated: Option<Date>,
    /// Whether that day is git's and not its own word.
    pub is_dated_by_git: bool,
    /// How it is numbered.
    pub numbering: Numbering,
    /// A document number.
    pub number: Option<String>,
    /// The only brands that carry it, where it names any.
    pub brands: Option<Vec<Placed<String>>>,
    /// The only formats it is built in, where it names any.
    pub formats: Option<Vec<Format>>,
    /// The tags of the only languages it is published in, where it names any.
    pub languages: Option<Vec<String>>,
    /// What a customer's row must give, in the author's order.
    pub fields: Vec<Field>,
    /// Addresses under which the page stood before, relative to the site, without a slash before and `.html` behind them.
    pub redirects: Vec<Placed<String>>,
    /// What changed and when, in the author's order.
    pub changes: Vec<Change>,
    /// Whether its changes have a feed of their own.
    pub feed: bool,
}

/// A change of a policy, as its front matter tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// The day of the change, or of its announcement.
    pub date: Date,
    /// The version it made.
    pub version: Option<String>,
    /// What changed.
    pub summary: String,
    /// Whether a translation takes it over from the text that it translates, in whose language the summary then is.
    pub is_original: bool,
}

/// A value and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A field that a contract asks of a customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name below `customer.`, with dots for nesting.
    pub name: String,
    /// What to fill in, in the author's words.
    pub label: String,
    /// What its values are.
    pub kind: FieldKind,
    /// Whether every row must give it.
    pub required: bool,
    /// Its value where a row gives none.
    pub default: Option<serde_json::Value>,
    /// Where it is declared.
    pub span: Span,
}

/// What a document can be built as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A page of a site.
    Html,
    /// A Markdown file.
    Markdown,
    /// A PDF file.
    Pdf,
}

impl Format {
    /// Its name, as front matter and the command line say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Pdf => "pdf",
        }
    }
}

impl Project {
    /// What a brand carries, in the order of its navigation; what the navigation does not name follows by path. An edition carries what there is in its
    /// language.
    pub fn carried(&self, brand: &Brand) -> Vec<&Policy> {
        let ids = self.carried.get(&brand.id).map(Vec::as_slice).unwrap_or_default();
        ids.iter().filter_map(|id| self.policy(brand, id)).collect()
    }

    /// Whether a brand carries a policy, in whatever language.
    pub fn carries(&self, brand: &Brand, id: &str) -> bool {
        self.carried.get(&brand.id).is_some_and(|ids| ids.iter().any(|other| other == id))
    }

    /// What is to be said of the days on which brands' files expire, as of a day.
    pub fn expiring(&self, today: Date) -> Vec<Diagnostic> {
        self.brands.iter().filter_map(|brand| brand.expiry(today, &self.sources)).collect()
    }

    /// Whether any brand could carry a policy of this id: it is shared, or some brand has it of its own.
    pub fn exists(&self, id: &str) -> bool {
        self.policies.contains_key(id) || self.own_policies.values().any(|own| own.contains_key(id))
    }

    /// The formats a policy is made in: those its source names, or the project's.
    pub fn formats_of<'p>(&'p self, policy: &'p Policy) -> &'p [Format] {
        policy.front.formats.as_deref().unwrap_or(&self.formats)
    }

    /// Every policy, shared ones first, then brands' own, then those in other languages.
    pub fn all_policies(&self) -> impl Iterator<Item = &Policy> {
        let translations = self.translations.values().flat_map(Translations::policies);
        self.policies.values().chain(self.own_policies.values().flat_map(BTreeMap::values)).chain(translations)
    }

    /// The project's own templates in a folder of `templates/`: their files' names and ids.
    pub fn templates_in(&self, folder: &str) -> Vec<(&str, FileId)> {
        let name =
            |file: &FileId| Some((self.sources.file(*file).path().strip_prefix("templates/")?.strip_prefix(folder)?.strip_prefix('/')?, *file));
        self.templates.iter().filter_map(name).collect()
    }

    /// The brand of an id, in its main edition.
    pub fn brand(&self, id: &str) -> Option<&Brand> {
        self.brands.iter().find(|brand| brand.id == id)
    }

    /// The navigation a brand follows, its own or the project's, with its headings in the language of its edition.
    pub fn navigation_of<'p>(&'p self, brand: &'p Brand) -> Cow<'p, [NavigationEntry]> {
        let navigation = brand.navigation.as_deref().unwrap_or(&self.navigation);
        if self.translations.is_empty() {
            return Cow::Borrowed(navigation);
        }
        Cow::Owned(NavigationEntry::with_headings(navigation, &|heading| self.heading_of(brand, heading)))
    }
}
