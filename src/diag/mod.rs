//! What the compiler has to say to the author.
//!
//! Every step of the compiler returns its value *and* all it found, as [`Diagnostic`]s: a stable [`Code`], a place in the author's file, the brands
//! it concerns, the chain by which a value came there, and a hint that says what to type. How they are shown is decided at the very end, by one
//! renderer per format.

mod character;
mod code;
mod github;
mod human;
mod json;
mod place;
mod render;
mod sarif;

use crate::plain::{is_unfit, is_unfit_in_line};
use crate::source::{FileId, Span};

pub use self::character::unfit_character;
pub use self::code::Code;
pub use self::render::{MessageFormat, render};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look; nothing is held back.
    Warning,
    /// Nothing is published from a project with an error.
    Error,
}

/// A second place that explains the first: where a value was first set, where the other definition stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What stands there, in a few words.
    pub message: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule it comes from.
    pub code: Code,
    /// How much it matters; [`Code::severity`] unless a project setting says otherwise.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop, in the author's words.
    pub message: String,
    /// Where, in the author's file; `None` only where no file can be named.
    pub span: Option<Span>,
    /// A path to name where there is no text to point into: an image, a font, a folder. From the project's root.
    pub path: Option<String>,
    /// The line of that file, from 1, where it is known.
    pub line: Option<usize>,
    /// The ids of the brands it was found in, sorted; empty when it does not depend on a brand.
    pub brands: Vec<String>,
    /// Files a value or a text came by, the nearest first: `supportress.yaml`, `heavymelon.yaml`.
    pub chain: Vec<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// What to type, in one sentence.
    pub hint: Option<String>,
    /// What to type where the same was found for several brands, and each was told something of its own.
    pub shared_hint: Option<String>,
    /// Other files that it would not be known without: where one of them cannot be read, that is the only thing to be said.
    pub rests_on: Vec<FileId>,
}

impl Diagnostic {
    /// A finding of a rule, with no place yet.
    ///
    /// What the message repeats of an author's file is made safe to be shown: characters that no text may hold become U+FFFD.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: showable(message.into()),
            span: None,
            path: None,
            line: None,
            brands: Vec::new(),
            chain: Vec::new(),
            related: Vec::new(),
            hint: None,
            shared_hint: None,
            rests_on: Vec::new(),
        }
    }

    /// Says where it stands.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// Names the file where there is no text to point into.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = Some(named(&path.into()));
        self
    }

    /// Says in which line of that file it stands, from 1.
    #[must_use]
    pub fn in_line(mut self, line: Option<usize>) -> Self {
        self.line = line;
        self
    }

    /// Says which brand it was found in.
    #[must_use]
    pub fn for_brand(mut self, brand: impl Into<String>) -> Self {
        let brand = named(&brand.into());
        if let Err(at) = self.brands.binary_search(&brand) {
            self.brands.insert(at, brand);
        }
        self
    }

    /// Says by which files the value came.
    #[must_use]
    pub fn by(mut self, chain: Vec<String>) -> Self {
        self.chain = chain.into_iter().map(|file| named(&file)).collect();
        self
    }

    /// Adds a place that explains it.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: named(&message.into()) });
        self
    }

    /// Says what to type.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(showable(hint.into()));
        self
    }

    /// Says what to type where several brands are concerned and [`Self::hint`] speaks to one.
    #[must_use]
    pub fn shared_hint(mut self, hint: impl Into<String>) -> Self {
        self.shared_hint = Some(showable(hint.into()));
        self
    }

    /// Names files that it would not be known without.
    #[must_use]
    pub fn resting_on(mut self, files: impl IntoIterator<Item = FileId>) -> Self {
        self.rests_on.extend(files);
        self
    }

    /// The same finding for the brands of both. Of two shared hints the longer one stays, which says all that the other does.
    fn join(mut self, other: Self) -> Self {
        let differ = self.hint != other.hint;
        self.shared_hint = [self.shared_hint, other.shared_hint].into_iter().flatten().max_by_key(String::len);
        if differ {
            self.hint.clone_from(&self.shared_hint);
        }
        self.related.extend(other.related);
        self.related.sort();
        self.related.dedup();
        other.brands.into_iter().fold(self, Self::for_brand)
    }

    /// Whether nothing may be published because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

fn showable(text: String) -> String {
    if text.contains(is_unfit) { text.replace(is_unfit, "\u{fffd}") } else { text }
}

/// A name as it can be shown within a line: the system lets a file be called almost anything.
fn named(name: &str) -> String {
    name.replace(is_unfit_in_line, "\u{fffd}")
}

/// A step's value together with everything it found.
#[derive(Debug, Clone)]
pub struct Warned<T> {
    /// The value; where there were errors, as much of it as could be made.
    pub value: T,
    /// What was found, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A value without findings.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }
}

/// Sorts findings by file, place and code, and joins those that differ in their brand alone.
///
/// Files are ordered by their path: ids depend on the order in which files were read.
pub fn gather(mut found: Vec<Diagnostic>, path_of: impl Fn(Span) -> String) -> Vec<Diagnostic> {
    let key = |d: &Diagnostic| {
        let path = d.span.map(&path_of).or_else(|| d.path.clone()).unwrap_or_default();
        let place = d.span.map_or((0, 0), |span| (span.start, span.end));
        (path, place, d.code, d.message.clone(), d.hint.clone(), d.brands.clone())
    };
    found.sort_by_cached_key(key);
    let mut joined: Vec<Diagnostic> = Vec::with_capacity(found.len());
    for next in found {
        match joined.last_mut() {
            Some(last) if same_but_for_brand(last, &next) => {
                let merged = std::mem::replace(last, next.clone());
                *last = merged.join(next);
            }
            _ => joined.push(next),
        }
    }
    joined
}

fn same_but_for_brand(a: &Diagnostic, b: &Diagnostic) -> bool {
    let same_hint = a.hint == b.hint || (a.shared_hint.is_some() && b.shared_hint.is_some());
    same_hint && (a.code, a.span, &a.path, &a.message) == (b.code, b.span, &b.path, &b.message)
}

/// The known name nearest to a misspelt one, where one is near enough to be meant.
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = 1 + wrong.chars().count() / 4;
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&wrong.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn findings_that_differ_in_brand_alone_are_one() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "text");
        let at = |brand: &str| Diagnostic::new(Code::UndefinedValue, "x").at(Span::new(file, 0..1)).for_brand(brand);
        let found = gather(vec![at("b"), at("a"), at("b")], |span| sources.file(span.file).path().to_owned());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].brands, ["a", "b"]);
    }

    #[test]
    fn several_brands_share_a_hint() {
        let at = |brand: &str| {
            let found = Diagnostic::new(Code::UndefinedValue, "x").in_file("a.md").for_brand(brand);
            found.hint(format!("add it to {brand}")).shared_hint("add it to the files of these brands")
        };
        let found = gather(vec![at("b"), at("a"), at("c")], |_| String::new());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].brands.len(), found[0].hint.as_deref()), (3, Some("add it to the files of these brands")));
        assert_eq!(gather(vec![at("b")], |_| String::new())[0].hint.as_deref(), Some("add it to b"));
    }

    #[test]
    fn only_a_near_name_is_meant() {
        assert_eq!(did_you_mean("adress", ["address", "addressee", "name"]), Some("address"));
        assert_eq!(did_you_mean("adress", ["phone"]), None);
    }
}
