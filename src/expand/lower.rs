//! From Handlebars' parsed template to a [`Program`].
//!
//! The parsed template and the scanned tags are walked together, in document order, so that every part gets its place.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use handlebars::template::{BlockParam, DecoratorTemplate, HelperTemplate, Parameter, TemplateElement};
use handlebars::{Path as HandlebarsPath, Template};

use super::helper::Helper;
use super::path::Path;
use super::program::{Block, BlockKind, Call, Include, Place, Program, Put, Step, Term, TermKind};
use super::root::node;
use super::syntax::{self, Fault, WORDS, trimmed};
use super::tag::{Tag, TagKind, alone_on_line, is_escaped};
use crate::diag::{Code, Diagnostic, did_you_mean};

/// The program of a template's text, and what is wrong with it; no program where it cannot be read.
pub(super) fn compile(text: Arc<str>, place: Place, found: &mut Vec<Diagnostic>) -> Option<Program> {
    let (template, tags) = match syntax::parse(&text) {
        Ok(parsed) => parsed,
        Err(fault) => {
            found.push(diagnostic(fault, place));
            return None;
        }
    };
    let mut lowering = Lowering { text: &text, place, tags: &tags, next: 0, end: 0, found };
    let steps = lowering.steps(&template);
    Some(Program { text, place, steps })
}

pub(super) fn diagnostic(fault: Fault, place: Place) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(fault.code, fault.message).at(place.span(fault.range));
    diagnostic.hint = fault.hint;
    match fault.related {
        Some((range, message)) => diagnostic.with_related(place.span(range), message),
        None => diagnostic,
    }
}

struct Lowering<'t> {
    text: &'t str,
    place: Place,
    tags: &'t [Tag],
    /// The tag that comes next.
    next: usize,
    /// Where the tag before it ended.
    end: usize,
    found: &'t mut Vec<Diagnostic>,
}

