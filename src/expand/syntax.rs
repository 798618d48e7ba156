//! Reading a template: what Handlebars' parser cannot make sense of is said in the author's words, at the tag.

use std::ops::Range;

use handlebars::Template;

use super::comma::number_with_comma;
use super::tag::{Tag, TagKind, inside, scan};
use crate::diag::Code;
use crate::source::line_starts;

/// How deep blocks may stand in one another, and brackets in a tag.
pub(super) const DEEPEST: usize = 32;

/// How many `{{else}}` and `{{else if …}}` may be open at once: each block goes on within its last branch.
const MOST_BRANCHES: usize = 100;

/// How many tags one file may hold. The parser counts lines from the file's start for every one of them.
pub(super) const MOST_TAGS: usize = 10_000;

/// What keeps a template from being read. Ranges are offsets into the template's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    /// The other place that explains it.
    pub(super) related: Option<(Range<usize>, String)>,
}

impl Fault {
    pub(super) fn at(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { code: Code::TemplateSyntax, range, message: message.into(), hint: None, related: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn coded(self, code: Code) -> Self {
        Self { code, ..self }
    }
}

/// The parsed template and its tags, in document order.
pub(super) fn parse(text: &str) -> Result<(Template, Vec<Tag>), Fault> {
    let tags = scan(text).map_err(|start| unclosed_tag(text, start))?;
    if let Some(tag) = tags.get(MOST_TAGS) {
        let fault = Fault::at(tag.range.clone(), format!("the file holds more than {MOST_TAGS} tags"));
        return Err(Fault { code: Code::TooLarge, ..fault.hint("divide it into several") });
    }
    for tag in &tags {
        check_tag(text, tag)?;
    }
    check_blocks(text, &tags)?;
    let skeleton = Skeleton::new(text, &tags);
    match Template::compile(&skeleton.text) {
        Ok(template) => Ok((template, tags)),
        Err(error) => Err(unreadable(text, skeleton.tag(&tags, error.pos()))),
    }
}

/// What stands for the words of a literal run in a skeleton.
pub(super) const WORDS: char = 'x';

/// The white space before the words of a literal run, the words, and the white space behind them.
pub(super) fn trimmed(run: &str) -> (&str, &str, &str) {
    let (before, rest) = run.split_at(run.len() - run.trim_start().len());
    let (words, behind) = rest.split_at(rest.trim_end().len());
    (before, words, behind)
}

/// A template without its words. The parser reads character by character what it then only copies; from the text between tags it needs no more than
/// the white space beside them.
struct Skeleton {
    text: String,
    /// Where each tag starts in it.
    starts: Vec<usize>,
}

impl Skeleton {
    fn new(text: &str, tags: &[Tag]) -> Self {
        let mut skeleton = Self { text: String::new(), starts: Vec::with_capacity(tags.len()) };
        let mut from = 0;
        for tag in tags {
            skeleton.push_run(&text[from..tag.range.start]);
            skeleton.starts.push(skeleton.text.len());
            skeleton.text.push_str(if tag.kind == TagKind::Comment { "{{! }}" } else { &text[tag.range.clone()] });
            from = tag.range.end;
        }
        skeleton.push_run(&text[from..]);
        skeleton
    }

    fn push_run(&mut self, run: &str) {
        let (before, words, behind) = trimmed(run);
        self.text.push_str(before);
        self.text.extend((!words.is_empty()).then_some(WORDS));
        self.text.push_str(behind);
    }

    /// The tag in which the parser stopped.
    fn tag<'t>(&self, tags: &'t [Tag], position: Option<(usize, usize)>) -> Option<&'t Tag> {
        let stopped = position.map_or(0, |(line, column)| offset(&self.text, line, column));
        let at = self.starts.partition_point(|start| *start <= stopped);
        tags.get(at.saturating_sub(1))
    }
}

pub(super) fn unclosed_tag(text: &str, start: usize) -> Fault {
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    Fault::at(start..line_end, "this tag is never closed").hint("close it with `}}`; braces that are meant as text are written `\\{{`")
}

