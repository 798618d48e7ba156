//! References: the words of a link whose author left them to the compiler.

use super::index::{Entry, Place};
use crate::document::{Inline, plain_text};
use crate::locale::{NO_BREAK_SPACE, Words};

/// The words for a place, or for a whole document. `None` where it has neither number nor words of its own.
pub(super) fn words(words: &Words, entry: &Entry, place: Option<&Place>, same_document: bool) -> Option<String> {
    let Some(place) = place else { return Some(entry.title.clone()) };
    let what = what(words, place)?;
    let other = if place.number.is_some() { words.of_document } else { words.in_document };
    Some(if same_document { what } else { other.replace("{what}", &what).replace("{title}", &entry.title) })
}

/// What a place is called. A number stays on the line of the word before it.
fn what(words: &Words, place: &Place) -> Option<String> {
    let Some(number) = &place.number else {
        return place.words.as_ref().map(|text| words.quoted.replace("{title}", text));
    };
    Some(match &number.schedule {
        _ if place.schedule => format!("{}{NO_BREAK_SPACE}{}", words.schedule, number.full),
        Some(schedule) => format!("{}{NO_BREAK_SPACE}{schedule}, {}{NO_BREAK_SPACE}{}", words.schedule, words.clause, number.full),
        None => format!("{}{NO_BREAK_SPACE}{}", words.clause, number.full),
    })
}

/// Whether a sentence begins behind these inlines.
pub(super) fn begins_sentence(before: &[Inline]) -> bool {
    let text = plain_text(before);
    let text = text.trim_end_matches([' ', '\u{a0}', '“', '"', '«']);
    let ends = text.ends_with(['.', '!', '?', '…']);
    text.is_empty() || (ends && !ends_with_abbreviation(text))
}

/// `e.g.`, `i.e.`: a stop inside the word, or a single letter before it.
fn ends_with_abbreviation(text: &str) -> bool {
    let word = text.rsplit([' ', '\u{a0}', '(']).next().unwrap_or_default();
    let inner = word.trim_end_matches('.');
    word.ends_with('.') && (inner.contains('.') || inner.chars().count() == 1 || matches!(inner, "cf" | "No" | "Nr" | "Art"))
}

/// The words as they begin a sentence.
pub(super) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_begin_behind_a_stop() {
        let begins = |text: &str| begins_sentence(&[Inline::Text(text.to_owned())]);
        assert!(begins("") && begins("It ends. ") && begins("Why? “"));
        assert!(!begins("as ") && !begins("see, e.g. ") && !begins("of; "));
    }
}
