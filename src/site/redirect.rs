//! The page at an address under which a document stood before: it leads to where the document stands now.

use serde::Serialize;

use crate::document::Document;
use crate::locale::{Direction, Locale};
use crate::project::Format;
use crate::render::href;

use super::STYLESHEET;
use super::address::Root;
use super::frame::Frame;
use super::standpoint::Standpoint;

/// All that such a page shows, and nothing else: two equal inputs give the same page.
#[derive(Debug, Clone, Hash)]
pub struct RedirectInput<'a> {
    layouts: &'a str,
    brand: &'a str,
    root: Root<'a>,
    id: &'a str,
    title: &'a str,
    locale: &'a str,
    /// The old address, from the site's root and without `.html`.
    from: &'a str,
    /// The address of the stylesheet, as seen from the page.
    stylesheet: String,
}

/// The page as its layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct RedirectView<'a> {
    locale: &'a str,
    dir: Direction,
    title: &'a str,
    brand: &'a str,
    stylesheet: &'a str,
    address: String,
    canonical: String,
}

impl<'a> RedirectInput<'a> {
    pub(super) fn new(frame: &Frame<'a>, document: &'a Document, from: &'a str) -> Self {
        let meta = &document.meta;
        let stylesheet = frame.shared(Standpoint::At(&href::file_path(from, Format::Html)), STYLESHEET);
        Self { layouts: frame.layouts, brand: frame.name, root: frame.root, id: &meta.id, title: &meta.title, locale: &meta.locale, from, stylesheet }
    }

    /// The page's path from the site's root.
    pub fn path(&self) -> String {
        href::file_path(self.from, Format::Html)
    }

    pub(super) fn view(&self) -> RedirectView<'_> {
        let (path, stands) = (self.path(), href::file_path(self.id, Format::Html));
        let address = href::relative(&path, &stands);
        RedirectView {
            locale: self.locale,
            dir: Locale::parse(self.locale).unwrap_or_default().direction(),
            title: self.title,
            brand: self.brand,
            stylesheet: &self.stylesheet,
            canonical: self.root.whole(&stands).unwrap_or_else(|| address.clone()),
            address,
        }
    }
}
