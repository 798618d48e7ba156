//! The normal form of inlines: one way to say each thing, so that documents which read the same compare as the same.
//!
//! - Neighbouring texts, codes and forms of one kind are joined; empty ones are dropped.
//! - A form inside its own kind, a term inside strong text and a link inside a link is opened up: it changes nothing that a reader sees.
//! - Blanks around a line break, and blanks and breaks at either end, are dropped.

use super::inline::Inline;

/// The normal form of what stands in a paragraph, a heading or a cell.
pub fn normal(content: Vec<Inline>) -> Vec<Inline> {
    trimmed(joined(content, Within::default()))
}

/// The forms around an inline.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts, not a state")]
struct Within {
    emphasis: bool,
    strong: bool,
    strike: bool,
    link: bool,
}

fn joined(content: Vec<Inline>, within: Within) -> Vec<Inline> {
    let mut joined = Vec::with_capacity(content.len());
    for inline in content {
        push(&mut joined, inline, within);
    }
    joined
}

fn push(out: &mut Vec<Inline>, inline: Inline, within: Within) {
    match inline {
        Inline::Text(words) => push_text(out, words),
        Inline::Code(words) => push_code(out, words),
        Inline::Emphasis(content) if within.emphasis => push_all(out, content, within),
        Inline::Strong(content) if within.strong => push_all(out, content, within),
        Inline::Strike(content) if within.strike => push_all(out, content, within),
        Inline::Term { content, .. } if within.strong => push_all(out, content, within),
        Inline::Link(link) if within.link => push_all(out, link.content, within),
        Inline::Emphasis(content) => push_form(out, joined(content, Within { emphasis: true, ..within }), Inline::Emphasis, within),
        Inline::Strong(content) => push_form(out, joined(content, Within { strong: true, ..within }), Inline::Strong, within),
        Inline::Strike(content) => push_form(out, joined(content, Within { strike: true, ..within }), Inline::Strike, within),
        Inline::Link(mut link) => {
            link.content = joined(link.content, Within { link: true, ..within });
            out.push(Inline::Link(link));
        }
        Inline::Term { anchor, content } => {
            let content = joined(content, Within { strong: true, ..within });
            if !content.is_empty() {
                out.push(Inline::Term { anchor, content });
            }
        }
        other => out.push(other),
    }
}

fn push_all(out: &mut Vec<Inline>, content: Vec<Inline>, within: Within) {
    for inline in content {
        push(out, inline, within);
    }
}

fn push_text(out: &mut Vec<Inline>, words: String) {
    let words = on_one_line(words);
    match out.last_mut() {
        _ if words.is_empty() => {}
        Some(Inline::Text(before)) => before.push_str(&words),
        _ => out.push(Inline::Text(words)),
    }
}

fn push_code(out: &mut Vec<Inline>, words: String) {
    let words = on_one_line(words);
    match out.last_mut() {
        _ if words.is_empty() => {}
        Some(Inline::Code(before)) => before.push_str(&words),
        _ => out.push(Inline::Code(words)),
    }
}

fn on_one_line(words: String) -> String {
    if words.contains(['\n', '\r']) { words.replace(['\n', '\r'], " ") } else { words }
}

/// Adds a form, or joins its content to a form of the same kind before it.
fn push_form(out: &mut Vec<Inline>, content: Vec<Inline>, form: fn(Vec<Inline>) -> Inline, within: Within) {
    if content.is_empty() {
        return;
    }
    let new = form(Vec::new());
    match (out.last_mut(), &new) {
        (Some(Inline::Emphasis(before)), Inline::Emphasis(_)) => push_all(before, content, Within { emphasis: true, ..within }),
        (Some(Inline::Strong(before)), Inline::Strong(_)) => push_all(before, content, Within { strong: true, ..within }),
        (Some(Inline::Strike(before)), Inline::Strike(_)) => push_all(before, content, Within { strike: true, ..within }),
        _ => out.push(form(content)),
    }
}

fn trimmed(content: Vec<Inline>) -> Vec<Inline> {
    if !needs_trimming(&content) {
        return content;
    }
    let mut out: Vec<Inline> = Vec::with_capacity(content.len());
    for mut inline in content {
        if let Inline::Text(words) = &mut inline
            && matches!(out.last(), None | Some(Inline::Break))
        {
            *words = words.trim_start_matches(BLANKS).to_owned();
        }
        match &inline {
            Inline::Text(words) if words.is_empty() => {}
            Inline::Break => {
                trim_end(&mut out);
                if !out.is_empty() {
                    out.push(inline);
                }
            }
            _ => out.push(inline),
        }
    }
    trim_end(&mut out);
    while matches!(out.last(), Some(Inline::Break)) {
        out.pop();
        trim_end(&mut out);
    }
    out
}

/// What Markdown takes off the ends of a line.
const BLANKS: [char; 2] = [' ', '\t'];

fn trim_end(out: &mut Vec<Inline>) {
    if let Some(Inline::Text(words)) = out.last_mut() {
        words.truncate(words.trim_end_matches(BLANKS).len());
        if words.is_empty() {
            out.pop();
        }
    }
}

fn needs_trimming(content: &[Inline]) -> bool {
    let blank_at = |inline: Option<&Inline>, end: fn(&str, [char; 2]) -> bool| match inline {
        Some(Inline::Text(words)) => end(words, BLANKS),
        Some(Inline::Break) => true,
        _ => false,
    };
    content.contains(&Inline::Break) || blank_at(content.first(), str::starts_with) || blank_at(content.last(), str::ends_with)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    #[test]
    fn neighbours_are_joined() {
        let content =
            vec![text("a"), text(""), text("b"), Inline::Strong(vec![text("c")]), Inline::Strong(vec![text("d")]), Inline::Emphasis(vec![])];
        assert_eq!(normal(content), [text("ab"), Inline::Strong(vec![text("cd")])]);
    }

    #[test]
    fn a_form_inside_its_kind_is_opened() {
        let content = vec![Inline::Strong(vec![text("a"), Inline::Emphasis(vec![Inline::Strong(vec![text("b")])])])];
        assert_eq!(normal(content), [Inline::Strong(vec![text("a"), Inline::Emphasis(vec![text("b")])])]);
    }

    #[test]
    fn blanks_around_breaks_go() {
        let content = vec![text(" "), Inline::Break, text(" a "), Inline::Break, text("  b "), Inline::Break, text("\t")];
        assert_eq!(normal(content), [text("a"), Inline::Break, text("b")]);
    }
}
