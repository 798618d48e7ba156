//! What Markdown cannot say, said in what it has.

use super::code::writable;
use super::inline::Line;
use super::tight::is_tight;
use crate::document::{
    Alignment, Anchor, Block, Document, Heading, Image, Inline, Item, Link, List, ListKind, Meta, Note, NoteKind, Number, Numbering, Party, Status,
    Table, Target, github_slug, normal, plain_text,
};
use crate::locale::Words;
use crate::project::Format;
use crate::render::href::{asset_path, file_path, href, relative};
use crate::source::Origin;

/// A line to be filled by pen.
const LINE: &str = "____________";

/// A resolved document in what Markdown has: numbers and references are text, clauses are items that begin with their number, links are addresses, signature
/// blocks are tables, blanks are lines with their label, and a draft begins by saying so.
///
/// It is in a normal form besides, since Markdown cannot tell apart what differs in no way a reader could see: inlines are [`normal`]; blocks that hold nothing
/// are left out; a list is tight or loose as Markdown would find it; an anchor is kept where the file must carry it; code that cannot be written as code, with a
/// backslash before a bar in a table's cell or with very many backticks in a row, is text.
pub fn lower(document: &Document) -> Document {
    lower_onto(document, None)
}

/// The same with links that begin with a base rather than lead from the document's own file.
pub(super) fn lower_onto(document: &Document, base: Option<&str>) -> Document {
    let words = Words::of_tag(&document.meta.locale);
    let lowering = Lowering { id: &document.meta.id, base, words };
    let mut blocks = lowering.blocks(&document.blocks);
    if document.meta.status == Status::Draft {
        let says = Block::Paragraph(vec![Inline::Strong(vec![Inline::Text(words.draft.to_owned())])]);
        blocks.insert(0, Block::Note(Note { kind: NoteKind::Important, blocks: vec![says] }));
    }
    let footnotes = document.footnotes.iter().map(|footnote| lowering.blocks(footnote)).collect();
    let meta = Meta { numbering: Numbering::None, parties: Vec::new(), ..document.meta.clone() };
    Document { meta, blocks, footnotes }
}

struct Lowering<'d> {
    id: &'d str,
    words: &'static Words,
    /// What links begin with, where they do not lead from the document's own file.
    base: Option<&'d str>,
}

