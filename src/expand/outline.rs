//! The outline of a page layout: what can be told from its text alone, before Handlebars' own parser and renderer, which go as deep as they are led.

use std::ops::Range;

use super::lower::diagnostic;
use super::program::Place;
use super::syntax::{DEEPEST, Fault, MOST_TAGS, nesting, unclosed_tag};
use super::tag::{Tag, TagKind, inside, scan};
use crate::diag::{Code, Diagnostic};
use crate::source::FileId;

/// An include in a page layout: `{{> name}}`, or `{{#> name}}` with a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    /// The layout it names.
    pub name: String,
    /// Where it stands.
    pub range: Range<usize>,
    /// Whether it goes down the list of policies: `{{> name policies=below}}` within `{{#each policies}}` and conditions alone. A layout may include
    /// itself so, since the list ends somewhere.
    pub descends: bool,
}

/// What a page layout includes, in order. The file is the project's in which it stands, so that findings lead there; the compiler's own layouts stand in none.
///
/// # Errors
/// A tag that is never closed, too many tags, what nests too deep, and the parts of Handlebars that layouts do not use.
pub fn includes(text: &str, file: Option<FileId>) -> Result<Vec<Include>, Box<Diagnostic>> {
    let found = |fault: Fault| match file {
        Some(file) => diagnostic(fault, Place::Verbatim(file, 0)),
        None => Diagnostic::new(fault.code, fault.message),
    };
    read(text).map_err(|fault| Box::new(found(fault)))
}

fn read(text: &str) -> Result<Vec<Include>, Fault> {
    let tags = scan(text).map_err(|start| unclosed_tag(text, start))?;
    if let Some(tag) = tags.get(MOST_TAGS) {
        return Err(Fault::at(tag.range.clone(), format!("the file holds more than {MOST_TAGS} tags")).coded(Code::TooLarge));
    }
    let mut includes = Vec::new();
    // What stands open: each block's tag, and each `{{else if}}`, which stands within the block before it.
    let mut open: Vec<(TagKind, &str)> = Vec::new();
    for tag in &tags {
        let written = inside(&text[tag.range.clone()]);
        check(text, tag, written, open.len())?;
        if tag.kind == TagKind::Partial || tag.kind == TagKind::Foreign {
            includes.push(include(tag, written, &open)?);
        }
        match tag.kind {
            TagKind::Open | TagKind::Foreign | TagKind::ElseIf => open.push((tag.kind, written)),
            TagKind::Close => while open.pop().is_some_and(|(kind, _)| kind == TagKind::ElseIf) {},
            _ => {}
        }
    }
    Ok(includes)
}

fn check(text: &str, tag: &Tag, written: &str, depth: usize) -> Result<(), Fault> {
    if tag.kind == TagKind::Comment {
        return Ok(());
    }
    let raw = text[tag.range.clone()].starts_with("{{{{");
    if raw || (tag.kind == TagKind::Foreign && !written.trim_start_matches('#').trim_start().starts_with('>')) {
        let fault = Fault::at(tag.range.clone(), "raw blocks, decorators and inline partials are parts of Handlebars that layouts do not use");
        return Err(fault.hint("put the text into a file of its own, `templates/html/name.hbs`, and write `{{> name}}`"));
    }
    if depth >= DEEPEST {
        return Err(Fault::at(tag.range.clone(), format!("blocks nest deeper than {DEEPEST} levels")).coded(Code::TooLarge));
    }
    if nesting(&text[tag.range.clone()]) > DEEPEST {
        return Err(Fault::at(tag.range.clone(), format!("brackets nest deeper than {DEEPEST} levels")).coded(Code::TooLarge));
    }
    Ok(())
}

fn include(tag: &Tag, written: &str, open: &[(TagKind, &str)]) -> Result<Include, Fault> {
    let mut words = written.trim_start_matches('#').trim_start().trim_start_matches('>').split_ascii_whitespace();
    let name = words.next().unwrap_or_default().trim_matches(['"', '\'', '[', ']']);
    if name.contains('(') {
        return Err(Fault::at(tag.range.clone(), "a layout is included by its name, not by a value").hint("write `{{> name}}`, within `{{#if …}}`"));
    }
    let is_loop = |block: &str| block == "#each policies";
    let is_condition = |block: &str| ["#if ", "#unless ", "else if "].iter().any(|start| block.starts_with(start));
    let within = open.iter().any(|(_, block)| is_loop(block)) && open.iter().all(|(_, block)| is_loop(block) || is_condition(block));
    let words: Vec<&str> = words.collect();
    let descends = within && words.contains(&"policies=below") && words.iter().all(|word| word.contains('='));
    Ok(Include { name: name.to_owned(), range: tag.range.clone(), descends })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_are_found_and_those_that_descend_are_told() {
        let text = "{{#> layout}}{{> list policies=below}}{{/layout}}{{#each policies}}{{#if below}}{{> \"list\" policies=below words=../words}}{{/if}}\
            {{#with a}}{{> list policies=below}}{{/with}}{{/each}}{{> @partial-block}}";
        let found: Vec<_> = read(text).unwrap().into_iter().map(|include| (include.name, include.descends)).collect();
        let expected = [("layout", false), ("list", false), ("list", true), ("list", false), ("@partial-block", false)];
        assert_eq!(found, expected.map(|(name, descends)| (name.to_owned(), descends)));
    }

    #[test]
    fn what_nests_too_deep_or_is_not_used_is_refused() {
        let deep = [
            "{{#if a}}".repeat(3000),
            "{{#> a}}".repeat(3000),
            format!("{{{{#if a}}}}{}{{{{/if}}}}", "{{else if a}}".repeat(3000)),
            "{{^a}}".repeat(3000),
            format!("{{{{a {}}}}}", "(b ".repeat(3000)),
            "{{a}}".repeat(MOST_TAGS + 1),
        ];
        for text in &deep {
            assert_eq!(read(text).unwrap_err().code, Code::TooLarge, "{}", &text[..30]);
        }
        for text in ["{{#*inline \"a\"}}b{{/inline}}", "{{{{raw}}}} {{{{/raw}}}}", "{{* a}}", "{{> (lookup . \"a\")}}", "{{a"] {
            assert_eq!(read(text).unwrap_err().code, Code::TemplateSyntax, "{text}");
        }
        let flat = "{{#if a}}b{{else if c}}d{{else}}e{{/if}}{{#> f}}{{/f}}".repeat(100);
        assert_eq!(read(&flat).unwrap().len(), 100);
    }
}
