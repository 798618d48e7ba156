//! Brands: typed values, merged along their `extends` chains, each with its origin.

mod asset;
mod chain;
mod colour;
mod drawing;
mod fold;
mod form;
mod merge;
mod navigation;
mod pattern;
mod selection;
mod theme;

use std::sync::Arc;

use crate::locale::Locale;
use crate::source::{FileId, Sources, Span};
use crate::yaml::Node;

pub use self::asset::{Fault as AssetFault, fault as asset_fault};
pub(crate) use self::chain::unknown_brand;
pub use self::fold::fold;
pub(crate) use self::fold::locate;
pub use self::form::BRAND;
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
}

/// One brand, with everything it inherits already folded in.
#[derive(Debug, Clone)]
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
    /// How its documents look.
    pub theme: Theme,
    /// Who signs for it.
    pub signatories: Vec<Signatory>,
    /// The ids of brands whose values it may read as `brand.products`.
    pub products: Vec<String>,
    /// Which policies it carries.
    pub selection: Selection,
    /// Its own navigation, where it has one.
    pub navigation: Option<Vec<NavigationEntry>>,
    /// The ids along its `extends` chain, itself first.
    pub chain: Vec<String>,
    /// The files along its `extends` chain, in the order of [`Self::chain`].
    pub files: Vec<FileId>,
}

impl Brand {
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
