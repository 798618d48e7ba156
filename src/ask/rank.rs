//! Which of the passages that have a question's words answers it best.
//!
//! The index says which sections have something of the words. Here they are looked at closely, each thing asked about as one word however it is said: how much
//! the section has of them (BM25 over its parts, as for one word), and how close together they stand in the best of its places.

use super::analysis::Analysis;
use super::passage::Passage;
use super::question::{Concept, Way};
use super::sentence::sentences;
use super::vocabulary::{Vocabulary, WordId};

/// How often something is as good as said in the text that stands in the heading, in a heading further up, in the title, or over the columns of a table.
const IN_HEADING: f32 = 2.0;
const IN_PARENTS: f32 = 0.6;
const IN_TITLE: f32 = 0.6;
const IN_COLUMNS: f32 = 0.7;

/// What something counts in a place whose sentence does not have it, but the paragraph around it, the heading, what else stands above, or the section.
const IN_UNIT: f32 = 0.8;
const BY_HEADING: f32 = 0.85;
const BY_OTHERS: f32 = 0.55;
const BY_SECTION: f32 = 0.4;

/// What the whole of a passage weighs, what its best place does, and what a heading, or a customer's own way of asking, does that is about the question alone.
const WHOLE: f32 = 1.0;
const PLACE: f32 = 1.3;
const HEADED: f32 = 0.25;
const ASKED: f32 = 1.2;

/// BM25's constants: how soon often is enough, and how much length matters.
const K1: f32 = 1.0;
const B: f32 = 0.5;

/// The words of a passage, by their numbers.
#[derive(Debug)]
pub(super) struct PassageWords {
    title: Vec<WordId>,
    parents: Vec<WordId>,
    heading: Vec<WordId>,
    /// How many words of the heading say what it is about.
    weighty: usize,
    columns: Vec<WordId>,
    /// How customers ask for it: each phrase with how many of its words say what it is about.
    asked: Vec<(Vec<WordId>, usize)>,
    /// The units, each by its sentences.
    units: Vec<Vec<Vec<WordId>>>,
}

impl PassageWords {
    /// Reads a passage's words into a vocabulary.
    pub(super) fn read(passage: &Passage, analysis: &Analysis, vocabulary: &mut Vocabulary) -> Self {
        let mut learn = |text: &str| vocabulary.learn(analysis.stems(text));
        let (heading, parents) = passage.headings.split_last().map_or((String::new(), String::new()), |(own, above)| (own.clone(), above.join(" ")));
        let words = Self {
            title: learn(&passage.title),
            parents: learn(&parents),
            heading: learn(&heading),
            weighty: analysis.weighty(&heading),
            columns: learn(&passage.columns.join(" ")),
            asked: passage.asked.iter().map(|asked| (learn(asked), analysis.weighty(asked))).collect(),
            units: passage.units.iter().map(|unit| sentences(&unit.searched).into_iter().map(&mut learn).collect()).collect(),
        };
        let text = words.units.iter().flatten().flatten().chain(words.asked.iter().flat_map(|(asked, _)| asked));
        vocabulary.count(words.title.iter().chain(&words.parents).chain(&words.heading).chain(&words.columns).chain(text).copied());
        words
    }

    /// How many words the text has.
    pub(super) fn length(&self) -> usize {
        self.units.iter().flatten().map(Vec::len).sum()
    }

    /// The words of one of the ways in which customers ask for it.
    pub(super) fn way(&self, at: usize) -> &[WordId] {
        self.asked.get(at).map(|(words, _)| words.as_slice()).unwrap_or_default()
    }

    /// The words of all ways in which customers ask for it.
    pub(super) fn ways(&self) -> impl Iterator<Item = &[WordId]> {
        self.asked.iter().map(|(words, _)| words.as_slice())
    }

    /// Whether a unit has a word; a row has those over its columns too.
    pub(super) fn has(&self, unit: usize, word: WordId, is_row: bool) -> bool {
        self.units[unit].iter().flatten().chain(self.columns.iter().filter(|_| is_row)).any(|other| *other == word)
    }

    /// How much of the question is in the heading, less what else the heading is about.
    fn headed(&self, concepts: &[Concept], all: f32) -> f32 {
        alone(concepts, &self.heading, self.weighty) / all
    }

    /// How much of the question is in the nearest of the ways in which customers ask for this, less what else that says; and how much of it at all.
    fn asked(&self, concepts: &[Concept], all: f32) -> (f32, f32) {
        let ways = self.asked.iter().map(|(words, weighty)| (alone(concepts, words, *weighty) / all, overlap(concepts, words) / all));
        ways.fold((0.0, 0.0), |most: (f32, f32), way| (most.0.max(way.0), most.1.max(way.1)))
    }

    /// What a concept has of this passage.
    fn traces(&self, concept: &Concept) -> Traces {
        let per_sentence: Vec<Vec<f32>> = self.units.iter().map(|unit| unit.iter().map(|sentence| times(concept, sentence)).collect()).collect();
        let others = best(concept, &self.parents).max(best(concept, &self.title)).max(best(concept, &self.columns));
        let parts = [(IN_HEADING, &self.heading), (IN_PARENTS, &self.parents), (IN_TITLE, &self.title), (IN_COLUMNS, &self.columns)];
        Traces {
            text: per_sentence.iter().flatten().sum(),
            above: parts.iter().map(|(weight, words)| weight * times(concept, words).min(1.0)).sum(),
            lead: (BY_HEADING * best(concept, &self.heading)).max(BY_OTHERS * others),
            anywhere: per_sentence.iter().flatten().fold(0.0, |most: f32, times| most.max(times.min(1.0))),
            per_sentence,
        }
    }
}

