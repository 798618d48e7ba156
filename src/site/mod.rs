//! Sites: a brand's pages around the HTML of its documents, one stylesheet and the files they need.
//!
//! Nothing here knows of the disk. A [`Site`] is made once per brand; for each page it gives first its *input*, all that the page shows and
//! nothing else, which can be hashed to tell whether the page must be made again, and then the page. Every address is relative: a site works under any base
//! path and from a folder on disk, without scripts and without another host.

mod address;
mod all;
mod alone;
mod announced;
mod assets;
mod card;
mod colour;
mod contents;
mod dates;
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
mod logo;
mod machines;
mod navigation;
mod not_found;
mod page;
mod paths;
mod redirect;
mod script;
mod standpoint;
mod stylesheet;
mod summary;
mod versions;

pub use self::alone::{Alone, Letterhead};
pub use self::announced::Announced;
pub use self::file::{FileInput, SiteFile};
pub use self::index::IndexInput;
pub use self::languages::{Languages, PageLanguages};
pub use self::layout::{Layouts, OwnTemplate};
pub use self::machines::Machine;
pub use self::navigation::{Navigation, Node};
pub use self::page::PageInput;
pub use self::paths::{
    ALL, BOOK, CARD, FEED, FEEDBACK, ICON, INDEX, LLMS, LLMS_FULL, MCP, MOVED, NOT_FOUND, ROBOTS, SCRIPT, SEARCH, SEARCH_LIBRARY, SEARCH_SCRIPT,
    SECURITY, SITEMAP, STYLESHEET, THEME_SCRIPT, TOUCH_ICON, VERSIONS,
};
pub use self::redirect::RedirectInput;
pub use self::summary::{GITBOOK, SUMMARY};
pub use self::versions::{Earlier, Label, Version, Versions};

use std::collections::BTreeMap;
use std::hash::Hash;

use crate::brand::{Asset, Brand};
use crate::diag::Warned;
use crate::document::Document;
use crate::locale::{Formats, Locale};
use crate::project::{Format, Publishing};
use crate::render::href;
use crate::render::html::Sizes;
use crate::render::typst::Painter;

use self::all::AllInput;
use self::frame::Frame;
use self::machines::InForce;
use self::not_found::NotFoundView;

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
    /// The brand's own files, by their paths from the site's root.
    assets: Vec<Asset>,
    /// All pages, in the order of the navigation.
    pages: Vec<&'a Published<'a>>,
    /// What is in force of them, in the same order.
    in_force: Vec<InForce<'a>>,
}

impl<'a> Site<'a> {
    /// A site of some material, laid out by some layouts.
    pub fn new(layouts: &'a Layouts, material: Material<'a>) -> Self {
        let theme = &material.brand.theme;
        let dark_logo = logo::dark(theme);
        let pages = in_order(&material);
        let in_force = InForce::of(&pages, material.earlier);
        let frame = Frame::new(layouts, &material, dark_logo.as_ref(), &in_force);
        Self { layouts, material, frame, formats: Formats::new(&material.brand.locale), assets: assets::assets(theme, dark_logo), pages, in_force }
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

    /// The page for an address at which there is none.
    pub fn not_found(&self) -> Warned<String> {
        self.layouts.not_found(&NotFoundView::new(&self.frame, self.material.brand))
    }

    /// All that the page of all policies shows.
    fn all_input(&self) -> AllInput<'_> {
        AllInput::new(&self.frame, &self.material, &self.pages)
    }

    /// The stylesheet: the brand's colours and fonts, then what all brands share.
    pub fn stylesheet(&self) -> String {
        // The stylesheet stands at the site's root, so that addresses begin there.
        stylesheet::stylesheet(&self.material.brand.theme, self.layouts.style(), |font| href::asset_path(&font.path))
    }

    /// The brand's own binary files, by their paths from the site's root: its logo and its fonts. Images of documents are not among them.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }
}

/// All pages of some material, in the order of its navigation.
fn in_order<'a>(material: &Material<'a>) -> Vec<&'a Published<'a>> {
    let pages: BTreeMap<&str, &Published<'_>> = material.documents.iter().map(|page| (page.document.meta.id.as_str(), page)).collect();
    material.navigation.order().into_iter().filter_map(|(id, _)| pages.get(id).copied()).collect()
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
