//! Escaping: text and attribute values as HTML spells them.

/// Appends words as text: no character of theirs can begin an element or a character reference.
pub fn push_text(out: &mut String, text: &str) {
    push(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Appends a value between the double quotes of an attribute: nothing in it can end the value.
pub fn push_attribute(out: &mut String, value: &str) {
    push(out, value, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\n' => Some("&#10;"),
        _ => None,
    });
}

/// Copies a text in runs between the bytes that have a spelling of their own; all of those are ASCII.
fn push(out: &mut String, text: &str, spelling: impl Fn(u8) -> Option<&'static str>) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(spelled) = spelling(byte) {
            out.push_str(&text[copied..at]);
            out.push_str(spelled);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
}

#[cfg(test)]
mod tests {
    use super::{push_attribute, push_text};

    #[test]
    fn nothing_gets_out_of_text_or_attribute() {
        let (mut text, mut attribute) = (String::new(), String::new());
        push_text(&mut text, "a <b> & \"c\" é");
        push_attribute(&mut attribute, "a <b> & \"c\"\né");
        assert_eq!(text, "a &lt;b&gt; &amp; \"c\" é");
        assert_eq!(attribute, "a &lt;b&gt; &amp; &quot;c&quot;&#10;é");
    }
}
