//! Which section a question asks for, learned from the ways in which customers ask.
//!
//! Multinomial logistic regression (the maximum entropy classifier of Berger, Della Pietra and Della Pietra, 1996) over a question's words, pairs of neighbouring
//! words, and meaning, trained by stochastic gradient descent whenever an index is made. Everything has its order, so that the same ways
//! teach the same on the same machine.

use std::collections::{BTreeSet, HashMap};

use ndarray::Array2;
use ndarray::linalg::general_mat_mul;

use super::terms::Rarity;
use super::wording::Wording;

/// How often every way is looked at.
const ROUNDS: usize = 3;

/// How many ways are looked at together.
const BATCH: usize = 16;

/// How far one look moves the weights at first; less and less until the end.
const RATE: f32 = 6.0;

/// How often a pair of words has to be written: a pair that stands once alone tells nothing.
const SEEN: usize = 2;

/// How many coordinates of a meaning are learned from: the first, which tell most.
const COORDINATES: usize = 64;

/// What they weigh beside words.
const MEANT: f32 = 0.3;

/// A classifier of questions.
#[derive(Debug)]
pub(super) struct Classifier {
    words: Rarity,
    /// What questions mean on average.
    middle: [f32; COORDINATES],
    /// For each feature, the weight that it gives to each class: first the coordinates of the meaning, then the words.
    weights: Vec<f32>,
    classes: usize,
}

/// A question by what is learned from it.
#[derive(Debug)]
struct Features {
    /// The coordinates of its meaning, from the middle.
    meant: [f32; COORDINATES],
    /// Its words by their numbers, each with its weight.
    words: Vec<(usize, f32)>,
}

impl Classifier {
    /// Learns from questions, each with its class: a number below `classes`.
    pub(super) fn new(questions: &[(usize, Wording)], classes: usize) -> Self {
        let mut seen = HashMap::<&str, usize>::new();
        for pair in questions.iter().flat_map(|(_, question)| &question.pairs) {
            *seen.entry(pair).or_default() += 1;
        }
        let is_known = |pair: &&String| seen.get(pair.as_str()).is_some_and(|times| *times >= SEEN);
        let texts = questions.iter().map(|(_, question)| question.stems.iter().chain(question.pairs.iter().filter(is_known)).collect());
        let words = Rarity::new(&texts.collect::<Vec<Vec<&String>>>());
        let weights = vec![0.0; (COORDINATES + words.len()) * classes];
        let mut classifier = Self { words, middle: middle(questions), weights, classes };
        classifier.learn(questions);
        classifier
    }

    fn features(&self, question: &Wording) -> Features {
        let meant = std::array::from_fn(|at| MEANT * (question.meaning[at] - self.middle[at]));
        let words: Vec<&String> = question.stems.iter().chain(&question.pairs).collect();
        Features { meant, words: self.words.weights(&words) }
    }

    #[expect(clippy::cast_precision_loss, reason = "there are some hundred thousand steps, not millions of millions")]
    fn learn(&mut self, questions: &[(usize, Wording)]) {
        let all: Vec<(usize, Features)> = questions.iter().map(|(class, question)| (*class, self.features(question))).collect();
        let (steps, stride) = (ROUNDS * all.len(), stride(all.len()));
        let mut rows = Vec::new();
        for first in (0..steps).step_by(BATCH) {
            let batch: Vec<&(usize, Features)> = (first..steps.min(first + BATCH)).map(|step| &all[step * stride % all.len()]).collect();
            let Known { words, values, mut weights } = self.known(batch.iter().map(|(_, features)| features), rows);
            let mut errors = shares(&values, &weights);
            for (row, (class, _)) in batch.iter().enumerate() {
                errors[[row, *class]] -= 1.0;
            }
            let rate = RATE * (1.0 - first as f32 / steps as f32);
            general_mat_mul(-rate, &values.t(), &errors, 1.0, &mut weights);
            rows = weights.into_raw_vec_and_offset().0;
            for (learned, row) in rows.chunks_exact(self.classes).zip((0..COORDINATES).chain(words)) {
                self.weights[row * self.classes..][..self.classes].copy_from_slice(learned);
            }
        }
    }

