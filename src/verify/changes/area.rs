//! The part of a document that an object belongs to, so that a difference can be named in words.

use std::fmt;

use crate::plain::harmless;

use super::change::{Change, ChangeKind};

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    /// The trailer's own entries.
    Trailer,
    /// The catalog itself.
    Catalog,
    /// An entry of the catalog that belongs to no other part.
    Setting(Key),
    /// Which pages there are.
    Pages,
    /// A page's other properties.
    Page(u32),
    /// A page's text and drawings.
    Content(u32),
    /// What a page is drawn with.
    Resources(u32),
    /// What lies on a page.
    Annotation(u32),
    /// The form as a whole.
    Form,
    /// A form field, by its place among the fields that were signed.
    Field(usize),
    /// A signature that was there.
    Signature(usize),
    /// Actions and scripts.
    Actions,
    /// Named destinations, attached files, scripts.
    Names,
    /// Bookmarks.
    Bookmarks,
    /// Layers.
    Layers,
    /// The structure that reading aloud follows.
    Structure,
    /// The document's properties.
    Information,
    /// One of them.
    Property(Key),
    /// What the certification allows.
    Permissions,
}

/// The beginning of a key, as long as those of the standard are: areas are copied for every object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key([u8; 24]);

impl Key {
    pub(super) fn of(key: &[u8]) -> Self {
        let mut short = [0; 24];
        short.iter_mut().zip(key).for_each(|(short, byte)| *short = *byte);
        Self(short)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&harmless(String::from_utf8_lossy(&self.0).trim_end_matches('\0')))
    }
}

impl Area {
    /// The part that an entry of the catalog leads to.
    pub(super) fn of_catalog(key: &[u8]) -> Self {
        match key {
            b"Pages" => Self::Pages,
            b"AcroForm" => Self::Form,
            b"OpenAction" | b"AA" => Self::Actions,
            b"Names" | b"Dests" | b"AF" | b"Collection" => Self::Names,
            b"Outlines" => Self::Bookmarks,
            b"OCProperties" => Self::Layers,
            b"StructTreeRoot" | b"MarkInfo" => Self::Structure,
            b"Metadata" => Self::Information,
            b"Perms" | b"Legal" => Self::Permissions,
            _ => Self::Setting(Key::of(key)),
        }
    }

    /// The part that an entry of a page leads to.
    pub(super) fn of_page(page: u32, key: &[u8]) -> Self {
        match key {
            b"Contents" => Self::Content(page),
            b"Resources" => Self::Resources(page),
            b"Annots" => Self::Annotation(page),
            b"AA" => Self::Actions,
            b"Parent" => Self::Pages,
            _ => Self::Page(page),
        }
    }

    /// What a difference there is, in words. `fields` are the names of the fields that were signed.
    pub(super) fn differs<'n>(self, field: impl Fn(usize) -> &'n str) -> Change {
        use ChangeKind as Kind;
        match self {
            Self::Trailer => Change::violation(Kind::History, "the file's last update speaks of the document in another way than was signed"),
            Self::Catalog => Change::violation(Kind::Catalog, "the document's own settings were changed"),
            Self::Setting(key) => Change::violation(Kind::Catalog, format!("the document's own settings were changed: `{key}`")),
            Self::Pages => Change::violation(Kind::Pages, "other pages are shown than were signed, or in another order"),
            Self::Page(page) => Change::violation(Kind::Page, format!("page {page} is shown in another way than was signed")).on_page(page),
            Self::Content(page) => {
                Change::violation(Kind::PageContent, format!("page {page} shows other text or drawings than were signed")).on_page(page)
            }
            Self::Resources(page) => {
                Change::violation(Kind::PageResources, format!("page {page} is drawn with other fonts, pictures or colours than were signed"))
                    .on_page(page)
            }
            Self::Annotation(page) => Change::violation(Kind::AnnotationChanged, format!("what lies on page {page} was changed")).on_page(page),
            Self::Form => Change::violation(Kind::Form, "the form as a whole was changed: its fonts, its defaults or its scripts"),
            Self::Field(index) => Change::violation(
                Kind::FieldChanged,
                format!("the field `{}` was changed: its place, its look, its name or its behaviour", harmless(field(index))),
            ),
            Self::Signature(index) => {
                Change::violation(Kind::SignatureChanged, format!("the signature in the field `{}` was changed", harmless(field(index))))
            }
            Self::Actions => Change::violation(Kind::Actions, "what the document does by itself was changed: its actions or scripts"),
            Self::Names => Change::violation(Kind::Catalog, "the document's attached files, scripts or link targets were changed"),
            Self::Bookmarks => Change::violation(Kind::Catalog, "the document's bookmarks were changed"),
            Self::Layers => Change::violation(Kind::Catalog, "the document's layers were changed: other parts of it may be shown or hidden"),
            Self::Structure => Change::violation(Kind::Structure, "the structure that reading aloud follows was changed"),
            Self::Information => Change::violation(Kind::Information, "document information was changed: its title, its author or its like"),
            Self::Property(key) => Change::violation(Kind::Information, format!("document information was changed: `{key}`")),
            Self::Permissions => Change::violation(Kind::Permissions, "what the certification allows was changed"),
        }
    }
}
