//! From a YAML text to a tree of values.

use std::collections::HashMap;
use std::ops::Range;

use serde_yaml::granit_parser::{self as granit, Event, Parser, ScalarStyle, ScanError, Tag};

use super::node::{Entry, Node, Value};
use super::{scalar, trouble};
use crate::diag::{Code, Diagnostic, Warned};
use crate::source::{FileId, Span};

/// How deep maps and lists may be nested.
const DEPTH: usize = 64;
/// How many values aliases may copy altogether: enough to save typing, too few for a text of one line to fill the memory.
const COPIES: usize = 10_000;

/// The values of a YAML text that stands in a file from this byte offset on: a map where the text is empty.
///
/// Gives no value where the text cannot be read at all. Duplicate keys keep their first value; values whose kind nobody can tell, such as `no`, stay
/// texts. Both are reported.
pub fn parse(file: FileId, text: &str, offset: usize) -> Warned<Option<Node>> {
    let options = granit::options! { emit_comments: false, disallow_directives: true, flow_nesting_limit: DEPTH, block_nesting_limit: DEPTH };
    let mut tree = Tree { file, text, offset, open: Vec::new(), anchors: HashMap::new(), copies: 0, root: None, found: Vec::new() };
    for event in Parser::new_from_str_with_options(text, options) {
        let step = event.map_err(|error| tree.scan_error(&error)).and_then(|(event, span)| tree.take(event, span));
        if let Err(fatal) = step {
            tree.found.push(*fatal);
            return Warned { value: None, diagnostics: tree.found };
        }
    }
    let empty = Node { value: Value::Map(Vec::new()), span: tree.span(0..0) };
    let value = tree.root.filter(|node| node.value != Value::Null).unwrap_or(empty);
    Warned { value: Some(value), diagnostics: tree.found }
}

/// A finding after which nothing more can be read.
type Fatal = Box<Diagnostic>;

/// A map or list that is not closed yet.
struct Open {
    start: usize,
    /// Where its last part ends so far.
    end: usize,
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<(String, Span)> },
}

struct Tree<'t> {
    file: FileId,
    text: &'t str,
    offset: usize,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    copies: usize,
    root: Option<Node>,
    found: Vec<Diagnostic>,
}

