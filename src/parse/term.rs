//! Defined terms: strong text between quotes.

use comrak::nodes::{Node, NodeValue};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, Inline, github_slug, plain_text};
use crate::source::Span;

/// Where a term is defined.
pub(super) struct Definition {
    term: String,
    anchor: String,
    span: Option<Span>,
}

impl<'n> Reader<'_, 'n> {
    /// Strong text, or the term it defines.
    pub(super) fn strong(&mut self, node: Node<'n>) -> Inline {
        let content = self.nested(node);
        let anchor = if self.author.is_some() { self.define(node, &content) } else { self.written_term(node) };
        match anchor {
            Some(anchor) => Inline::Term { anchor, content },
            None => Inline::Strong(content),
        }
    }

    /// The anchor of the term that a strong text defines; `None` where it defines none, or one that is defined already.
    fn define(&mut self, node: Node<'n>, content: &[Inline]) -> Option<String> {
        let quoted = ends_with_quote(node.previous_sibling()?) && starts_with_quote(node.next_sibling()?);
        let term = plain_text(content);
        if !quoted || term.trim().is_empty() {
            return None;
        }
        if let Some(first) = self.definitions.iter().find(|known| known.term == term) {
            let mut found = Diagnostic::new(Code::DuplicateTerm, format!("the term “{term}” is defined twice"));
            if let Some(first) = first.span {
                found = found.with_related(first, "it is defined here already");
            }
            self.report(found.hint("define it once; elsewhere, write it without bold"), node);
            return None;
        }
        let anchor = self.term_anchor(&term);
        self.definitions.push(Definition { term, anchor: anchor.clone(), span: self.span(node) });
        Some(anchor)
    }

    /// `term-` and the term's slug, with a number behind it where another term has the same.
    fn term_anchor(&self, term: &str) -> String {
        let slug = github_slug(term);
        let anchors = std::iter::once(format!("term-{slug}")).chain((1..).map(|count| format!("term-{slug}-{count}")));
        let mut free = anchors.filter(|anchor| self.definitions.iter().all(|known| known.anchor != *anchor));
        free.next().unwrap_or_default()
    }

    /// A term in Markdown that the compiler wrote: its anchor stands right before it.
    fn written_term(&mut self, node: Node<'n>) -> Option<String> {
        let follows_anchor = matches!(&node.previous_sibling()?.data().value, NodeValue::HtmlInline(html) if html == "</a>");
        self.pending_anchors.pop_if(|id| follows_anchor && id.starts_with("term-"))
    }

    /// Reports terms that nothing but their own definition speaks of.
    pub(super) fn check_terms(&mut self, blocks: &[Block], footnotes: &[Vec<Block>]) {
        if self.definitions.is_empty() {
            return;
        }
        let mut text = String::new();
        push_blocks(blocks, &mut text);
        for footnote in footnotes {
            push_blocks(footnote, &mut text);
        }
        let is_english = self.author.as_ref().is_none_or(|author| author.brand.locale.language() == "en");
        for definition in std::mem::take(&mut self.definitions) {
            if !is_used(&definition.term, &text) && (is_english || !is_inflected(&definition.term, &text)) {
                let found = Diagnostic::new(Code::UnusedTerm, format!("the term “{}” is defined and never used", definition.term));
                self.keep(found.at(definition.span).hint("take the definition out, or use the term as it is defined"));
            }
        }
    }
}

fn ends_with_quote(node: Node<'_>) -> bool {
    matches!(&node.data().value, NodeValue::Text(words) if words.ends_with(['“', '”', '„', '«', '‘', '"']))
}

fn starts_with_quote(node: Node<'_>) -> bool {
    matches!(&node.data().value, NodeValue::Text(words) if words.starts_with(['”', '“', '»', '’', '"']))
}

/// Whether a text speaks of a term: as it is defined, as its plural or singular, or with a possessive.
fn is_used(term: &str, text: &str) -> bool {
    let mut forms = vec![term.to_owned(), format!("{term}s"), format!("{term}es")];
    forms.extend(term.strip_suffix('y').map(|stem| format!("{stem}ies")));
    forms.extend(term.strip_suffix('s').map(ToOwned::to_owned));
    forms.extend(term.strip_suffix("ies").map(|stem| format!("{stem}y")));
    forms.iter().any(|form| text.match_indices(form.as_str()).any(|(at, _)| stands_alone(text, at, at + form.len())))
}

/// How many letters at a word's end its forms may differ in, in a language that inflects.
const ENDING: usize = 3;
/// How many letters of a word must be the same in all its forms.
const STEM: usize = 3;

/// Whether a text speaks of a term in any of its forms, in a language that inflects: all its words stand there one after another, in the same capitals, and each
/// begins as the term's does. An accent may move with the ending.
fn is_inflected(term: &str, text: &str) -> bool {
    let stems: Vec<String> = words(term).map(|word| stem(&word)).collect();
    let words: Vec<String> = words(text).collect();
    words.windows(stems.len().max(1)).any(|run| run.iter().zip(&stems).all(|(word, stem)| word.starts_with(stem.as_str())))
}

/// The words of a text, without accents.
fn words(text: &str) -> impl Iterator<Item = String> {
    let bare = |word: &str| word.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(bare)
}

/// What a word's forms begin with.
fn stem(word: &str) -> String {
    let letters = word.chars().count();
    word.chars().take(letters.saturating_sub(ENDING).max(STEM)).collect()
}

fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: char| c.is_alphanumeric();
    !text[..start].ends_with(letter) && !text[end..].starts_with(letter)
}

/// The text of blocks without the terms where they are defined.
fn push_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Heading(heading) => push_inlines(&heading.content, text),
            Block::Paragraph(content) => push_inlines(content, text),
            Block::List(list) => list.items.iter().for_each(|item| push_blocks(&item.blocks, text)),
            Block::Table(table) => table.rows.iter().chain([&table.header]).flatten().for_each(|cell| push_inlines(cell, text)),
            Block::Quote(blocks) => push_blocks(blocks, text),
            Block::Note(note) => push_blocks(&note.blocks, text),
            Block::Code { .. } | Block::Rule | Block::Signatures(_) => {}
        }
        text.push('\n');
    }
}

fn push_inlines(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Term { .. } => text.push('\n'),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) => push_inlines(content, text),
            Inline::Link(link) => push_inlines(&link.content, text),
            other => text.push_str(&plain_text(std::slice::from_ref(other))),
        }
    }
    text.push(' ');
}

#[cfg(test)]
mod tests {
    use super::{is_inflected, is_used};

    #[test]
    fn a_term_is_used_in_its_inflections() {
        assert!(is_inflected("Λογαριασμός", "όποιος έχει Λογαριασμό"));
        assert!(is_inflected("Υπηρεσία", "των Υπηρεσιών"));
        assert!(is_inflected("Όροι Προϊόντος", "κατά τους Όρους Προϊόντος"));
        assert!(!is_inflected("Λογαριασμός", "όποιος έχει λογαριασμό"));
        assert!(!is_inflected("Όροι Προϊόντος", "Όροι χρήσης του Προϊόντος"));
    }

    #[test]
    fn a_term_is_used_in_its_forms() {
        assert!(is_used("Customer", "the Customer’s duty"));
        assert!(is_used("Party", "the Parties agree"));
        assert!(is_used("Fees", "a Fee is due"));
        assert!(!is_used("Fees", "Feeling"));
        assert!(!is_used("Data", "data"));
    }
}