impl Lowering<'_> {
    fn blocks(&self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> Vec<Block> {
        match block {
            Block::Heading(heading) => self.heading(heading).map(Block::Heading).into_iter().collect(),
            Block::Paragraph(content) => self.paragraph(content).into_iter().collect(),
            Block::List(list) => self.list(list).map(Block::List).into_iter().collect(),
            Block::Table(table) => self.table(table).map(Block::Table).into_iter().collect(),
            Block::Code { language, text } => vec![code(language.as_deref(), text)],
            Block::Quote(inner) => vec![Block::Quote(self.blocks(inner))],
            Block::Note(note) => vec![Block::Note(Note { kind: note.kind, blocks: self.blocks(&note.blocks) })],
            Block::Rule => vec![Block::Rule],
            Block::Signatures(signatures) => signatures.parties.iter().flat_map(|party| self.party(party)).collect(),
        }
    }

    fn paragraph(&self, content: &[Inline]) -> Option<Block> {
        Some(self.content(content)).filter(|content| !content.is_empty()).map(Block::Paragraph)
    }

    fn content(&self, content: &[Inline]) -> Vec<Inline> {
        writable(normal(self.inlines(content)), Line::Paragraph)
    }

    fn heading(&self, heading: &Heading) -> Option<Heading> {
        let label = heading.number.as_ref().map(|number| Inline::Text(heading_label(heading, number)));
        let content = writable(normal(label.into_iter().chain(self.inlines(&heading.content)).collect()), Line::Heading);
        if content.is_empty() {
            return None;
        }
        let anchor = heading.anchor.as_ref().filter(|anchor| anchor.explicit || github_slug(&plain_text(&content)) != anchor.id);
        Some(Heading { anchor: anchor.map(written), number: None, schedule: false, content, ..heading.clone() })
    }

    fn list(&self, list: &List) -> Option<List> {
        let items: Vec<Item> = list.items.iter().map(|item| self.item(item)).collect();
        let kind = match list.kind {
            ListKind::Ordered { start } => ListKind::Ordered { start: start.min(999_999_999) },
            ListKind::Bullet | ListKind::Clauses => ListKind::Bullet,
        };
        let tight = is_tight(&items, list.tight);
        (!items.is_empty()).then_some(List { kind, tight, items })
    }

    fn item(&self, item: &Item) -> Item {
        let mut blocks = self.blocks(&item.blocks);
        if let Some(number) = &item.number {
            prepend(&mut blocks, item_label(number));
        }
        let leads = matches!(blocks.first(), Some(Block::Paragraph(_)));
        let anchor = item.anchor.as_ref().filter(|_| leads).map(written);
        Item { anchor, number: None, task: item.task.filter(|_| leads), blocks, origin: item.origin }
    }

    fn table(&self, table: &Table) -> Option<Table> {
        let row = |cells: &Vec<Vec<Inline>>| {
            let mut row: Vec<_> = cells.iter().map(|cell| writable(normal(self.inlines(cell)), Line::Cell)).collect();
            row.resize(table.columns.len(), Vec::new());
            row
        };
        let rows = table.rows.iter().map(row).collect();
        (!table.columns.is_empty()).then(|| Table { columns: table.columns.clone(), header: row(&table.header), rows, origin: table.origin })
    }

    /// A party's name over a table of its signatories.
    fn party(&self, party: &Party) -> Vec<Block> {
        let (before, after) = self.words.signature.for_party.split_once("{party}").unwrap_or_default();
        let mut name = vec![Inline::Text(before.to_owned())];
        name.extend(self.inlines(&party.name));
        name.push(Inline::Text(after.to_owned()));
        let signature = &self.words.signature;
        let header = [signature.sign, signature.name, signature.title, signature.date, signature.place];
        let cell = |words: &str| vec![Inline::Text(words.to_owned())];
        let rows = party.lines.iter().map(|line| {
            let given = |words: &Option<String>| normal(cell(words.as_deref().unwrap_or(LINE)));
            vec![cell(LINE), given(&line.name), given(&line.title), cell(LINE), cell(LINE)]
        });
        let table = Table {
            columns: vec![Alignment::Start; header.len()],
            header: header.map(cell).to_vec(),
            rows: rows.collect(),
            origin: Origin::default(),
        };
        vec![Block::Paragraph(writable(normal(vec![Inline::Strong(name)]), Line::Paragraph)), Block::Table(table)]
    }

    fn inlines(&self, content: &[Inline]) -> Vec<Inline> {
        content.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> Inline {
        match inline {
            Inline::Emphasis(content) => Inline::Emphasis(self.inlines(content)),
            Inline::Strong(content) => Inline::Strong(self.inlines(content)),
            Inline::Strike(content) => Inline::Strike(self.inlines(content)),
            Inline::Term { anchor, content } => Inline::Term { anchor: anchor.clone(), content: self.inlines(content) },
            Inline::Link(link) => Inline::Link(self.link(link)),
            Inline::Image(image) => Inline::Image(self.image(image)),
            Inline::Blank { label, .. } => Inline::Text(format!("{LINE} ({label})")),
            other => other.clone(),
        }
    }

    fn image(&self, image: &Image) -> Image {
        Image {
            path: self.asset(&image.path),
            alt: image.alt.replace(['\n', '\r'], " ").trim().to_owned(),
            title: image.title.clone().filter(|title| !title.is_empty()),
            origin: image.origin,
        }
    }

    fn asset(&self, path: &str) -> String {
        let path = asset_path(path);
        self.base.map_or_else(|| relative(&file_path(self.id, Format::Markdown), &path), |base| format!("{base}{path}"))
    }

    fn address(&self, target: &Target) -> String {
        let Some(base) = self.base else { return href(self.id, target, Format::Markdown) };
        let (base, id, anchor) = match target {
            Target::Document { id, anchor } => (base, id, anchor),
            // The main edition's files lie above the folder of another one.
            Target::Original { id, anchor, edition, .. } => (base.strip_suffix(&format!("{edition}/")).unwrap_or("../"), id, anchor),
            Target::External(address) | Target::Unresolved(address) => return address.clone(),
        };
        let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
        format!("{base}{}{fragment}", file_path(id, Format::Markdown))
    }

    fn link(&self, link: &Link) -> Link {
        let target = Target::Unresolved(self.address(&link.target));
        Link {
            target,
            reference: false,
            content: self.inlines(&link.content),
            title: link.title.clone().filter(|title| !title.is_empty()),
            origin: link.origin,
        }
    }
}

/// `4. ` before a heading, `Schedule 2: ` before a schedule's.
fn heading_label(heading: &Heading, number: &Number) -> String {
    let end = if heading.schedule { ":" } else { "." };
    format!("{}{end} ", number.shown)
}

/// `4.2 `, `(a) ` or `1. ` before a clause.
fn item_label(number: &Number) -> String {
    let is_count = number.shown.chars().all(|c| c.is_ascii_digit());
    format!("{}{} ", number.shown, if is_count { "." } else { "" })
}

/// Puts words before the first paragraph, which is made where there is none.
fn prepend(blocks: &mut Vec<Block>, label: String) {
    let mut content = vec![Inline::Text(label)];
    if let Some(Block::Paragraph(words)) = blocks.first_mut() {
        content.append(words);
        *words = normal(content);
    } else {
        blocks.insert(0, Block::Paragraph(normal(content)));
    }
}

/// An anchor as the file carries it.
fn written(anchor: &Anchor) -> Anchor {
    Anchor { id: anchor.id.clone(), explicit: true }
}

fn code(language: Option<&str>, text: &str) -> Block {
    let language = language.and_then(|language| language.split_whitespace().next());
    Block::Code { language: language.map(ToOwned::to_owned), text: text.trim_end_matches('\n').to_owned() }
}
