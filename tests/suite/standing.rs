//! What every answer and excerpt owes its reader: it can be understood where it is read, without the page that it was cut out of.

use std::collections::BTreeMap;

use counterpart::ask::{Answer, Excerpt};
use counterpart::document::{Block, Document, Inline, Item, Table, Target, plain_text};

use crate::ask::Documents;

/// What stands for items that are left out.
const LEFT_OUT: &str = "…";

/// A line of a policy as an answer shows it, and the lines that lead it in, the outermost first.
#[derive(Debug)]
struct Shown {
    text: String,
    leads: Vec<String>,
    /// Whether it is nothing without what follows.
    opens: bool,
    /// Whether it only says what stands on another page.
    elsewhere: bool,
}

/// All lines of a document.
#[derive(Debug, Default)]
struct Lines(Vec<Shown>);

impl Lines {
    fn of(document: &Document) -> Self {
        let mut lines = Self::default();
        lines.blocks(&document.blocks, &[]);
        lines
    }

    fn blocks(&mut self, blocks: &[Block], leads: &[String]) {
        let mut lead: Option<String> = None;
        for (at, block) in blocks.iter().enumerate() {
            let within: Vec<String> = leads.iter().cloned().chain(lead.take()).collect();
            match block {
                Block::Paragraph(content) => {
                    let next = blocks.get(at + 1);
                    let leads_in = matches!(next, Some(Block::List(_) | Block::Table(_))) && is_open(content);
                    lead = leads_in.then(|| plain_text(content).trim().to_owned());
                    self.line(content, None, &within, leads_in);
                }
                Block::List(list) => list.items.iter().for_each(|item| self.item(item, &within)),
                Block::Table(table) => self.table(table, &within),
                Block::Quote(content) => self.blocks(content, &within),
                Block::Note(note) => self.blocks(&note.blocks, &within),
                Block::Heading(_) | Block::Code { .. } | Block::Rule | Block::Signatures(_) => {}
            }
        }
    }

    fn item(&mut self, item: &Item, leads: &[String]) {
        let [Block::Paragraph(content), below @ ..] = item.blocks.as_slice() else { return };
        let number = item.number.as_ref().map(|number| number.shown.as_str());
        let has_list = matches!(below.first(), Some(Block::List(_) | Block::Table(_)));
        let text = self.line(content, number, leads, has_list && is_open(content));
        self.blocks(below, &leads.iter().cloned().chain([text]).collect::<Vec<_>>());
    }

    fn table(&mut self, table: &Table, leads: &[String]) {
        for row in &table.rows {
            let cells = row.iter().zip(&table.header).map(|(cell, column)| (plain_text(cell), plain_text(column)));
            let named = cells.filter(|(cell, _)| !cell.trim().is_empty()).map(|(cell, column)| match column.trim() {
                "" => cell.trim().to_owned(),
                column => format!("{column}: {}", cell.trim()),
            });
            let text = named.collect::<Vec<_>>().join("; ");
            self.0.push(Shown { text, leads: leads.to_vec(), opens: false, elsewhere: false });
        }
    }

    fn line(&mut self, content: &[Inline], number: Option<&str>, leads: &[String], opens: bool) -> String {
        let words = plain_text(content).trim().to_owned();
        let text = number.map_or_else(|| words.clone(), |number| format!("{number} {words}"));
        self.0.push(Shown { text: text.clone(), leads: leads.to_vec(), opens, elsewhere: leads_elsewhere(content) });
        text
    }

    /// The lines of which a line of an answer is the whole or a part.
    fn whose(&self, line: &str) -> Vec<&Shown> {
        let part = line.trim_start_matches("… ").trim_end_matches(" …");
        let whole: Vec<&Shown> = self.0.iter().filter(|shown| shown.text == part).collect();
        if whole.is_empty() { self.0.iter().filter(|shown| is_part(line, &shown.text)).collect() } else { whole }
    }
}

/// Whether a line shows a part of a text, with marks for what is left out and with the text's number before it.
fn is_part(line: &str, text: &str) -> bool {
    let (number, part) = line.split_once("… ").unwrap_or(("", line));
    text.starts_with(number) && text.contains(part.trim_end_matches(" …"))
}

fn is_open(content: &[Inline]) -> bool {
    !plain_text(content).trim_end().trim_end_matches(['”', '’', ')']).ends_with(['.', '!', '?', ';'])
}

/// Whether a line announces in a few words what another page says, and links to it.
fn leads_elsewhere(content: &[Inline]) -> bool {
    let links: Vec<&Inline> =
        content.iter().filter(|inline| matches!(inline, Inline::Link(link) if matches!(link.target, Target::Document { .. }))).collect();
    let [Inline::Link(link)] = links.as_slice() else { return false };
    let (text, shown) = (plain_text(content), plain_text(&link.content));
    let before = text.trim_end_matches(['.', ';']).strip_suffix(shown.as_str());
    before.is_some_and(|before| before.trim_end().ends_with(':') && !before.contains(". "))
}

/// What is wrong with an excerpt.
fn faults(excerpt: &Excerpt, lines: &Lines) -> Vec<String> {
    let shown: Vec<&str> = excerpt.text.lines().collect();
    let mut found = Vec::new();
    let words = |line: &str| line.trim_start_matches("… ").to_owned();
    for (at, line) in shown.iter().enumerate().filter(|(_, line)| **line != LEFT_OUT) {
        let whose = lines.whose(line);
        let is_led = |of: &&Shown| of.leads.iter().all(|lead| shown[..at].iter().any(|before| *before == lead || is_part(before, lead)));
        if !whose.is_empty() && !whose.iter().any(is_led) {
            found.push(format!("without the words that lead it in: {line}"));
        }
        let goes_on = shown.get(at + 1).is_some_and(|next| *next != LEFT_OUT) || shown.get(at + 2).is_some();
        let opens = line.ends_with(':') || whose.iter().any(|of| of.opens && of.text.ends_with(&words(line)));
        if opens && !goes_on {
            found.push(format!("without what it leads in: {line}"));
        }
    }
    let first = shown.first().map(|line| words(line)).unwrap_or_default();
    let is_whole = lines.0.iter().any(|of| of.leads.is_empty() && of.text.starts_with(&first));
    if first.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_lowercase) && !is_whole {
        found.push(format!("begins in the middle of a sentence: {first}"));
    }
    let leads_elsewhere = |line: &&str| lines.whose(line).iter().any(|of| of.elsewhere || of.opens);
    if shown.iter().filter(|line| **line != LEFT_OUT).all(leads_elsewhere) {
        found.push(format!("only leads elsewhere: {}", excerpt.text));
    }
    found
}

/// What is wrong with any of the answers, and with the excerpts beside them.
pub(crate) fn faults_of(answers: &[Answer], documents: &Documents) -> Vec<String> {
    let lines: BTreeMap<(&str, &str), Lines> =
        documents.iter().map(|(brand, document)| ((brand.as_str(), document.meta.id.as_str()), Lines::of(document))).collect();
    let mut wrong = Vec::new();
    for Answer { question, brand, answer, excerpts, .. } in answers {
        for excerpt in answer.iter().chain(excerpts) {
            let place = (brand.as_str(), excerpt.source.policy.as_str());
            let found = lines.get(&place).map_or_else(|| vec!["it stands in no policy".to_owned()], |lines| faults(excerpt, lines));
            wrong.extend(found.into_iter().map(|fault| format!("{question} | {place:?} | {fault}")));
        }
    }
    wrong
}