fn check_tag(text: &str, tag: &Tag) -> Result<(), Fault> {
    let written = &text[tag.range.clone()];
    if tag.kind == TagKind::Comment {
        return Ok(());
    }
    if tag.kind == TagKind::Foreign {
        let fault = Fault::at(tag.range.clone(), "raw blocks, decorators and partial blocks are parts of Handlebars that sources do not use");
        return Err(fault.hint("put the text into a partial of its own, `sources/_partials/name.md`, and write `{{> name}}`"));
    }
    if written.contains(['“', '”', '„', '‘', '’']) && !written.contains(['"', '\'']) {
        let fault = Fault::at(tag.range.clone(), "typographic quotes do not quote inside a tag");
        return Err(fault.hint("type straight quotes: \"…\""));
    }
    if nesting(written) > DEEPEST {
        return Err(Fault { code: Code::TooLarge, ..Fault::at(tag.range.clone(), format!("brackets nest deeper than {DEEPEST} levels")) });
    }
    Ok(())
}

pub(super) fn nesting(tag: &str) -> usize {
    let step = |(depth, most): (usize, usize), c| match c {
        '(' | '[' | '{' => (depth + 1, most.max(depth + 1)),
        ')' | ']' | '}' => (depth.saturating_sub(1), most),
        _ => (depth, most),
    };
    tag.chars().fold((0, 0), step).1
}

/// An open block: its tag, its name, and whether its `{{else}}` was seen.
struct Opened<'t> {
    tag: &'t Tag,
    name: &'t str,
    has_else: bool,
    /// How many `{{else}}` and `{{else if …}}` it has so far.
    branches: usize,
}

fn check_blocks(text: &str, tags: &[Tag]) -> Result<(), Fault> {
    let mut open: Vec<Opened<'_>> = Vec::new();
    for tag in tags {
        let name = block_name(&text[tag.range.clone()]);
        match tag.kind {
            TagKind::Open if open.len() == DEEPEST => {
                let message = format!("blocks nest deeper than {DEEPEST} levels");
                return Err(Fault { code: Code::TooLarge, ..Fault::at(tag.range.clone(), message) });
            }
            TagKind::Open => open.push(Opened { tag, name, has_else: false, branches: 0 }),
            TagKind::Else | TagKind::ElseIf => {
                if open.iter().map(|block| block.branches).sum::<usize>() >= MOST_BRANCHES {
                    let fault = Fault::at(tag.range.clone(), format!("more than {MOST_BRANCHES} branches are open")).coded(Code::TooLarge);
                    return Err(fault.hint("write several blocks, one after another: each `{{else if …}}` stands within the one before it"));
                }
                check_else(tag, open.last_mut())?;
            }
            TagKind::Close => check_close(text, tag, name, open.pop())?,
            _ => {}
        }
    }
    open.pop().map_or(Ok(()), |block| Err(unclosed_block(text, &block)))
}

fn check_else(tag: &Tag, block: Option<&mut Opened<'_>>) -> Result<(), Fault> {
    let Some(block) = block else {
        return Err(Fault::at(tag.range.clone(), "`{{else}}` stands in no block"));
    };
    if block.has_else {
        let fault = Fault::at(tag.range.clone(), "this block already has its `{{else}}`");
        return Err(Fault { related: Some((block.tag.range.clone(), "the block".to_owned())), ..fault });
    }
    block.branches += 1;
    block.has_else = tag.kind == TagKind::Else;
    Ok(())
}

fn check_close(text: &str, tag: &Tag, name: &str, block: Option<Opened<'_>>) -> Result<(), Fault> {
    let Some(block) = block else {
        return Err(Fault::at(tag.range.clone(), format!("`{{{{/{name}}}}}` closes nothing: no block is open here")));
    };
    if block.name == name {
        return Ok(());
    }
    let opener = &text[block.tag.range.clone()];
    let fault = Fault::at(tag.range.clone(), format!("`{{{{/{name}}}}}` stands here while `{opener}` is open"));
    let fault = fault.hint(format!("close the block with `{{{{/{}}}}}` first", block.name));
    Err(Fault { related: Some((block.tag.range.clone(), "the block that is open".to_owned())), ..fault })
}

