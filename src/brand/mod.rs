//! Brands: typed values, merged along their `extends` chains, each with its origin.

mod asset;
mod chain;
mod change;
mod colour;
mod drawing;
mod edition;
mod fold;
mod form;
mod hidden;
mod language;
mod merge;
mod navigation;
mod pattern;
mod security;
mod selection;
mod theme;

use std::sync::Arc;

use jiff::civil::Date;

use crate::locale::Locale;
use crate::source::{FileId, Sources, Span};
use crate::yaml::Node;

pub use self::asset::{Fault as AssetFault, fault as asset_fault};
pub(crate) use self::chain::unknown_brand;
pub use self::edition::{Edition, key as edition_key, prefix};
pub(crate) use self::fold::locate;
pub use self::fold::{Folded, fold};
pub use self::form::{BRAND, BRAND_IN_ANOTHER_LANGUAGE};
pub use self::pattern::{Pattern, shown};
pub use self::selection::Selector;
#[cfg(feature = "sign")]
pub(crate) use self::selection::pattern_fault;
pub(crate) use self::selection::{left_out_at, pattern_faults};
pub use self::theme::{CODE_FAMILY, TEXT_FAMILY};

/// A brand's file, read and not merged yet.
#[derive(Debug, Clone)]
pub struct BrandFile {
    /// The file's stem.
    pub id: String,
    /// The file.
    pub file: FileId,
    /// Its values; `None` where they cannot be read.
    pub node: Option<Node>,
    /// What it says otherwise in other languages, sorted by their tags.
    pub translations: Vec<BrandTranslation>,
}

/// A file beside a brand's own that says some of its values in another language.
#[derive(Debug, Clone)]
pub struct BrandTranslation {
    /// The language's tag.
    pub language: String,
    /// The file.
    pub file: FileId,
    /// Its values.
    pub node: Node,
}

/// One brand, with everything it inherits already folded in; or one of its editions in another language, which has the brand's id and is otherwise a brand of its
/// own.
#[derive(Debug, Clone, PartialEq)]
pub struct Brand {
    /// The stem of its file: what paths and the command line call it.
    pub id: String,
    /// Every merged value, as `{{brand.…}}` sees it.
    pub values: Node,
    /// The name it trades under.
    pub name: String,
    /// The name it signs under; [`Self::name`] where its file gives none.
    pub legal_name: String,
    /// Its website.
    pub url: Option<String>,
    /// Where its policies are published: the base address of `html/`, without a slash at its end.
    pub site: Option<String>,
    /// Its language and region.
    pub locale: Locale,
    /// The language in which its texts are looked for: that of [`Self::locale`], unless a batch writes dates and numbers as another one does.
    pub tongue: Locale,
    /// What sets it apart from the brand's main edition, where it is another one.
    pub edition: Option<Edition>,
    /// The languages in which it is published beside its own.
    pub languages: Vec<Locale>,
    /// How its documents look.
    pub theme: Theme,
    /// Who signs for it.
    pub signatories: Vec<Signatory>,
    /// The ids of brands whose values it may read as `brand.products`.
    pub products: Vec<String>,
    /// Which policies it carries.
    pub selection: Selection,
    /// Whom to tell of a weakness.
    pub security: Option<Security>,
    /// Changes of its facts that its policies speak of, in its author's order.
    pub changes: Vec<Change>,
    /// What it was called before, as its own file says; `None` where that says nothing of it.
    pub formerly: Option<Vec<FormerName>>,
    /// Its own navigation, where it has one.
    pub navigation: Option<Vec<NavigationEntry>>,
    /// The ids along its `extends` chain, itself first.
    pub chain: Vec<String>,
    /// The files along its `extends` chain, in the order of [`Self::chain`].
    pub files: Vec<FileId>,
    /// The files beside those that say some of its values in its language.
    pub translations: Vec<FileId>,
}

/// Under which names a brand's file may give the address that readers' answers are mailed to; the first there is takes them.
const ANSWERED_BY: [&str; 2] = ["support", "legal"];

impl Brand {
    /// The mail address to which readers may answer a question: that of its support, or else of its legal department.
    pub fn answers_to(&self) -> Option<&str> {
        let contact = |name: &&str| self.values.at(["contacts", *name]).and_then(Node::text).filter(|mail| !mail.is_empty());
        ANSWERED_BY.iter().find_map(contact)
    }

