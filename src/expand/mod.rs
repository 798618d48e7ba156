//! Expansion: Handlebars over the Markdown source, for one brand.
//!
//! Values are data, never syntax: every value is [`shield`]ed on its way in, so that to the Markdown parser it is one inert word.
//!
//! Handlebars' parser reads a template; its renderer is not used. The renderer stops at the first missing value, passes over a missing key in a
//! condition, and keeps no places. So the parsed template is walked here, over the brand's values as they stand in their files:
//!
//! - `tag` and `syntax` find the tags with their places and say in words what cannot be read; `lower` pairs them with what the parser made of them, which
//!   gives a `program`; `library` keeps all programs.
//! - `names` follows every name through blocks and partials before any brand is chosen (`shape` and `known` are what it knows), `undeclared` says what
//!   it found.
//! - `expander` walks a program with a brand's values in `scope`, `helper` holds what sources may call, `missing` says what is not there, and `writer`
//!   notes where each piece of the text comes from.
//!
//! [`outline`] reads no source but the page layouts of a project, as far as their limits ask for.
//!
//! That both readings of a template agree is tested against the renderer.

mod comma;
mod expander;
mod findings;
#[cfg(test)]
mod fixture;
mod foreign;
mod helper;
mod known;
mod library;
mod lower;
mod missing;
mod names;
pub mod outline;
mod path;
mod program;
mod root;
mod scope;
mod shape;
pub mod shield;
mod syntax;
mod tag;
#[cfg(test)]
mod tests;
mod undeclared;
mod value;
mod writer;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::expander::Expander;
use self::findings::Findings;
use self::library::Library;
pub use self::library::Parsed;
use self::program::Program;
use self::shape::Mentions;
use self::value::Root;
use crate::brand::Brand;
use crate::diag::{Code, Diagnostic, Warned};
use crate::locale::{Formats, Locale, typographic};
use crate::project::{Policy, Project};
use crate::source::{FileId, Span};

/// A source after the merge: Markdown whose values are still shielded.
#[derive(Debug, Clone)]
pub struct Expansion {
    /// The Markdown, without front matter.
    pub text: String,
    /// Where each part of it comes from.
    pub map: SourceMap,
    /// The title, plain text.
    pub title: String,
    /// The description, plain text.
    pub description: Option<String>,
    /// The brand's values it read, as paths below `brand.` (`contacts.support`), sorted and unique. A loop over a list reads the list.
    pub keys: Vec<String>,
    /// The files it read: the source and its partials, in the order of their ids, unique.
    pub files: Vec<FileId>,
    /// The customer's fields that conditions asked for, in the order in which they first did: two customers who give the same for these get the same text
    /// around their values.
    pub consulted: Vec<String>,
    /// What the customer is called: the value of the field `name`.
    pub customer: Option<String>,
}

/// What a customer gives for the fields of a contract, by their names: values of the fields' types.
pub type Given = BTreeMap<String, serde_json::Value>;

/// Leads from an offset in expanded text to the author's file.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    /// Where each piece begins in the expanded text, and what it comes from; sorted by offset.
    pieces: Vec<(usize, Piece)>,
}

/// A piece of expanded text.
#[derive(Debug, Clone, Copy)]
enum Piece {
    /// Copied from the author's file, byte for byte, from this offset on.
    Copied(FileId, usize),
    /// Made by the tag at this place.
    Made(Span),
}

impl SourceMap {
    /// The author's place for a byte range of the expanded text: from its first byte to its last, where both come from the same file in this order.
    pub fn span(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let first = self.within_piece(range.clone())?;
        let last = self.within_piece(range.end.saturating_sub(1).max(range.start)..range.end)?;
        let is_behind = last.file == first.file && last.start >= first.start && last.end > first.end;
        Some(if is_behind { Span { end: last.end, ..first } } else { first })
    }

    /// The author's place for the part of a range that lies in the piece in which it begins.
    fn within_piece(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let at = self.pieces.partition_point(|(start, _)| *start <= range.start).checked_sub(1)?;
        Some(match self.pieces[at] {
            (start, Piece::Copied(file, offset)) => {
                let from = offset + (range.start - start);
                let next = self.pieces.get(at + 1).map_or(usize::MAX, |(next, _)| *next);
                Span::new(file, from..from + range.end.min(next).saturating_sub(range.start))
            }
            (_, Piece::Made(span)) => span,
        })
    }
}

/// A project's sources and partials, parsed and checked once, ready to be expanded for any brand.
#[derive(Debug)]
pub struct Templates<'p> {
    project: &'p Project,
    library: Library,
    /// The formatters of every brand's locale, by tag.
    formats: HashMap<String, Formats>,
    /// The brands' values that some template names.
    mentions: Mentions,
}

