//! Typographic punctuation for words that no Markdown parser sees: titles, descriptions, labels.

/// The text with curly quotes, dashes and an ellipsis in place of what a keyboard has, by the rules that Markdown parsers call smart punctuation.
pub fn typographic(text: &str) -> String {
    let dashed = text.replace("---", "—").replace("--", "–").replace("...", "…");
    let mut typeset = String::with_capacity(dashed.len());
    let mut before = None;
    for c in dashed.chars() {
        let opens = before.is_none_or(|before: char| before.is_whitespace() || matches!(before, '(' | '[' | '{' | '—' | '–' | '“' | '‘' | '«'));
        let set = match (c, opens) {
            ('"', true) => '“',
            ('"', false) => '”',
            ('\'', true) => '‘',
            ('\'', false) => '’',
            (other, _) => other,
        };
        typeset.push(set);
        before = Some(set);
    }
    typeset
}

#[cfg(test)]
mod tests {
    use super::typographic;

    #[test]
    fn quotes_open_and_close() {
        assert_eq!(typographic("Customer's \"legal\" name"), "Customer’s “legal” name");
        assert_eq!(typographic("\"'A' and B\" -- 1--2 ..."), "“‘A’ and B” – 1–2 …");
    }
}
