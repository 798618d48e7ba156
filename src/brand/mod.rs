//! Brands: typed values, merged along their `extends` chains, each with its origin.

mod value;

use std::sync::Arc;

pub use self::value::{Entry, Node, Value};
use crate::locale::Locale;
use crate::source::Span;

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

/// A colour, opaque.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red, green and blue in sRGB.
    pub rgb: [u8; 3],
}

/// The size of a PDF's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
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