impl Tree<'_> {
    /// A span in the file for a range of the text, without white space at its end.
    fn span(&self, range: Range<usize>) -> Span {
        let start = range.start.min(self.text.len());
        let covered = self.text.get(start..range.end.min(self.text.len())).unwrap_or_default();
        let end = start + covered.trim_end().len();
        Span::new(self.file, self.offset + start..self.offset + end)
    }

    fn scan_error(&self, error: &ScanError) -> Fatal {
        let at = self.text.floor_char_boundary(error.marker().byte_offset().unwrap_or_default());
        let bracket =
            self.open.last().map(|open| open.start).filter(|start| self.text.get(*start..).is_some_and(|rest| rest.starts_with(['[', '{'])));
        let (at, finding) = trouble::explain(error.kind(), self.text, at, bracket);
        let width = self.text[at..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
        Box::new(finding.at(Span::new(self.file, self.offset + at..self.offset + at + width)))
    }

    fn fatal(&self, range: Range<usize>, message: &str, hint: &str) -> Fatal {
        Box::new(Diagnostic::new(Code::Yaml, message).at(self.span(range)).hint(hint))
    }

    fn take(&mut self, event: Event<'_>, span: granit::Span) -> Result<(), Fatal> {
        let range = span.byte_range().unwrap_or_default();
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), range),
            Event::SequenceStart(_, anchor, tag) => self.begin(Content::List(Vec::new()), anchor, tag.as_deref(), range),
            Event::MappingStart(_, anchor, tag) => self.begin(Content::Map { entries: Vec::new(), key: None }, anchor, tag.as_deref(), range),
            Event::SequenceEnd | Event::MappingEnd => {
                self.end(&range);
                Ok(())
            }
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(self.fatal(range, "the file holds more than one YAML document", "take away the second `---`"))
            }
            _ => Ok(()),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, range: Range<usize>) -> Result<(), Fatal> {
        let span = self.span(range.clone());
        if self.awaits_key() {
            return self.key(text, span, range);
        }
        let value = match tag {
            Some(tag) if tag.is_yaml_core_schema_tag("str") => Value::Text(text.to_owned()),
            Some(_) => return Err(self.tagged(range)),
            None if style == ScalarStyle::Plain => scalar::plain(text),
            None => Value::Text(text.to_owned()),
        };
        if style == ScalarStyle::Plain && tag.is_none() && scalar::is_ambiguous(text) {
            self.found.push(ambiguous(text, span));
        }
        self.add(Node { value, span }, anchor);
        Ok(())
    }

    fn awaits_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Map { key: None, .. }, .. }))
    }

    fn key(&mut self, text: &str, span: Span, range: Range<usize>) -> Result<(), Fatal> {
        if text == "<<" {
            return Err(self.fatal(range, "`<<` is not supported", "write the keys out, or let a brand extend another one with `extends`"));
        }
        if text.trim().is_empty() {
            return Err(self.fatal(range, "a key is empty", "write a name before the colon"));
        }
        if let Some(Open { content: Content::Map { key, .. }, .. }) = self.open.last_mut() {
            *key = Some((text.to_owned(), span));
        }
        Ok(())
    }

    fn tagged(&self, range: Range<usize>) -> Fatal {
        self.fatal(range, "a value that starts with `!` is a YAML tag, which is not supported", "put the whole value between double quotes")
    }

    fn begin(&mut self, content: Content, anchor: usize, tag: Option<&Tag>, range: Range<usize>) -> Result<(), Fatal> {
        if tag.is_some() {
            return Err(self.tagged(range));
        }
        if self.awaits_key() {
            return Err(self.complex_key(range));
        }
        self.open.push(Open { start: range.start, end: range.end, anchor, content });
        Ok(())
    }

    fn complex_key(&self, range: Range<usize>) -> Fatal {
        let start = range.start.saturating_sub(1);
        if self.text.get(start..).is_some_and(|rest| rest.starts_with("{{")) {
            return self.fatal(start..start + 2, "a value that starts with `{{` needs quotes", "write it as \"{{…}}\", between double quotes");
        }
        self.fatal(range, "a key must be a text", "write `key: value`")
    }

    fn end(&mut self, range: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let closes = self.text.get(range.clone()).is_some_and(|text| matches!(text, "]" | "}"));
        let end = if closes { range.end } else { open.end };
        let value = match open.content {
            Content::List(items) => Value::List(items),
            Content::Map { entries, .. } => Value::Map(entries),
        };
        self.add(Node { value, span: self.span(open.start..end) }, open.anchor);
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Fatal> {
        if self.awaits_key() {
            return Err(self.fatal(range, "a key must be a text", "write the key out"));
        }
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return Err(self.fatal(range, "a value refers to itself", "write the value out"));
        };
        self.copies += node.size();
        if self.copies > COPIES {
            let message = format!("aliases copy more than {COPIES} values");
            return Err(Box::new(Diagnostic::new(Code::TooLarge, message).at(self.span(range)).hint("write the values out")));
        }
        self.add(node, 0);
        Ok(())
    }

    /// Puts a finished value where it belongs.
    fn add(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let local_end = (node.span.end as usize).saturating_sub(self.offset);
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.end = open.end.max(local_end);
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Map { entries, key } => {
                let Some((key, key_span)) = key.take() else { return };
                match entries.iter().find(|entry| entry.key == key) {
                    Some(first) => self.found.push(duplicate(&key, key_span, first.key_span)),
                    None => entries.push(Entry { key, key_span, node }),
                }
            }
        }
    }
}

fn duplicate(key: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, format!("`{key}` stands twice in this map"))
        .at(second)
        .with_related(first, "it stands here first")
        .hint("keep one of the two")
}

