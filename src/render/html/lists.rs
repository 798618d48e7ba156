//! Lists as HTML.

use crate::document::{Block, Item, List, ListKind};

use super::Writer;

impl<'d> Writer<'d> {
    pub(super) fn list(&mut self, list: &'d List) {
        let end = self.open_list(list);
        for item in &list.items {
            match list.kind {
                ListKind::Clauses => self.clause(item, list.tight),
                ListKind::Bullet | ListKind::Ordered { .. } => self.item(item, list.tight),
            }
        }
        self.raw(end);
    }

    /// Opens a list and gives what closes it. A list whose marks are taken away says that it still is one: Safari would forget it otherwise.
    fn open_list(&mut self, list: &List) -> &'static str {
        let tasks = list.items.iter().any(|item| item.task.is_some());
        match list.kind {
            ListKind::Bullet if tasks => self.raw("<ul class=\"tasks\" role=\"list\">\n"),
            ListKind::Bullet => self.raw("<ul>\n"),
            ListKind::Ordered { start: 1 } => self.raw("<ol>\n"),
            ListKind::Ordered { start } => self.format(format_args!("<ol start=\"{start}\">\n")),
            ListKind::Clauses => self.raw("<ol class=\"clauses\" role=\"list\">\n"),
        }
        if list.kind == ListKind::Bullet { "</ul>\n" } else { "</ol>\n" }
    }

    fn item(&mut self, item: &'d Item, tight: bool) {
        self.open_item(item);
        if let Some(done) = item.task {
            self.task(done);
        }
        self.item_blocks(&item.blocks, tight);
        self.raw("</li>\n");
    }

    fn open_item(&mut self, item: &Item) {
        self.raw("<li");
        if let Some(anchor) = &item.anchor {
            self.attribute("id", &self.id(&anchor.id));
        }
        match item.task {
            Some(true) => self.raw(" class=\"task done\">"),
            Some(false) => self.raw(" class=\"task\">"),
            None => self.raw(">"),
        }
    }

    /// The box before a task is drawn; who cannot see it hears a word.
    fn task(&mut self, done: bool) {
        let word = if done { self.words.done } else { self.words.open };
        self.format(format_args!("<span class=\"spoken\">{word} </span>"));
    }

    /// A clause: its number, which links to itself, hangs beside its text. There are hundreds in a contract, so that nothing is written that style can do without.
    fn clause(&mut self, item: &'d Item, tight: bool) {
        self.open_item(item);
        self.clause_number(item);
        self.item_blocks(&item.blocks, tight);
        self.raw("</li>\n");
    }

    fn clause_number(&mut self, item: &Item) {
        let Some(number) = &item.number else { return };
        if let Some(anchor) = &item.anchor {
            self.raw("<a");
            self.attribute("href", &format!("#{}", self.id(&anchor.id)));
            self.raw(">");
            self.text(&number.shown);
            self.raw("</a> ");
        } else {
            self.raw("<span>");
            self.text(&number.shown);
            self.raw("</span> ");
        }
    }

    /// What an item holds; the paragraphs of a tight list are no paragraphs of their own.
    fn item_blocks(&mut self, blocks: &'d [Block], tight: bool) {
        for (at, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph(content) if tight => {
                    self.inlines(content);
                    if at + 1 < blocks.len() {
                        self.raw("\n");
                    }
                }
                _ => self.block(block),
            }
        }
    }
}
