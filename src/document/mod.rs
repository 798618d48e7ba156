//! The one model that every format is made from.
//!
//! A [`Document`] is a plain tree: sendable between threads, comparable, hashable. It knows nothing of Markdown's spelling, of HTML or of Typst. It is
//! made by [`parse`](crate::parse) from expanded Markdown; [`resolve`](crate::resolve) then fills in what needs the brand's other documents: numbers, anchors,
//! link targets. Renderers take resolved documents only.

mod block;
mod inline;
mod meta;
mod normal;
mod slug;
mod walk;

pub use self::block::{
    Alignment, Anchor, Block, Cell, Heading, Item, List, ListKind, Note, NoteKind, Number, Party, SignatureLine, Signatures, Slug, Table,
};
pub use self::inline::{Image, Inline, Length, Link, Target, plain_text};
pub use self::meta::{Kind, Meta, Numbering, Status};
pub use self::normal::normal;
pub use self::slug::github_slug;
pub use self::walk::{Part, walk};

/// One policy or contract of one brand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Document {
    /// What stands above the text.
    pub meta: Meta,
    /// The text.
    pub blocks: Vec<Block>,
    /// The footnotes, in the order of their first reference; [`Inline::Footnote`] counts into it from 0.
    pub footnotes: Vec<Vec<Block>>,
}
