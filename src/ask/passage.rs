//! Documents cut into what can be found: a passage is a section with its heading, a unit is a paragraph, an item or a row in it.

use std::collections::BTreeMap;

use crate::document::{Anchor, Block, Cell, Document, Heading, Inline, Item, Kind, List, Number, Table, Target, plain_text};

/// A section of a document: what stands between a heading and the next one of any level.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    /// The id of the document.
    pub(super) policy: String,
    /// The document's title.
    pub(super) title: String,
    /// Whether the document is signed rather than published for everybody.
    pub(super) contract: bool,
    /// The headings above the text, the outermost first; none before a document's first heading.
    pub(super) headings: Vec<String>,
    /// The place of the last heading.
    pub(super) anchor: Option<String>,
    /// What the columns of its tables are called.
    pub(super) columns: Vec<String>,
    /// How customers ask for it, as the project's file says.
    pub(super) asked: Vec<String>,
    /// The text.
    pub(super) units: Vec<Unit>,
}

/// How many ways of asking for a section are read.
const MOST_ASKED: usize = 200;

/// What a contract is worth beside a page for everybody, which speaks in plainer words.
const CONTRACT: f32 = 0.8;

/// What a page's opening is worth: it says what the page is about.
const OPENING: f32 = 0.85;

/// What a list of definitions is worth: it says what words mean.
const DEFINITIONS: f32 = 0.7;

/// What a line is worth that is there to lead elsewhere.
const POINTER: f32 = 0.6;

/// What a line without a figure is worth to who asks for one.
const WITHOUT_FIGURE: f32 = 0.9;

impl Passage {
    /// What the passage is worth as an answer by what it is.
    pub(super) fn standing(&self) -> f32 {
        let contract = if self.contract { CONTRACT } else { 1.0 };
        let opening = if self.headings.is_empty() { OPENING } else { 1.0 };
        let defined = self.units.iter().filter(|unit| unit.defines).count();
        let definitions = if defined > 2 && defined * 2 > self.units.len() { DEFINITIONS } else { 1.0 };
        let pointers = self.units.iter().filter(|unit| unit.points).count();
        let pointing = if pointers * 2 > self.units.len() { POINTER } else { 1.0 };
        contract * opening * definitions * pointing
    }
}

/// What a unit is, and so how it is written again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A paragraph.
    Paragraph,
    /// An item of a list, so many lists deep, from 0.
    Item(usize),
    /// A row of a table.
    Row,
    /// Code, line for line.
    Code,
}

/// The smallest part of a text that makes sense by itself.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// What it is.
    pub(super) form: Form,
    /// Its number, `7.1` say.
    pub(super) number: Option<String>,
    /// Its own place, where it has one.
    pub(super) anchor: Option<String>,
    /// Its words as they are shown.
    pub(super) text: String,
    /// Its words as they are searched: a row's without the names of its columns.
    pub(super) searched: String,
    /// Whether it says what a word means.
    pub(super) defines: bool,
    /// Whether it mostly leads to other places.
    pub(super) points: bool,
}

impl Unit {
    /// Whether it only leads in what follows.
    pub(super) fn leads_in(&self) -> bool {
        self.text.ends_with(':') || self.text.ends_with('·')
    }

    /// What the unit is worth as an answer by what it is, where a `figure` is asked for or not.
    pub(super) fn standing(&self, figure: bool) -> f32 {
        let pointer = if self.points { POINTER } else { 1.0 };
        let has_figure = || self.text.bytes().any(|byte| byte.is_ascii_digit());
        pointer * if figure && !has_figure() { WITHOUT_FIGURE } else { 1.0 }
    }
}

/// The sections of a document that have a text, in their order.
pub(super) fn passages(document: &Document, asked: &BTreeMap<String, Vec<String>>) -> Vec<Passage> {
    let mut reader = Reader { document, done: Vec::new(), open: Vec::new(), passage: opening(document) };
    if let Some(description) = &document.meta.description {
        reader.unit(Form::Paragraph, description.clone());
    }
    reader.blocks(&document.blocks, 0);
    reader.close();
    for passage in &mut reader.done {
        let place = passage.anchor.as_ref().map_or_else(|| passage.policy.clone(), |anchor| format!("{}#{anchor}", passage.policy));
        passage.asked = asked.get(&place).map(|asked| asked.iter().take(MOST_ASKED).cloned().collect()).unwrap_or_default();
    }
    reader.done
}

/// What stands before the first heading.
fn opening(document: &Document) -> Passage {
    let meta = &document.meta;
    Passage {
        policy: meta.id.clone(),
        title: meta.title.clone(),
        contract: meta.kind == Kind::Contract,
        headings: Vec::new(),
        anchor: None,
        columns: Vec::new(),
        asked: Vec::new(),
        units: Vec::new(),
    }
}

