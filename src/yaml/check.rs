//! Values held against what they must be.

use super::node::{Entry, Node, Value};
use super::scalar::colour;
use super::shape::{Choice, Form, GROUP, Key, Shape};
use crate::address::{is_mail, is_web_address};
use crate::diag::{Code, Diagnostic, did_you_mean, unfit_character};
use crate::locale::{Locale, day};
use crate::source::Span;

/// How much of what a file describes must stand in the file itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// All of it.
    Whole,
    /// Only a part: the rest may be inherited, and `null` takes an inherited value away.
    Part,
}

/// Everything in which the values of a file differ from what they must be.
///
/// `text` is the whole text of the file, from which a hint may repeat what its author typed.
pub fn check(node: &Node, form: &'static Form, given: Given, text: &str) -> Vec<Diagnostic> {
    let mut check = Check { text, given, path: Vec::new(), found: Vec::new() };
    check.characters(node);
    check.unwritten(node);
    check.map(node, form);
    check.found
}

struct Check<'t> {
    text: &'t str,
    given: Given,
    path: Vec<String>,
    found: Vec<Diagnostic>,
}

impl Check<'_> {
    fn value(&mut self, node: &Node, shape: &Shape) {
        match shape {
            Shape::Map(form) => self.map(node, form),
            Shape::Or(_, form) | Shape::Secret(form) if matches!(node.value, Value::Map(_)) => self.map(node, form),
            Shape::Secret(_) => {}
            Shape::Some(_) if node.value == Value::List(Vec::new()) => self.nothing(node),
            Shape::List(item) | Shape::Some(item) => self.list(node, item),
            Shape::Named(item) => self.named(node, item),
            Shape::Facts => self.facts(node),
            Shape::Navigation => self.navigation(node),
            _ => self.single(node, shape),
        }
    }

    /// Checks what stands under a key or index.
    fn below(&mut self, step: &str, node: &Node, shape: &Shape) {
        self.path.push(step.to_owned());
        self.value(node, shape);
        self.path.pop();
    }

    fn map(&mut self, node: &Node, form: &'static Form) {
        let Some(entries) = self.entries(node) else { return };
        for entry in entries {
            match form.keys.iter().find(|key| key.name == entry.key) {
                Some(_) if entry.node.value == Value::Null => {}
                Some(key) => self.below(&entry.key, &entry.node, &key.shape),
                None => self.stray(entry, form),
            }
        }
        if self.given == Given::Whole {
            self.missing(node, form);
        }
    }

    fn missing(&mut self, node: &Node, form: &'static Form) {
        let is_misspelt = |key: &Key| node.entries().iter().any(|entry| !form.has(&entry.key) && form.meant(&entry.key) == Some(key.name));
        for key in form.keys.iter().filter(|key| key.required && !is_misspelt(key)) {
            if node.get(key.name).is_none_or(|value| value.value == Value::Null) && !self.is_said(node, key.name) {
                let message = format!("{}`{}` is missing", self.place(), key.name);
                self.found.push(Diagnostic::new(Code::MissingKey, message).at(node.span).hint(format!("add `{}: …`", key.name)));
            }
        }
    }

    /// Whether the author hears already why a key has no value.
    fn is_said(&self, node: &Node, key: &str) -> bool {
        let entry = node.entries().iter().find(|entry| entry.key == key);
        entry.is_some_and(|entry| self.found.iter().any(|found| found.span.is_some_and(|span| span == entry.key_span || self.is_behind(entry, span))))
    }

    /// Whether a span stands on a key's line, behind it.
    fn is_behind(&self, entry: &Entry, span: Span) -> bool {
        let between = self.text.get(entry.key_span.end as usize..span.start as usize);
        span.file == entry.key_span.file && between.is_some_and(|text| text.trim() == ":")
    }

    fn stray(&mut self, entry: &Entry, form: &'static Form) {
        let hint = match (form.elsewhere(&entry.key), form.meant(&entry.key)) {
            (Some(right), _) => format!("write it as `{right}`"),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => form.stray.to_owned(),
        };
        let message = format!("{}`{}` is not a key that is known here", self.place(), entry.key);
        self.found.push(Diagnostic::new(Code::UnknownKey, message).at(entry.key_span).hint(hint));
    }

    /// Lists are never merged, so whatever stands in one must be whole.
    fn list(&mut self, node: &Node, item: &Shape) {
        if !matches!(node.value, Value::List(_)) {
            return self.wrong(node, "a list", "write `[one, two]`, or one item a line after `- `");
        }
        let given = std::mem::replace(&mut self.given, Given::Whole);
        for (index, node) in node.items().iter().enumerate() {
            match node.value {
                Value::Null => self.empty_item(node),
                _ => self.below(&index.to_string(), node, item),
            }
        }
        self.given = given;
    }

    fn nothing(&mut self, node: &Node) {
        let message = format!("`{}` is empty, so nothing would be built", self.path.join("."));
        self.found.push(Diagnostic::new(Code::EmptyValue, message).at(node.span).hint("name at least one, or take the key away"));
    }

    fn empty_item(&mut self, node: &Node) {
        let message = format!("an item of the list `{}` is empty", self.path.join("."));
        self.found.push(Diagnostic::new(Code::WrongType, message).at(node.span).hint("take the item away, or say what it is"));
    }

    fn named(&mut self, node: &Node, shape: &Shape) {
        for entry in self.entries(node).unwrap_or_default() {
            if entry.node.value != Value::Null {
                self.below(&entry.key, &entry.node, shape);
            }
        }
    }

    fn facts(&mut self, node: &Node) {
        match &node.value {
            Value::List(_) if self.path.len() > 1 => self.list(node, &Shape::Facts),
            Value::Map(entries) => {
                for entry in entries {
                    self.fact_name(entry);
                    self.below(&entry.key, &entry.node, &Shape::Facts);
                }
            }
            _ if self.path.len() == 1 => self.wrong(node, "a map", "write one fact a line as `name: value`, indented below it"),
            _ => {}
        }
    }

    /// A source names a fact by its path, so every step must be a word.
    fn fact_name(&mut self, entry: &Entry) {
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let starts_well = entry.key.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !starts_well || !entry.key.chars().all(is_word) || entry.key == "this" {
            let message = format!("{}`{}` is a name that no source could write", self.place(), entry.key);
            let hint = "start with a letter and use letters, digits, `_` and `-` only; a value that varies belongs into a list";
            self.found.push(Diagnostic::new(Code::WrongType, message).at(entry.key_span).hint(hint));
        }
    }

    fn navigation(&mut self, node: &Node) {
        if !matches!(node.value, Value::List(_)) {
            return self.wrong(node, "a list of policies", "write one policy a line after `- `");
        }
        for entry in node.items() {
            match &entry.value {
                Value::Text(_) => {}
                Value::Map(_) if entry.get("title").is_some() => self.group(entry),
                Value::Map(entries) if entries.len() == 1 => self.navigation(&entries[0].node),
                _ => self.wrong(entry, "a policy", "write `- id`, `- id: [ids below it]`, or `- title: …` with `pages: [ids]`"),
            }
        }
    }

    fn group(&mut self, node: &Node) {
        for entry in node.entries() {
            match entry.key.as_str() {
                "title" => self.below("title", &entry.node, &Shape::Text),
                "pages" => self.below("pages", &entry.node, &Shape::Navigation),
                _ => self.stray(entry, &GROUP),
            }
        }
        self.missing(node, &GROUP);
    }

    fn single(&mut self, node: &Node, shape: &Shape) {
        match (shape, &node.value) {
            (Shape::Plain | Shape::Default, Value::Text(_) | Value::Number(_))
            | (Shape::Flag | Shape::Default, Value::Bool(_))
            | (Shape::Default, Value::Map(_)) => {}
            (Shape::Whole(least, most), Value::Number(number)) if number.as_u64().is_some_and(|number| (*least..=*most).contains(&number)) => {}
            (Shape::Whole(least, most), _) => self.number(node, *least, *most),
            (Shape::Choice(choices) | Shape::Or(choices, _), Value::Number(number)) if has_numbers(choices) => {
                self.choice(node, &number.to_string(), choices, None);
            }
            (Shape::Flag, _) => self.wrong(node, "true or false", "write true or false, without quotes"),
            (Shape::Plain | Shape::Default, _) => self.wrong(node, "a text or a number", "write one value on one line"),
            (_, Value::Text(text)) => self.text(node, text, shape),
            (_, Value::Number(_) | Value::Bool(_)) => {
                let typed = self.typed(node);
                self.wrong(node, "a text", &format!("write \"{typed}\", between quotes"));
            }
            _ => self.wrong(node, "a text", "write one text on one line, between double quotes if it starts with a bracket"),
        }
    }

    fn text(&mut self, node: &Node, text: &str, shape: &Shape) {
        match shape {
            Shape::Date if day(text).is_none() => self.wrong(node, "a day", "write year, month and day as 2026-09-01"),
            Shape::Url => self.url(node, text),
            Shape::Mail if !is_mail(text) => self.wrong(node, "a mail address", "write it as name@example.com"),
            Shape::Colour if colour(text).is_none() => self.colour(node, text),
            Shape::Locale if Locale::parse(text).is_none_or(|locale| locale.language().len() > 3) => {
                self.wrong(node, "a language", "write a language and a region, as en-GB or el");
            }
            Shape::Choice(choices) => self.choice(node, text, choices, None),
            Shape::Or(choices, form) => self.choice(node, text, choices, Some(form)),
            _ => {}
        }
    }

    fn url(&mut self, node: &Node, text: &str) {
        let scheme = text.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| scheme.chars().all(char::is_alphanumeric));
        match scheme {
            _ if is_web_address(text) => {}
            Some(scheme) if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") => {
                let message = format!("`{}` is an address of the kind `{scheme}:`, which is not let through", self.path.join("."));
                self.found.push(Diagnostic::new(Code::BadScheme, message).at(node.span).hint("write an address that starts with https://"));
            }
            _ => self.wrong(node, "a web address", "write it whole, as https://example.com, without spaces"),
        }
    }

    fn colour(&mut self, node: &Node, text: &str) {
        let message = format!("`{}` is not a colour: {text}", self.path.join("."));
        self.found.push(Diagnostic::new(Code::BadColour, message).at(node.span).hint("write it as \"#1f6f4a\", between quotes"));
    }

    /// A text that must be one of a few; `or` is what a map may have in its place.
    fn choice(&mut self, node: &Node, text: &str, choices: &[Choice], or: Option<&Form>) {
        let names = || choices.iter().map(|choice| choice.name);
        if names().any(|name| name == text) {
            return;
        }
        let map = or.map(|form| form.keys.iter().map(|key| format!("{}: …", key.name)).collect::<Vec<_>>().join(", "));
        let all = names().map(str::to_owned).chain(map.map(|keys| format!("{{{keys}}}"))).collect::<Vec<_>>().join(", ");
        // One digit is near to every other.
        let near = did_you_mean(text, names()).filter(|_| text.parse::<u64>().is_err());
        let hint = near.map_or_else(|| format!("write one of: {all}"), |near| format!("did you mean `{near}`?"));
        let message = format!("`{}` cannot be `{text}`", self.path.join("."));
        self.found.push(Diagnostic::new(Code::WrongType, message).at(node.span).hint(hint));
    }

    fn number(&mut self, node: &Node, least: u64, most: u64) {
        let message = format!("`{}` must be a whole number from {least} to {most}", self.path.join("."));
        self.found.push(Diagnostic::new(Code::WrongType, message).at(node.span).hint(format!("write a number such as {most}, without quotes")));
    }

    fn entries<'n>(&mut self, node: &'n Node) -> Option<&'n [Entry]> {
        if let Value::Map(entries) = &node.value {
            return Some(entries);
        }
        self.wrong(node, "a map", "write `key: value`, one a line");
        None
    }

    fn wrong(&mut self, node: &Node, expected: &str, hint: &str) {
        let what = if self.path.is_empty() { "the file".to_owned() } else { format!("`{}`", self.path.join(".")) };
        let message = match &node.value {
            Value::Text(text) if !expected.starts_with("a text") => format!("{what} must be {expected}, not \"{}\"", shortened(text)),
            _ => format!("{what} must be {expected}, not {}", node.kind()),
        };
        self.found.push(Diagnostic::new(Code::WrongType, message).at(node.span).hint(hint));
    }

    /// Where a key stands, to be put before its name.
    fn place(&self) -> String {
        if self.path.is_empty() { String::new() } else { format!("in `{}`: ", self.path.join(".")) }
    }

    fn typed(&self, node: &Node) -> &str {
        self.text.get(node.span.range()).unwrap_or_default()
    }

    /// Keys behind which nothing is written. Where values are inherited that would take one away, which an author has to say in so many words.
    fn unwritten(&mut self, node: &Node) {
        for (index, item) in node.items().iter().enumerate() {
            self.path.push(index.to_string());
            self.unwritten(item);
            self.path.pop();
        }
        for entry in node.entries() {
            self.path.push(entry.key.clone());
            if entry.node.is_unwritten() {
                self.found.extend(self.nothing_written(entry));
            }
            self.unwritten(&entry.node);
            self.path.pop();
        }
    }

    fn nothing_written(&self, entry: &Entry) -> Option<Diagnostic> {
        let name = self.path.join(".");
        if let Some((span, value)) = self.comment(entry) {
            let message = format!("`{name}` has no value: a `#` after a space begins a comment");
            return Some(Diagnostic::new(Code::EmptyValue, message).at(span).hint(format!("put it between quotes: \"{value}\"")));
        }
        let finding = Diagnostic::new(Code::EmptyValue, format!("`{name}` has no value")).at(entry.key_span);
        let is_in_list = self.path.iter().any(|step| step.parse::<usize>().is_ok());
        let hint =
            if is_in_list { "write its value, or take the key away" } else { "write its value, or write `null` to take the inherited value away" };
        (self.given == Given::Part).then(|| finding.hint(hint))
    }

    /// The comment behind a key that looks as if it were the key's value, a colour most likely: it follows its `#` without a space.
    fn comment(&self, entry: &Entry) -> Option<(Span, &str)> {
        let behind = self.text.get(entry.key_span.end as usize..)?.lines().next()?;
        let at = behind.find('#')?;
        let comment = &behind[at..];
        let is_value = behind[..at].trim() == ":" && comment[1..].starts_with(|c: char| c.is_alphanumeric());
        let value = comment.split(" #").next().unwrap_or(comment).trim_end();
        let start = entry.key_span.end as usize + at;
        is_value.then(|| (Span::new(entry.key_span.file, start..start + value.len()), value))
    }

    /// Characters that no text may hold, wherever they stand.
    fn characters(&mut self, node: &Node) {
        if let Some(text) = node.text() {
            self.found.extend(unfit_character(text).map(|(_, found)| found.at(node.span)));
        }
        for item in node.items() {
            self.characters(item);
        }
        for entry in node.entries() {
            self.found.extend(unfit_character(&entry.key).map(|(_, found)| found.at(entry.key_span)));
            self.characters(&entry.node);
        }
    }
}

/// Whether some of the texts that are allowed look like numbers, so that an author need not put them between quotes.
fn has_numbers(choices: &[Choice]) -> bool {
    choices.iter().any(|choice| choice.name.bytes().all(|byte| byte.is_ascii_digit()))
}

fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() > 40 || line.len() < text.trim_end().len() {
        format!("{}…", line.chars().take(40).collect::<String>())
    } else {
        line.to_owned()
    }
}
