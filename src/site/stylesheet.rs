//! The stylesheet: a brand's colours, fonts and paper as custom properties, then what all brands share.

use crate::brand::{Paper, Theme};

use super::colour::{on_dark, on_light};
use super::fonts::{faces, quoted};

/// The stylesheet of a theme over the style that all brands share.
pub(super) fn stylesheet(theme: &Theme, style: &str) -> String {
    faces(theme) + &properties(theme) + style
}

fn properties(theme: &Theme) -> String {
    let paper = match theme.paper {
        Paper::A4 => "A4",
        Paper::UsLetter => "letter",
    };
    format!(
        ":root {{\n  --accent-light: {};\n  --accent-dark: {};\n  --brand-text: {};\n  --brand-heading: {};\n  --brand-code: {};\n}}\n\n@page {{ size: {paper}; }}\n\n",
        on_light(theme.accent),
        on_dark(theme),
        quoted(&theme.text_font),
        quoted(&theme.heading_font),
        quoted(&theme.code_font),
    )
}

/// A stylesheet without its comments, its indents and its empty lines, which every reader would load and none would read. What stands between quotes is
/// left as it is (CSS Syntax 3).
pub(super) fn lean(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(first) = rest.chars().next() {
        let (kept, length) = match first {
            '"' | '\'' => (true, quoted_length(rest, first)),
            '/' if rest.starts_with("/*") => (false, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '\n' | ' ' => (!out.is_empty() && !out.ends_with('\n'), 1),
            _ => (true, first.len_utf8()),
        };
        out.push_str(if kept { &rest[..length] } else { "" });
        rest = &rest[length..];
    }
    out
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

#[cfg(test)]
mod tests {
    use super::lean;

    #[test]
    fn only_what_no_browser_reads_is_left_out() {
        let style = "/* one */\n\n:root {\n  --a: \"/* b */  \\\" c\";\n}\n\n/* two */\n@media (width < 1px) {\n  a b { c: d }\n}\n";
        assert_eq!(lean(style), ":root {\n--a: \"/* b */  \\\" c\";\n}\n@media (width < 1px) {\na b { c: d }\n}\n");
        assert_eq!(lean("a { /* open"), "a { ");
    }
}
