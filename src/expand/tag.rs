//! Finding the tags of a template, with their places.
//!
//! Handlebars' own parser says what a tag means, but not exactly where each of its parts stood. This scan finds every tag's bytes; walking the parsed
//! template in document order then pairs the two (see [`lower`](super::lower)).

use std::ops::Range;

/// A tag as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its bytes, braces included.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: TagKind,
}

/// The kinds of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{! a remark }}`
    Comment,
    /// `{{#if …}}`
    Open,
    /// `{{else}}`
    Else,
    /// `{{else if …}}`
    ElseIf,
    /// `{{/if}}`
    Close,
    /// `{{> name}}`
    Partial,
    /// `{{value}}`
    Value,
    /// `{{{value}}}` or `{{&value}}`
    Raw,
    /// Something of Handlebars that sources do not use: raw blocks, decorators, partial blocks.
    Foreign,
}

/// All tags of a text, in order; where one does not end, the offset at which it starts.
pub(super) fn scan(text: &str) -> Result<Vec<Tag>, usize> {
    let mut tags = Vec::new();
    let mut from = 0;
    while let Some(found) = text[from..].find("{{") {
        let start = from + found;
        if is_escaped(text, start) {
            from = start + if text[start + 2..].starts_with("{{") { 4 } else { 2 };
            continue;
        }
        let end = tag_end(text, start).ok_or(start)?;
        tags.push(Tag { range: start..end, kind: kind(&text[start..end]) });
        from = end;
    }
    Ok(tags)
}

/// Whether the braces at an offset are literal: one backslash before them says so, two or more are a literal backslash before a tag.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() == 1
}

fn tag_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    if let Some(remark) = rest.strip_prefix("{{!") {
        let long = remark.trim_start().starts_with("--").then(|| rest.find("--}}").map(|at| start + at + 4)).flatten();
        return long.or_else(|| rest.find("}}").map(|at| start + at + 2));
    }
    let opened = rest.bytes().take_while(|byte| *byte == b'{').count().min(4);
    let end = start + closing_braces(rest, opened)?;
    let extra = text[end..].bytes().take_while(|byte| *byte == b'}').count().min(opened - 2);
    Some(end + extra)
}

/// The offset behind the first `}}` that stands in no string, bracket or braces.
fn closing_braces(tag: &str, from: usize) -> Option<usize> {
    let bytes = tag.as_bytes();
    let mut at = from;
    let mut depth = 0_usize;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => at = string_end(bytes, at, quote)?,
            b'[' if depth == 0 => at += tag[at..].find(']').unwrap_or(0),
            b'{' => depth += 1,
            b'}' if depth > 0 => depth -= 1,
            b'}' if bytes.get(at + 1) == Some(&b'}') => return Some(at + 2),
            _ => {}
        }
        at += 1;
    }
    None
}

fn string_end(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at < bytes.len()).then_some(at)
}

fn kind(tag: &str) -> TagKind {
    if tag.starts_with("{{!") {
        return TagKind::Comment;
    }
    if tag.starts_with("{{{{") {
        return TagKind::Foreign;
    }
    let inner = inside(tag);
    let word = inner.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    match inner.chars().next() {
        Some('{' | '&') => TagKind::Raw,
        Some('#') if inner[1..].trim_start().starts_with(['>', '*']) => TagKind::Foreign,
        Some('#') => TagKind::Open,
        Some('/') => TagKind::Close,
        Some('>') => TagKind::Partial,
        Some('*') => TagKind::Foreign,
        Some('^') if inner.len() == 1 => TagKind::Else,
        Some('^') => TagKind::ElseIf,
        _ if inner == "else" => TagKind::Else,
        _ if word == "else" => TagKind::ElseIf,
        _ => TagKind::Value,
    }
}

/// What stands between a tag's braces and tildes.
pub(super) fn inside(tag: &str) -> &str {
    let inner = tag.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).unwrap_or(tag);
    let inner = inner.strip_prefix('~').unwrap_or(inner);
    inner.strip_suffix('~').unwrap_or(inner).trim()
}

/// The white space before a tag that stands alone on its line; `None` where something else stands there too.
pub(super) fn alone_on_line<'t>(text: &'t str, range: &Range<usize>) -> Option<&'t str> {
    let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line..range.start];
    let after = text[range.end..].trim_start_matches([' ', '\t']);
    let alone = before.bytes().all(|byte| matches!(byte, b' ' | b'\t')) && (after.is_empty() || after.starts_with('\n'));
    alone.then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(&str, TagKind)> {
        scan(text).unwrap().into_iter().map(|tag| (&text[tag.range.clone()], tag.kind)).collect()
    }

    #[test]
    fn every_kind_is_told() {
        let text = "a {{x}} {{{y}}} {{&z}} {{#if a}} {{else if b}} {{^}} {{else}} {{~/if~}} {{> p}} {{! no }} {{!-- {{x}} --}}";
        let expected = [
            ("{{x}}", TagKind::Value),
            ("{{{y}}}", TagKind::Raw),
            ("{{&z}}", TagKind::Raw),
            ("{{#if a}}", TagKind::Open),
            ("{{else if b}}", TagKind::ElseIf),
            ("{{^}}", TagKind::Else),
            ("{{else}}", TagKind::Else),
            ("{{~/if~}}", TagKind::Close),
            ("{{> p}}", TagKind::Partial),
            ("{{! no }}", TagKind::Comment),
            ("{{!-- {{x}} --}}", TagKind::Comment),
        ];
        assert_eq!(kinds(text), expected);
    }

    #[test]
    fn braces_in_strings_do_not_close() {
        assert_eq!(kinds(r#"{{link a "}}"}}}"#), [(r#"{{link a "}}"}}"#, TagKind::Value)]);
        assert_eq!(kinds(r#"{{f {"a": {"b": 1}}}}"#), [(r#"{{f {"a": {"b": 1}}}}"#, TagKind::Value)]);
    }

    #[test]
    fn a_backslash_makes_braces_literal() {
        assert_eq!(kinds(r"\{{x}} {{y}}"), [("{{y}}", TagKind::Value)]);
        assert_eq!(kinds(r"\\{{x}}"), [("{{x}}", TagKind::Value)]);
    }

    #[test]
    fn what_does_not_end_is_said() {
        assert_eq!(scan("a {{b"), Err(2));
        assert_eq!(scan("{{a {{b}} c"), Err(0));
    }

    #[test]
    fn a_tag_alone_on_its_line_is_told() {
        let text = "a\n  {{b}} \nc {{d}}";
        let tags = scan(text).unwrap();
        assert_eq!(alone_on_line(text, &tags[0].range), Some("  "));
        assert_eq!(alone_on_line(text, &tags[1].range), None);
    }
}
