//! Where sentences end.

/// Words before a full stop that ends no sentence, without their own stops.
const ABBREVIATIONS: [&str; 16] = ["e.g", "i.e", "no", "nos", "art", "arts", "mr", "mrs", "ms", "dr", "st", "vs", "cf", "π.χ", "αρ", "άρθ"];

/// The sentences of a text, without the spaces between them. A doubt is decided for the longer sentence, so that none is ever cut.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices() {
        let end = at + mark.len_utf8();
        if end > start && ends_here(mark, &text[start..at], &text[end..]) {
            let closed = end + closing(&text[end..]);
            found.push(text[start..closed].trim());
            start = closed;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Whether a mark between what stands before and after it ends a sentence.
fn ends_here(mark: char, before: &str, after: &str) -> bool {
    if matches!(mark, '。' | '！' | '？') {
        return true;
    }
    // The semicolon is the Greek question mark, and a new sentence begins behind it there alone.
    if !matches!(mark, '.' | '!' | '?' | '…' | ';') {
        return false;
    }
    let rest = &after[closing(after)..];
    let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let begins = rest.trim_start().chars().next().is_none_or(|next| next.is_uppercase() || next.is_numeric() || "“«\"'(*„".contains(next));
    spaced && begins && !(mark == '.' && abbreviated(before))
}

/// The length of the quotation marks and brackets that close with a sentence.
fn closing(after: &str) -> usize {
    after.chars().take_while(|mark| "”’»\")".contains(*mark)).map(char::len_utf8).sum()
}

fn abbreviated(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default().trim_start_matches(['(', '“', '"']).to_lowercase();
    let initial = word.rsplit('.').next().is_some_and(|last| last.chars().count() == 1 && last.chars().all(char::is_alphabetic));
    initial || ABBREVIATIONS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn a_sentence_ends_where_a_reader_says_so() {
        assert_eq!(sentences("We answer. You wait? (Not long.) “Good.” It is."), ["We answer.", "You wait?", "(Not long.)", "“Good.”", "It is."]);
        assert_eq!(
            sentences("HeavyMelon P.C. has 2.5 days, e.g. Monday. Then it ends"),
            ["HeavyMelon P.C. has 2.5 days, e.g. Monday.", "Then it ends"]
        );
        assert_eq!(sentences("Τι λέτε; Ναι. Όχι."), ["Τι λέτε;", "Ναι.", "Όχι."]);
        assert_eq!(sentences("   "), Vec::<&str>::new());
    }
}
