//! Checking every name of every template before any brand is chosen.
//!
//! Handlebars passes over a missing key in a condition, so that a misspelt one would drop a clause in silence. Here a name that no brand declares is an
//! error wherever it stands.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::findings::Findings;
use super::helper::Helper;
use super::known::{Declared, Known};
use super::library::{Library, partials};
use super::missing;
use super::path::{Path, Start};
use super::program::{Block, BlockKind, Call, Include, Program, Put, Step, Term, TermKind};
use super::root::POLICY_KEYS;
use super::shape::{Mentions, Shape};
use super::undeclared;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::document::Kind;
use crate::project::{Policy, Project, policy_id};
use crate::source::{FileId, Span};
use crate::yaml::{Node, Value};

/// How deep partials may include one another.
pub(super) const DEEPEST_PARTIAL: usize = 16;

/// What the check gives.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// The brands' values that sources read.
    pub(super) mentions: Mentions,
    /// Tags that have been found wrong, whatever the brand.
    pub(super) undeclared: HashSet<Span>,
    /// What was found.
    pub(super) findings: Findings,
}

/// Checks every policy with the partials it can include, then the partials that no policy includes.
pub(super) fn check(project: &Project, library: &Library) -> Checked {
    let shape = Shape::of_brands(project.all_editions());
    let mut names = Names {
        library,
        declared: Declared { brand: &shape, policy: POLICY_KEYS, fields: Some(&[]) },
        part: Part::Partial,
        partials: partial_files(project),
        policies: project.all_policies().map(|policy| policy.id.as_str()).collect(),
        given: BTreeMap::new(),
        frames: Vec::new(),
        open: Vec::new(),
        walked: HashSet::new(),
        reached: HashSet::new(),
        checked: Checked::default(),
    };
    names.given = given_to_partials(project, library);
    for policy in project.all_policies() {
        names.policy(policy);
    }
    names.unreached_partials(project);
    names.checked
}

fn partial_files(project: &Project) -> BTreeMap<&str, Vec<FileId>> {
    let mut files: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (name, file) in partials(project) {
        files.entry(name).or_default().push(file);
    }
    files
}

/// The names of the values that calls give to each partial, anywhere.
fn given_to_partials<'s>(project: &Project, library: &'s Library) -> BTreeMap<&'s str, BTreeSet<&'s str>> {
    let mut given: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let bodies = project.all_policies().filter_map(|policy| library.body(policy));
    let programs = bodies.chain(partials(project).filter_map(|(_, file)| library.partial(file)));
    let mut left: Vec<&Step> = programs.flat_map(|program| &program.steps).collect();
    while let Some(step) = left.pop() {
        match step {
            Step::Include(include) => given.entry(include.name.as_str()).or_default().extend(include.arguments.iter().map(|(name, _)| name.as_str())),
            Step::Block(block) => left.extend(block.body.iter().chain(block.otherwise.iter().flatten())),
            Step::Text(_) | Step::Put(_) => {}
        }
    }
    given
}

/// Which part of a document is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A title or description: plain text.
    Title,
    /// The text of a document of this kind.
    Body(Kind),
    /// A partial that no document includes.
    Partial,
}

/// What is known inside of a block or partial.
#[derive(Debug)]
struct Inside<'s> {
    this: Known<'s>,
    names: Vec<(&'s str, Known<'s>)>,
    is_loop: bool,
    transparent: bool,
}

struct Names<'s> {
    library: &'s Library,
    declared: Declared<'s>,
    part: Part,
    partials: BTreeMap<&'s str, Vec<FileId>>,
    /// The ids of all policies.
    policies: BTreeSet<&'s str>,
    given: BTreeMap<&'s str, BTreeSet<&'s str>>,
    frames: Vec<Inside<'s>>,
    /// The partials around the place in hand.
    open: Vec<(&'s str, FileId)>,
    /// Partials that were walked in this document, with what was known around them.
    walked: HashSet<(FileId, String)>,
    /// Partials that some document includes.
    reached: HashSet<FileId>,
    checked: Checked,
}

impl<'s> Names<'s> {
    fn policy(&mut self, policy: &'s Policy) {
        let brand = self.declared.brand;
        self.part = Part::Title;
        self.root(self.library.title(policy), Declared { brand, policy: &POLICY_KEYS[2..], fields: None });
        self.root(self.library.description(policy), Declared { brand, policy: POLICY_KEYS, fields: None });
        self.part = Part::Body(policy.front.kind);
        self.root(self.library.body(policy), Declared { brand, policy: POLICY_KEYS, fields: Some(&policy.front.fields) });
    }

