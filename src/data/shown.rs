//! Foreign text in a message.

/// The most characters of a value that a message repeats.
const LENGTH: usize = 60;

/// A value as a message may show it: at most 60 characters of it, those that would not be seen written out.
pub fn shown(text: &str) -> String {
    let mut short = String::new();
    let mut rest = text.chars();
    for c in rest.by_ref().take(LENGTH) {
        if c.is_control() || super::characters::is_refused(c) { short.extend(c.escape_unicode()) } else { short.push(c) }
    }
    if rest.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn what_is_not_seen_is_written_out() {
        assert_eq!(shown("a\0\u{202e}b"), r"a\u{0}\u{202e}b");
        assert_eq!(shown(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
    }
}
