//! One difference between what was signed and what the file shows now.

use serde::Serialize;

use crate::pdf::Reference;

/// What a difference is about. The words of a report may change; these names do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A form field was filled in.
    FieldFilled,
    /// A signature was added.
    SignatureAdded,
    /// A document timestamp was added.
    TimestampAdded,
    /// Certificates, revocation lists or their like were added for later validation.
    ValidationData,
    /// The date of the last change in the document's properties.
    ChangeDate,
    /// A comment was added.
    CommentAdded,
    /// A page's text and drawings.
    PageContent,
    /// The fonts, pictures and colours that a page is drawn with.
    PageResources,
    /// Another property of a page.
    Page,
    /// Which pages there are, and in which order.
    Pages,
    /// Something was laid over a page.
    AnnotationAdded,
    /// Something that lay on a page is gone or another.
    AnnotationChanged,
    /// A field's name, place, kind, look or behaviour.
    FieldChanged,
    /// A field was added.
    FieldAdded,
    /// A field is gone.
    FieldRemoved,
    /// A signature was taken out or replaced.
    SignatureChanged,
    /// The form as a whole.
    Form,
    /// The catalog: how the document opens, its names, its layers and its like.
    Catalog,
    /// Scripts and what the document does by itself.
    Actions,
    /// The structure that reading aloud follows.
    Structure,
    /// The document's properties: title, author and their like.
    Information,
    /// What the signatures allow.
    Permissions,
    /// The file's own bookkeeping of its versions.
    History,
    /// Bytes that belong to no object.
    StrayBytes,
    /// Objects that nothing shows.
    HiddenObject,
    /// What cannot be read, so that nobody can say what it shows.
    Unreadable,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is about.
    pub kind: ChangeKind,
    /// Whether the signatures and the standards allow it.
    pub allowed: bool,
    /// It in words.
    pub words: String,
    /// The page it is on, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The object that differs, for an engineer: its number and generation.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "short")]
    pub object: Option<Reference>,
}

#[expect(clippy::ref_option, reason = "serde calls it so")]
fn short<S: serde::Serializer>(object: &Option<Reference>, serializer: S) -> Result<S::Ok, S::Error> {
    match object {
        Some(reference) => serializer.collect_str(&format_args!("{} {}", reference.number, reference.generation)),
        None => serializer.serialize_none(),
    }
}

impl Change {
    /// What nothing allows.
    pub(crate) fn violation(kind: ChangeKind, words: impl Into<String>) -> Self {
        Self { kind, allowed: false, words: words.into(), page: None, object: None }
    }

    /// What may be.
    pub(crate) fn allowed(kind: ChangeKind, words: impl Into<String>) -> Self {
        Self { allowed: true, ..Self::violation(kind, words) }
    }

    pub(super) fn on_page(mut self, page: u32) -> Self {
        self.page = Some(page);
        self
    }

    pub(super) fn of(mut self, object: Reference) -> Self {
        self.object = Some(object);
        self
    }
}
