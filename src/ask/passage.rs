//! Documents cut into what can be found: a passage is a section with its heading, a unit is a paragraph, an item or a row in it.

use std::collections::BTreeMap;

use crate::document::{Anchor, Block, Cell, Document, Heading, Inline, Item, Kind, List, ListKind, Number, Table, Target, plain_text};

use super::sentence::sentences;

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
const MOST_ASKED: usize = 1_000;

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

/// How paragraphs begin that go on from what stands before them.
const REFERRING: [&str; 13] =
    ["Before it", "In either case", "In that case", "It", "Such", "That", "The same", "The latter", "The second", "Then", "These", "They", "This"];

impl Passage {
    /// Policy and anchor, as the project's file names a section.
    pub(super) fn place(&self) -> String {
        self.anchor.as_ref().map_or_else(|| self.policy.clone(), |anchor| format!("{}#{anchor}", self.policy))
    }

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
    /// A row of a table that stands so many lists deep, from 0.
    Row(usize),
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
    /// Where it leads, if that is all that it does.
    pub(super) elsewhere: Option<Elsewhere>,
    /// The unit before it that leads it in: the words over its list, or the item that its list stands in.
    pub(super) within: Option<usize>,
    /// The first of the steps or rows that it is one of: they are read together.
    pub(super) beside: Option<usize>,
}

/// Another place of the policies, to which a line leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Elsewhere {
    /// The policy's id.
    pub(super) policy: String,
    /// An anchor in it.
    pub(super) anchor: Option<String>,
}

impl Unit {
    fn new(form: Form, text: String, searched: String, within: Option<usize>) -> Self {
        Self { form, number: None, anchor: None, text, searched, defines: false, points: false, elsewhere: None, within, beside: None }
    }

    /// Whether its last words announce something.
    pub(super) fn announces(&self) -> bool {
        announces(&self.text)
    }

