//! How rare words are, and so how alike texts are by them.

use std::collections::{BTreeMap, HashMap};

/// Short texts by their words, weighed by how rare they are (tf-idf), each of length 1.
#[derive(Debug)]
pub(super) struct Terms {
    words: Rarity,
    texts: usize,
    /// In which texts each word stands, with its weight there.
    places: Vec<Vec<(usize, f32)>>,
}

impl Terms {
    /// Of texts by their stems.
    pub(super) fn new<Word: AsRef<str>>(texts: &[Vec<Word>]) -> Self {
        let words = Rarity::new(texts);
        let mut places = vec![Vec::new(); words.len()];
        for (at, text) in texts.iter().enumerate() {
            for (word, weight) in words.weights(text) {
                places[word].push((at, weight));
            }
        }
        Self { words, texts: texts.len(), places }
    }

    /// How alike a new text is to each, from 0 to 1 (the cosine).
    pub(super) fn likeness(&self, stems: &[String]) -> Vec<f32> {
        let mut likeness = vec![0.0; self.texts];
        for (word, weight) in self.words.weights(stems) {
            for (at, other) in &self.places[word] {
                likeness[*at] += weight * other;
            }
        }
        likeness
    }
}

/// How rare the words of some texts are.
#[derive(Debug)]
pub(super) struct Rarity {
    ids: HashMap<String, usize>,
    /// In how many texts each word stands.
    texts_with: Vec<f32>,
    texts: f32,
}

impl Rarity {
    /// Of texts by their words.
    #[expect(clippy::cast_precision_loss, reason = "there are thousands of texts, not millions")]
    pub(super) fn new<Word: AsRef<str>>(texts: &[Vec<Word>]) -> Self {
        let mut rarity = Self { ids: HashMap::new(), texts_with: Vec::new(), texts: texts.len() as f32 };
        for text in texts {
            for (stem, _) in counted(text) {
                let next = rarity.texts_with.len();
                let word = *rarity.ids.entry(stem.to_owned()).or_insert(next);
                if word == next {
                    rarity.texts_with.push(0.0);
                }
                rarity.texts_with[word] += 1.0;
            }
        }
        rarity
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.texts_with.len()
    }

    fn weight(&self, word: usize) -> f32 {
        (1.0 + self.texts / self.texts_with[word]).ln()
    }

    /// The words of a text, as far as they are known, each by its number with its weight; together of length 1.
    pub(super) fn weights(&self, words: &[impl AsRef<str>]) -> Vec<(usize, f32)> {
        let known = counted(words).into_iter().filter_map(|(word, times)| Some((*self.ids.get(word)?, times)));
        let mut weights: Vec<(usize, f32)> = known.map(|(word, times)| (word, (1.0 + times.ln()) * self.weight(word))).collect();
        let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::EPSILON);
        for (_, weight) in &mut weights {
            *weight /= length;
        }
        weights
    }
}

/// The words of a text with how often each stands in it, in the order of the alphabet.
fn counted<Word: AsRef<str>>(words: &[Word]) -> BTreeMap<&str, f32> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word.as_ref()).or_default() += 1.0;
    }
    counts
}

/// BM25 (Robertson and Zaragoza, 2009), as a share of what a text that had every word of the question very often would get.
#[derive(Debug)]
pub(super) struct Bm25 {
    /// For each word the texts it stands in, with how often.
    places: HashMap<String, Vec<(usize, f32)>>,
    /// How long each text is beside the others, as BM25 takes it.
    lengths: Vec<f32>,
}

impl Bm25 {
    /// How soon often is enough, and how much length matters.
    const K1: f32 = 1.0;
    const B: f32 = 0.5;

    /// Of texts by their stems.
    #[expect(clippy::cast_precision_loss, reason = "a text has thousands of words, not millions")]
    pub(super) fn new(texts: &[Vec<String>]) -> Self {
        let mut places: HashMap<String, Vec<(usize, f32)>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            for (stem, times) in counted(text) {
                places.entry(stem.to_owned()).or_default().push((at, times));
            }
        }
        let usual = texts.iter().map(Vec::len).sum::<usize>() as f32 / texts.len().max(1) as f32;
        let lengths = texts.iter().map(|text| 1.0 - Self::B + Self::B * text.len() as f32 / usual.max(1.0)).collect();
        Self { places, lengths }
    }

    /// What each text has of a question.
    #[expect(clippy::cast_precision_loss, reason = "there are thousands of texts, not millions")]
    pub(super) fn scores(&self, stems: &[String]) -> Vec<f32> {
        let (mut scores, mut all) = (vec![0.0; self.lengths.len()], 0.0);
        for (stem, _) in counted(stems) {
            let places = self.places.get(stem).map(Vec::as_slice).unwrap_or_default();
            let (texts, with) = (self.lengths.len() as f32, places.len() as f32);
            let weight = (1.0 + (texts - with + 0.5) / (with + 0.5)).ln();
            all += weight;
            for (at, times) in places {
                scores[*at] += weight * times * (Self::K1 + 1.0) / (times + Self::K1 * self.lengths[*at]);
            }
        }
        if all > 0.0 {
            for score in &mut scores {
                *score /= all;
            }
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::{Bm25, Terms};

    fn texts(texts: &[&str]) -> Vec<Vec<String>> {
        texts.iter().map(|text| text.split(' ').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn rare_words_tell_more() {
        let all = texts(&["money back now", "money due", "money", "quit"]);
        let terms = Terms::new(&all);
        let likeness = terms.likeness(&texts(&["money back"])[0]);
        assert!(likeness[0] > likeness[2] && likeness[2] > likeness[3] && likeness[3] == 0.0, "{likeness:?}");
        assert!((terms.likeness(&all[1])[1] - 1.0).abs() < 1e-5);
        let scores = Bm25::new(&all).scores(&texts(&["back weather"])[0]);
        assert!(scores[0] > 0.0 && scores[1..].iter().all(|score| *score == 0.0), "{scores:?}");
    }
}