    fn root(&mut self, program: Option<&'s Program>, declared: Declared<'s>) {
        self.declared = declared;
        self.walked.clear();
        self.within(Known::Root, Vec::new(), |names| program.into_iter().for_each(|program| names.steps(&program.steps)));
    }

    fn unreached_partials(&mut self, project: &'s Project) {
        self.part = Part::Partial;
        self.declared = Declared { brand: self.declared.brand, policy: POLICY_KEYS, fields: None };
        for (name, file) in partials(project) {
            if let Some(program) = self.library.partial(file).filter(|_| !self.reached.contains(&file)) {
                self.walked.clear();
                self.open.push((name, file));
                self.within(Known::Any, Vec::new(), |names| names.steps(&program.steps));
                self.open.pop();
            }
        }
    }

    fn within(&mut self, this: Known<'s>, given: Vec<(&'s str, Known<'s>)>, inner: impl FnOnce(&mut Self)) {
        self.frames.push(Inside { this, names: given, is_loop: false, transparent: false });
        inner(self);
        self.frames.pop();
    }

    fn steps(&mut self, steps: &'s [Step]) {
        for step in steps {
            match step {
                Step::Text(_) => {}
                Step::Put(put) => self.put(put),
                Step::Block(block) => self.block(block),
                Step::Include(include) => self.include(include),
            }
        }
    }

    fn report(&mut self, span: Span, diagnostic: Diagnostic) {
        self.checked.undeclared.insert(span);
        self.checked.findings.add(diagnostic.at(span));
    }

    fn put(&mut self, put: &'s Put) {
        if let TermKind::Call(call) = &put.term.kind {
            self.markdown(call, put);
        }
        if put.markdown && self.part == Part::Title {
            let fault = Diagnostic::new(Code::HelperArgument, "a title is plain text and cannot hold Markdown");
            self.report(put.span, fault.hint("write the value with two braces"));
        }
        self.term(&put.term, false);
    }

    /// Helpers that make Markdown have their places.
    fn markdown(&mut self, call: &Call, put: &Put) {
        let name = call.helper.signature().name;
        if call.helper.makes_markdown() && self.part == Part::Title {
            let fault = Diagnostic::new(Code::HelperArgument, format!("a title is plain text and cannot hold what `{name}` makes"));
            return self.report(put.span, fault.hint("put the value in without the helper"));
        }
        if call.helper != Helper::Signatures {
            return;
        }
        if self.part == Part::Body(Kind::Policy) {
            let fault = Diagnostic::new(Code::HelperArgument, "only a contract has signature blocks");
            self.report(put.span, fault.hint("write `kind: contract` in the front matter, or take `{{signatures}}` out"));
        }
    }