    /// Whether its last sentence goes on in what follows.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.form, Form::Paragraph | Form::Item(_)) && is_open(&self.text)
    }

    /// Whether it goes on from what stands before it, so that it says little by itself; as far as English words tell.
    pub(super) fn refers_back(&self) -> bool {
        self.form == Form::Paragraph && REFERRING.iter().any(|words| self.text.strip_prefix(words).is_some_and(|rest| rest.starts_with(' ')))
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
        reader.unit(Form::Paragraph, description.clone(), None);
    }
    reader.blocks(&document.blocks, 0, None);
    reader.close();
    for passage in &mut reader.done {
        passage.asked = asked.get(&passage.place()).map(|asked| asked.iter().take(MOST_ASKED).cloned().collect()).unwrap_or_default();
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
    fn blocks(&mut self, blocks: &[Block], depth: usize, within: Option<usize>) {
        let (mut lead, done) = (None, self.done.len());
        for (at, block) in blocks.iter().enumerate() {
            let own = self.passage.units.len();
            self.block(block, depth, lead.or(within.filter(|_| self.done.len() == done)));
            lead = Some(own).filter(|own| leads_in(block, blocks.get(at + 1)) && *own < self.passage.units.len());
        }
    }

    fn block(&mut self, block: &Block, depth: usize, within: Option<usize>) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(content) => self.inlines(Form::Paragraph, None, None, content, within),
            Block::List(list) => self.list(list, depth, within),
            Block::Table(table) => self.table(table, depth, within),
            Block::Code { text, .. } => self.unit(Form::Code, text.clone(), within),
            Block::Quote(content) => self.blocks(content, depth, within),
            Block::Note(note) => self.blocks(&note.blocks, depth, within),
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

    fn list(&mut self, list: &List, depth: usize, within: Option<usize>) {
        let (first, done) = (self.passage.units.len(), self.done.len());
        for item in &list.items {
            self.item(item, depth, within.filter(|_| self.done.len() == done));
        }
        // A heading inside of an item began another passage.
        if matches!(list.kind, ListKind::Ordered { .. }) && self.done.len() == done {
            let later = self.passage.units.iter_mut().skip(first + 1);
            later.filter(|unit| unit.within.is_none()).for_each(|unit| unit.beside = Some(first));
        }
    }

    /// An item's first paragraph carries its number and place; what is below it follows as units of its own, which it leads in.
    fn item(&mut self, item: &Item, depth: usize, within: Option<usize>) {
        let first = item.blocks.iter().position(|block| matches!(block, Block::Paragraph(_))).unwrap_or_default();
        let (before, after) = item.blocks.split_at(first);
        self.blocks(before, depth + 1, within);
        let own = self.passage.units.len();
        match after.split_first() {
            Some((Block::Paragraph(content), below)) => {
                self.inlines(Form::Item(depth), item.number.as_ref(), item.anchor.as_ref(), content, within);
                self.blocks(below, depth + 1, Some(own).filter(|own| *own < self.passage.units.len()).or(within));
            }
            _ => self.blocks(after, depth + 1, within),
        }
    }

    fn table(&mut self, table: &Table, depth: usize, within: Option<usize>) {
        let first = self.passage.units.len();
        let columns: Vec<String> = table.header.iter().map(|cell| plain_text(cell).trim().to_owned()).collect();
        for row in &table.rows {
            let shown: Vec<String> = row.iter().zip(&columns).filter_map(|(cell, column)| named(cell, column)).collect();
            let searched: Vec<String> = row.iter().map(|cell| plain_text(cell)).collect();
            let points = row.iter().any(|cell| points(cell));
            let (text, searched) = (shown.join("; "), searched.join(" "));
            let beside = Some(first).filter(|first| *first < self.passage.units.len());
            self.push(Unit { points, beside, ..Unit::new(Form::Row(depth), text, searched, within) });
        }
        self.passage.columns.extend(columns);
    }

    fn inlines(&mut self, form: Form, number: Option<&Number>, anchor: Option<&Anchor>, content: &[Inline], within: Option<usize>) {
        let text = plain_text(content);
        let unit = Unit {
            number: number.map(|number| number.shown.clone()),
            anchor: anchor.map(|anchor| anchor.id.clone()),
            defines: content.iter().any(|inline| matches!(inline, Inline::Term { .. })),
            points: points(content),
            elsewhere: elsewhere(content),
            ..Unit::new(form, text.clone(), text, within)
        };
        let own = self.passage.units.len();
        self.push(unit);
        for footnote in footnotes(content).filter_map(|at| self.document.footnotes.get(at)) {
            let words: Vec<String> = footnote.iter().filter_map(paragraph).collect();
            self.unit(Form::Paragraph, words.join(" "), Some(own).filter(|own| *own < self.passage.units.len()).or(within));
        }
    }

    fn unit(&mut self, form: Form, text: String, within: Option<usize>) {
        self.push(Unit::new(form, text.clone(), text, within));
    }

    fn push(&mut self, unit: Unit) {
        // A heading inside of an item begins another passage, which the item does not lead in.
        let within = unit.within.filter(|within| *within < self.passage.units.len());
        let unit = Unit { text: unit.text.trim().to_owned(), within, ..unit };
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

/// Where a line leads that does nothing else: it ends with a link to another place of the policies, and before that only says what stands there.
fn elsewhere(content: &[Inline]) -> Option<Elsewhere> {
    let mark = |inline: &&Inline| matches!(inline, Inline::Text(text) if text.chars().all(|letter| letter.is_whitespace() || ".;,".contains(letter)));
    let closed = content.iter().rev().take_while(mark).count();
    let (Inline::Link(link), before) = content[..content.len() - closed].split_last()? else { return None };
    let before = plain_text(before);
    let Target::Document { id, anchor } = &link.target else { return None };
    let leads = announces(before.trim_end()) || points(content);
    (leads && sentences(&before).len() < 2).then(|| Elsewhere { policy: id.clone(), anchor: anchor.clone() })
}

/// Whether a paragraph leads in the block that follows.
fn leads_in(block: &Block, next: Option<&Block>) -> bool {
    let (Block::Paragraph(content), Some(next)) = (block, next) else { return false };
    let text = plain_text(content);
    let text = text.trim_end();
    match next {
        Block::List(list) => is_open(text) || list.items.iter().any(goes_on),
        Block::Table(_) | Block::Code { .. } => is_open(text),
        Block::Paragraph(_) | Block::Quote(_) | Block::Note(_) => announces(text),
        Block::Heading(_) | Block::Rule | Block::Signatures(_) => false,
    }
}

/// Whether an item goes on with a sentence that began before its list.
fn goes_on(item: &Item) -> bool {
    let Some(Block::Paragraph(content)) = item.blocks.first() else { return false };
    plain_text(content).chars().find(|letter| letter.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Whether words announce what follows, as a colon does, and the Greek raised dot.
fn announces(text: &str) -> bool {
    text.ends_with([':', '·'])
}

/// Whether the last sentence of a text has not ended.
fn is_open(text: &str) -> bool {
    let closed = text.trim_end_matches(['”', '’', '»', '"', ')']);
    !closed.ends_with(['.', '!', '?', '…', ';', '。', '！', '？'])
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

#[cfg(test)]
mod tests {
    use super::{Elsewhere, elsewhere};
    use crate::document::{Inline, Link, Target};
    use crate::source::Origin;

    fn line(before: &str, shown: &str) -> Vec<Inline> {
        let target = Target::Document { id: "copyright".to_owned(), anchor: None };
        let link = Link { target, title: None, content: vec![Inline::Text(shown.to_owned())], reference: true, origin: Origin::default() };
        vec![Inline::Text(before.to_owned()), Inline::Link(link), Inline::Text(".".to_owned())]
    }

    #[test]
    fn a_line_that_only_leads_elsewhere_is_known() {
        let there = Some(Elsewhere { policy: "copyright".to_owned(), anchor: None });
        assert_eq!(elsewhere(&line("Works published without permission: ", "Copyright claims")), there);
        assert_eq!(elsewhere(&line("See ", "Copyright claims")), there);
        assert_eq!(elsewhere(&line("What becomes of works that others have made is described in the ", "page")), None);
        assert_eq!(elsewhere(&line("We take it down. See also: ", "Copyright claims")), None);
    }
}
