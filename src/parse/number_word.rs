//! A word such as "Article" and the number behind it stay on one line.

use crate::document::Inline;

/// Words that a number belongs to, in small letters: the languages that the compiler's own words speak.
const WORDS: &[&str] = &[
    "article",
    "articles",
    "section",
    "sections",
    "clause",
    "clauses",
    "schedule",
    "schedules",
    "annex",
    "annexes",
    "page",
    "pages",
    "chapter",
    "chapters",
    "no.",
    "nos.",
    "άρθρο",
    "άρθρα",
    "άρθρου",
    "άρθρων",
    "ενότητα",
    "ενότητες",
    "ενότητας",
    "τμήμα",
    "τμήματα",
    "τμήματος",
    "ρήτρα",
    "ρήτρες",
    "ρήτρας",
    "παράρτημα",
    "παραρτήματα",
    "παραρτήματος",
    "σελίδα",
    "σελίδες",
    "σελίδας",
    "κεφάλαιο",
    "κεφάλαια",
    "κεφαλαίου",
    "αρ.",
    "αριθ.",
];

/// The content with a no-break space between such a word and its number, in text and not in code.
pub(super) fn bound(content: Vec<Inline>) -> Vec<Inline> {
    content.into_iter().map(inline).collect()
}

fn inline(inline: Inline) -> Inline {
    match inline {
        Inline::Text(words) => Inline::Text(text(words)),
        Inline::Emphasis(content) => Inline::Emphasis(bound(content)),
        Inline::Strong(content) => Inline::Strong(bound(content)),
        Inline::Strike(content) => Inline::Strike(bound(content)),
        Inline::Term { anchor, content } => Inline::Term { anchor, content: bound(content) },
        Inline::Link(mut link) => {
            link.content = bound(link.content);
            Inline::Link(link)
        }
        other => other,
    }
}

fn text(words: String) -> String {
    let spaces = words.match_indices(' ').map(|(at, _)| at);
    let kept: Vec<usize> = spaces.filter(|at| takes_number(&words[..*at]) && is_number(&words[at + 1..])).collect();
    if kept.is_empty() {
        return words;
    }
    let mut bound = String::with_capacity(words.len() + kept.len());
    let mut from = 0;
    for at in kept {
        bound.extend([&words[from..at], "\u{a0}"]);
        from = at + 1;
    }
    bound + &words[from..]
}

/// Whether a text ends in a word that a number belongs to.
fn takes_number(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
    WORDS.contains(&word.to_lowercase().as_str())
}

/// Whether a text begins with a number, Arabic or Roman.
fn is_number(after: &str) -> bool {
    let word = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.starts_with(|c: char| c.is_ascii_digit()) || (!word.is_empty() && word.chars().all(|c| "IVXLC".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_number_stays_with_its_word() {
        let shown = |words: &str| text(words.to_owned()).replace('\u{a0}', "_");
        assert_eq!(shown("Under Article 28(3), (section 5 or Chapter V)"), "Under Article_28(3), (section_5 or Chapter_V)");
        assert_eq!(shown("Κατά το άρθρο 28 και την αριθ. 5"), "Κατά το άρθρο_28 και την αριθ._5");
        assert_eq!(shown("no 5 particle 5 article five, clause"), "no 5 particle 5 article five, clause");
    }
}
