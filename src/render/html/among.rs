//! Documents that stand on one page.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::document::Target;
use crate::project::Format;
use crate::render::href;

use super::{TITLE_ID, Writer};

/// A page that holds several documents.
#[derive(Debug, Clone)]
pub struct Among<'d> {
    /// The page's path from the site's root.
    pub path: &'d str,
    /// The ids of the documents on it.
    pub documents: BTreeSet<&'d str>,
}

impl Among<'_> {
    /// The id that an anchor of a document has on the page. No document's id has a colon, nor has an anchor, so that no two can meet.
    pub fn id(document: &str, anchor: &str) -> String {
        format!("{document}:{anchor}")
    }

    /// The id of a document's title on the page.
    pub fn title_id(document: &str) -> String {
        Self::id(document, TITLE_ID)
    }

    /// Where a link leads: to a place on the page itself, where its document stands there.
    fn address(&self, target: &Target) -> Option<String> {
        let (id, anchor, from) = match target {
            Target::Document { id, anchor } if self.documents.contains(id.as_str()) => {
                return Some(format!("#{}", Self::id(id, anchor.as_deref().unwrap_or(TITLE_ID))));
            }
            Target::Document { id, anchor } => (id, anchor, Cow::Borrowed(self.path)),
            // The main language's files stand around the folder of this one's.
            Target::Original { id, anchor, edition, .. } => (id, anchor, Cow::Owned(format!("{edition}/{}", self.path))),
            Target::External(_) | Target::Unresolved(_) => return None,
        };
        let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
        Some(href::relative(&from, &href::file_path(id, Format::Html)) + &fragment)
    }
}

impl Writer<'_> {
    /// An id of the document's, as it is on the page.
    pub(super) fn id<'i>(&self, id: &'i str) -> Cow<'i, str> {
        self.among.map_or(Cow::Borrowed(id), |_| Cow::Owned(Among::id(&self.document.meta.id, id)))
    }

    /// The level of a heading on the page.
    pub(super) fn level(&self, level: u8) -> u8 {
        (level + u8::from(self.among.is_some())).clamp(2, 6)
    }

    /// The address that a link has on the page.
    pub(super) fn address(&self, target: &Target) -> String {
        let on_page = self.among.and_then(|among| among.address(target));
        on_page.unwrap_or_else(|| href::href(&self.document.meta.id, target, Format::Html))
    }

    /// The address that an image has on the page.
    pub(super) fn image_address(&self, path: &str) -> String {
        match (self.images.held_as(path), self.among) {
            (Some(address), _) => address.to_owned(),
            (None, Some(among)) => href::relative(among.path, &href::asset_path(path)),
            (None, None) => href::asset(&self.document.meta.id, path),
        }
    }
}