    /// The files by which a value came to this brand, its own first, as a diagnostic's chain says them; empty where the value stands in its own file
    /// or in none of its files.
    pub fn way_to(&self, span: Span, sources: &Sources) -> Vec<String> {
        let Some(at) = self.files.iter().position(|file| *file == span.file).filter(|at| *at > 0) else { return Vec::new() };
        let name = |file: &FileId| sources.file(*file).path().rsplit('/').next().unwrap_or_default().to_owned();
        self.files[..=at].iter().map(name).collect()
    }
}

/// Who signs for a company.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signatory {
    /// The person's name.
    pub name: String,
    /// The person's title or office.
    pub title: Option<String>,
}

/// Which policies a brand carries: those that some `include` pattern matches and no `exclude` pattern does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Globs over policy ids; everything where the brand gives none.
    pub include: Vec<String>,
    /// Globs over policy ids.
    pub exclude: Vec<String>,
}

/// Whom to tell of a weakness: what a brand's `security.txt` says (RFC 9116). Every text is of one line and of ASCII.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Security {
    /// Where a report goes, the preferred way first: URIs.
    pub contact: Vec<String>,
    /// The day at whose beginning, in UTC, the file expires.
    pub expires: Date,
    /// Where that day is written.
    pub expires_at: Span,
    /// The languages that reports may be written in, as BCP 47 tags; the brand's own where there are none.
    pub languages: Vec<String>,
    /// How reports are dealt with: a policy of the project, or an address.
    pub policy: Option<String>,
    /// Where that is written.
    pub policy_at: Option<Span>,
    /// Where the key for encrypted reports is found.
    pub encryption: Option<String>,
    /// Where those who reported are thanked.
    pub acknowledgments: Option<String>,
    /// Where posts in security are advertised.
    pub hiring: Option<String>,
    /// Other addresses at which the file stands.
    pub canonical: Vec<String>,
}

/// A change of a fact that a policy speaks of, for those who follow that policy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// The policy's id.
    pub policy: String,
    /// Where that is written.
    pub policy_at: Span,
    /// The day of the change, or of its announcement.
    pub date: Date,
    /// What changed.
    pub summary: String,
}

/// A name that a brand had before.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormerName {
    /// What paths and the command line called it then.
    pub id: String,
    /// Where that is written.
    pub place: Span,
}

/// A line of a navigation tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NavigationEntry {
    /// A policy, with the policies below it.
    Page {
        /// Its id.
        id: String,
        /// What stands below it.
        pages: Vec<NavigationEntry>,
        /// Where the entry is written.
        span: Option<Span>,
    },
    /// A heading over policies.
    Group {
        /// Its words.
        title: String,
        /// What stands below it.
        pages: Vec<NavigationEntry>,
    },
}

/// How a brand's documents look; every value is parsed as what it is before it gets here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Theme {
    /// The accent on white paper.
    pub accent: Colour,
    /// The accent on a dark page; made from the other where the brand gives none.
    pub accent_dark: Option<Colour>,
    /// The logo.
    pub logo: Option<Asset>,
    /// The paper of its PDFs.
    pub paper: Paper,
    /// What ends every page's title: a house style.
    pub title_end: String,
    /// The font family of running text.
    pub text_font: String,
    /// The font family of headings; that of the text where the brand names none.
    pub heading_font: String,
    /// The font family of code.
    pub code_font: String,
    /// The brand's own font files, sorted by path.
    pub font_files: Vec<Asset>,
}

impl Theme {
    /// A title with what ends every title of the brand, once.
    pub fn titled(&self, title: &str) -> String {
        if title.ends_with(&self.title_end) { title.to_owned() } else { format!("{title}{}", self.title_end) }
    }

    /// A title without what ends it: what other pages, and sentences, call it.
    pub fn plain_title<'t>(&self, title: &'t str) -> &'t str {
        title.strip_suffix(&self.title_end).unwrap_or(title)
    }
}

/// A colour, opaque.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red, green and blue in sRGB.
    pub rgb: [u8; 3],
}

/// The size of a PDF's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paper {
    /// 210 x 297 mm.
    A4,
    /// 8.5 x 11 in.
    UsLetter,
}

/// A binary file of the project: a logo, an image, a font.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asset {
    /// Its path from the project's root.
    pub path: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}
