//! How words are compared: in lower case and without their endings, as each language has them.

use std::collections::HashSet;

use tantivy::tokenizer::{Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer};

use super::light::light;

/// The longest word that is searched, in bytes; a longer one is none.
const LONGEST: usize = 64;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Without its ending: what is compared.
    pub(super) stem: String,
    /// Where it begins in the text, in bytes.
    pub(super) from: usize,
    /// Where it ends.
    pub(super) to: usize,
}

/// What cuts a language's texts into words. A language whose endings are not known is compared by whole words.
#[derive(Clone)]
pub(super) struct Analysis {
    analyzer: TextAnalyzer,
    light: HashSet<&'static str>,
}

impl std::fmt::Debug for Analysis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Analysis")
    }
}

impl Analysis {
    /// For a language, by its subtag.
    pub(super) fn new(language: &str) -> Self {
        let plain = TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(LONGEST)).filter(LowerCaser);
        let analyzer = match stemmed(language) {
            Some(language) => plain.filter(Stemmer::new(language)).build(),
            None => plain.build(),
        };
        Self { analyzer, light: light(language).collect() }
    }

    /// The words of a text.
    pub(super) fn words(&self, text: &str) -> Vec<Word> {
        let mut analyzer = self.analyzer.clone();
        let mut stream = analyzer.token_stream(text);
        let mut words = Vec::new();
        while let Some(token) = stream.next() {
            words.push(Word { stem: token.text.clone(), from: token.offset_from, to: token.offset_to });
        }
        words
    }

    /// The words' stems alone.
    pub(super) fn stems(&self, text: &str) -> Vec<String> {
        self.words(text).into_iter().map(|word| word.stem).collect()
    }

    /// Whether a word, as it is written, says nothing of what a text is about.
    pub(super) fn is_light(&self, shown: &str) -> bool {
        self.light.contains(shown.to_lowercase().as_str())
    }

    /// How many words of a text say what it is about.
    pub(super) fn weighty(&self, text: &str) -> usize {
        self.words(text).iter().filter(|word| !self.is_light(&text[word.from..word.to])).count()
    }

    /// For the index, which has to cut texts the same way.
    pub(super) fn analyzer(&self) -> TextAnalyzer {
        self.analyzer.clone()
    }
}

/// The languages whose endings are known, by their subtags.
fn stemmed(language: &str) -> Option<Language> {
    let known = [
        ("ar", Language::Arabic),
        ("da", Language::Danish),
        ("de", Language::German),
        ("el", Language::Greek),
        ("en", Language::English),
        ("es", Language::Spanish),
        ("fi", Language::Finnish),
        ("fr", Language::French),
        ("hu", Language::Hungarian),
        ("it", Language::Italian),
        ("nb", Language::Norwegian),
        ("nl", Language::Dutch),
        ("nn", Language::Norwegian),
        ("no", Language::Norwegian),
        ("pt", Language::Portuguese),
        ("ro", Language::Romanian),
        ("ru", Language::Russian),
        ("sv", Language::Swedish),
        ("ta", Language::Tamil),
        ("tr", Language::Turkish),
    ];
    known.iter().find(|(tag, _)| *tag == language).map(|(_, language)| *language)
}

#[cfg(test)]
mod tests {
    use super::Analysis;

    #[test]
    fn words_meet_in_all_their_forms() {
        let english = Analysis::new("en");
        assert_eq!(english.stems("Cancelling cancelled CANCELLATIONS"), ["cancel", "cancel", "cancel"]);
        let greek = Analysis::new("el").stems("Πολιτική πολιτικές");
        assert_eq!(greek[0], greek[1]);
        assert_eq!(Analysis::new("xx").stems("Words, words"), ["words", "words"]);
        assert_eq!(english.stems(&"x".repeat(100)), Vec::<String>::new());
    }
}
