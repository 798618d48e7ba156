//! What English words mean: each a point, near to others that mean something alike.
//!
//! A text's meaning is the weighted mean of its words' points, as in Arora, Liang and Ma, *A Simple but Tough-to-Beat Baseline for Sentence Embeddings* (2017);
//! the points are distilled from a sentence encoder. `words/README.md` says from which, and how.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::analysis::Analysis;

/// How many coordinates a point has.
const DIMENSIONS: usize = 192;

/// The words, one on a line, the most frequent first.
const WORDS: &str = include_str!("words/words.txt");

/// For each word the scale of its point, a little-endian 32-bit float; then each word's coordinates, a signed byte each.
const POINTS: &[u8] = include_bytes!("words/points.bin");

/// The meaning of a text: of length 1, or 0 where none of its words is known.
pub(super) type Meaning = [f32; DIMENSIONS];

/// A meaning to be kept: a quarter of the room, and as good for comparing.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    scale: f32,
    coordinates: [i8; DIMENSIONS],
}

impl Kept {
    /// A meaning, each coordinate rounded to a 127th of the largest.
    #[expect(clippy::cast_possible_truncation, reason = "a coordinate is rounded to a whole number from -127 to 127")]
    pub(super) fn new(meaning: &Meaning) -> Self {
        let scale = meaning.iter().fold(f32::EPSILON, |most, coordinate| most.max(coordinate.abs())) / 127.0;
        Self { scale, coordinates: meaning.map(|coordinate| (coordinate / scale).round() as i8) }
    }

    /// How alike it is to what another text means, from -1 to 1.
    pub(super) fn likeness(&self, other: &Meaning) -> f32 {
        self.scale * self.coordinates.iter().zip(other).map(|(a, b)| f32::from(*a) * b).sum::<f32>()
    }
}

/// All known words.
#[derive(Debug)]
pub(super) struct Meanings {
    rows: HashMap<&'static str, usize>,
    /// Where a word itself is not known: the most frequent one with its stem.
    stems: HashMap<String, usize>,
    analysis: Analysis,
}

impl Meanings {
    /// English words; read once, when they are first asked for.
    pub(super) fn english() -> &'static Self {
        static ENGLISH: OnceLock<Meanings> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            let analysis = Analysis::new("en");
            let rows: HashMap<&str, usize> = WORDS.lines().enumerate().map(|(row, word)| (word, row)).collect();
            let mut stems = HashMap::new();
            for (row, word) in WORDS.lines().enumerate() {
                analysis.stems(word).into_iter().for_each(|stem| _ = stems.entry(stem).or_insert(row));
            }
            Self { rows, stems, analysis }
        })
    }

    /// What a text means.
    pub(super) fn of(&self, text: &str) -> Meaning {
        let text = text.to_lowercase();
        let words = text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let mut sum = [0.0; DIMENSIONS];
        for row in words.filter_map(|word| self.row(word)) {
            add(&mut sum, row);
        }
        normalized(sum)
    }

    fn row(&self, word: &str) -> Option<usize> {
        self.rows.get(word).copied().or_else(|| self.stems.get(self.analysis.stems(word).first()?).copied())
    }
}

/// How alike two texts mean, from -1 to 1.
pub(super) fn likeness(a: &Meaning, b: &Meaning) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(sum: &mut Meaning, row: usize) {
    let (scales, coordinates) = POINTS.split_at(POINTS.len() / (DIMENSIONS + 4) * 4);
    let Some(scale) = scales.as_chunks::<4>().0.get(row).map(|bytes| f32::from_le_bytes(*bytes)) else { return };
    let Some(point) = coordinates.as_chunks::<DIMENSIONS>().0.get(row) else { return };
    for (sum, coordinate) in sum.iter_mut().zip(point) {
        *sum += f32::from(coordinate.cast_signed()) * scale;
    }
}

fn normalized(mut meaning: Meaning) -> Meaning {
    let length = likeness(&meaning, &meaning).sqrt().max(1e-6);
    for coordinate in &mut meaning {
        *coordinate /= length;
    }
    meaning
}

#[cfg(test)]
mod tests {
    use super::{Kept, Meanings, likeness};

    #[test]
    fn what_means_alike_is_near() {
        let meanings = Meanings::english();
        let [asked, near, far] =
            ["How do I get my cash back?", "I want a refund of my money", "Which cookies do you set?"].map(|text| meanings.of(text));
        assert!(likeness(&asked, &near) > likeness(&asked, &far) + 0.1);
        assert!((likeness(&asked, &asked) - 1.0).abs() < 1e-3);
        assert!((Kept::new(&asked).likeness(&near) - likeness(&asked, &near)).abs() < 0.01);
        assert!(likeness(&meanings.of("ακύρωση"), &asked).abs() < 1e-6);
    }
}
