//! `llms.txt` and `llms-full.txt`: a brand's policies for programs that read (llmstxt.org), and how they put a question.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::project::Format;
use crate::render::href;
use crate::render::markdown::{self, Online};

use super::in_force::InForce;
use crate::site::{FEED, INDEX, LLMS, LLMS_FULL, Node, Published, Site};

impl Site<'_> {
    /// Whether any page in force has a Markdown copy beside it.
    pub(super) fn has_markdown(&self) -> bool {
        self.in_force.iter().any(has_markdown)
    }

    /// `llms.txt`: a title, what this is, and the pages as links to their Markdown, under the headings of the navigation.
    pub(super) fn llms(&self) -> String {
        let (words, brand) = (self.words(), self.material.brand);
        let about = words.machines.about.replace("{legal_name}", &brand.legal_name).replace("{title}", self.material.title);
        let mut out = format!("# {}: {}\n\n> {}\n\n{}\n", text(&brand.name), text(self.material.title), text(&about), words.machines.pages);
        out.push_str(&self.in_other_languages());
        if let Some(how) = self.how_to_ask() {
            out.extend(["\n", &how]);
        }
        let pages = self.in_force.iter().filter(|one| has_markdown(one)).map(|one| (one.policy, one)).collect();
        let mut group = None;
        for node in &self.material.navigation.nodes {
            let title = if node.id.is_some() { self.material.title } else { node.title.as_str() };
            let mut lines = String::new();
            self.push_links(node, &pages, &mut lines);
            if lines.is_empty() {
                continue;
            }
            if group.replace(title) != Some(title) {
                out.push_str(&format!("\n## {}\n\n", text(title)));
            }
            out.push_str(&lines);
        }
        out.push_str(&self.more());
        out
    }

    /// Where the same list stands in the brand's other languages.
    fn in_other_languages(&self) -> String {
        let links: Vec<String> =
            self.material.languages.others_for_machines(LLMS).into_iter().map(|(name, address)| format!("[{}]({address})", text(name))).collect();
        if links.is_empty() { String::new() } else { format!("\n{} {}\n", self.words().machines.languages, links.join(", ")) }
    }

    /// The links to a page and to those below it that are among some pages, one a line.
    fn push_links(&self, node: &Node, pages: &BTreeMap<&str, &InForce<'_>>, out: &mut String) {
        if let Some(one) = node.id.as_deref().and_then(|id| pages.get(id)) {
            let meta = &one.page.document.meta;
            let path = href::file_path(&meta.id, Format::Markdown);
            let description = meta.description.as_deref().map(|description| format!(": {}", text(description))).unwrap_or_default();
            out.push_str(&format!("- [{}]({}){description}\n", text(self.title_of(one)), self.address(LLMS, &path)));
        }
        node.below.iter().for_each(|below| self.push_links(below, pages, out));
    }

    /// What a program may leave out where it has little room; the format gives this heading its meaning.
    fn more(&self) -> String {
        let words = self.words();
        let link = |title: &str, path: &str| format!("- [{}]({})\n", text(title), self.address(LLMS, path));
        let mut out = format!("\n## Optional\n\n{}", link(words.machines.full, LLMS_FULL));
        if self.frame.feed {
            out.push_str(&link(words.machines.feed, FEED));
        }
        out.push_str(&link(self.material.title, INDEX));
        out
    }

    /// `llms-full.txt`: the Markdown of every page in force, in the order of the navigation. Its links lead to the pages' own copies.
    pub(super) fn llms_full(&self) -> String {
        let pages = self.in_force.par_iter().filter(|one| has_markdown(one));
        let texts: Vec<String> = pages.map(|one| markdown::write_online(one.page.document, &self.in_one_file(&one.page))).collect();
        texts.join("\n")
    }

    fn in_one_file(&self, page: &Published<'_>) -> Online {
        Online { base: Some(self.frame.root.whole("").unwrap_or_default()), ask: None, ..self.online(page) }
    }
}

/// Whether the page has a Markdown copy beside it.
fn has_markdown(one: &InForce<'_>) -> bool {
    one.page.formats.contains(&Format::Markdown)
}

/// Words as Markdown reads them, on one line.
fn text(words: &str) -> String {
    markdown::words(words)
}
