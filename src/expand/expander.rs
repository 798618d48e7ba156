//! Expanding a program: walking its steps with a brand's values in scope.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::findings::Findings;
use super::foreign::untranslated;
use super::helper::{Arguments, Complaint, Helper, apply, compare, contains};
use super::library::{Library, partial_names};
use super::missing;
use super::names::DEEPEST_PARTIAL;
use super::path::Path;
use super::program::{Block, BlockKind, Call, Include, Program, Put, Step, Term, TermKind};
use super::scope::{Found, Frame, Scope, Turn};
use super::shield::{BLANK_CLOSE, BLANK_OPEN, shield};
use super::value::{Root, Val};
use super::writer::Writer;
use crate::address::{is_mail, is_web_address};
use crate::diag::{Code, Diagnostic, did_you_mean, unfit_character};
use crate::locale::Formats;
use crate::project::{FieldKind, Project};
use crate::source::{FileId, Span};
use crate::yaml::Node;

/// How many turns of loops and partials a document may take, and how long its text may get. Nobody writes such a document; a loop within a loop
/// within a loop can.
const MOST_TURNS: usize = 200_000;
const LONGEST_TEXT: usize = 32 * 1024 * 1024;

/// What is asked of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// It is written: it has to be there.
    Text,
    /// A condition asks for it: it may be missing.
    Answer,
}

/// Expands programs for one brand and one policy.
pub(super) struct Expander<'a> {
    project: &'a Project,
    library: &'a Library,
    formats: &'a Formats,
    root: &'a Root<'a>,
    scope: Scope<'a>,
    writer: Writer,
    /// The partials around the place in hand.
    open: Vec<FileId>,
    /// The turns of loops and partials so far.
    turns: usize,
    /// The brand's values that were read.
    pub(super) keys: BTreeSet<String>,
    /// The files that were read.
    pub(super) files: BTreeSet<FileId>,
    /// The customer's fields that conditions asked for, in the order in which they first did.
    pub(super) consulted: Vec<String>,
    /// What was found.
    pub(super) findings: Findings,
}

impl<'a> Expander<'a> {
    /// An expander with nothing read and nothing written yet.
    pub(super) fn new(project: &'a Project, library: &'a Library, formats: &'a Formats, root: &'a Root<'a>) -> Self {
        Self {
            project,
            library,
            formats,
            root,
            scope: Scope::new(root),
            writer: Writer::default(),
            open: Vec::new(),
            turns: 0,
            keys: BTreeSet::new(),
            files: BTreeSet::new(),
            consulted: Vec::new(),
            findings: Findings::default(),
        }
    }

    /// Expands a program.
    pub(super) fn run(&mut self, program: &'a Program) -> Writer {
        self.steps(program, &program.steps);
        std::mem::take(&mut self.writer)
    }

    fn steps(&mut self, program: &'a Program, steps: &'a [Step]) {
        for step in steps {
            match step {
                Step::Text(range) => self.writer.copy(&program.text[range.clone()], program.place, range.start),
                Step::Put(put) => self.put(put),
                Step::Block(block) => self.block(program, block),
                Step::Include(include) => self.include(include),
            }
        }
    }

    fn put(&mut self, put: &'a Put) {
        let mut found = self.term(&put.term, Need::Text);
        if let Some(written) = self.written(&found.val) {
            found.val = written;
        }
        match &found.val {
            Val::Missing | Val::Failed => {}
            Val::Blank(name) => self.writer.make(&format!("{BLANK_OPEN}{}{BLANK_CLOSE}", shield(name)), put.span),
            Val::Markdown(made) => self.writer.make(made, put.span),
            val => match val.text() {
                Some(text) => self.put_text(&text, val, put),
                None => self.report_value(missing::not_text(val, &put.term), val),
            },
        }
    }

