//! A source's front matter, read and typed.

use std::ops::Range;

use jiff::civil::Date;

use super::form::{SOURCE, TRANSLATION};
use super::{Change, Format, FrontMatter, Placed, Policy, fields};
use crate::diag::{Code, Diagnostic, Warned, unfit_character};
use crate::document::{Kind, Numbering, Status};
use crate::locale::day;
use crate::source::{FileId, Span};
use crate::yaml::{Form, Given, Node, Value, check, parse};

/// The longest title, in characters: it stands in navigation, in headers of pages and in names of files that people save.
const LONGEST_TITLE: usize = 300;

/// Reads a source. Whatever is wrong with it, there is a policy of its id, so that nothing that speaks of it seems wrong too.
pub(super) fn read(id: &str, file: FileId, text: &str) -> Warned<Policy> {
    let (node, body, mut found) = parts(file, text, &SOURCE);
    let whole = Span::new(file, 0..0);
    let is_read = node.is_some();
    let front = node.map_or_else(|| Reader::empty(id, whole), |node| Reader { node: &node, found: &mut found }.front(id, whole));
    Warned { value: Policy { id: id.to_owned(), file, body, front, is_read }, diagnostics: found }
}

/// Reads a translation of a policy. What it does not say itself it takes from the policy.
pub(super) fn read_translation(of: &Policy, file: FileId, text: &str) -> Warned<Policy> {
    let mut found = Vec::new();
    let (node, body, faults) = parts(file, text, &TRANSLATION);
    found.extend(faults);
    let front = node.as_ref().map_or_else(|| of.front.clone(), |node| Reader { node, found: &mut found }.over(of));
    let is_read = node.is_some();
    Warned { value: Policy { id: of.id.clone(), file, body, front, is_read }, diagnostics: found }
}

/// The front matter of a source, where its body stands, and what is wrong with either.
fn parts(file: FileId, text: &str, form: &'static Form) -> (Option<Node>, Range<usize>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let parts = split(text).unwrap_or_else(|fault| {
        found.push((*fault).at(Span::new(file, 0..text.lines().next().map_or(0, str::len))));
        Parts { yaml: 0..0, body: 0..text.len() }
    });
    let yaml = parse(file, &text[parts.yaml.clone()], parts.yaml.start);
    found.extend(yaml.diagnostics);
    let node = yaml.value.filter(|_| parts.body.start > 0);
    if let Some(node) = &node {
        found.extend(check(node, form, Given::Whole, text));
    }
    let body = &text[parts.body.clone()];
    found.extend(unfit_character(body).map(|(at, finding)| finding.at(character(file, parts.body.start + at, text))));
    let body = if node.is_some() { parts.body } else { text.len()..text.len() };
    (node, body, found)
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
            is_dated_by_git: false,
            numbering: Numbering::default(),
            number: None,
            brands: None,
            formats: None,
            languages: None,
            fields: Vec::new(),
            redirects: Vec::new(),
            changes: Vec::new(),
            feed: false,
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
            is_dated_by_git: false,
            numbering: if self.is("numbering", "clauses") { Numbering::Clauses } else { Numbering::None },
            number: self.text("number"),
            brands: self.node.get("brands").map(names),
            formats: self.node.get("formats").map(formats),
            languages: self.node.get("languages").map(|node| names(node).into_iter().map(|name| name.value).collect()),
            fields: self.fields(),
            redirects: self.redirects(),
            changes: self.node.get("changes").map(Change::read).unwrap_or_default(),
            feed: matches!(self.node.get("feed").map(|node| &node.value), Some(Value::Bool(true))),
        };
        self.contract(&front);
        front
    }

    /// What a translation says, over what the text says that it translates.
    fn over(mut self, of: &Policy) -> FrontMatter {
        // What a text says that cannot be read is not known.
        if of.is_read {
            self.described(&of.front);
            self.stale(&of.front);
        }
        let of = &of.front;
        let status = self.node.get("status").map(|_| if self.is("status", "draft") { Status::Draft } else { Status::Published });
        FrontMatter {
            title: self.title().unwrap_or_else(|| of.title.clone()),
            description: self.placed("description").or_else(|| of.description.clone()),
            version: self.text("version").or_else(|| of.version.clone()),
            status: status.unwrap_or(of.status),
            effective: self.date("effective").or(of.effective),
            updated: self.date("updated").or(of.updated),
            is_dated_by_git: false,
            fields: fields::labelled(&of.fields, self.node, self.found),
            changes: Change::over(self.node.get("changes").map(Change::read).unwrap_or_default(), &of.changes),
            ..of.clone()
        }
    }

    /// A description in another language than its page would be worse than none.
    fn described(&mut self, of: &FrontMatter) {
        if of.description.is_some() && self.node.get("description").is_none() {
            let found = Diagnostic::new(Code::MissingKey, "`description` is missing, and the text that is translated has one").at(self.node.span);
            self.found.push(found.hint("add `description: …` in this language"));
        }
    }

    /// Whether the translation is of another version than the text, or older.
    fn stale(&mut self, of: &FrontMatter) {
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        let told = [("version", self.text("version"), of.version.clone()), ("effective", day(self.date("effective")), day(of.effective))];
        let differing = told.into_iter().filter_map(|(key, own, of)| own.filter(|own| of.as_ref() != Some(own)).map(|own| (key, own, of)));
        let older = self.date("updated").zip(of.updated).filter(|(own, of)| own < of);
        let older = older.map(|(own, of)| ("updated", own.to_string(), Some(of.to_string())));
        for (key, own, told) in differing.chain(older) {
            let place = self.node.get(key).map_or(self.node.span, |node| node.span);
            self.found.push(out_of_step(key, &own, told.as_deref(), of.kind).at(place));
        }
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

/// The finding for a key of which a translation says something else than the text that it translates, which may say nothing.
fn out_of_step(key: &str, own: &str, of: Option<&str>, kind: Kind) -> Diagnostic {
    let line = |value: &str| if key == "version" { format!("`{key}: \"{value}\"`") } else { format!("`{key}: {value}`") };
    let (told, hint) = match of {
        Some(of) => (format!("says {of}"), format!("bring the translation up to date, then write {} here too", line(of))),
        None if kind == Kind::Contract => (format!("has no `{key}`"), format!("write {} into the text that it translates", line(own))),
        None => (format!("has no `{key}`"), format!("take `{key}` out here too, or write {} into the text that it translates", line(own))),
    };
    Diagnostic::new(Code::StaleTranslation, format!("the translation says `{key}: {own}`, and the text that it translates {told}")).hint(hint)
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
