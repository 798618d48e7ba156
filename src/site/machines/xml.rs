//! XML: elements with text in them, which nothing in the text can end.

use crate::render::html;

/// Appends an element that holds a text, on a line of its own.
pub(super) fn push_element(out: &mut String, indent: &str, name: &str, text: &str) {
    push_element_in(out, indent, name, None, text);
}

/// Appends an element that holds a text in a language, where that is another than what stands around it.
pub(super) fn push_element_in(out: &mut String, indent: &str, name: &str, language: Option<&str>, text: &str) {
    out.extend([indent, "<", name]);
    if let Some(language) = language {
        push_attribute(out, "xml:lang", language);
    }
    out.push('>');
    push_text(out, text);
    out.extend(["</", name, ">\n"]);
}

/// Appends an attribute, with a space before it.
pub(super) fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.extend([" ", name, "=\""]);
    push_text(out, value);
    out.push('"');
}

/// Appends words as text or as the value of an attribute. What XML 1.0 cannot hold (section 2.2) becomes U+FFFD.
fn push_text(out: &mut String, text: &str) {
    let is_barred = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(is_barred) { html::push_attribute(out, &text.replace(is_barred, "\u{fffd}")) } else { html::push_attribute(out, text) }
}

#[cfg(test)]
mod tests {
    use super::push_element;

    #[test]
    fn nothing_gets_out_of_an_element() {
        let mut out = String::new();
        push_element(&mut out, " ", "title", "a</title>&\u{0}\u{ffff}\"]]>");
        assert_eq!(out, " <title>a&lt;/title&gt;&amp;\u{fffd}\u{fffd}&quot;]]&gt;</title>\n");
    }
}