fn ambiguous(word: &str, span: Span) -> Diagnostic {
    let truth = if matches!(word.to_ascii_lowercase().as_str(), "yes" | "on") { "true" } else { "false" };
    Diagnostic::new(Code::WrongType, format!("`{word}` could mean {truth} or the text \"{word}\""))
        .at(span)
        .hint(format!("write {truth}, or \"{word}\" between quotes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> (Option<Node>, Vec<(Code, String, String)>) {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text);
        let read = parse(file, text, 0);
        let show = |d: Diagnostic| {
            let at = sources.file(file).position(d.span.unwrap().start as usize);
            (d.code, format!("{}:{}", at.line, at.column), d.message)
        };
        (read.value, read.diagnostics.into_iter().map(show).collect())
    }

    fn only(text: &str) -> (Code, String, String) {
        let (_, found) = read(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.into_iter().next().unwrap()
    }

    #[test]
    fn every_value_knows_its_place() {
        let text = "# α\nname: Heavy\nfacts:\n  list:\n    - {a: 1, b: \"x\"}\n    - two\n  text: |\n    one\n    two\nlast: true\n";
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", format!("---\n{text}"));
        let node = parse(file, text, 4).value.unwrap();
        let shown = |path: &[&str]| sources.text(node.at(path.iter().copied()).unwrap().span);
        assert_eq!(shown(&["name"]), "Heavy");
        assert_eq!(shown(&["facts", "list", "0"]), "{a: 1, b: \"x\"}");
        assert_eq!(shown(&["facts", "list", "0", "b"]), "\"x\"");
        assert_eq!(shown(&["facts", "list"]), "- {a: 1, b: \"x\"}\n    - two");
        assert_eq!(shown(&["last"]), "true");
        assert_eq!(sources.text(node.entries()[1].key_span), "facts");
        assert_eq!(node.at(["facts", "text"]).unwrap().text(), Some("one\ntwo\n"));
        assert!(shown(&["facts", "text"]).ends_with("two"));
    }

    #[test]
    fn an_empty_text_is_an_empty_map() {
        for text in ["", "# nothing\n", "---\n", "~"] {
            assert_eq!(read(text).0.unwrap().value, Value::Map(Vec::new()), "{text}");
        }
    }

    #[test]
    fn a_second_key_is_refused_where_it_stands() {
        let (node, found) = read("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n");
        assert_eq!(found[0].0, Code::DuplicateKey);
        assert_eq!(found.iter().map(|(_, at, _)| at.as_str()).collect::<Vec<_>>(), ["4:3", "5:1"]);
        assert_eq!(node.unwrap().get("a").unwrap().value, Value::Number(1.into()));
    }

    #[test]
    fn trouble_is_told_in_plain_words() {
        let cases = [
            ("a:\n\tb: 1\n", "2:1", "a tab stands where YAML knows only spaces"),
            ("a: {{brand.name}}\n", "1:4", "a value that starts with `{{` needs quotes"),
            ("a: {{brand.name}} terms\n", "1:4", "a value that starts with `{{` needs quotes"),
            ("a: x: y\n", "1:5", "a colon stands where none can be"),
            ("a: \"x\nb: 1\n", "1:4", "a quotation mark is opened and never closed"),
            ("a: [x, y\nb: 1\n", "1:4", "a bracket is opened and never closed"),
            ("a: @x\n", "1:4", "a value cannot start with this character"),
            ("a: !x y\n", "1:7", "a value that starts with `!` is a YAML tag, which is not supported"),
            ("? [a]\n: b\n", "1:3", "a key must be a text"),
            ("<<: {a: 1}\n", "1:1", "`<<` is not supported"),
            ("a: 1\n---\nb: 2\n", "2:1", "the file holds more than one YAML document"),
            ("a: &a [*a]\n", "1:8", "a value refers to itself"),
            ("%YAML 1.2\n---\na: 1\n", "1:1", "a line starts with `%`"),
        ];
        for (text, at, message) in cases {
            assert_eq!(only(text), (Code::Yaml, at.to_owned(), message.to_owned()), "{text}");
        }
    }

    #[test]
    fn bombs_are_refused() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let last = format!("*a{}", level - 1);
            bomb = format!("{bomb}a{level}: &a{level} [{}]\n", [last.as_str(); 9].join(", "));
        }
        assert_eq!(only(&bomb).0, Code::TooLarge);
        assert_eq!(only(&format!("a: {}{}", "[".repeat(1000), "]".repeat(1000))).0, Code::TooLarge);
        let deep = (0..200).fold(String::new(), |text, depth| format!("{text}{}a:\n", " ".repeat(depth)));
        assert_eq!(only(&deep).0, Code::TooLarge);
    }

    #[test]
    fn aliases_copy_values() {
        let (node, found) = read("a: &x {b: 1}\nc: *x\n");
        assert!(found.is_empty());
        let node = node.unwrap();
        assert_eq!(node.get("a").unwrap().value, node.get("c").unwrap().value);
    }

    #[test]
    fn a_word_of_two_meanings_is_refused() {
        assert_eq!(only("country: NO\n"), (Code::WrongType, "1:10".to_owned(), "`NO` could mean false or the text \"NO\"".to_owned()));
        assert!(read("country: \"NO\"\nyes: 1\n").1.is_empty());
    }
}
