//! Styles and scripts without what no browser reads: every reader would load it, on every page.

/// Between which characters of a stylesheet no space means anything. A space before a colon does: it stands between two parts of a selector.
const CLOSED_BEFORE: &str = "{};,>";
const CLOSED_BEHIND: &str = "{};,>:";

/// A stylesheet without its comments, and without the spaces and semicolons that say nothing. What stands between quotes is left as it is (CSS Syntax 3), and so are
/// comments that begin with `/*!`, in which authors keep licences.
pub(super) fn lean_style(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    let mut is_apart = false;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => quoted_length(rest, first),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => first.len_utf8(),
        };
        if first.is_ascii_whitespace() || (rest.starts_with("/*") && !rest.starts_with("/*!")) {
            is_apart = true;
        } else {
            push_apart(&mut out, first, is_apart);
            out.push_str(&rest[..length]);
            is_apart = false;
        }
        rest = &rest[length..];
    }
    out
}

/// Prepares for what begins with a character, behind a space or not.
fn push_apart(out: &mut String, next: char, is_apart: bool) {
    if next == '}' && out.ends_with(';') {
        out.pop();
    }
    if is_apart && !out.is_empty() && !out.ends_with(|last| CLOSED_BEHIND.contains(last)) && !CLOSED_BEFORE.contains(next) {
        out.push(' ');
    }
}

/// How many bytes a string of CSS takes, with its quotes.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A script without its indents and the lines that hold a comment alone. None of the compiler's scripts has a text over several lines.
pub(super) fn lean_script(script: &str) -> String {
    let lines = script.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::{lean_script, lean_style};

    #[test]
    fn a_style_says_the_same_in_fewer_words() {
        let style = "/* one */\n\n:root {\n  --a: \"/* b */  \\\" c\";\n}\n\n/* two */\n@media (width < 1px) and (a: b) {\n  a :b > c, d::e { f: calc(1px + 2px) g; }\n}\n";
        assert_eq!(lean_style(style), ":root{--a:\"/* b */  \\\" c\"}@media (width < 1px) and (a:b){a :b>c,d::e{f:calc(1px + 2px) g}}");
        assert_eq!(lean_style("a { /* open"), "a{");
        assert_eq!(lean_style("/*! Licence: x */\na { }"), "/*! Licence: x */ a{}");
        assert_eq!(lean_style("a{}b{}"), "a{}b{}");
    }

    #[test]
    fn a_script_keeps_its_lines() {
        assert_eq!(lean_script("// one\n(() => {\n  // two\n\n  a('//b'); // c\n})();\n"), "(() => {\na('//b'); // c\n})();\n");
    }
}
