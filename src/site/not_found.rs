//! The page that stands where there is none. A server shows it at whatever address was asked for, so that its own addresses begin at the site's root.

use serde::Serialize;

use crate::brand::Brand;

use super::NOT_FOUND;
use super::frame::{Frame, FrameView, Head};
use super::standpoint::{Standpoint, base};

/// The page as its layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct NotFoundView<'a> {
    #[serde(flatten)]
    frame: FrameView<'a>,
}

impl<'a> NotFoundView<'a> {
    /// The page for a site that lies where its brand says.
    pub(super) fn new(frame: &'a Frame<'a>, brand: &Brand) -> Self {
        let base = base(brand.main_site()) + &brand.prefix();
        let title = brand.theme.titled(frame.words().not_found.title);
        // It is nowhere, and so has no address of its own.
        let head = Head { canonical: None, ..frame.head(title, NOT_FOUND) };
        let mut view = frame.view(Standpoint::Anywhere(&base), head, None);
        view.noindex = true;
        Self { frame: view }
    }
}
