//! Blocks as Typst's input.

use std::ops::Range;

use crate::document::{Block, Heading, Inline, Item, Kind, List, ListKind, Note, Table, plain_text};

use super::Writer;
use super::columns::Plan;
use crate::render::typst::literal::{breakable, longest_run, push_lines};

impl Writer<'_> {
    /// Appends blocks, each as a call of its own.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        let mut at = 0;
        while at < blocks.len() {
            let turned = if self.depth == 0 { self.turned_run(&blocks[at..]) } else { 0 };
            if turned > 0 {
                self.push("#turned[\n");
                self.run(blocks, at..at + turned);
                self.push("]\n");
            } else {
                self.run(blocks, at..at + 1);
            }
            at += turned.max(1);
        }
    }

    fn run(&mut self, blocks: &[Block], range: Range<usize>) {
        for at in range {
            let leads_on = matches!(&blocks[at], Block::Paragraph(content) if leads_to(content, blocks.get(at + 1)));
            self.block(&blocks[at], leads_on);
            if self.depth == 0 {
                self.push("\n");
            }
        }
    }

    /// How many blocks from the first one on go onto a turned page: a table that needs one, with the headings and the words that lead to it. Zero where
    /// there is no such table.
    fn turned_run(&self, blocks: &[Block]) -> usize {
        let leads = |at: usize| match &blocks[at] {
            Block::Heading(_) => true,
            Block::Paragraph(content) => leads_to(content, blocks.get(at + 1)),
            _ => false,
        };
        let before = (0..blocks.len()).take_while(|at| leads(*at)).count();
        match blocks.get(before) {
            Some(Block::Table(table)) if self.plan(table).turned => before + 1,
            _ => 0,
        }
    }

    fn plan(&self, table: &Table) -> Plan {
        self.ruler.plan(table, self.setting.brand.theme.paper, self.depth)
    }

    fn block(&mut self, block: &Block, leads_on: bool) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(content) => self.paragraph(content, leads_on),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Code { text, .. } => self.code_block(text),
            Block::Quote(blocks) => self.nested("#cite", blocks),
            Block::Note(note) => self.note(note),
            Block::Rule => self.push("#separator()"),
            Block::Signatures(signatures) => self.signatures(signatures),
        }
    }

    fn heading(&mut self, heading: &Heading) {
        if heading.schedule && self.document.meta.kind == Kind::Contract && self.depth == 0 {
            self.push("#pagebreak(weak: true)\n");
        }
        self.at(heading.origin);
        self.push(if heading.number.is_some() { "#hdn(" } else { "#hd(" });
        self.push_code(heading.level);
        if let Some(number) = &heading.number {
            self.push(",");
            self.literal(&number.shown);
        }
        self.push(")");
        // The contents repeat a heading's words.
        self.without_fields(|writer| writer.content(&heading.content));
        if let Some(anchor) = &heading.anchor {
            let label = self.own_label(Some(&anchor.id));
            self.label(&label);
        }
    }

    /// Appends a label to what was appended last.
    pub(super) fn label(&mut self, name: &str) {
        self.push("#label(");
        self.literal(name);
        self.push(")");
    }

    fn paragraph(&mut self, content: &[Inline], leads_on: bool) {
        if let [Inline::Image(image)] = content {
            return self.image("#picture", image);
        }
        self.push(if leads_on { "#kept" } else { "#p" });
        self.content(content);
    }

    fn nested(&mut self, call: &str, blocks: &[Block]) {
        self.push(call);
        self.push("[");
        self.depth += 1;
        self.blocks(blocks);
        self.depth -= 1;
        self.push("]");
    }

    fn note(&mut self, note: &Note) {
        self.push("#note(");
        self.literal(note.kind.word(self.words));
        self.push(")");
        self.nested("", &note.blocks);
    }

    fn code_block(&mut self, text: &str) {
        self.push("#code(");
        if longest_run(text) > 60 {
            push_lines(&mut self.out, &breakable(text));
        } else {
            push_lines(&mut self.out, text);
        }
        self.push(")");
    }

    fn list(&mut self, list: &List) {
        let is_clauses = list.kind == ListKind::Clauses;
        let has_tasks = list.items.iter().any(|item| item.task.is_some());
        match list.kind {
            ListKind::Clauses => self.clauses_head(list),
            _ if has_tasks => self.tasks_head(list),
            ListKind::Bullet => self.push("#bullets("),
            ListKind::Ordered { start } => {
                self.push("#ordered(");
                self.push_code(start);
                self.push(",");
            }
        }
        self.push_code(format_args!("{},{})", list.tight, is_short(list)));
        self.clause_depth += usize::from(is_clauses);
        list.items.iter().for_each(|item| self.item(item));
        self.clause_depth -= usize::from(is_clauses);
    }

    fn clauses_head(&mut self, list: &List) {
        self.push(if self.clause_depth == 0 && self.depth == 0 { "#clauses(" } else { "#subclauses(" });
        self.literals(list.items.iter().map(|item| item.number.as_ref().map_or("", |number| number.shown.as_str())));
        self.push(",");
    }

    fn tasks_head(&mut self, list: &List) {
        self.push("#tasks((");
        for item in &list.items {
            match item.task {
                Some(done) => {
                    self.push("tick(");
                    self.literal(if done { self.words.done } else { self.words.open });
                    self.push(if done { ",true)" } else { ",false)" });
                }
                None => self.push("[•]"),
            }
            self.push(",");
        }
        self.push("),");
    }

    fn item(&mut self, item: &Item) {
        self.at(item.origin);
        self.push("[");
        if let Some(anchor) = &item.anchor {
            self.mark(&anchor.id);
        }
        self.depth += 1;
        self.blocks(&item.blocks);
        self.depth -= 1;
        self.push("]");
    }

    fn table(&mut self, table: &Table) {
        self.at(table.origin);
        let plan = self.plan(table);
        self.push("#sheet(");
        self.push_code(&plan);
        self.push(",(");
        // A table that runs over several pages repeats its header.
        self.without_fields(|writer| writer.cells(&table.header));
        self.push(")");
        for row in &table.rows {
            self.push(",\n");
            self.cells(row);
        }
        self.push(")");
    }

    fn cells(&mut self, cells: &[Vec<Inline>]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.push(",");
            }
            self.cell(cell);
        }
        // One cell alone is still an array.
        if cells.len() == 1 {
            self.push(",");
        }
    }
}

/// Whether a list is so short that no page should end in its midst: a few items of a line or two.
fn is_short(list: &List) -> bool {
    let is_line = |block: &Block| matches!(block, Block::Paragraph(content) if plain_text(content).len() < 170);
    list.items.len() <= 5 && list.items.iter().all(|item| item.blocks.len() == 1 && item.blocks.iter().all(is_line))
}

/// Whether a paragraph must stay on the page of what follows it: an introduction to it, or the words above a signature.
fn leads_to(content: &[Inline], next: Option<&Block>) -> bool {
    let introduces = || matches!(content.last(), Some(Inline::Text(words)) if words.ends_with(':'));
    match next {
        Some(Block::Signatures(_)) => true,
        Some(Block::List(_) | Block::Table(_) | Block::Code { .. } | Block::Quote(_)) => introduces(),
        _ => false,
    }
}