struct Reader<'d> {
    document: &'d Document,
    done: Vec<Passage>,
    /// The headings above the place that has been reached, with their levels.
    open: Vec<(u8, String)>,
    passage: Passage,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            self.block(block, depth);
        }
    }

    fn block(&mut self, block: &Block, depth: usize) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(content) => self.inlines(Form::Paragraph, None, None, content),
            Block::List(list) => self.list(list, depth),
            Block::Table(table) => self.table(table),
            Block::Code { text, .. } => self.unit(Form::Code, text.clone()),
            Block::Quote(content) => self.blocks(content, depth),
            Block::Note(note) => self.blocks(&note.blocks, depth),
            Block::Rule | Block::Signatures(_) => {}
        }
    }

    fn heading(&mut self, heading: &Heading) {
        self.close();
        self.open.retain(|(level, _)| *level < heading.level);
        self.open.push((heading.level, plain_text(&heading.content)));
        self.passage.headings = self.open.iter().map(|(_, words)| words.clone()).collect();
        self.passage.anchor = heading.anchor.as_ref().map(|anchor| anchor.id.clone());
    }

    fn list(&mut self, list: &List, depth: usize) {
        list.items.iter().for_each(|item| self.item(item, depth));
    }

    /// An item's first paragraph carries its number and place; what is below it follows as units of its own.
    fn item(&mut self, item: &Item, depth: usize) {
        let mut first = true;
        for block in &item.blocks {
            match block {
                Block::Paragraph(content) if first => {
                    self.inlines(Form::Item(depth), item.number.as_ref(), item.anchor.as_ref(), content);
                    first = false;
                }
                other => self.block(other, depth + 1),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let columns: Vec<String> = table.header.iter().map(|cell| plain_text(cell).trim().to_owned()).collect();
        for row in &table.rows {
            let shown: Vec<String> = row.iter().zip(&columns).filter_map(|(cell, column)| named(cell, column)).collect();
            let searched: Vec<String> = row.iter().map(|cell| plain_text(cell)).collect();
            let points = row.iter().any(|cell| points(cell));
            let (text, searched) = (shown.join("; "), searched.join(" "));
            self.push(Unit { form: Form::Row, number: None, anchor: None, text, searched, defines: false, points });
        }
        self.passage.columns.extend(columns);
    }

    fn inlines(&mut self, form: Form, number: Option<&Number>, anchor: Option<&Anchor>, content: &[Inline]) {
        let (text, points) = (plain_text(content), points(content));
        let defines = content.iter().any(|inline| matches!(inline, Inline::Term { .. }));
        let (number, anchor) = (number.map(|number| number.shown.clone()), anchor.map(|anchor| anchor.id.clone()));
        self.push(Unit { form, number, anchor, searched: text.clone(), text, defines, points });
        for footnote in footnotes(content).filter_map(|at| self.document.footnotes.get(at)) {
            let words: Vec<String> = footnote.iter().filter_map(paragraph).collect();
            self.unit(Form::Paragraph, words.join(" "));
        }
    }

    fn unit(&mut self, form: Form, text: String) {
        self.push(Unit { form, number: None, anchor: None, searched: text.clone(), text, defines: false, points: false });
    }

    fn push(&mut self, unit: Unit) {
        let unit = Unit { text: unit.text.trim().to_owned(), ..unit };
        if !unit.text.is_empty() {
            self.passage.units.push(unit);
        }
    }

    fn close(&mut self) {
        let passage = std::mem::replace(&mut self.passage, opening(self.document));
        if !passage.units.is_empty() {
            self.done.push(passage);
        }
    }
}

/// Whether a line is there to lead elsewhere: a third of its letters or more stand in links to other places of the policies.
fn points(content: &[Inline]) -> bool {
    let inside = |inline: &Inline| match inline {
        Inline::Link(link) if matches!(link.target, Target::Document { .. }) => plain_text(&link.content).len(),
        _ => 0,
    };
    content.iter().map(inside).sum::<usize>() * 3 > plain_text(content).len()
}

/// A cell after the name of its column.
fn named(cell: &Cell, column: &str) -> Option<String> {
    let words = plain_text(cell);
    let words = words.trim();
    match (words.is_empty(), column.is_empty()) {
        (true, _) => None,
        (false, true) => Some(words.to_owned()),
        (false, false) => Some(format!("{column}: {words}")),
    }
}

fn paragraph(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph(content) => Some(plain_text(content)),
        _ => None,
    }
}

/// The footnotes that a line refers to.
fn footnotes(content: &[Inline]) -> impl Iterator<Item = usize> {
    content.iter().filter_map(|inline| match inline {
        Inline::Footnote(at) => Some(*at),
        _ => None,
    })
}
