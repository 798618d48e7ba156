//! Words of a policy as Markdown.

use super::direct::Line;
use super::passage::Form;

/// Lines as Markdown: every character of theirs is text.
pub(super) fn lines(lines: &[Line]) -> String {
    let mut written = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            written.push_str(if tight(lines[at - 1].form, line.form) { "\n" } else { "\n\n" });
        }
        written.push_str(&one(line));
    }
    written
}

fn tight(before: Form, after: Form) -> bool {
    let listed = |form| matches!(form, Form::Item(_) | Form::Row(_));
    listed(before) && listed(after)
}

fn one(line: &Line) -> String {
    let number = line.number.as_ref().map(|number| format!("{} ", escaped(number))).unwrap_or_default();
    match line.form {
        Form::Paragraph => escaped(&line.text),
        Form::Item(depth) | Form::Row(depth) => format!("{}- {number}{}", "  ".repeat(depth.min(6)), escaped(&line.text)),
        Form::Code => line.text.lines().map(|code| format!("    {code}")).collect::<Vec<_>>().join("\n"),
    }
}

/// A text in which nothing is Markdown's or HTML's syntax, on one line.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let begins = text[..at].trim_end_matches(|before: char| before.is_ascii_digit()).is_empty();
        let always = matches!(letter, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' | '@');
        let at_the_start = begins && matches!(letter, '-' | '+' | '.' | ')' | '=' | ':');
        if always || at_the_start {
            written.push('\\');
        }
        written.push(if letter.is_control() { ' ' } else { letter });
    }
    written
}
