//! Sites: a brand's pages around the HTML of its documents, one stylesheet and the files they need.
//!
//! Nothing here knows of the disk. A [`Site`] is made once per brand; for each page it gives first its *input*, all that the page shows and
//! nothing else, which can be hashed to tell whether the page must be made again, and then the page. Every address is relative: a site works under any base
//! path and from a folder on disk, without scripts and without another host.

mod address;
mod all;
mod alone;
mod announced;
mod asking;
mod assets;
mod card;
mod colour;
mod contents;
mod dates;
mod earlier;
mod feed;
mod file;
mod fonts;
mod frame;
mod helpful;
mod icon;
mod includes;
mod index;
mod languages;
mod layout;
mod lean;
mod linked_data;
mod llms;
mod logo;
mod machines;
mod moved;
mod navigation;
mod not_found;
mod page;
mod redirect;
mod script;
mod search;
mod security;
mod sitemap;
mod standpoint;
mod stylesheet;
mod summary;
mod version;
mod xml;

pub use self::all::ALL;
pub use self::alone::alone;
pub use self::announced::Announced;
pub use self::card::CARD;
pub use self::earlier::Earlier;
pub use self::file::{FileInput, SiteFile};
pub use self::icon::{ICON, TOUCH_ICON};
pub use self::index::IndexInput;
pub use self::languages::{Languages, PageLanguages};
pub use self::layout::{Layouts, OwnTemplate};
pub use self::machines::Machine;
pub use self::navigation::{Navigation, Node};
pub use self::not_found::NOT_FOUND;
pub use self::page::{Neighbour, PageInput};
pub use self::redirect::RedirectInput;
pub use self::script::{SCRIPT, THEME_SCRIPT};
pub use self::summary::{GITBOOK, SUMMARY};
pub use self::version::{Label, VERSIONS, Version};

use std::hash::Hash;

use crate::brand::{Asset, Brand};
use crate::diag::Warned;
use crate::document::Document;
use crate::locale::{Formats, Locale};
use crate::project::{Format, Publishing};
use crate::render::html::Sizes;
use crate::render::typst::Painter;

use self::all::AllInput;
use self::frame::Frame;
use self::not_found::NotFoundView;

/// The path of a site's list of all policies, from the site's root.
pub const INDEX: &str = "index.html";
/// The path of a site's stylesheet, from the site's root.
pub const STYLESHEET: &str = "style.css";
/// The path of the book of all policies, from the site's root.
pub const BOOK: &str = "book.pdf";
/// The path of the list of pages for search engines, from the site's root.
pub const SITEMAP: &str = "sitemap.xml";
/// The path of the feed of all changes, from the site's root.
pub const FEED: &str = "feed.xml";
/// The path of what says whom to tell of a weakness, from the site's root (RFC 9116, section 3).
pub const SECURITY: &str = ".well-known/security.txt";
/// The path of the list of pages for programs that read, from the site's root.
pub const LLMS: &str = "llms.txt";
/// The path of the text of all pages, from the site's root.
pub const LLMS_FULL: &str = "llms-full.txt";
/// The path of what a browser searches, from the site's root.
pub const SEARCH: &str = "search.json";
/// The path of the script that searches, from the site's root.
pub const SEARCH_SCRIPT: &str = "search.js";
/// The path of the library that the script searches with, from the site's root.
pub const SEARCH_LIBRARY: &str = "minisearch.js";
/// Where a server answers by the Model Context Protocol, from the site's root.
pub const MCP: &str = "~mcp";

/// A document of a site and the formats it is built in.
#[derive(Debug, Clone, Copy)]
pub struct Published<'a> {
    /// The resolved document.
    pub document: &'a Document,
    /// What it is built as: a page links to those that stand beside it.
    pub formats: &'a [Format],
    /// Whether a signed copy of its PDF stands beside that.
    pub signed: bool,
    /// What its source announces.
    pub announced: Announced<'a>,
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
    /// How the project's sites are published.
    pub publishing: &'a Publishing,
    /// Who draws the site's card and its icon.
    pub painter: &'a Painter,
    /// The editions of the brand's site in all its languages.
    pub languages: &'a Languages,
    /// The earlier versions of its policies.
    pub earlier: Earlier<'a>,
    /// The language of what the project says without naming one, as far as that is known.
    pub originals: Option<&'a Locale>,
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

    /// What stands around every page of the site, to be hashed once for all of them.
    pub fn frame(&self) -> impl Hash + '_ {
        &self.frame
    }

    /// All that a document's page shows, beside the document itself and the [frame](Self::frame).
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

    /// The page for an address at which there is none. It is given where the site lies on its host, as a path with a slash at both ends, where that is
    /// not what the brand says.
    pub fn not_found(&self, at: Option<&str>) -> Warned<String> {
        self.layouts.not_found(&NotFoundView::new(&self.frame, self.material.brand, at))
    }

    /// All that the page of all policies shows; `None` where there is no policy.
    pub(self) fn all_input(&self) -> Option<AllInput<'_>> {
        AllInput::new(&self.frame, &self.material)
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
