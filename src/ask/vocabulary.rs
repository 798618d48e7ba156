//! The words that a brand's texts are made of, as numbers, and how many passages each stands in.

use std::collections::{BTreeSet, HashMap};

/// A word's number in a vocabulary.
pub(super) type WordId = u32;

/// The number of a word that no text has.
pub(super) const UNKNOWN: WordId = WordId::MAX;

/// The shortest unknown word that is taken for a slip of the pen, in letters.
const SHORTEST_SLIP: usize = 6;

/// All stems of an index.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<String, WordId>,
    /// In how many passages each word stands, by its number.
    passages: Vec<u32>,
    /// How many passages there are.
    all: u32,
}

impl Vocabulary {
    /// The numbers of words, new ones where they have none yet.
    pub(super) fn learn(&mut self, stems: Vec<String>) -> Vec<WordId> {
        stems.into_iter().map(|stem| self.number(stem)).collect()
    }

    fn number(&mut self, stem: String) -> WordId {
        let next = WordId::try_from(self.passages.len()).unwrap_or(UNKNOWN);
        let id = *self.ids.entry(stem).or_insert(next);
        if id == next {
            self.passages.push(0);
        }
        id
    }

    /// Takes note that a passage has these words.
    pub(super) fn count(&mut self, words: impl Iterator<Item = WordId>) {
        self.all += 1;
        for word in words.collect::<BTreeSet<_>>() {
            if let Some(count) = self.passages.get_mut(word as usize) {
                *count += 1;
            }
        }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.passages.len()
    }

    /// The number of a word; [`UNKNOWN`] where no text has it.
    pub(super) fn id(&self, stem: &str) -> WordId {
        self.ids.get(stem).copied().unwrap_or(UNKNOWN)
    }

    /// In how many passages a word stands.
    pub(super) fn passages_with(&self, word: WordId) -> u32 {
        self.passages.get(word as usize).copied().unwrap_or_default()
    }

    /// What a word counts that no text has. It may be a name or a thing the policies do not know, and then they cannot answer; but it may as well be one of the
    /// many words for what they do know.
    pub(super) fn unknown(&self, name: bool) -> f32 {
        self.weight(0) * if name { 1.0 } else { 0.6 }
    }

    /// What it tells that a passage has words which stand in so many of all: the rarer, the more (the inverse document frequency of BM25).
    #[expect(clippy::cast_precision_loss, reason = "a brand has thousands of passages, not millions")]
    pub(super) fn weight(&self, passages: u32) -> f32 {
        let (all, with) = (self.all as f32, passages.min(self.all) as f32);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// The known word that an unknown one differs from by one letter, or by two that changed places, if there is just one such word.
    pub(super) fn nearest(&self, stem: &str) -> Option<(&str, WordId)> {
        if stem.chars().count() < SHORTEST_SLIP {
            return None;
        }
        let first = stem.chars().next();
        let near = |known: &str| known.chars().next() == first && known.len().abs_diff(stem.len()) <= 2 && strsim::osa_distance(known, stem) == 1;
        let mut found = self.ids.iter().filter(|(known, _)| near(known)).map(|(known, id)| (known.as_str(), *id));
        let only = found.next()?;
        found.next().is_none().then_some(only)
    }
}
