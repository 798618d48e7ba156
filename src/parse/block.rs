//! Blocks: paragraphs, lists, quotes, notes and code.

use comrak::nodes::{AlertType, ListType, Node, NodeCodeBlock, NodeValue};

use super::reader::Reader;
use super::signature::is_signatures;
use crate::diag::{Code, Diagnostic};
use crate::document::{Anchor, Block, Inline, Item, List, ListKind, Note, NoteKind};

impl<'n> Reader<'_, 'n> {
    /// The blocks inside a node.
    pub(super) fn blocks(&mut self, node: Node<'n>) -> Vec<Block> {
        let mut out = Vec::new();
        for child in node.children() {
            self.block(child, &mut out);
        }
        out
    }

    fn nested_blocks(&mut self, node: Node<'n>) -> Vec<Block> {
        self.deeper(node, |reader| reader.blocks(node))
    }

    fn block(&mut self, node: Node<'n>, out: &mut Vec<Block>) {
        let value = node.data();
        match &value.value {
            NodeValue::Paragraph => {
                drop(value);
                self.paragraph(node, out);
            }
            NodeValue::Heading(heading) => {
                let (level, underlined) = (heading.level, heading.setext);
                drop(value);
                if underlined {
                    self.check_underline(node);
                }
                out.extend(self.heading(node, level).map(Block::Heading));
            }
            NodeValue::List(list) => {
                let kind = match list.list_type {
                    ListType::Bullet => ListKind::Bullet,
                    ListType::Ordered => ListKind::Ordered { start: list.start as u64 },
                };
                self.check_indents(node);
                let items = node.children().map(|item| self.item(item)).collect();
                out.push(Block::List(List { kind, tight: list.tight, items }));
            }
            NodeValue::Table(table) => out.push(Block::Table(self.table(node, table))),
            NodeValue::CodeBlock(code) => out.push(self.code(code)),
            NodeValue::BlockQuote => out.push(Block::Quote(self.nested_blocks(node))),
            NodeValue::Alert(alert) => {
                let title = alert.title.as_ref().map(|title| Block::Paragraph(vec![Inline::Strong(vec![Inline::Text(self.plain(title))])]));
                let blocks = title.into_iter().chain(self.nested_blocks(node)).collect();
                out.push(Block::Note(Note { kind: note_kind(alert.alert_type), blocks }));
            }
            NodeValue::ThematicBreak => out.push(Block::Rule),
            NodeValue::HtmlBlock(html) => self.block_html(node, &html.literal),
            NodeValue::FootnoteDefinition(_) => {}
            _ => out.extend(self.nested_blocks(node)),
        }
    }

    fn paragraph(&mut self, node: Node<'n>, out: &mut Vec<Block>) {
        if let Some(signatures) = self.signatures(node) {
            out.push(Block::Signatures(signatures));
            return;
        }
        self.check_paragraph(node);
        if let Some(anchor) = self.take_anchor(node) {
            self.misplaced_anchor(node, &anchor);
        }
        let content = self.running_content(node);
        if let Some(anchor) = self.pending_anchor() {
            self.misplaced_anchor(node, &anchor);
        }
        if !content.is_empty() {
            out.push(Block::Paragraph(content));
        }
    }

    fn misplaced_anchor(&mut self, node: Node<'n>, anchor: &Anchor) {
        let found = Diagnostic::new(Code::BadName, format!("the anchor `{{#{}}}` belongs to no heading and no list item", anchor.id));
        self.report(found.hint("put it at the end of a heading, or of the first paragraph of a list item"), node);
    }

    fn item(&mut self, node: Node<'n>) -> Item {
        let task = match &node.data().value {
            NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
            _ => None,
        };
        let origin = self.origin(node);
        let (anchor, blocks) = self.deeper(node, |reader| reader.item_blocks(node));
        Item { anchor, number: None, task, blocks, origin }
    }

    fn item_blocks(&mut self, node: Node<'n>) -> (Option<Anchor>, Vec<Block>) {
        let mut anchor = None;
        let mut blocks = Vec::new();
        for child in node.children() {
            let first = blocks.is_empty() && anchor.is_none() && matches!(child.data().value, NodeValue::Paragraph);
            if !first || is_signatures(child) {
                self.block(child, &mut blocks);
                continue;
            }
            self.check_paragraph(child);
            anchor = self.take_anchor(child);
            let content = self.running_content(child);
            anchor = anchor.or(self.pending_anchor());
            self.pending_anchors.clear();
            if !content.is_empty() {
                blocks.push(Block::Paragraph(content));
            }
        }
        (anchor, blocks)
    }

    fn code(&self, code: &NodeCodeBlock) -> Block {
        let language = self.plain(&code.info).split_whitespace().next().map(ToOwned::to_owned);
        let text = code.literal.lines().map(|line| self.plain(line)).collect::<Vec<_>>().join("\n");
        Block::Code { language, text: text.trim_end_matches('\n').to_owned() }
    }
}

fn note_kind(kind: AlertType) -> NoteKind {
    match kind {
        AlertType::Note => NoteKind::Note,
        AlertType::Tip => NoteKind::Tip,
        AlertType::Important => NoteKind::Important,
        AlertType::Warning => NoteKind::Warning,
        AlertType::Caution => NoteKind::Caution,
    }
}
