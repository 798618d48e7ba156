//! Inlines: words, links and what stands between them.

use crate::source::Origin;

/// A part of a line of text. Neighbouring texts are joined, and no text is empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Inline {
    /// Words. A soft line break in the source is one space.
    Text(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck text.
    Strike(Vec<Inline>),
    /// Code.
    Code(String),
    /// A link.
    Link(Link),
    /// An image.
    Image(Image),
    /// A line break.
    Break,
    /// A reference to a footnote: an index into [`Document::footnotes`](super::Document::footnotes).
    Footnote(usize),
    /// A customer's field that has no value yet: a line to be filled by pen.
    Blank {
        /// The field's name, `address.city` say.
        field: String,
        /// What to fill in, in the author's words.
        label: String,
        /// How much a hand writes there.
        length: Length,
    },
    /// A defined term where it is defined; printed strong.
    Term {
        /// The id of its anchor.
        anchor: String,
        /// The term.
        content: Vec<Inline>,
    },
}

/// How much a hand writes on a blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Length {
    /// A date, an amount, a number.
    Figure,
    /// A town, a country.
    Word,
    /// A name, a street, a mail address.
    Line,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// A title its author gave it.
    pub title: Option<String>,
    /// Its text; in a resolved document never empty.
    pub content: Vec<Inline>,
    /// Whether the compiler wrote the text: such a reference reads as text in print.
    pub reference: bool,
    /// Where it stands.
    pub origin: Origin,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// An address outside the project, percent-encoded, of a scheme that is let through.
    External(String),
    /// A place in the brand's own documents.
    Document {
        /// The policy's id.
        id: String,
        /// An anchor in it.
        anchor: Option<String>,
    },
    /// A place in one of the brand's documents that there is in the main language alone.
    Original {
        /// The policy's id.
        id: String,
        /// An anchor in it.
        anchor: Option<String>,
        /// The folder of the edition that the link stands in, from the main one's: a language's tag.
        edition: String,
        /// The language and region of the main edition.
        locale: String,
    },
    /// As the author wrote it: only before resolution.
    Unresolved(String),
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Image {
    /// Before resolution as the author wrote it; afterwards the path of its file from the project's root.
    pub path: String,
    /// The text that stands for it.
    pub alt: String,
    /// A title its author gave it.
    pub title: Option<String>,
    /// Where it stands.
    pub origin: Origin,
}

/// The words of inlines without their form: what a bookmark, a search index or a page title says.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) | Inline::Term { content, .. } => {
                push_plain(content, text);
            }
            Inline::Link(link) => push_plain(&link.content, text),
            Inline::Image(image) => text.push_str(&image.alt),
            Inline::Break => text.push(' '),
            Inline::Footnote(_) => {}
            Inline::Blank { label, .. } => {
                text.push('[');
                text.push_str(label);
                text.push(']');
            }
        }
    }
}
