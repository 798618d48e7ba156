//! Sites: a brand's pages around the HTML of its documents, one stylesheet and the files they need.
//!
//! Nothing here knows of the disk. A [`Site`] is made once per brand; for each page it gives first its *input*, all that the page shows and
//! nothing else, which can be hashed to tell whether the page must be made again, and then the page. Every address is relative: a site works under any base
//! path and from a folder on disk, without scripts and without another host.

mod alone;
mod assets;
mod colour;
mod contents;
mod dates;
mod fonts;
mod frame;
mod includes;
mod index;
mod layout;
mod logo;
mod navigation;
mod page;
mod redirect;
mod stylesheet;

pub use self::alone::alone;
pub use self::index::IndexInput;
pub use self::layout::{Layouts, OwnTemplate};
pub use self::navigation::{Navigation, Node};
pub use self::page::{Neighbour, PageInput};
pub use self::redirect::RedirectInput;

use crate::brand::{Asset, Brand};
use crate::diag::Warned;
use crate::document::Document;
use crate::locale::Formats;
use crate::project::Format;
use crate::render::html::Sizes;

use self::frame::Frame;

/// The path of a site's list of all policies, from the site's root.
pub const INDEX: &str = "index.html";
/// The path of a site's stylesheet, from the site's root.
pub const STYLESHEET: &str = "style.css";
/// The path of the book of all policies, from the site's root.
pub const BOOK: &str = "book.pdf";

/// A document of a site and the formats it is built in.
#[derive(Debug, Clone, Copy)]
pub struct Published<'a> {
    /// The resolved document.
    pub document: &'a Document,
    /// What it is built as: a page links to those that stand beside it.
    pub formats: &'a [Format],
}

/// What a brand's site is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The brand.
    pub brand: &'a Brand,
    /// The project's title.
    pub title: &'a str,
    /// The brand's documents that have a page, in their order and nesting.
    pub navigation: &'a Navigation,
    /// All of those documents.
    pub documents: &'a [Published<'a>],
    /// The sizes of the project's images.
    pub sizes: &'a Sizes,
    /// Whether a book of all policies stands beside the index.
    pub book: bool,
}

/// A brand's site.
#[derive(Debug)]
pub struct Site<'a> {
    layouts: &'a Layouts,
    material: Material<'a>,
    frame: Frame<'a>,
    /// How the brand's language writes dates; dear to build, and so built once.
    formats: Option<Formats>,
}

impl<'a> Site<'a> {
    /// A site of some material, laid out by some layouts.
    pub fn new(layouts: &'a Layouts, material: Material<'a>) -> Self {
        Self { layouts, material, frame: Frame::new(layouts, &material), formats: Formats::new(&material.brand.locale) }
    }

    /// All that a document's page shows.
    pub fn page_input<'s>(&'s self, published: &Published<'s>) -> PageInput<'s> {
        PageInput::new(&self.frame, &self.material, published)
    }

    /// A document's page.
    pub fn page(&self, input: &PageInput<'_>) -> Warned<String> {
        self.layouts.page(input, self.formats.as_ref())
    }

    /// All that the page at an old address of a document shows; the address is given from the site's root and without `.html`.
    pub fn redirect_input<'s>(&'s self, document: &'s Document, from: &'s str) -> RedirectInput<'s> {
        RedirectInput::new(&self.frame, document, from)
    }

    /// The page at an old address of a document.
    pub fn redirect(&self, input: &RedirectInput<'_>) -> Warned<String> {
        self.layouts.redirect(input)
    }

    /// All that the list of policies shows.
    pub fn index_input(&self) -> IndexInput<'_> {
        IndexInput::new(&self.frame, &self.material)
    }

    /// The list of all policies.
    pub fn index(&self, input: &IndexInput<'_>) -> Warned<String> {
        self.layouts.index(input)
    }

    /// The stylesheet: the brand's colours and fonts, then what all brands share.
    pub fn stylesheet(&self) -> String {
        stylesheet::stylesheet(&self.material.brand.theme, self.layouts.style())
    }

    /// The brand's own binary files, by their paths from the site's root: its logo and its fonts. Images of documents are not among them.
    pub fn assets(&self) -> Vec<Asset> {
        assets::assets(&self.material.brand.theme)
    }
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
