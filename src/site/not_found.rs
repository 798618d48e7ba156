//! The page that stands where there is none. A server shows it at whatever address was asked for, so that its own addresses begin at the site's root.

use serde::Serialize;

use crate::brand::Brand;
use crate::locale::Words;

use super::frame::{Frame, FrameView};
use super::standpoint::{Standpoint, base};

/// The path of the page, from the site's root: where GitHub Pages, Netlify and others look for it.
pub const NOT_FOUND: &str = "404.html";

/// The page as its layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct NotFoundView<'a> {
    #[serde(flatten)]
    frame: FrameView<'a>,
    locale: &'a str,
    title: String,
    description: Option<&'a str>,
    canonical: Option<&'a str>,
}

impl<'a> NotFoundView<'a> {
    /// The page for a site that lies at a path of its host, with a slash at both ends; by the brand's own address where none is given.
    pub(super) fn new(frame: &'a Frame<'a>, brand: &Brand, at: Option<&str>) -> Self {
        let words = Words::of(brand.locale.language());
        let base = at.map_or_else(|| base(brand.main_site()) + &brand.prefix(), ToOwned::to_owned);
        let mut view = frame.view(Standpoint::Anywhere(&base), words, None);
        view.noindex = true;
        Self { frame: view, locale: &frame.locale, title: brand.theme.titled(words.not_found.title), description: None, canonical: None }
    }
}
