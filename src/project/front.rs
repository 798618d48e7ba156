//! A source's front matter, read and typed.

use std::ops::Range;

use jiff::civil::Date;

use super::form::SOURCE;
use super::{Format, FrontMatter, Placed, Policy, fields};
use crate::diag::{Code, Diagnostic, Warned, unfit_character};
use crate::document::{Kind, Numbering, Status};
use crate::locale::day;
use crate::source::{FileId, Span};
use crate::yaml::{Given, Node, check, parse};

/// The longest title, in characters: it stands in navigation, in headers of pages and in names of files that people save.
const LONGEST_TITLE: usize = 300;

/// Reads a source. Whatever is wrong with it, there is a policy of its id, so that nothing that speaks of it seems wrong too.
pub(super) fn read(id: &str, file: FileId, text: &str) -> Warned<Policy> {
    let mut found = Vec::new();
    let parts = split(text).unwrap_or_else(|fault| {
        found.push((*fault).at(Span::new(file, 0..text.lines().next().map_or(0, str::len))));
        Parts { yaml: 0..0, body: 0..text.len() }
    });
    let yaml = parse(file, &text[parts.yaml.clone()], parts.yaml.start);
    found.extend(yaml.diagnostics);
    let node = yaml.value.filter(|_| parts.body.start > 0);
    if let Some(node) = &node {
        found.extend(check(node, &SOURCE, Given::Whole, text));
    }
    let whole = Span::new(file, 0..0);
    let is_read = node.is_some();
    let front = node.map_or_else(|| Reader::empty(id, whole), |node| Reader { node: &node, found: &mut found }.front(id, whole));
    let body = &text[parts.body.clone()];
    found.extend(unfit_character(body).map(|(at, finding)| finding.at(character(file, parts.body.start + at, text))));
    let body = if is_read { parts.body } else { text.len()..text.len() };
    Warned { value: Policy { id: id.to_owned(), file, body, front, is_read }, diagnostics: found }
}

/// The place of one character.
pub(super) fn character(file: FileId, at: usize, text: &str) -> Span {
    let width = text[at..].chars().next().map_or(0, char::len_utf8);
    Span::new(file, at..at + width)
}

struct Parts {
    yaml: Range<usize>,
    body: Range<usize>,
}

/// Finds the front matter between the first two lines of `---`.
fn split(text: &str) -> Result<Parts, Box<Diagnostic>> {
    let hint = "start the file with a line `---`, a line `title: …` and another line `---`";
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != "---" {
        return Err(Box::new(Diagnostic::new(Code::FrontMatter, "the file does not start with front matter").hint(hint)));
    }
    let start = first.len();
    let mut end = start;
    for line in lines {
        if line.trim_end() == "---" {
            return Ok(Parts { yaml: start..end, body: end + line.len()..text.len() });
        }
        end += line.len();
    }
    Err(Box::new(Diagnostic::new(Code::FrontMatter, "the front matter does not end").hint("close it with a line `---`")))
}