fn unclosed_block(text: &str, block: &Opened<'_>) -> Fault {
    let opener = &text[block.tag.range.clone()];
    let fault = Fault::at(block.tag.range.clone(), format!("`{opener}` is never closed"));
    fault.hint(format!("put `{{{{/{}}}}}` where the block ends", block.name))
}

/// The name in `{{#name …}}` and `{{/name}}`.
fn block_name(tag: &str) -> &str {
    let inner = inside(tag).trim_start_matches(['#', '/']).trim_start();
    inner.split(char::is_whitespace).next().unwrap_or_default()
}

/// A tag that Handlebars' parser could not read.
fn unreadable(text: &str, tag: Option<&Tag>) -> Fault {
    let range = tag.map_or(0..text.len(), |tag| tag.range.clone());
    let written = &text[range.clone()];
    let hint = match number_with_comma(&without_quoted(written)) {
        Some((number, meant)) => format!("write `{meant}` in place of `{number}`: it is printed as the language writes numbers"),
        None if written.contains(['=', '<', '>', '&', '|']) && !written.starts_with("{{>") => {
            "values are compared by a helper in brackets: `{{#if (eq brand.facts.plan \"yearly\")}}`".to_owned()
        }
        None => "a tag holds a name such as `brand.name`, or a helper followed by its values: `{{date policy.effective}}`".to_owned(),
    };
    Fault::at(range, format!("`{written}` cannot be read")).hint(hint)
}

/// A tag without the texts in it that stand between quotation marks.
fn without_quoted(tag: &str) -> String {
    tag.split('"').step_by(2).collect()
}

/// The byte offset of a line and a column, both counted from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = line_starts(text).nth(line.saturating_sub(1)).unwrap_or(text.len());
    let before = text[start..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    start + before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (String, String) {
        let fault = parse(text).unwrap_err();
        (text[fault.range].to_owned(), fault.message)
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let cases = [
            ("a {{b\nc", "{{b", "this tag is never closed"),
            ("{{#if a}}\nb", "{{#if a}}", "`{{#if a}}` is never closed"),
            ("{{#if a}}{{#each b}}{{/if}}", "{{/if}}", "`{{/if}}` stands here while `{{#each b}}` is open"),
            ("a {{/if}}", "{{/if}}", "`{{/if}}` closes nothing: no block is open here"),
            ("a {{else}}", "{{else}}", "`{{else}}` stands in no block"),
            ("{{#if a}}{{else}}{{else}}{{/if}}", "{{else}}", "this block already has its `{{else}}`"),
            ("ä {{a}}\nü {{a == b}}", "{{a == b}}", "`{{a == b}}` cannot be read"),
            ("{{plural 1 “day” “days”}}", "{{plural 1 “day” “days”}}", "typographic quotes do not quote inside a tag"),
        ];
        for (text, place, message) in cases {
            assert_eq!(fault(text), (place.to_owned(), message.to_owned()), "{text}");
        }
    }

    #[test]
    fn parts_of_handlebars_that_are_not_used_are_refused() {
        for text in ["{{#*inline \"a\"}}b{{/inline}}", "{{{{raw}}}} {{{{/raw}}}}", "{{#> a}}{{/a}}", "{{* a}}"] {
            assert!(fault(text).1.starts_with("raw blocks, decorators"), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "{{#if a}}".repeat(100_000);
        assert_eq!(parse(&deep).unwrap_err().code, Code::TooLarge);
        assert_eq!(parse(&"{{a}}".repeat(MOST_TAGS + 1)).unwrap_err().code, Code::TooLarge);
        let chain = format!("{{{{#if a}}}}{}{{{{/if}}}}", "{{else if b}}".repeat(9_000));
        assert_eq!(parse(&chain).unwrap_err().code, Code::TooLarge);
        let deep = format!("{{{{a {}}}}}", "(".repeat(100_000));
        assert_eq!(parse(&deep).unwrap_err().code, Code::TooLarge);
    }
}