impl Lowering<'_> {
    fn steps(&mut self, template: &Template) -> Vec<Step> {
        let mut steps = Vec::with_capacity(template.elements.len());
        for element in &template.elements {
            match element {
                TemplateElement::RawString(copied) => self.copied(copied, &mut steps),
                TemplateElement::Comment(_) => drop(self.take()),
                TemplateElement::Expression(helper) => steps.extend(self.put(helper, false)),
                TemplateElement::HtmlExpression(helper) => steps.extend(self.put(helper, true)),
                TemplateElement::HelperBlock(helper) => {
                    let opener = self.take();
                    steps.extend(self.block(helper, &opener));
                    self.take();
                }
                TemplateElement::PartialExpression(partial) => steps.extend(self.include(partial)),
                // Decorators and partial blocks: the syntax check has refused them.
                _ => {}
            }
        }
        steps
    }

    /// The next tag's range. Where the walk and the scan do not agree, an empty one at the end, so that a place is never far off.
    fn take(&mut self) -> Range<usize> {
        let range = self.tags.get(self.next).map_or(self.end..self.end, |tag| tag.range.clone());
        self.next += 1;
        self.end = range.end;
        range
    }

    fn peek(&self) -> Option<TagKind> {
        self.tags.get(self.next).map(|tag| tag.kind)
    }

    /// The ranges of the text that a literal run stands for. The parser has trimmed its white space beside tags that stand alone on their line; the
    /// backslash before braces that are meant as text goes here.
    fn copied(&self, copied: &str, steps: &mut Vec<Step>) {
        let end = self.tags.get(self.next).map_or(self.text.len(), |tag| tag.range.start).max(self.end);
        let run = &self.text[self.end..end];
        let (before, words, behind) = trimmed(run);
        let kept = match copied.split_once(WORDS) {
            Some((kept_before, kept_behind)) => before.len() - kept_before.len()..run.len() - behind.len() + kept_behind.len(),
            None if words.is_empty() => run.rfind(copied).map_or(0..0, |at| at..at + copied.len()),
            None => 0..0,
        };
        let kept = without_backslashes(self.text, self.end + kept.start..self.end + kept.end);
        steps.extend(kept.into_iter().filter(|range| !range.is_empty()).map(Step::Text));
    }

    fn put(&mut self, written: &HelperTemplate, markdown: bool) -> Option<Step> {
        let tag = self.take();
        let term =
            if written.params.is_empty() && written.hash.is_empty() { self.parameter(&written.name, &tag)? } else { self.call(written, &tag)? };
        let indent = alone_on_line(self.text, &tag).map(ToOwned::to_owned);
        Some(Step::Put(Put { term, markdown, indent, span: self.place.span(tag) }))
    }

    fn block(&mut self, written: &HelperTemplate, tag: &Range<usize>) -> Option<Step> {
        let head = self.block_head(written, tag);
        let body = written.template.as_ref().map(|template| self.steps(template)).unwrap_or_default();
        let otherwise = self.otherwise(written);
        let (kind, subject) = head?;
        let names = block_names(written.block_param.as_ref());
        Some(Step::Block(Box::new(Block { kind, subject, names, body, otherwise })))
    }

    fn otherwise(&mut self, written: &HelperTemplate) -> Option<Vec<Step>> {
        let kind = self.peek().filter(|kind| matches!(kind, TagKind::Else | TagKind::ElseIf))?;
        let tag = self.take();
        let inverse = written.inverse.as_ref()?;
        match (kind, inverse.elements.as_slice()) {
            (TagKind::ElseIf, [TemplateElement::HelperBlock(chained)]) => Some(self.block(chained, &tag).into_iter().collect()),
            _ => Some(self.steps(inverse)),
        }
    }

    fn block_head(&mut self, written: &HelperTemplate, tag: &Range<usize>) -> Option<(BlockKind, Term)> {
        let name = written.name.as_name().unwrap_or_default();
        let kind = match name {
            "if" => BlockKind::If,
            "unless" => BlockKind::Unless,
            "each" => BlockKind::Each,
            "with" => BlockKind::With,
            _ => {
                self.unknown_helper(name, tag, &["if", "unless", "each", "with"], "the blocks are `if`, `unless`, `each` and `with`");
                return None;
            }
        };
        let [subject] = written.params.as_slice() else {
            let hint = format!("write `{{{{#{name} brand.facts.plans}}}}`; a comparison stands in brackets: `{{{{#{name} (eq a b)}}}}`");
            self.argument(format!("`{name}` takes one value and was given {}", written.params.len()), hint, tag);
            return None;
        };
        if let Some(option) = written.hash.keys().min() {
            self.argument(format!("`{name}` has no option `{option}`"), format!("take `{option}=…` out"), tag);
        }
        self.parameter(subject, tag).map(|subject| (kind, subject))
    }

    fn include(&mut self, written: &DecoratorTemplate) -> Option<Step> {
        let tag = self.take();
        let Some(name) = written.name.as_name() else {
            let fault = Diagnostic::new(Code::TemplateSyntax, "a partial is called by its name");
            self.found.push(fault.at(self.place.span(tag)).hint("write the name as it is: `{{> contact}}`"));
            return None;
        };
        let name = name.trim_matches(['\'', '"', '[', ']']).to_owned();
        let subject = match written.params.first() {
            Some(subject) => Some(self.parameter(subject, &tag)?),
            None => None,
        };
        let arguments = self.options(&written.hash, &tag);
        let indent = alone_on_line(self.text, &tag).map(ToOwned::to_owned);
        Some(Step::Include(Include { name, subject, arguments, indent, span: self.place.span(tag) }))
    }

    fn parameter(&mut self, parameter: &Parameter, tag: &Range<usize>) -> Option<Term> {
        match parameter {
            Parameter::Name(name) => Some(self.name(name, tag)),
            Parameter::Path(HandlebarsPath::Relative((_, raw)) | HandlebarsPath::Local((_, _, raw))) => Some(self.name(raw, tag)),
            Parameter::Literal(json) => {
                let span = self.place.span(tag.clone());
                Some(Term { kind: TermKind::Literal(node(json, span)), span })
            }
            Parameter::Subexpression(inner) => match inner.as_element() {
                TemplateElement::Expression(call) if call.params.is_empty() && call.hash.is_empty() => self.parameter(&call.name, tag),
                TemplateElement::Expression(call) => self.call(call, tag),
                _ => None,
            },
            _ => None,
        }
    }

    /// A bare name is a value, but for the one helper that takes nothing.
    fn name(&self, raw: &str, tag: &Range<usize>) -> Term {
        if raw == Helper::Signatures.signature().name {
            let call = Call { helper: Helper::Signatures, arguments: Vec::new(), options: Vec::new() };
            return Term { kind: TermKind::Call(call), span: self.place.span(tag.clone()) };
        }
        Term { kind: TermKind::Path(Path::parse(raw)), span: self.place.span(self.locate(raw, tag)) }
    }

    /// Where a name stands in its tag.
    fn locate(&self, name: &str, tag: &Range<usize>) -> Range<usize> {
        let written = &self.text[tag.clone()];
        let in_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@' | '"' | '\'' | '[');
        let stands_alone = |at: usize| {
            let before = written[..at].chars().next_back().is_none_or(|c| !in_name(c));
            let after = written[at + name.len()..].chars().next().is_none_or(|c| !in_name(c) && c != '=');
            before && after
        };
        let at = written.match_indices(name).map(|(at, _)| at).find(|at| stands_alone(*at));
        at.map_or_else(|| tag.clone(), |at| tag.start + at..tag.start + at + name.len())
    }

    fn call(&mut self, written: &HelperTemplate, tag: &Range<usize>) -> Option<Term> {
        let name = written.name.as_name().unwrap_or_default();
        let Some(signature) = Helper::find(name) else {
            let known: Vec<_> = super::helper::SIGNATURES.iter().map(|signature| signature.name).collect();
            self.unknown_helper(name, tag, &known, &format!("the helpers there are: `{}`", known.join("`, `")));
            return None;
        };
        let mut arguments = Vec::with_capacity(written.params.len());
        for parameter in &written.params {
            arguments.push(self.parameter(parameter, tag)?);
        }
        let options = self.options(&written.hash, tag);
        if !signature.arguments.contains(&arguments.len()) {
            let message = format!("`{name}` was given {}", values(arguments.len()));
            self.argument(message, format!("write it so: `{}`", signature.usage), tag);
            return None;
        }
        if let Some((option, _)) = options.iter().find(|(option, _)| !signature.options.contains(&option.as_str())) {
            let known = match signature.options {
                [] => "it takes none".to_owned(),
                options => format!("it knows `{}`", options.join("`, `")),
            };
            self.argument(format!("`{name}` has no option `{option}`"), known, tag);
            return None;
        }
        let mut inner = arguments.iter().chain(options.iter().map(|(_, term)| term));
        if let Some(markdown) = inner.find_map(makes_markdown) {
            self.argument(format!("`{markdown}` cannot stand inside `{name}`"), format!("give `{markdown}` a tag of its own"), tag);
            return None;
        }
        Some(Term { kind: TermKind::Call(Call { helper: signature.helper, arguments, options }), span: self.place.span(tag.clone()) })
    }

    fn options(&mut self, written: &HashMap<String, Parameter>, tag: &Range<usize>) -> Vec<(String, Term)> {
        let mut names: Vec<_> = written.keys().collect();
        names.sort_unstable();
        names.into_iter().filter_map(|name| Some((name.clone(), self.parameter(&written[name], tag)?))).collect()
    }

    fn unknown_helper(&mut self, name: &str, tag: &Range<usize>, known: &[&'static str], otherwise: &str) {
        let hint = match did_you_mean(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => otherwise.to_owned(),
        };
        let span = self.place.span(self.locate(name, tag));
        self.found.push(Diagnostic::new(Code::UnknownHelper, format!("there is no helper `{name}`")).at(span).hint(hint));
    }

    fn argument(&mut self, message: String, hint: String, tag: &Range<usize>) {
        self.found.push(Diagnostic::new(Code::HelperArgument, message).at(self.place.span(tag.clone())).hint(hint));
    }
}