struct Reader<'n> {
    node: &'n Node,
    found: &'n mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn empty(id: &str, span: Span) -> FrontMatter {
        FrontMatter {
            title: Placed { value: id.to_owned(), span },
            description: None,
            kind: Kind::default(),
            version: None,
            status: Status::default(),
            effective: None,
            updated: None,
            numbering: Numbering::default(),
            number: None,
            brands: None,
            formats: None,
            fields: Vec::new(),
            redirects: Vec::new(),
        }
    }

    fn front(mut self, id: &str, whole: Span) -> FrontMatter {
        let empty = Self::empty(id, whole);
        let front = FrontMatter {
            title: self.title().unwrap_or(empty.title),
            description: self.placed("description"),
            kind: if self.is("kind", "contract") { Kind::Contract } else { Kind::Policy },
            version: self.text("version"),
            status: if self.is("status", "draft") { Status::Draft } else { Status::Published },
            effective: self.date("effective"),
            updated: self.date("updated"),
            numbering: if self.is("numbering", "clauses") { Numbering::Clauses } else { Numbering::None },
            number: self.text("number"),
            brands: self.node.get("brands").map(names),
            formats: self.node.get("formats").map(formats),
            fields: self.fields(),
            redirects: self.redirects(),
        };
        self.contract(&front);
        front
    }

    fn title(&mut self) -> Option<Placed<String>> {
        let title = self.placed("title")?;
        if title.value.trim().is_empty() {
            self.found.push(Diagnostic::new(Code::EmptyValue, "`title` is empty").at(title.span).hint("say what the page is called"));
        }
        if title.value.chars().count() > LONGEST_TITLE {
            let found = Diagnostic::new(Code::TooLarge, format!("`title` is longer than {LONGEST_TITLE} characters"));
            self.found.push(found.at(title.span).hint("shorten it, and say the rest in `description`"));
        }
        Some(title)
    }

    fn placed(&self, key: &str) -> Option<Placed<String>> {
        let node = self.node.get(key)?;
        node.text().map(|text| Placed { value: text.to_owned(), span: node.span })
    }

    fn text(&self, key: &str) -> Option<String> {
        self.node.get(key)?.text().filter(|text| !text.trim().is_empty()).map(str::to_owned)
    }

    fn is(&self, key: &str, word: &str) -> bool {
        self.node.get(key).and_then(Node::text) == Some(word)
    }

    fn date(&self, key: &str) -> Option<Date> {
        day(self.node.get(key)?.text()?)
    }

    fn fields(&mut self) -> Vec<super::Field> {
        let Some(node) = self.node.get("fields") else { return Vec::new() };
        if !self.is("kind", "contract") && !node.entries().is_empty() {
            let finding = Diagnostic::new(Code::WrongType, "only a contract asks a customer for something").at(node.span);
            self.found.push(finding.hint("add `kind: contract`, or take `fields` away"));
        }
        fields::read(node, self.found)
    }

    fn redirects(&mut self) -> Vec<Placed<String>> {
        let items = self.node.get("redirects").map(Node::items).unwrap_or_default();
        let mut redirects = Vec::with_capacity(items.len());
        for item in items {
            let Some(text) = item.text() else { continue };
            match redirect(text) {
                Some(value) => redirects.push(Placed { value, span: item.span }),
                None => self.found.push(bad_redirect(text).at(item.span)),
            }
        }
        redirects
    }

    fn contract(&mut self, front: &FrontMatter) {
        if front.kind != Kind::Contract {
            return;
        }
        let span = self.node.get("kind").map(|kind| kind.span);
        let lacking = [("version", front.version.is_none(), "version: \"1.0\""), ("effective", front.effective.is_none(), "effective: 2026-09-01")];
        let lacks = |(key, is_missing, _): &(&str, bool, &str)| *is_missing && !self.is_wrong(key);
        let incomplete = |(key, _, example): (&str, bool, &str)| {
            let finding = Diagnostic::new(Code::ContractIncomplete, format!("a contract needs its `{key}`")).at(span);
            finding.hint(format!("add a line such as `{example}`"))
        };
        let findings: Vec<_> = lacking.into_iter().filter(lacks).map(incomplete).collect();
        self.found.extend(findings);
    }

    /// Whether a key is there with something else than it should be, of which the author hears already.
    fn is_wrong(&self, key: &str) -> bool {
        let Some(node) = self.node.get(key) else { return false };
        self.found.iter().any(|finding| finding.span == Some(node.span))
    }
}

fn names(node: &Node) -> Vec<Placed<String>> {
    let named = |item: &Node| Some(Placed { value: item.text()?.to_owned(), span: item.span });
    node.items().iter().filter_map(named).collect()
}

/// The formats that a list names, each once, in their own order.
pub(super) fn formats(node: &Node) -> Vec<Format> {
    let named = |item: &Node| match item.text()? {
        "html" => Some(Format::Html),
        "markdown" => Some(Format::Markdown),
        "pdf" => Some(Format::Pdf),
        _ => None,
    };
    let mut formats: Vec<_> = node.items().iter().filter_map(named).collect();
    formats.sort_unstable();
    formats.dedup();
    formats
}

/// An old address, relative to the site and without `.html`; `None` where it is none.
fn redirect(text: &str) -> Option<String> {
    let address = text.trim_start_matches('/').trim_end_matches('/');
    let address = address.strip_suffix(".html").unwrap_or(address);
    let steps_fit = address.split('/').all(|step| !step.is_empty() && !step.starts_with('.'));
    (steps_fit && super::name::fault(address).is_none()).then(|| address.to_owned())
}

fn bad_redirect(text: &str) -> Diagnostic {
    let code = if text.split('/').any(|step| step == "..") { Code::OutsideProject } else { Code::BadName };
    Diagnostic::new(code, format!("`redirects` names something that is no address on this site: {text}"))
        .hint("write the old address as seen from the site's first page, as `legal/terms`")
}
