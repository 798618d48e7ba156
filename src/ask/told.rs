//! Which unit of a section a question asks for, told by how customers ask for the section.
//!
//! The ways of asking that are listed for a section go through its clauses one by one, each in words of its own. Those that are nearest to a question therefore say, beside the
//! question itself, which words the clause may have; and a word tells the more, the fewer units of the section have it.

use std::collections::{BTreeMap, BTreeSet};

use super::analysis::Analysis;
use super::passage::{Form, Passage};
use super::rank::PassageWords;
use super::vocabulary::{UNKNOWN, Vocabulary, WordId};
use super::wording::grammar;

/// What the question's own words count beside those of the nearest ways of asking.
const OWN: f32 = 0.5;

/// What a unit at a section's beginning counts more than one at its end: sections begin with what matters most.
const EARLIER: f32 = 0.1;

/// How much each word tells: the more, the fewer ways of asking have it.
#[derive(Debug)]
pub(super) struct Telling(Vec<f32>);

impl Telling {
    /// Of all ways of asking for the sections of an index.
    pub(super) fn new(sections: &[PassageWords], vocabulary: &Vocabulary, analysis: &Analysis) -> Self {
        let (mut with, mut all) = (vec![0; vocabulary.len()], 0);
        for way in sections.iter().flat_map(PassageWords::ways) {
            all += 1;
            for word in known(way) {
                with[word as usize] += 1;
            }
        }
        let mut weights: Vec<f32> = with.into_iter().map(|with| rarity(all, with + 1)).collect();
        for word in grammar(analysis).map(|stem| vocabulary.id(&stem)).filter(|word| *word != UNKNOWN) {
            weights[word as usize] = 0.0;
        }
        Self(weights)
    }

    fn weight(&self, word: WordId) -> f32 {
        self.0.get(word as usize).copied().unwrap_or_default()
    }
}

/// The different words of a text that are known.
fn known(text: &[WordId]) -> BTreeSet<WordId> {
    text.iter().copied().filter(|word| *word != UNKNOWN).collect()
}

/// How much each unit has of the words of a question, and of the nearest ways of asking for the section, each with how near it is.
pub(super) fn told(passage: &Passage, words: &PassageWords, telling: &Telling, question: &[WordId], near: &[(usize, f32)]) -> Vec<f32> {
    let nearness: Vec<f32> = near.iter().map(|(_, likeness)| likeness.powi(4)).collect();
    let all = nearness.iter().sum::<f32>().max(f32::EPSILON);
    let mut wanted: BTreeMap<WordId, f32> = BTreeMap::new();
    add(&mut wanted, question, OWN, telling);
    for ((way, _), nearness) in near.iter().zip(nearness) {
        add(&mut wanted, words.way(*way), nearness / all, telling);
    }
    let mut told = vec![0.0; passage.units.len()];
    for (word, weight) in wanted {
        let with: Vec<usize> = (0..told.len()).filter(|at| words.has(*at, word, matches!(passage.units[*at].form, Form::Row(_)))).collect();
        let rare = rarity(told.len(), with.len());
        for at in with {
            told[at] += weight * rare;
        }
    }
    let all = share(told.len().max(1));
    told.iter_mut().enumerate().for_each(|(at, told)| *told += EARLIER * (1.0 - share(at) / all));
    told
}

/// Adds the words of a short text by how rare they are, together of one length.
fn add(wanted: &mut BTreeMap<WordId, f32>, text: &[WordId], share: f32, telling: &Telling) {
    let known = known(text);
    let length = known.iter().map(|word| telling.weight(*word).powi(2)).sum::<f32>().sqrt().max(f32::EPSILON);
    for word in known {
        *wanted.entry(word).or_default() += share * telling.weight(word) / length;
    }
}

/// How much a word tells that so many of all units have.
fn rarity(all: usize, with: usize) -> f32 {
    if with == 0 { 0.0 } else { (1.0 + share(all) / share(with)).ln() }
}

#[expect(clippy::cast_precision_loss, reason = "a section has some ten units")]
fn share(units: usize) -> f32 {
    units as f32
}
