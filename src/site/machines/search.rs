//! `search.json`: what a reader's browser searches, without a server.
//!
//! It holds the words of every page, cut at the headings, so that a result leads to the place it speaks of. The script that reads it is
//! `templates/html/search.js`.

use rayon::prelude::*;
use serde::Serialize;

use crate::document::{Block, Document, Heading, Inline, Item, Status, plain_text};
use crate::locale::{Search, Words};

use crate::site::{SEARCH_LIBRARY, SEARCH_SCRIPT, Site};

/// Where a page's search finds what it needs, and what it says.
#[derive(Debug, Serialize)]
pub(in crate::site) struct SearchView {
    script: String,
    library: String,
    index: String,
    words: &'static Search,
}

impl SearchView {
    /// What a page needs to search: what it searches, and the addresses that it gives to the scripts, which are the same in all languages.
    pub(in crate::site) fn new(index: String, shared: &impl Fn(&str) -> String, words: &'static Words) -> Self {
        Self { script: shared(SEARCH_SCRIPT), library: shared(SEARCH_LIBRARY), index, words: &words.search }
    }
}

/// The whole file.
#[derive(Serialize)]
struct Index<'a> {
    /// Groups of words that mean the same.
    synonyms: &'a [Vec<String>],
    pages: Vec<Page<'a>>,
}

/// A page, in the order of the navigation.
#[derive(Serialize)]
struct Page<'a> {
    title: &'a str,
    /// Its address from the site's root.
    url: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    draft: bool,
    sections: Vec<Section<'a>>,
}

/// What stands under one heading; what stands above the first one has neither heading nor anchor.
#[derive(Default, Serialize)]
struct Section<'a> {
    #[serde(skip_serializing_if = "String::is_empty")]
    heading: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'a str>,
    text: String,
}

impl Site<'_> {
    /// The words of all pages, as JSON on one line.
    pub(super) fn search(&self) -> String {
        let theme = &self.material.brand.theme;
        let pages = self.pages.par_iter().map(|page| {
            let meta = &page.document.meta;
            Page { title: theme.plain_title(&meta.title), url: page.path(), draft: meta.status == Status::Draft, sections: sections(page.document) }
        });
        let index = Index { synonyms: &self.material.publishing.synonyms, pages: pages.collect() };
        // Texts and lists of texts can always be written.
        serde_json::to_string(&index).unwrap_or_default() + "\n"
    }
}

fn sections(document: &Document) -> Vec<Section<'_>> {
    let mut writer = Writer { sections: vec![Section::default()] };
    writer.words(document.meta.description.as_deref().unwrap_or_default());
    writer.blocks(&document.blocks);
    document.footnotes.iter().for_each(|footnote| writer.blocks(footnote));
    writer.sections.retain(|section| !section.text.is_empty() || !section.heading.is_empty());
    writer.sections
}

/// Gathers words under the heading that stands over them.
struct Writer<'d> {
    sections: Vec<Section<'d>>,
}

impl<'d> Writer<'d> {
    fn words(&mut self, words: &str) {
        if let Some(section) = self.sections.last_mut() {
            append(&mut section.text, words);
        }
    }

    fn line(&mut self, content: &[Inline]) {
        self.words(&plain_text(content));
    }

    fn blocks(&mut self, blocks: &'d [Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.sections.push(section(heading)),
                Block::Paragraph(content) => self.line(content),
                Block::List(list) => list.items.iter().for_each(|item| self.item(item)),
                Block::Table(table) => table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| self.line(cell)),
                Block::Code { text, .. } => self.words(text),
                Block::Quote(inner) => self.blocks(inner),
                Block::Note(note) => self.blocks(&note.blocks),
                Block::Rule | Block::Signatures(_) => {}
            }
        }
    }

    fn item(&mut self, item: &'d Item) {
        if let Some(number) = &item.number {
            self.words(&number.shown);
        }
        self.blocks(&item.blocks);
    }
}

fn section(heading: &Heading) -> Section<'_> {
    let words = plain_text(&heading.content);
    let heading_words = heading
        .number
        .as_ref()
        .map_or_else(|| words.clone(), |number| format!("{}{} {words}", number.shown, if heading.schedule { ":" } else { "." }));
    Section { heading: one_line(&heading_words), anchor: heading.anchor.as_ref().map(|anchor| anchor.id.as_str()), text: String::new() }
}

/// Adds words behind others, with single spaces between them.
fn append(text: &mut String, words: &str) {
    let words = one_line(words);
    if !text.is_empty() && !words.is_empty() {
        text.push(' ');
    }
    text.push_str(&words);
}

/// Words with single spaces between them. A space that does not break stays one: it belongs to the words.
fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
