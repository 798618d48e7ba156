//! Raw HTML: refused, but for comments, line breaks and the anchors that the compiler's own Markdown carries.

use comrak::nodes::Node;

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::document::Inline;
use crate::expand::shield;
use crate::source::is_reserved;

impl<'n> Reader<'_, 'n> {
    /// A tag or comment inside a line.
    pub(super) fn inline_html(&mut self, node: Node<'n>, html: &str, out: &mut Vec<Inline>) {
        if html.starts_with("<!--") {
            return;
        }
        if is_break(html) {
            out.push(Inline::Break);
        } else if let Some(id) = anchor_id(html) {
            self.pending_anchors.push(id.to_owned());
            self.open_anchor = true;
        } else if self.open_anchor && html == "</a>" {
            self.open_anchor = false;
        } else if html.starts_with("</") && self.open_tags > 0 {
            self.open_tags -= 1;
        } else {
            self.open_tags += usize::from(!html.ends_with("/>"));
            self.refuse(node, html);
        }
    }

    /// A block of HTML: dropped where it is comments only.
    pub(super) fn block_html(&mut self, node: Node<'n>, html: &str) {
        let rest = without_comments(html);
        if !rest.trim().is_empty() {
            self.refuse(node, rest.trim());
        }
    }

    fn refuse(&mut self, node: Node<'n>, html: &str) {
        let tag = html.split_inclusive('>').next().unwrap_or(html);
        let found = Diagnostic::new(Code::RawHtml, format!("raw HTML `{}`", shield::unshield(tag)));
        self.report(found.hint(instead_of(tag_name(tag))), node);
    }
}

fn is_break(html: &str) -> bool {
    let inner = html.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    inner.eq_ignore_ascii_case("br")
}

/// The id of `<a id="…">`.
fn anchor_id(html: &str) -> Option<&str> {
    let id = html.strip_prefix("<a id=\"")?.strip_suffix("\">")?;
    (!id.is_empty() && !id.contains(['"', '&']) && !id.chars().any(is_reserved)).then_some(id)
}

fn without_comments(html: &str) -> String {
    let mut rest = html;
    let mut kept = String::new();
    while let Some(at) = rest.find("<!--") {
        kept.push_str(&rest[..at]);
        rest = rest[at..].find("-->").map_or("", |end| &rest[at + end + 3..]);
    }
    kept + rest
}

fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

fn instead_of(tag: &str) -> &'static str {
    match tag.to_ascii_lowercase().as_str() {
        "b" | "strong" => "write `**…**` for strong text",
        "i" | "em" => "write `*…*` for emphasis",
        "s" | "del" | "strike" => "write `~~…~~` for struck text",
        "code" | "tt" | "kbd" | "pre" => "write code between backticks",
        "a" => "write a link as `[text](address)`",
        "img" => "write an image as `![what it shows](file)`",
        "table" | "tr" | "td" | "th" => "write a table with `|` between its cells",
        "ul" | "ol" | "li" => "write a list with `-` or `1.` before its items",
        "h1" | "h2" | "h3" | "h4" => "write a heading with `##` before it",
        "" => "write `\\<` for an angle bracket",
        _ => "write it in Markdown, or `\\<` for an angle bracket: HTML could not be the same in every format",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_apart() {
        assert!(is_break("<br>") && is_break("<BR />") && !is_break("<b>"));
        assert_eq!(anchor_id("<a id=\"clause-1\">"), Some("clause-1"));
        assert_eq!(anchor_id("<a href=\"x\">"), None);
        assert_eq!(tag_name("</Table>"), "Table");
        assert_eq!(without_comments("a<!-- b -->c<!--d"), "ac");
    }
}
