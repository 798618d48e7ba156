//! A question, or a way of asking that is listed, as it is compared.

use super::analysis::Analysis;
use super::meaning::{Meaning, Meanings};

/// A short text, read once for all that it is compared by.
#[derive(Debug)]
pub(super) struct Wording {
    /// Its words that say what it is about.
    pub(super) stems: Vec<String>,
    /// Each pair of neighbours among all its words.
    pub(super) pairs: Vec<String>,
    /// What it means in English.
    pub(super) meaning: Meaning,
}

impl Wording {
    /// Reads a text.
    pub(super) fn read(text: &str, analysis: &Analysis) -> Self {
        let pairs = analysis.words(text).windows(2).map(|pair| format!("{} {}", pair[0].stem, pair[1].stem)).collect();
        Self { stems: stems(analysis, text), pairs, meaning: Meanings::english().of(text) }
    }
}

/// The words of a text that say what it is about.
pub(super) fn stems(analysis: &Analysis, text: &str) -> Vec<String> {
    analysis.words(text).into_iter().filter(|word| !GRAMMAR.contains(&&*text[word.from..word.to].to_lowercase())).map(|word| word.stem).collect()
}

/// The stems of words that say nothing of a text's subject.
pub(super) fn grammar(analysis: &Analysis) -> impl Iterator<Item = String> {
    GRAMMAR.iter().flat_map(|word| analysis.stems(word))
}

/// Words that hold a sentence together and say nothing of its subject. They are fewer than those which a search passes over: whether somebody asks for how much or how
/// long tells ways of asking apart.
const GRAMMAR: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "for", "and", "or", "is", "are", "was", "were", "be", "been", "do", "does", "did", "i", "we", "you",
    "he", "she", "it", "they", "me", "my", "our", "your", "his", "her", "its", "their", "this", "that", "these", "those", "with", "at", "by", "from",
    "as", "if", "what", "when", "how", "which", "who", "where", "why", "can", "could", "will", "would", "may", "might", "must", "should", "shall",
    "not", "no", "so", "there", "have", "has", "had", "am", "us", "them", "any", "about", "into", "up", "out", "s", "t", "don", "doesn", "ll", "ve",
    "re", "m", "d",
];
