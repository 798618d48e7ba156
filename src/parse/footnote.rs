//! Footnotes, numbered in the order of their first reference.

use std::collections::HashMap;

use comrak::nodes::{Node, NodeValue};

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::document::Block;
use crate::expand::shield;

/// The footnotes of a text, by name.
#[derive(Default)]
pub(super) struct Footnotes<'n> {
    definitions: HashMap<String, Node<'n>>,
    order: Vec<String>,
    /// The place of each name in the order.
    numbers: HashMap<String, usize>,
}

impl Footnotes<'_> {
    /// The number of a footnote, from 0.
    pub(super) fn index(&mut self, name: &str) -> usize {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        self.order.push(name.to_owned());
        self.numbers.insert(name.to_owned(), self.order.len() - 1);
        self.order.len() - 1
    }
}

impl<'n> Reader<'_, 'n> {
    /// Finds the definitions, and reports those that nobody refers to.
    pub(super) fn find_footnotes(&mut self, root: Node<'n>) {
        for node in root.descendants() {
            let (name, used) = match &node.data().value {
                NodeValue::FootnoteDefinition(definition) => (definition.name.clone(), definition.total_references > 0),
                _ => continue,
            };
            if used {
                self.footnotes.definitions.insert(name, node);
            } else {
                let found = Diagnostic::new(Code::Footnote, format!("nothing refers to the footnote `[^{}]`", shield::unshield(&name)));
                self.report(found.hint("refer to it in the text, or take it out; a name can stand for one footnote only"), node);
            }
        }
    }

    /// The footnotes' blocks. A footnote may refer to others, which then follow.
    pub(super) fn footnote_blocks(&mut self) -> Vec<Vec<Block>> {
        let mut footnotes = Vec::new();
        while let Some(name) = self.footnotes.order.get(footnotes.len()) {
            let definition = self.footnotes.definitions.get(name).copied();
            footnotes.push(definition.map_or_else(Vec::new, |node| self.deeper(node, |reader| reader.blocks(node))));
        }
        footnotes
    }

    /// Reports `[^name]` where no such footnote is written; Markdown leaves it in the text.
    pub(super) fn check_footnote_text(&mut self, node: Node<'n>, words: &str) {
        let Some((_, rest)) = words.split_once("[^") else { return };
        let Some((name, _)) = rest.split_once(']') else { return };
        if name.contains(' ') || name.is_empty() || self.source(node).contains("\\[^") {
            return;
        }
        let mark = format!("[^{name}]");
        let shown = shield::unshield(&mark);
        let found = Diagnostic::new(Code::Footnote, format!("the footnote `{shown}` is not written"));
        let place = self.place_of(node, &mark);
        let hint = if mark == shown {
            format!("write it on a line of its own: `{shown}: …`")
        } else {
            "write its name as it is: a value names no footnote".to_owned()
        };
        self.keep(found.hint(hint).at(place));
    }
}