fn values(count: usize) -> String {
    match count {
        1 => "one value".to_owned(),
        _ => format!("{count} values"),
    }
}

/// The helper's name, where a term is a call of one that makes Markdown.
fn makes_markdown(term: &Term) -> Option<&'static str> {
    match &term.kind {
        TermKind::Call(call) if call.helper.makes_markdown() => Some(call.helper.signature().name),
        _ => None,
    }
}

fn block_names(written: Option<&BlockParam>) -> Vec<String> {
    let names = match written {
        Some(BlockParam::Single(item)) => vec![item],
        Some(BlockParam::Pair((item, index))) => vec![item, index],
        _ => Vec::new(),
    };
    names.into_iter().filter_map(Parameter::as_name).map(ToOwned::to_owned).collect()
}

/// The parts of a range of a text that stay when the backslashes before literal braces go.
fn without_backslashes(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut kept = Vec::new();
    let mut from = range.start;
    for (at, _) in text[range.clone()].match_indices("\\{{") {
        let at = range.start + at;
        if is_escaped(text, at + 1) && at >= from {
            kept.push(from..at);
            from = at + 1;
        }
    }
    let behind = text[range.clone()].bytes().rev().take_while(|byte| *byte == b'\\').count();
    if behind > 1 && text[range.end..].starts_with("{{") {
        kept.push(from..range.end - behind);
        from = range.end - behind + 1;
    }
    kept.push(from..range.end);
    kept
}