    /// What is known of a term. What a helper is given is read with all that is below it, but for lists, whose items' keys are told apart.
    fn term(&mut self, term: &'s Term, whole: bool) -> Known<'s> {
        match &term.kind {
            TermKind::Literal(_) => Known::Any,
            TermKind::Path(path) => self.path(path, term.span, whole),
            TermKind::Call(call) => {
                self.call(call);
                Known::Any
            }
        }
    }

    fn call(&mut self, call: &'s Call) {
        if call.helper == Helper::Policy {
            return self.policy_id(&call.arguments);
        }
        let listed = if call.helper == Helper::List { call.arguments.get(1) } else { None };
        let whole = !call.helper.is_test() && call.helper != Helper::Count && listed.is_none();
        for term in call.arguments.iter().chain(call.options.iter().map(|(_, term)| term)) {
            self.term(term, whole);
        }
        if let (Some(Term { kind: TermKind::Literal(key), .. }), Some(Term { kind: TermKind::Path(path), span })) = (listed, call.arguments.first())
            && let Value::Text(key) = &key.value
        {
            let items = self.path(path, *span, false).items(self.declared);
            self.step(&items, key, path, *span);
        }
    }

    /// A condition on a policy names it in the tag itself: a misspelt id would hide what stands in the condition.
    fn policy_id(&mut self, arguments: &'s [Term]) {
        for term in arguments {
            let TermKind::Literal(Node { value: Value::Text(id), .. }) = &term.kind else {
                let fault = Diagnostic::new(Code::HelperArgument, "`policy` takes the id of a policy, between quotes");
                self.report(term.span, fault.hint(format!("write it so: `{}`", Helper::Policy.signature().usage)));
                continue;
            };
            if !self.policies.contains(id.as_str()) {
                let near = did_you_mean(policy_id(id.trim_start_matches('/')), self.policies.iter().copied());
                let hint = near.map_or_else(
                    || "write the path of a file below sources/, without `.md`".to_owned(),
                    |near| format!("did you mean `(policy \"{near}\")`?"),
                );
                self.report(term.span, Diagnostic::new(Code::UnknownPolicy, format!("there is no policy `{id}`")).hint(hint));
            }
        }
    }

    /// What is known of a name; its reading is taken down.
    fn path(&mut self, path: &'s Path, span: Span, whole: bool) -> Known<'s> {
        let found = match &path.start {
            Start::Name => self.named(path, span),
            Start::This => self.follow(self.this(), &path.keys, path, span),
            Start::Root => self.follow(Known::Root, &path.keys, path, span),
            Start::Up(levels) => self.up(*levels, path, span),
            Start::Local { name, up } => self.local(name, *up, span),
        };
        if let Known::Declared(_, pattern) = &found {
            self.checked.mentions.add(pattern, whole);
        }
        found
    }

    fn this(&self) -> Known<'s> {
        self.frames.last().map_or(Known::Root, |frame| frame.this.clone())
    }

    fn named(&mut self, path: &'s Path, span: Span) -> Known<'s> {
        let Some((first, rest)) = path.keys.split_first() else { return self.this() };
        let own = |frame: &Inside<'s>| frame.names.iter().find(|(name, _)| *name == first).map(|(_, known)| known.clone());
        let innermost = self.frames.last().and_then(own);
        let this = self.this();
        let in_hand = || this.get(first, self.declared).filter(|known| !matches!(known, Known::Any));
        let outer = || self.frames.iter().rev().skip(1).find_map(own);
        let global = || Known::Root.get(first, self.declared);
        let anything = || this.get(first, self.declared);
        if let Some(known) = innermost.or_else(in_hand).or_else(outer).or_else(global).or_else(anything) {
            return self.follow(known, rest, path, span);
        }
        let names: Vec<_> = self.frames.iter().flat_map(|frame| &frame.names).map(|(name, _)| *name).collect();
        let fault = undeclared::first(first, path, &this, &names, self.declared);
        self.report(span, fault);
        Known::Any
    }

    fn follow(&mut self, from: Known<'s>, keys: &[String], path: &Path, span: Span) -> Known<'s> {
        keys.iter().fold(from, |known, key| self.step(&known, key, path, span))
    }

    fn step(&mut self, known: &Known<'s>, key: &str, path: &Path, span: Span) -> Known<'s> {
        if let Some(next) = known.get(key, self.declared) {
            if let Known::Declared(_, pattern) = &next {
                self.mention_item(pattern);
            }
            return next;
        }
        let fault = undeclared::key(key, path, known, self.declared);
        self.report(span, fault);
        Known::Any
    }

    /// A key of a list's item is read wherever it is named: the items are walked, not printed.
    fn mention_item(&mut self, pattern: &[String]) {
        if pattern.len() > 1 && pattern[pattern.len() - 2] == "[]" {
            self.checked.mentions.add(pattern, false);
        }
    }

    fn up(&mut self, levels: usize, path: &'s Path, span: Span) -> Known<'s> {
        let mut frames = self.frames.iter().rev().filter(|frame| !frame.transparent);
        let Some(frame) = frames.nth(levels) else {
            let fault = Diagnostic::new(Code::UndeclaredName, format!("`{}` leads out of all blocks", path.raw));
            self.report(span, fault.hint("each `../` leaves one `each` or `with`; the brand is always `brand.…`"));
            return Known::Any;
        };
        let own = path.keys.first().and_then(|first| frame.names.iter().find(|(name, _)| name == first));
        let (from, keys) = match own {
            Some((_, known)) => (known.clone(), &path.keys[1..]),
            None => (frame.this.clone(), path.keys.as_slice()),
        };
        self.follow(from, keys, path, span)
    }

    fn local(&mut self, name: &str, up: usize, span: Span) -> Known<'s> {
        let known = ["index", "first", "last", "key"];
        let loops = self.frames.iter().filter(|frame| frame.is_loop).count();
        if !known.contains(&name) {
            let fault = Diagnostic::new(Code::UndeclaredName, format!("a loop has no `@{name}`"));
            let near = did_you_mean(name, known).map(|near| format!("did you mean `@{near}`?"));
            self.report(span, fault.hint(near.unwrap_or_else(|| "it has `@index`, `@first`, `@last` and `@key`".to_owned())));
        } else if up >= loops && self.open.is_empty() {
            let fault = Diagnostic::new(Code::UndeclaredName, format!("`@{name}` stands in no loop"));
            self.report(span, fault.hint("it counts the turns of `{{#each …}}`"));
        }
        Known::Any
    }

    fn block(&mut self, mut block: &'s Block) {
        // A chain of branches is walked, not descended into.
        while let Some(next) = block.next_branch() {
            self.term(&block.subject, false);
            self.steps(&block.body);
            block = next;
        }
        let subject = self.term(&block.subject, false);
        let (this, is_loop) = match block.kind {
            BlockKind::If | BlockKind::Unless => {
                self.steps(&block.body);
                return self.steps(block.otherwise.as_deref().unwrap_or_default());
            }
            BlockKind::Each => (subject.items(self.declared), true),
            BlockKind::With => (subject, false),
        };
        let known = [this.clone(), Known::Any];
        let names = block.names.iter().map(String::as_str).zip(known).collect();
        self.frames.push(Inside { this, names, is_loop, transparent: false });
        self.steps(&block.body);
        self.frames.pop();
        self.steps(block.otherwise.as_deref().unwrap_or_default());
    }

    fn include(&mut self, include: &'s Include) {
        let subject = include.subject.as_ref().map(|subject| self.term(subject, false));
        let mut names: Vec<_> = include.arguments.iter().map(|(name, term)| (name.as_str(), self.term(term, false))).collect();
        let Some(files) = self.partials.get(include.name.as_str()).cloned() else { return self.missing_partial(include) };
        let elsewhere = self.given.get(include.name.as_str()).into_iter().flatten().copied();
        let elsewhere: Vec<_> = elsewhere.filter(|name| names.iter().all(|(given, _)| given != name)).collect();
        names.extend(elsewhere.into_iter().map(|name| (name, Known::Any)));
        let transparent = subject.is_none();
        let this = subject.unwrap_or_else(|| self.this());
        self.frames.push(Inside { this, names, is_loop: false, transparent });
        for file in files {
            self.include_file(include, file);
        }
        self.frames.pop();
    }

    fn include_file(&mut self, include: &'s Include, file: FileId) {
        if let Some(at) = self.open.iter().position(|(_, open)| *open == file) {
            return self.cycle(at, include);
        }
        self.reached.insert(file);
        if self.open.len() == DEEPEST_PARTIAL {
            let fault = Diagnostic::new(Code::TooLarge, format!("partials include one another deeper than {DEEPEST_PARTIAL} levels"));
            return self.report(include.span, fault.hint("include the innermost ones from the text itself"));
        }
        let Some(program) = self.library.partial(file).filter(|_| self.walked.insert((file, self.fingerprint()))) else { return };
        self.open.push((&include.name, file));
        self.steps(&program.steps);
        self.open.pop();
    }

    /// What is known around the place in hand.
    fn fingerprint(&self) -> String {
        let frame = |frame: &Inside<'s>| {
            let names: Vec<_> = frame.names.iter().map(|(name, known)| format!("{name}={}", known.fingerprint())).collect();
            format!("{} {} {}", frame.this.fingerprint(), names.join(" "), frame.transparent)
        };
        self.frames.iter().map(frame).collect::<Vec<_>>().join("|")
    }

    fn cycle(&mut self, at: usize, include: &Include) {
        let names: Vec<_> = self.open[at..].iter().map(|(name, _)| *name).chain([include.name.as_str()]).collect();
        let fault = Diagnostic::new(Code::PartialCycle, format!("partials include one another in a circle: {}", names.join(" → ")));
        self.report(include.span, fault.hint("take this tag out, or one of the others on the way"));
    }

    fn missing_partial(&mut self, include: &Include) {
        let name = &include.name;
        let hint = match did_you_mean(name, self.partials.keys().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => missing::partial_hint(name, None),
        };
        self.report(include.span, Diagnostic::new(Code::MissingPartial, format!("there is no partial `{name}`")).hint(hint));
    }
}
