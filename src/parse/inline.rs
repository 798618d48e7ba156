//! Inlines: words, links, images and forms.

use comrak::nodes::{Node, NodeLink, NodeValue};

use super::reader::Reader;
use super::target::target;
use crate::diag::{Code, Diagnostic};
use crate::document::{Image, Inline, Link, Target, plain_text};

impl<'n> Reader<'_, 'n> {
    /// What stands inside a node, as it comes.
    pub(super) fn inlines(&mut self, node: Node<'n>) -> Vec<Inline> {
        let mut out = Vec::new();
        for child in node.children() {
            self.inline(child, &mut out);
        }
        out
    }

    fn inline(&mut self, node: Node<'n>, out: &mut Vec<Inline>) {
        match &node.data().value {
            NodeValue::Text(words) => self.words(node, words, out),
            NodeValue::SoftBreak => self.push_words(" ", out),
            NodeValue::LineBreak => out.push(Inline::Break),
            NodeValue::Code(code) => out.push(Inline::Code(self.plain(&code.literal))),
            NodeValue::Emph => out.push(Inline::Emphasis(self.nested(node))),
            NodeValue::Strong => {
                let strong = self.strong(node);
                out.push(strong);
            }
            NodeValue::Strikethrough => out.push(Inline::Strike(self.nested(node))),
            NodeValue::Link(link) => {
                let link = self.link(node, link);
                out.push(Inline::Link(link));
            }
            NodeValue::Image(image) => {
                let image = self.image(node, image);
                out.push(Inline::Image(image));
            }
            NodeValue::FootnoteReference(reference) => out.push(Inline::Footnote(self.footnotes.index(&reference.name))),
            NodeValue::HtmlInline(html) => self.inline_html(node, html, out),
            _ => out.extend(self.nested(node)),
        }
    }

    fn words(&mut self, node: Node<'n>, words: &str, out: &mut Vec<Inline>) {
        if words.contains("[^") {
            self.check_footnote_text(node, words);
        }
        if words.contains(crate::expand::shield::SIGNATURES) {
            self.misplaced_signatures(node);
        }
        if words.contains('{') {
            self.check_braces(node, words);
        }
        self.push_words(words, out);
    }

    pub(super) fn nested(&mut self, node: Node<'n>) -> Vec<Inline> {
        self.deeper(node, |reader| reader.inlines(node))
    }

    fn link(&mut self, node: Node<'n>, link: &NodeLink) -> Link {
        let title = self.plain(&link.title);
        Link {
            target: Target::Unresolved(target(&link.url)),
            title: (!title.is_empty()).then_some(title),
            content: self.nested(node),
            reference: false,
            origin: self.origin(node),
        }
    }

    fn image(&mut self, node: Node<'n>, image: &NodeLink) -> Image {
        let alt = plain_text(&self.nested(node)).trim().to_owned();
        if alt.is_empty() {
            let found = Diagnostic::new(Code::MissingAlt, format!("the image `{}` has no text that stands for it", target(&image.url)));
            self.report(found.hint("say between the brackets what the image shows: `![The stages of a request](stages.svg)`"), node);
        }
        let title = self.plain(&image.title);
        Image { path: target(&image.url), alt, title: (!title.is_empty()).then_some(title), origin: self.origin(node) }
    }
}