    /// A customer's day or amount as the document's language writes it.
    fn written(&self, val: &Val<'a>) -> Option<Val<'a>> {
        let helper = match self.root.customer.kind_of(val)? {
            FieldKind::Date => Helper::Date,
            FieldKind::Money => Helper::Money,
            _ => return None,
        };
        apply(helper, &Arguments { values: std::slice::from_ref(val), options: &[] }, self.formats).ok()
    }

    fn put_text(&mut self, text: &str, val: &Val<'a>, put: &Put) {
        if let Some((_, fault)) = unfit_character(text) {
            let place = if let Val::Node(node) = val { node.span } else { put.span };
            return self.report(fault.at(place));
        }
        self.show(val);
        if !put.markdown {
            return self.writer.make(&shield(text), put.span);
        }
        match put.indent.as_deref() {
            None | Some("") => self.writer.make(text, put.span),
            Some(indent) => self.writer.hang(text, indent, put.span),
        }
    }

    /// Says of a value that goes into the text, alone or with others in a list, where it is not in the text's language. A customer's contract is a text that was checked.
    fn show(&mut self, val: &Val<'a>) {
        let Val::Node(node) = val else { return };
        if self.root.customer.is_known {
            return;
        }
        for node in std::iter::once(*node).chain(node.items()) {
            if let Some(found) = untranslated(self.project, self.root, node) {
                self.report(found);
            }
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.findings.add(diagnostic.for_brand(&self.root.company.brand.id));
    }

    /// Says by which files a value came.
    fn report_value(&mut self, diagnostic: Diagnostic, val: &Val<'a>) {
        let Val::Node(node) = val else { return self.report(diagnostic) };
        let way = self.root.company.brand.way_to(node.span, &self.project.sources);
        self.report(diagnostic.by(way));
    }

    fn term(&mut self, term: &'a Term, need: Need) -> Found<'a> {
        match &term.kind {
            TermKind::Literal(node) => Found::loose(Val::Node(node)),
            TermKind::Call(call) => Found::loose(self.call(call, term.span, need)),
            TermKind::Path(path) => {
                let found = self.path(path, term.span, need);
                self.read(&found);
                found
            }
        }
    }

    /// Takes down that a value was read.
    fn read(&mut self, found: &Found<'a>) {
        if let Some(trail) = found.trail.as_ref().filter(|trail| !trail.keys.is_empty()) {
            self.keys.insert(trail.path());
        }
    }

    /// The value of a name. Where a text is needed, a value that is missing or empty is said, and has failed.
    fn path(&mut self, path: &Path, span: Span, need: Need) -> Found<'a> {
        let mut resolved = self.scope.resolve(path);
        if need == Need::Answer || self.library.undeclared.contains(&span) {
            return resolved.found;
        }
        match &resolved.found.val {
            Val::Missing => self.report(missing::undefined(path, span, &resolved)),
            val if val.text().is_some_and(|text| text.trim().is_empty()) => {
                let val = val.clone();
                self.report_value(missing::empty(path, span, &resolved), &val);
            }
            _ => return resolved.found,
        }
        resolved.found.val = Val::Failed;
        resolved.found
    }

    fn call(&mut self, call: &'a Call, span: Span, need: Need) -> Val<'a> {
        if call.helper.is_test() {
            return Val::Bool(self.test(call));
        }
        let values: Vec<_> = call.arguments.iter().map(|term| self.term(term, need).val).collect();
        let options: Vec<_> = call.options.iter().map(|(name, term)| (name.as_str(), self.term(term, need).val)).collect();
        let mut all = values.iter().chain(options.iter().map(|(_, val)| val));
        if let Some(nothing) = all.find(|val| matches!(val, Val::Missing | Val::Failed)) {
            return nothing.clone();
        }
        self.read_listed(&values);
        for val in &values {
            self.show(val);
        }
        let given = Arguments { values: &values, options: &options };
        match apply(call.helper, &given, self.formats) {
            Ok(val) => val,
            Err(complaint) => {
                self.complain(call, span, complaint, &values);
                Val::Failed
            }
        }
    }

    /// Takes down what a helper reads of each of the brand's products.
    fn read_listed(&mut self, values: &[Val<'a>]) {
        if let [Val::Products(products), key] = values
            && let Some(key) = key.text()
        {
            self.keys.extend(products.iter().map(|product| format!("products.{}.{key}", product.brand.id)));
        }
    }

    fn complain(&mut self, call: &Call, span: Span, complaint: Complaint, values: &[Val<'a>]) {
        let term = call.arguments.get(complaint.argument);
        let place = term.map_or(span, |term| term.span);
        if self.library.undeclared.contains(&place) {
            return;
        }
        if matches!(values.get(complaint.argument), Some(Val::Node(node)) if self.is_no_address(node)) {
            return;
        }
        let found = Diagnostic::new(complaint.code, complaint.message).at(place).hint(complaint.hint);
        match (term.map(|term| &term.kind), values.get(complaint.argument)) {
            (Some(TermKind::Path(_)), Some(val @ Val::Node(node))) => self.report_value(found.with_related(node.span, "the value"), val),
            _ => self.report(found),
        }
    }

    /// Whether a value stands where a brand's file has its addresses, and is none: its author was told so when the file was read.
    fn is_no_address(&self, node: &Node) -> bool {
        let stands_at = |other: &Node| other.span == node.span;
        self.project.brands.iter().any(|brand| {
            let contacts = brand.values.get("contacts").map(Node::entries).unwrap_or_default();
            let mut addresses = ["url", "site"].into_iter().filter_map(|key| brand.values.get(key));
            (contacts.iter().any(|entry| stands_at(&entry.node)) && !node.text().is_some_and(is_mail))
                || (addresses.any(stands_at) && !node.text().is_some_and(is_web_address))
        })
    }

    /// Whether a condition holds.
    fn holds(&mut self, term: &'a Term) -> bool {
        let found = self.answer(term);
        found.val.holds()
    }

    /// The value a condition asks for. A blank has none: nobody knows yet what the pen will write.
    fn answer(&mut self, term: &'a Term) -> Found<'a> {
        let mut found = self.term(term, Need::Answer);
        self.consult(&found.val);
        if let Val::Blank(name) = found.val {
            if self.root.customer.is_known {
                found.val = Val::Missing;
                return found;
            }
            let message = format!("a condition depends on `customer.{name}`, which is blank until a customer gives it");
            let hint = format!("give the field `{name}` a `default` in the front matter, or say both cases in words");
            self.report(Diagnostic::new(Code::BlankCondition, message).at(term.span).hint(hint));
            found.val = Val::Failed;
        }
        found
    }

    /// Takes down that the text depends on what a customer gives here, and not only holds it.
    fn consult(&mut self, val: &Val<'a>) {
        if let Some(field) = self.root.customer.field_of(val).filter(|field| !self.consulted.iter().any(|known| known == field)) {
            self.consulted.push(field.to_owned());
        }
    }

    fn test(&mut self, call: &'a Call) -> bool {
        let values: Vec<_> = call.arguments.iter().map(|term| self.answer(term).val).collect();
        if values.iter().any(|val| matches!(val, Val::Failed)) {
            return false;
        }
        let answer = match (call.helper, values.as_slice()) {
            (Helper::Compare(comparison), [left, right]) => compare(comparison, left, right),
            (Helper::Contains, [whole, part]) => contains(whole, part),
            (Helper::Policy, [id]) => Ok(id.text().is_some_and(|id| self.project.carries(self.root.company.brand, &id))),
            (Helper::And, all) => Ok(all.iter().all(Val::holds)),
            (Helper::Or, any) => Ok(any.iter().any(Val::holds)),
            (_, all) => Ok(!all.iter().any(Val::holds)),
        };
        answer.unwrap_or_else(|complaint| {
            let span = call.arguments.first().map(|term| term.span);
            if let Some(span) = span {
                self.complain(call, span, complaint, &values);
            }
            false
        })
    }

    fn is_chosen(&mut self, condition: &'a Block) -> bool {
        self.holds(&condition.subject) == (condition.kind == BlockKind::If)
    }

    fn block(&mut self, program: &'a Program, mut block: &'a Block) {
        // A chain of branches is walked, not descended into.
        while let Some(next) = block.next_branch() {
            if self.is_chosen(block) {
                return self.steps(program, &block.body);
            }
            block = next;
        }
        match block.kind {
            BlockKind::If | BlockKind::Unless if self.is_chosen(block) => self.steps(program, &block.body),
            BlockKind::If | BlockKind::Unless => self.otherwise(program, block),
            BlockKind::Each => self.each(program, block),
            BlockKind::With => self.with(program, block),
        }
    }

    fn otherwise(&mut self, program: &'a Program, block: &'a Block) {
        if let Some(otherwise) = &block.otherwise {
            self.steps(program, otherwise);
        }
    }

    /// What a block walks or enters. With an `{{else}}` it may be missing.
    fn subject(&mut self, block: &'a Block) -> Found<'a> {
        let found = self.answer(&block.subject);
        if matches!(found.val, Val::Missing) && block.otherwise.is_none() { self.term(&block.subject, Need::Text) } else { found }
    }

    fn each(&mut self, program: &'a Program, block: &'a Block) {
        let list = self.subject(block);
        if matches!(list.val, Val::Missing | Val::Failed) {
            return self.otherwise(program, block);
        }
        let Some(items) = list.val.items() else {
            let message = format!("`each` walks a list and was given {}", list.val.kind());
            return self.report(Diagnostic::new(Code::HelperArgument, message).at(block.subject.span).hint("give it a list, or use `with` or `if`"));
        };
        if items.is_empty() {
            return self.otherwise(program, block);
        }
        let count = items.len();
        for (index, (key, item)) in items.into_iter().enumerate() {
            if self.is_spent(block.subject.span) {
                return;
            }
            let trail = if let Val::Brand(product) = item { list.trail.as_ref().map(|trail| trail.product(product)) } else { None };
            let turn = Turn { index, last: index + 1 == count, key };
            self.turn(program, block, Found { val: item, trail }, turn);
        }
    }

    /// Counts a turn of a loop or a partial; whether there have been too many.
    fn is_spent(&mut self, span: Span) -> bool {
        self.turns += 1;
        let spent = self.turns > MOST_TURNS || self.writer.len() > LONGEST_TEXT;
        if spent {
            let message = format!("the document takes more than {MOST_TURNS} turns of loops and partials, or grows longer than {LONGEST_TEXT} bytes");
            self.report(Diagnostic::new(Code::TooLarge, message).at(span).hint("loops within loops multiply; take one of them out"));
        }
        spent
    }

    fn turn(&mut self, program: &'a Program, block: &'a Block, item: Found<'a>, turn: Turn<'a>) {
        let position = || turn.key.map_or(Val::Count(turn.index), |key| Val::Text(key.to_owned()));
        let values = [item.clone(), Found::loose(position())];
        let names = block.names.iter().map(String::as_str).zip(values).collect();
        self.scope.push(Frame { this: item, names, turn: Some(turn), transparent: false });
        self.steps(program, &block.body);
        self.scope.pop();
    }

    fn with(&mut self, program: &'a Program, block: &'a Block) {
        let inner = self.subject(block);
        if !inner.val.holds() {
            return self.otherwise(program, block);
        }
        let names = block.names.iter().map(|name| (name.as_str(), inner.clone())).collect();
        self.scope.push(Frame { this: inner, names, turn: None, transparent: false });
        self.steps(program, &block.body);
        self.scope.pop();
    }

    fn include(&mut self, include: &'a Include) {
        let brand = self.root.company.brand;
        let Some(file) = self.project.partial(brand, &include.name) else {
            return self.missing_partial(include);
        };
        // That partials go in a circle, or too deep, has been said when the templates were compiled.
        let deep = self.open.contains(&file) || self.open.len() == DEEPEST_PARTIAL;
        let Some(program) = self.library.partial(file).filter(|_| !deep) else { return };
        if self.is_spent(include.span) {
            return;
        }
        self.files.insert(file);
        let this = match &include.subject {
            Some(subject) => self.term(subject, Need::Text),
            None => self.scope.this(),
        };
        let names = include.arguments.iter().map(|(name, term)| (name.as_str(), self.term(term, Need::Answer))).collect();
        self.scope.push(Frame { this, names, turn: None, transparent: include.subject.is_none() });
        self.open.push(file);
        self.include_text(program, include);
        self.open.pop();
        self.scope.pop();
    }

    /// A partial on a line of its own is indented as its tag and ends its line; within a line it goes without its last line end.
    fn include_text(&mut self, program: &'a Program, include: &'a Include) {
        let since = self.writer.len();
        let Some(indent) = &include.indent else {
            self.steps(program, &program.steps);
            return self.writer.drop_line_ends(since);
        };
        let before = self.writer.indent(indent);
        self.steps(program, &program.steps);
        self.writer.outdent(before);
        self.writer.end_line(since, include.span);
    }

    fn missing_partial(&mut self, include: &Include) {
        if self.library.undeclared.contains(&include.span) {
            return;
        }
        let brand = self.root.company.brand;
        let name = &include.name;
        let hint = match did_you_mean(name, partial_names(self.project, brand)) {
            Some(near) => Cow::Owned(format!("did you mean `{near}`?")),
            None => Cow::Owned(missing::partial_hint(name, Some(&brand.id))),
        };
        let found = Diagnostic::new(Code::MissingPartial, format!("there is no partial `{name}` for this brand")).at(include.span).hint(hint);
        self.report(found.shared_hint(missing::partial_hint(name, None)));
    }
}