/// Where a concept stands in a passage.
struct Traces {
    /// How often in the text.
    text: f32,
    /// How often as good as said by what stands above the text.
    above: f32,
    /// What it counts by what stands above the text.
    lead: f32,
    /// What it counts by the best sentence of the text.
    anywhere: f32,
    /// How often in each sentence of each unit.
    per_sentence: Vec<Vec<f32>>,
}

/// A passage against a question.
#[derive(Debug, Clone)]
pub(super) struct Match {
    /// Which passage.
    pub(super) passage: usize,
    /// How well it answers, from 0 to 1.
    pub(super) score: f32,
    /// How much of the question its best place has, from 0 to 1.
    pub(super) covered: f32,
    /// How much it is about the question and nothing else, by its heading and by how customers ask for it.
    pub(super) about: f32,
    /// How much each of its units has of the question.
    pub(super) units: Vec<f32>,
}

/// Looks closely at a passage; `usual` is how many words a passage has on average, `figure` whether the question asks for a figure or a time.
pub(super) fn look(at: usize, passage: &Passage, words: &PassageWords, concepts: &[Concept], usual: f32, figure: bool) -> Match {
    let all: f32 = concepts.iter().map(|concept| concept.weight).sum::<f32>().max(f32::EPSILON);
    let traces: Vec<(f32, Traces)> = concepts.iter().map(|concept| (concept.weight / all, words.traces(concept))).collect();
    let units: Vec<f32> = (0..words.units.len()).map(|unit| place(&traces, unit) * passage.units[unit].standing(figure)).collect();
    let (asked, said) = words.asked(concepts, all);
    let covered = units.iter().copied().fold(0.0, f32::max).max(said);
    let long = relative(words.length(), usual);
    let whole: f32 = traces.iter().map(|(weight, traces)| weight * saturated(traces.text / long + traces.above)).sum();
    let headed = words.headed(concepts, all);
    let score = WHOLE * whole + PLACE * covered + HEADED * headed + ASKED * asked;
    let score = score / (WHOLE + PLACE + HEADED + ASKED) * passage.standing();
    Match { passage: at, score, covered, about: headed.max(asked), units }
}

/// How much of the question the best sentence of a unit has, with what stands around it.
fn place(traces: &[(f32, Traces)], unit: usize) -> f32 {
    let sentences = traces.first().map_or(0, |(_, traces)| traces.per_sentence[unit].len());
    let of_sentence = |sentence: usize| {
        let worth = |(weight, traces): &(f32, Traces)| {
            let here = &traces.per_sentence[unit];
            let around = here.iter().fold(0.0, |most: f32, times| most.max(times.min(1.0)));
            weight * here[sentence].min(1.0).max(IN_UNIT * around).max(traces.lead).max(BY_SECTION * traces.anywhere)
        };
        traces.iter().map(worth).sum::<f32>()
    };
    (0..sentences).map(of_sentence).fold(0.0, f32::max)
}

/// How much often is more than once (BM25's saturation).
fn saturated(times: f32) -> f32 {
    times / (times + K1)
}

/// How a passage's length weighs (BM25's normalisation).
#[expect(clippy::cast_precision_loss, reason = "a passage has thousands of words, not millions")]
fn relative(length: usize, usual: f32) -> f32 {
    1.0 - B + B * length as f32 / usual.max(1.0)
}

/// How much of what is asked about stands in a line, by the share of the line that it makes up.
#[expect(clippy::cast_precision_loss, reason = "a line has some ten words")]
fn alone(concepts: &[Concept], line: &[WordId], weighty: usize) -> f32 {
    let found: Vec<f32> = concepts.iter().map(|concept| concept.weight * best(concept, line)).filter(|worth| *worth > 0.0).collect();
    (found.len() as f32 / weighty.max(1) as f32).min(1.0) * found.iter().sum::<f32>()
}

/// How much of what is asked about stands among some words.
pub(super) fn overlap(concepts: &[Concept], words: &[WordId]) -> f32 {
    concepts.iter().map(|concept| concept.weight * best(concept, words)).sum()
}

/// How often something stands among some words, in the way that is said most.
fn times(concept: &Concept, words: &[WordId]) -> f32 {
    concept.ways.iter().map(|way| way.worth * count(way, words)).fold(0.0, f32::max)
}

/// What the best way of saying something counts that stands among some words.
fn best(concept: &Concept, words: &[WordId]) -> f32 {
    times(concept, words).min(1.0)
}

/// How often a way of saying something stands among words.
fn count(way: &Way, words: &[WordId]) -> f32 {
    let [first, rest @ ..] = way.words.as_slice() else { return 0.0 };
    let found = words.iter().enumerate().filter(|(at, word)| *word == first && follows(rest, &words[at + 1..]));
    found.map(|_| 1.0).sum()
}

/// Whether words go on with a phrase; two others may stand between two of its own, as light words do.
fn follows(rest: &[WordId], words: &[WordId]) -> bool {
    let mut at = 0;
    rest.iter().all(|word| match words[at.min(words.len())..].iter().take(3).position(|other| other == word) {
        Some(gap) => {
            at += gap + 1;
            true
        }
        None => false,
    })
}