    /// What some questions have, and what is known of that; `rows` is room for it, whatever it holds.
    fn known<'f>(&self, questions: impl ExactSizeIterator<Item = &'f Features> + Clone, mut rows: Vec<f32>) -> Known {
        let words: BTreeSet<usize> = questions.clone().flat_map(|question| &question.words).map(|(word, _)| COORDINATES + word).collect();
        let words: Vec<usize> = words.into_iter().collect();
        let mut values = Array2::zeros((questions.len(), COORDINATES + words.len()));
        for (row, question) in questions.enumerate() {
            for (at, coordinate) in question.meant.iter().enumerate() {
                values[[row, at]] = *coordinate;
            }
            for (word, weight) in &question.words {
                let at = words.binary_search(&(COORDINATES + word)).unwrap_or_default();
                values[[row, COORDINATES + at]] = *weight;
            }
        }
        rows.clear();
        rows.extend_from_slice(&self.weights[..COORDINATES * self.classes]);
        for row in &words {
            rows.extend_from_slice(&self.weights[row * self.classes..][..self.classes]);
        }
        let shape = (COORDINATES + words.len(), self.classes);
        Known { words, values, weights: Array2::from_shape_vec(shape, rows).unwrap_or_else(|_| Array2::zeros(shape)) }
    }

    /// The probability of each class, as its logarithm.
    pub(super) fn of(&self, question: &Wording) -> Vec<f32> {
        let Known { values, weights, .. } = self.known([&self.features(question)].into_iter(), Vec::new());
        shares(&values, &weights).into_iter().map(|share| share.max(f32::MIN_POSITIVE).ln()).collect()
    }
}

/// The features of some questions alone.
struct Known {
    /// The rows of their words among all weights; those of coordinates come before.
    words: Vec<usize>,
    /// Questions x features.
    values: Array2<f32>,
    /// Features x classes.
    weights: Array2<f32>,
}

/// The probability of each class for each question (softmax).
fn shares(values: &Array2<f32>, weights: &Array2<f32>) -> Array2<f32> {
    let mut shares = values.dot(weights);
    for mut question in shares.outer_iter_mut() {
        let most = question.fold(f32::MIN, |most, share| most.max(*share));
        question.mapv_inplace(|share| (share - most).exp());
        let all = question.sum();
        question /= all;
    }
    shares
}

#[expect(clippy::cast_precision_loss, reason = "there are some ten thousand, not millions of millions")]
fn middle(questions: &[(usize, Wording)]) -> [f32; COORDINATES] {
    let mut middle = [0.0; COORDINATES];
    for (_, question) in questions {
        for (middle, coordinate) in middle.iter_mut().zip(&question.meaning) {
            *middle += coordinate / questions.len() as f32;
        }
    }
    middle
}

/// A step through so many places that comes to each of them once, and never to neighbours one after the other, which ask for the same section.
fn stride(places: usize) -> usize {
    let golden = places * 618 / 1000;
    (golden.max(1)..=places.max(1)).find(|step| coprime(*step, places)).unwrap_or(1)
}

fn coprime(a: usize, b: usize) -> bool {
    if b == 0 { a == 1 } else { coprime(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::super::analysis::Analysis;
    use super::{Classifier, Wording, stride};

    #[test]
    fn pairs_of_words_tell_classes_apart() {
        let analysis = Analysis::new("en");
        let read = |text| Wording::read(text, &analysis);
        let asked =
            [(0, "give back money"), (0, "money back now"), (1, "how to back up"), (1, "back up now"), (2, "who owns you"), (2, "who owns it")];
        let classifier = Classifier::new(&asked.map(|(class, text)| (class, read(text))), 3);
        let best = |question| {
            let shares = classifier.of(&read(question));
            (0..3).max_by(|a, b| shares[*a].total_cmp(&shares[*b]))
        };
        assert_eq!((best("my money back please"), best("is it back up again"), best("who owns this")), (Some(0), Some(1), Some(2)));
        assert!((classifier.of(&read("who")).iter().map(|share| share.exp()).sum::<f32>() - 1.0).abs() < 1e-4);
    }

    #[test]
    fn a_stride_comes_to_every_place() {
        for places in [1, 2, 3, 10, 97, 1000] {
            let mut came: Vec<usize> = (0..places).map(|step| step * stride(places) % places).collect();
            came.sort_unstable();
            assert!(came.into_iter().eq(0..places), "{places}");
        }
    }
}
