//! Headings: their levels, schedules, typed numbers and slugs.

use comrak::nodes::{Node, NodeValue};

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::document::{Heading, Numbering, Slug, github_slug, plain_text};
use crate::locale::Words;

impl<'n> Reader<'_, 'n> {
    /// A heading; `None` where it is empty, which is reported.
    pub(super) fn heading(&mut self, node: Node<'n>, level: u8) -> Option<Heading> {
        let written = self.written_heading(node);
        let anchor = self.take_anchor(node);
        let schedule = level == 2 && self.take_label(node);
        let content = self.content(node);
        let anchor = anchor.or(self.pending_anchor());
        self.pending_anchors.clear();
        self.check_level(node, level, content.is_empty());
        if content.is_empty() {
            return None;
        }
        let slug_source = Slug(github_slug(&written.unwrap_or_else(|| plain_text(&content))));
        Some(Heading { level: level.clamp(2, 6), anchor, number: None, schedule, content, slug_source, origin: self.origin(node) })
    }

    fn numbered(&self) -> bool {
        self.author.is_some_and(|author| author.policy.front.numbering == Numbering::Clauses)
    }

    /// The words for a schedule: the brand's own and English.
    fn schedule_words(&self) -> [&'static str; 2] {
        let english = Words::of("en").schedule;
        [self.author.map_or(english, |author| author.brand.locale.words().schedule), english]
    }

    /// Takes off a typed number and the word for a schedule; says whether it is one.
    fn take_label(&mut self, node: Node<'n>) -> bool {
        if !self.numbered() {
            return false;
        }
        let words = self.schedule_words();
        let Some(first) = node.first_child() else { return false };
        match &mut first.data_mut().value {
            NodeValue::Text(text) => {
                let (schedule, rest) = split_label(text, words);
                let taken = text.len() - rest.len();
                text.to_mut().drain(..taken);
                schedule
            }
            _ => false,
        }
    }

    /// The heading as its author wrote it, before any value was put in; `None` where it was made by a tag.
    fn written_heading(&self, node: Node<'n>) -> Option<String> {
        let author = self.author?;
        let span = self.span(node)?;
        let text = author.project.sources.file(span.file).text();
        let line = text.get(span.start as usize..)?.lines().next()?;
        let underlined = matches!(&node.data().value, NodeValue::Heading(heading) if heading.setext) && !line.starts_with("{{{");
        let words = line.strip_prefix('#').or(underlined.then_some(line))?.trim_start_matches('#').trim();
        let words = words.rfind("{#").filter(|_| words.ends_with('}')).map_or(words, |at| &words[..at]);
        let words = if self.numbered() { split_label(words.trim(), self.schedule_words()).1 } else { words };
        Some(words.trim().to_owned()).filter(|words| !github_slug(words).is_empty())
    }

    fn check_level(&mut self, node: Node<'n>, level: u8, empty: bool) {
        if self.author.is_none() {
            return;
        }
        let found = match level {
            _ if empty => Some(("the heading is empty".to_owned(), "write its words, or take the line out".to_owned())),
            1 => Some((
                "a first-level heading in the text".to_owned(),
                "write `##`: the title in the front matter is the page's only first-level heading".to_owned(),
            )),
            _ if level > self.level + 1 => {
                let (mark, up) = ("#".repeat(usize::from(level)), "#".repeat(usize::from(self.level) + 1));
                Some((format!("the heading skips a level: `{mark}` below level {}", self.level), format!("write `{up}`")))
            }
            _ => None,
        };
        if !empty {
            self.level = level;
        }
        if let Some((message, hint)) = found {
            self.report(Diagnostic::new(Code::HeadingLevel, message).hint(hint), node);
        }
    }
}

/// Whether a heading's text opens a schedule, and the text without the word for it and without a typed number.
fn split_label<'t>(text: &'t str, schedule_words: [&str; 2]) -> (bool, &'t str) {
    let text = text.trim_start();
    for word in schedule_words {
        let Some(rest) = text.strip_prefix(word) else { continue };
        let rest = rest.trim_start_matches([' ', '\u{a0}']);
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() && (c.is_ascii_digit() || c.is_ascii_uppercase()));
        if let Some(rest) = rest.strip_prefix(':') {
            return (true, rest.trim_start());
        }
    }
    (false, without_number(text))
}

/// The text without `1.`, `1)`, `1.2` or `1.2.` at its start.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &text[..text.len() - rest.len()];
    let rest = rest.strip_prefix(')').filter(|_| !number.is_empty() && !number.contains('.')).or_else(|| number.contains('.').then_some(rest));
    match rest {
        Some(rest) if number.starts_with(|c: char| c.is_ascii_digit()) && rest.starts_with([' ', '\u{a0}']) => {
            rest.trim_start_matches([' ', '\u{a0}'])
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_numbers_are_taken_off() {
        for (text, rest) in [
            ("1. Fees", "Fees"),
            ("4.2 Fees", "Fees"),
            ("4.2. Fees", "Fees"),
            ("3) Fees", "Fees"),
            ("30 days", "30 days"),
            (".5 x", ".5 x"),
            ("2.0", "2.0"),
        ] {
            assert_eq!(without_number(text), rest);
        }
    }

    #[test]
    fn schedules_are_known_by_their_word() {
        let words = ["Παράρτημα", "Schedule"];
        assert_eq!(split_label("Schedule: Security", words), (true, "Security"));
        assert_eq!(split_label("Schedule 2: Security", words), (true, "Security"));
        assert_eq!(split_label("Παράρτημα: Μέτρα", words), (true, "Μέτρα"));
        assert_eq!(split_label("Schedules", words), (false, "Schedules"));
    }
}
