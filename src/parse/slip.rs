//! Slips: text that looks like a list, a table, a value or a rule, and that Markdown reads as something else.
//!
//! Markdown refuses nothing: what is not quite a list is running text, and a contract would lose a clause without a word. Only what is surely a slip is told, since
//! a warning that is wrong teaches its reader to pass over the next one.

use comrak::nodes::Node;

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};

/// The values that a text may name, by their first step.
const ROOTS: [&str; 3] = ["brand.", "policy.", "customer."];
/// How many spaces make a list's item one below the item before it, where that begins with `1.`.
const STEP: usize = 3;

impl<'n> Reader<'_, 'n> {
    /// An item that is indented, and not far enough to stand below the one before it.
    pub(super) fn check_indents(&mut self, list: Node<'n>) {
        let column = |item: Node<'n>| item.data().sourcepos.start.column;
        let Some(first) = list.first_child().map(column) else { return };
        let Some(stray) = list.children().find(|item| column(item) > first) else { return };
        let found = slip("the item is indented, and yet stands beside the one before it, not below");
        self.report(found.hint(format!("indent it by {STEP} spaces to put it below, or begin it where the first one begins")), stray);
    }

    /// A paragraph whose lines look like the items of a list or the rows of a table.
    pub(super) fn check_paragraph(&mut self, node: Node<'n>) {
        if self.author.is_none() {
            return;
        }
        let lines: Vec<&str> = self.source(node).lines().map(str::trim).collect();
        if lines.len() > 1 && lines.iter().all(|line| line.len() > 1 && line.starts_with('|') && line.ends_with('|')) {
            let found = slip("these lines look like a table, and run on as text");
            self.report(found.hint("write a rule below the first of them, with a cell for each column: `|---|---|`"), node);
        }
        if let Some([one, next]) = enumerated(&lines) {
            let found = slip(format!("`{one}` and `{next}` begin no items of a list: the lines run on as text"));
            self.report(
                found.hint(format!("write `1.` in place of each; below another item, indent by {STEP} spaces and the letters are made")),
                node,
            );
        }
    }

    /// A value between single braces, which is printed as it is written.
    pub(super) fn check_braces(&mut self, node: Node<'n>, words: &str) {
        if self.author.is_none() {
            return;
        }
        let named = words.match_indices('{').find_map(|(at, _)| {
            let name = &words[at + 1..at + words[at..].find('}')?];
            let is_doubled = words[..at].ends_with('{');
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_');
            (!is_doubled && ROOTS.iter().any(|root| name.starts_with(root)) && name.chars().all(is_name)).then_some(name)
        });
        if let Some(name) = named {
            let found = slip(format!("`{{{name}}}` is printed as it stands here"));
            self.report(found.hint(format!("write two braces on either side: `{{{{{name}}}}}`")), node);
        }
    }

    /// A sentence that the line below it makes a heading.
    pub(super) fn check_underline(&mut self, node: Node<'n>) {
        if self.author.is_none() {
            return;
        }
        let source = self.source(node).trim_end();
        let Some((words, rule)) = source.rsplit_once('\n') else { return };
        let words = words.trim_end();
        if words.contains('\n') || words.ends_with(['.', ';', ':', '!', '?', ',']) {
            let found = slip(format!("the line `{}` makes a heading of the text above it", rule.trim()));
            self.report(found.hint("leave a blank line above it for a rule, or write a heading with `##`"), node);
        }
    }
}

fn slip(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::NotMarkup, message)
}

/// The first two marks of lines that count in one way: `a)` and `b)`, `(i)` and `(ii)`, `(1)` and `(2)`. One alone may be a reference that begins its line by chance.
fn enumerated(lines: &[&str]) -> Option<[String; 2]> {
    let marks: Vec<&str> = lines.iter().filter_map(|line| mark(line)).collect();
    let word = |mark: &str| mark.trim_matches(['(', ')', '.']).to_owned();
    let follows = |a: &&str, b: &&str| {
        let ways = [["a", "b"], ["i", "ii"], ["1", "2"], ["A", "B"], ["I", "II"], ["α", "β"]];
        let bare = |mark: &str| mark.replace(|c: char| c.is_alphanumeric(), "");
        bare(a) == bare(b) && ways.iter().any(|way| *way == [word(a).as_str(), word(b).as_str()])
    };
    marks.windows(2).find(|pair| follows(&pair[0], &pair[1])).map(|pair| [pair[0].to_owned(), pair[1].to_owned()])
}

/// What a line begins with where that counts: `a)`, `(a)`, `a.`.
fn mark(line: &str) -> Option<&str> {
    let (mark, _) = line.split_once(' ')?;
    let inner = mark.strip_suffix([')', '.'])?;
    let word = if mark.ends_with(')') { inner.strip_prefix('(').unwrap_or(inner) } else { inner };
    (!word.is_empty() && word.chars().count() <= 4 && word.chars().all(char::is_alphanumeric)).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::enumerated;

    #[test]
    fn lines_that_count_are_told_from_lines_that_refer() {
        let found = |text: &str| enumerated(&text.lines().map(str::trim).collect::<Vec<_>>());
        assert_eq!(found("(a) one\n(b) two"), Some(["(a)".to_owned(), "(b)".to_owned()]));
        assert!(found("the Customer pays:\na) one\nb) two").is_some());
        assert!(found("first\n1) one\n2) two").is_some());
        for text in [
            "as clause 4 says in\n(b) and elsewhere",
            "(a) and\n(c) of Article 6",
            "a) one\n(b) two",
            "in\n2024. Then\n2025. So",
            "e.g. this\nb. that",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