impl<'p> Templates<'p> {
    /// Parses every source and partial and checks every name in them against what brands and fields declare.
    pub fn compile(project: &'p Project) -> Warned<Self> {
        Self::compile_after(project, &Parsed::default())
    }

    /// The same, for whoever has compiled an earlier state of the project: what was parsed then is not parsed again.
    pub fn compile_after(project: &'p Project, before: &Parsed) -> Warned<Self> {
        let mut diagnostics = Vec::new();
        let mut library = Library::compile(project, before, &mut diagnostics);
        let checked = names::check(project, &library);
        diagnostics.extend(checked.findings.into_list());
        library.undeclared = checked.undeclared;
        let locales: BTreeMap<_, _> = project.all_editions().map(|brand| (brand.locale.to_string(), &brand.locale)).collect();
        let formats = locales.into_iter().filter_map(|(tag, locale)| Some((tag, Formats::new(locale)?))).collect();
        Warned { value: Self { project, library, formats, mentions: checked.mentions }, diagnostics }
    }

    /// What was parsed, for a later state of the project.
    pub fn parsed(&self) -> &Parsed {
        &self.library.parsed
    }

    /// Makes ready for brands of another locale.
    pub fn speak(&mut self, locale: &Locale) {
        if let Some(formats) = Formats::new(locale) {
            self.formats.entry(locale.to_string()).or_insert(formats);
        }
    }

    /// One policy's source for one brand, for a customer or for none in particular: fields become blanks where nothing is given.
    ///
    /// What the compilation has found is not found again. A source that could not be parsed gives an empty text.
    pub fn expand(&self, brand: &Brand, policy: &Policy, given: Option<&Given>) -> Warned<Expansion> {
        let Some(formats) = self.formats.get(&brand.locale.to_string()) else { return Warned::clean(Expansion::empty(policy)) };
        let mut root = root::outermost(self.project, brand, policy);
        let mut found = Vec::new();
        let title = self.plain(&root, formats, self.library.title(policy), &mut found);
        root.name_policy("title", title.clone(), policy.front.title.span);
        let description = policy.front.description.as_ref().map(|description| {
            let text = self.plain(&root, formats, self.library.description(policy), &mut found);
            root.name_policy("description", text.clone(), description.span);
            text
        });
        root.declare_fields(policy, given);
        let mut expander = Expander::new(self.project, &self.library, formats, &root);
        expander.files.insert(policy.file);
        let (text, map) = self.library.body(policy).map(|body| expander.run(body).finish()).unwrap_or_default();
        let keys = found.iter().flat_map(|(keys, _)| keys).chain(&expander.keys).cloned().collect::<BTreeSet<_>>();
        let files = expander.files.iter().copied().collect();
        let customer = given.and_then(|given| given.get("name")?.as_str().map(str::to_owned));
        let consulted = std::mem::take(&mut expander.consulted);
        let diagnostics = found.into_iter().flat_map(|(_, list)| list).chain(expander.findings.into_list()).collect();
        Warned { value: Expansion { text, map, title, description, keys: keys.into_iter().collect(), files, consulted, customer }, diagnostics }
    }

    /// Facts that no source of any brand reads, as warnings.
    ///
    /// None where a source could not be read, which may read any of them.
    pub fn unused_values(&self) -> Vec<Diagnostic> {
        if self.project.all_policies().any(|policy| !policy.is_read) {
            return Vec::new();
        }
        let mut findings = Findings::default();
        for brand in self.project.all_editions() {
            for unread in shape::unread(brand, &self.mentions) {
                let name = unread.keys.join(".").replace(".[]", "");
                let hint = "delete it, or write a text that says it";
                findings.add(Diagnostic::new(Code::UnusedValue, format!("no source reads `{name}`")).at(unread.span).hint(hint));
            }
        }
        findings.into_list()
    }

    /// A title or description: one line of plain text. What it read and what was found is added to `found`.
    fn plain(&self, root: &Root<'_>, formats: &Formats, program: Option<&Program>, found: &mut Vec<(BTreeSet<String>, Vec<Diagnostic>)>) -> String {
        let Some(program) = program else { return String::new() };
        let mut expander = Expander::new(self.project, &self.library, formats, root);
        let (text, _) = expander.run(program).finish();
        found.push((expander.keys, expander.findings.into_list()));
        shield::unshield(&typographic(&text)).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Expansion {
    fn empty(policy: &Policy) -> Self {
        Self {
            text: String::new(),
            map: SourceMap::default(),
            title: String::new(),
            description: None,
            keys: Vec::new(),
            files: vec![policy.file],
            consulted: Vec::new(),
            customer: None,
        }
    }
}
