//! Blocks: headings, paragraphs, lists, tables and what a contract adds to them.

use crate::locale::Words;
use crate::source::Origin;

use super::inline::Inline;

/// A part of the text that stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Block {
    /// A heading of level 2 to 6; the title is the page's only heading of level 1.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A bulleted, ordered or clause-numbered list.
    List(List),
    /// A table.
    Table(Table),
    /// A block of code.
    Code {
        /// The language its author named, such as `json`.
        language: Option<String>,
        /// The code, with line feeds between its lines and none at its end.
        text: String,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A note that stands apart from the text.
    Note(Note),
    /// A thematic break.
    Rule,
    /// The signature blocks of a contract.
    Signatures(Signatures),
}

/// A place that links can name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// The id, unique in its document: ASCII letters, digits, hyphens, or what GitHub's slug of a heading in another script gives.
    pub id: String,
    /// Whether the author wrote it as `{#id}`; only such anchors may be linked to from other files.
    pub explicit: bool,
}

/// The number of a heading or clause.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    /// As it stands before the text: `4`, `4.2`, `(a)`, `Schedule 2`.
    pub shown: String,
    /// As a reference says it, without the word for its kind: `4`, `4.2`, `4.2(a)`, `2` for a schedule, `1.1` for a clause in one.
    pub full: String,
    /// The schedule a clause stands in, `2` say; `None` in the body, and for the schedule's own heading.
    pub schedule: Option<String>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its place; empty until resolved where the author gave none.
    pub anchor: Option<Anchor>,
    /// Its number, where the document's numbering gives it one; `None` until resolved.
    pub number: Option<Number>,
    /// Whether it opens a schedule. The word `Schedule:` itself is not part of [`Self::content`].
    pub schedule: bool,
    /// The heading's words, without number.
    pub content: Vec<Inline>,
    /// The heading as its author wrote it, before any value was put in: what its slug is made from.
    pub slug_source: Slug,
    /// Where it stands.
    pub origin: Origin,
}

/// A slug that is known before resolution; no part of what a reader sees once the anchor is set, so it compares as equal.
#[derive(Debug, Clone, Default)]
pub struct Slug(pub String);

impl PartialEq for Slug {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Slug {}

impl std::hash::Hash for Slug {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

/// What marks the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListKind {
    /// Bullets.
    Bullet,
    /// 1, 2, 3, beginning with a number of the author's.
    Ordered {
        /// The first item's number.
        start: u64,
    },
    /// Clauses: each item carries its own [`Item::number`].
    Clauses,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct List {
    /// What marks its items.
    pub kind: ListKind,
    /// Whether the items stand close together, as Markdown's tight lists do.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item {
    /// Its place, where it can be linked to: every clause has one.
    pub anchor: Option<Anchor>,
    /// Its clause number, in a list of clauses once resolved.
    pub number: Option<Number>,
    /// Whether it is a task, and whether that is done.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub origin: Origin,
}

/// How a column's cells are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Alignment {
    /// As the text runs.
    #[default]
    Start,
    /// Centred.
    Center,
    /// Against the text's direction: figures.
    End,
}

/// A table: a header row and any number of rows, all with as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Table {
    /// One alignment per column.
    pub columns: Vec<Alignment>,
    /// The header's cells.
    pub header: Vec<Cell>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Where it stands.
    pub origin: Origin,
}

/// What stands in a table's cell.
pub type Cell = Vec<Inline>;

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// Good to know.
    Note,
    /// A piece of advice.
    Tip,
    /// Not to be missed.
    Important,
    /// A risk.
    Warning,
    /// A danger.
    Caution,
}

impl NoteKind {
    /// What stands over a note of this kind.
    pub fn word(self, words: &Words) -> &'static str {
        let [note, tip, important, warning, caution] = words.notes;
        match self {
            Self::Note => note,
            Self::Tip => tip,
            Self::Important => important,
            Self::Warning => warning,
            Self::Caution => caution,
        }
    }
}

/// A note that stands apart from the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The signature blocks of a contract: one per signatory, the company's first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signatures {
    /// The parties: the company, then the customer.
    pub parties: Vec<Party>,
    /// Where they were asked for.
    pub origin: Origin,
}

/// One side of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Party {
    /// `company` or `customer`: the stem of its fields' names.
    pub role: String,
    /// Who it is, as its block's heading prints it: a name, or a blank.
    pub name: Vec<Inline>,
    /// Its signatories.
    pub lines: Vec<SignatureLine>,
}

/// One signatory's lines: signature, name, title, date, place. `None` prints an empty line to be filled.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct SignatureLine {
    /// The signatory's name.
    pub name: Option<String>,
    /// The signatory's title or office.
    pub title: Option<String>,
}
