//! Lines of text.
//!
//! Emphasis is where Markdown is treacherous: whether a star opens, closes or stands for itself depends on the characters on both of its sides. Where those would
//! not let it do what it is written for (tildes are looked through), the character outside is written as a numeric reference, which counts as punctuation: `fo&#111;**“bar”**`.

use super::escape::{self, Place};
use crate::document::{Image, Inline, Link, Target};

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// In a paragraph, where a break can end the line.
    Paragraph,
    /// In a heading.
    Heading,
    /// In a table's cell.
    Cell,
}

/// The Markdown of a paragraph's, heading's or cell's content.
pub(super) fn line(content: &[Inline], line: Line) -> String {
    let mut writer = Writer::new(line);
    writer.content(content);
    if line == Line::Cell { writer.out.replace('|', "\\|") } else { writer.out }
}

/// The Markdown of a title.
pub(super) fn title(title: &str) -> String {
    line(&[Inline::Text(title.replace(['\n', '\r'], " "))], Line::Heading)
}

struct Writer {
    out: String,
    line: Line,
    /// The signs of the open emphases.
    open: Vec<char>,
    /// Whether a letter that follows would undo the emphasis just closed.
    encode_next: bool,
    /// Whether a footnote's reference was just written.
    after_reference: bool,
}

impl Writer {
    fn new(line: Line) -> Self {
        Self { out: String::new(), line, open: Vec::new(), encode_next: false, after_reference: false }
    }

    fn content(&mut self, content: &[Inline]) {
        for inline in content {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        if !matches!(inline, Inline::Text(_) | Inline::Strike(_)) {
            self.encode_next = false;
        }
        match inline {
            Inline::Text(words) => self.words(words),
            Inline::Emphasis(content) => self.form(content, 1),
            Inline::Strong(content) => self.form(content, 2),
            Inline::Strike(content) => self.between("~~", '~', content),
            Inline::Code(text) => escape::code(&mut self.out, text),
            Inline::Link(link) => self.link(link),
            Inline::Image(image) => self.image(image),
            Inline::Break => self.line_break(),
            Inline::Footnote(at) => self.out.extend(["[^", &(at + 1).to_string(), "]"]),
            Inline::Term { anchor, content } => {
                self.out.push_str(&anchor_tag(anchor));
                self.form(content, 2);
            }
            Inline::Blank { label, .. } => self.words(label),
        }
        self.after_reference = matches!(inline, Inline::Footnote(_));
    }

    fn words(&mut self, words: &str) {
        let place = Place {
            line_start: self.line == Line::Paragraph && (self.out.is_empty() || self.out.ends_with('\n')),
            heading: self.line == Line::Heading,
            after_reference: self.after_reference,
            after_bracket: self.out.ends_with('['),
            encode_first: std::mem::take(&mut self.encode_next),
        };
        escape::words(&mut self.out, words, place);
    }

    /// Emphasis with stars, or with underscores where a star stands next to it or around it.
    fn form(&mut self, content: &[Inline], length: usize) {
        let around = self.open.iter().rev().find(|sign| **sign != '~');
        let starred = self.out.ends_with('*') || around == Some(&'*');
        let sign = if starred && !self.out.ends_with('_') { '_' } else { '*' };
        self.between(&sign.to_string().repeat(length), sign, content);
    }

    fn between(&mut self, mark: &str, sign: char, content: &[Inline]) {
        let opened = self.out.len();
        self.out.push_str(mark);
        self.open.push(sign);
        self.content(content);
        self.open.pop();
        let start = opened + mark.len();
        self.encode_blank_edges(start);
        self.protect_opening(opened, start, sign);
        self.encode_next = sign == '_' || !ends_as_word(&self.out) || (sign == '~' && self.encode_next);
        self.out.push_str(mark);
    }

    /// Writes white space at either end of an emphasis as a reference: a sign next to it would not be one.
    fn encode_blank_edges(&mut self, start: usize) {
        if let Some(last) = self.out[start..].chars().next_back().filter(|c| c.is_whitespace()) {
            self.out.truncate(self.out.len() - last.len_utf8());
            escape::push_reference(&mut self.out, last);
        }
        if let Some(first) = self.out[start..].chars().next().filter(|c| c.is_whitespace()) {
            let mut reference = String::new();
            escape::push_reference(&mut reference, first);
            self.out.replace_range(start..start + first.len_utf8(), &reference);
        }
    }

    /// Writes the character before an opening sign as a reference where it would keep the sign from opening.
    fn protect_opening(&mut self, opened: usize, start: usize, sign: char) {
        let begins_as_word = self.out[start..].trim_start_matches('~').starts_with(char::is_alphanumeric);
        let opened = self.out[..opened].trim_end_matches('~').len();
        let Some(outside) = self.out[..opened].chars().next_back() else { return };
        if outside.is_whitespace() || outside.is_ascii_punctuation() || (begins_as_word && sign != '_') {
            return;
        }
        let mut reference = String::new();
        escape::push_reference(&mut reference, outside);
        self.out.replace_range(opened - outside.len_utf8()..opened, &reference);
    }

    fn line_break(&mut self) {
        let ends_line = self.line == Line::Paragraph && self.open.is_empty();
        self.out.push_str(if ends_line { "\\\n" } else { "<br>" });
    }

    fn link(&mut self, link: &Link) {
        let address = match &link.target {
            Target::External(address) | Target::Unresolved(address) => address,
            Target::Document { id, .. } | Target::Original { id, .. } => id,
        };
        self.out.push('[');
        let open = std::mem::replace(&mut self.open, vec!['[']);
        self.content(&link.content);
        self.open = open;
        self.encode_next = false;
        self.destination(address, link.title.as_deref());
    }

    fn image(&mut self, image: &Image) {
        self.out.push_str("![");
        self.words(&image.alt);
        self.destination(&image.path, image.title.as_deref());
    }

    fn destination(&mut self, address: &str, title: Option<&str>) {
        self.out.push_str("](");
        escape::address(&mut self.out, address);
        if let Some(title) = title {
            self.out.push(' ');
            escape::title(&mut self.out, title);
        }
        self.out.push(')');
    }
}

/// The mark of a place that links name.
pub(super) fn anchor_tag(id: &str) -> String {
    format!("<a id=\"{id}\"></a>")
}

fn ends_as_word(text: &str) -> bool {
    text.trim_end_matches('~').ends_with(char::is_alphanumeric)
}
