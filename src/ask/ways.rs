//! The ways in which customers ask for sections, and which section a new question asks for.
//!
//! A question is held against every listed way by its words (the cosine of their tf-idf weights) and by its meaning, and against each section by its words
//! (BM25 over the text, and over all its ways together). The weights of these were fitted by logistic regression on questions that are in no set by which answers are
//! measured; so were those that tell whether the policies answer at all, for which a question is also held against what the project says they do not answer.

use std::collections::{BTreeSet, HashMap};

use super::analysis::Analysis;
use super::meaning::{Meaning, Meanings, likeness};
use super::passage::Passage;
use super::terms::{Bm25, Terms};

/// How many ways of asking are looked at for one section: the nearest.
const NEAREST: usize = 3;

/// What an unknown word counts beside the rarest of those that are known.
const UNKNOWN: f32 = 0.7;

/// How a question stands to one section.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    /// Its words in the section's text, and in all ways of asking for it.
    text: f32,
    ways: f32,
    /// Its words in the nearest way, in the three nearest, and in the middle of all ways.
    way: f32,
    near: f32,
    middle: f32,
    /// Its meaning beside that of the nearest way, and of the three nearest.
    meant: f32,
    meant_near: f32,
}

impl Standing {
    /// How well the section answers.
    fn score(self) -> f32 {
        1.701 * self.text
            + 7.052 * self.ways
            + 3.828 * self.way
            + 2.693 * self.near
            + 1.872 * self.middle
            + 5.724 * self.meant
            + 6.309 * self.meant_near
    }
}

/// How a question stands to all that is listed.
#[derive(Debug, Clone, Copy)]
struct Overall {
    /// The best section's score, and how far the second is behind.
    score: f32,
    lead: f32,
    /// How much of the question's words is known at all.
    known: f32,
    /// The nearest way of all, by words and by meaning.
    way: f32,
    meant: f32,
    /// The nearest question that the policies do not answer, by words and by meaning.
    elsewhere: f32,
    meant_elsewhere: f32,
}

impl Overall {
    /// Whether the best section answers.
    fn answers(self, best: Standing) -> bool {
        let of_best = 0.351 * best.text + 0.674 * best.ways - 0.627 * best.way + 1.187 * best.near + 2.064 * best.middle - 0.22 * best.meant
            + 1.464 * best.meant_near;
        let of_all = 0.037 * self.score + 0.043 * self.lead + 0.08 * self.known - 4.417 * self.elsewhere - 4.534 * self.meant_elsewhere;
        let beside = 2.773 * (self.meant - self.meant_elsewhere) + 1.486 * (self.way - self.elsewhere);
        of_best + of_all + beside + 1.657 > 0.0
    }
}

/// One listed question.
#[derive(Debug)]
struct Way {
    /// The section it asks for; none where the policies do not answer it.
    section: Option<usize>,
    meaning: Meaning,
}

/// What a question comes to.
#[derive(Debug)]
pub(super) struct Ranked {
    /// The sections, the best first, with what they score.
    pub(super) sections: Vec<(usize, f32)>,
    /// Whether the first answers; `None` where nothing is listed that the policies do not answer, so that it cannot be told.
    pub(super) answered: Option<bool>,
}

/// All ways of asking of one brand.
#[derive(Debug)]
pub(super) struct Ways {
    listed: Vec<Way>,
    /// The listed questions' words.
    terms: Terms,
    /// The middle of each section's ways, by the numbers of words.
    middles: Vec<HashMap<usize, f32>>,
    text: Bm25,
    /// All ways of asking for a section, as one text.
    together: Bm25,
}

impl Ways {
    /// Of passages in a language whose words' meanings are known, where at least every second one says how customers ask for it.
    pub(super) fn new(passages: &[Passage], elsewhere: &[String], analysis: &Analysis, language: &str) -> Option<Self> {
        let asked = passages.iter().filter(|passage| !passage.asked.is_empty()).count();
        if language != "en" || asked == 0 || asked * 2 < passages.len() {
            return None;
        }
        let of_sections = passages.iter().enumerate().flat_map(|(at, passage)| passage.asked.iter().map(move |way| (Some(at), way.as_str())));
        let all: Vec<(Option<usize>, &str)> = of_sections.chain(elsewhere.iter().map(|way| (None, way.as_str()))).collect();
        let terms = Terms::new(&all.iter().map(|(_, way)| stems(analysis, way)).collect::<Vec<_>>());
        let meanings = Meanings::english();
        let listed: Vec<Way> = all.iter().map(|(section, way)| Way { section: *section, meaning: meanings.of(way) }).collect();
        let middles = middles(&listed, &terms, passages.len());
        let text = Bm25::new(&passages.iter().map(|passage| stems(analysis, &whole(passage))).collect::<Vec<_>>());
        let together = |passage: &Passage| stems(analysis, &[passage.asked.join(" "), heading(passage)].join(" "));
        let together = Bm25::new(&passages.iter().map(together).collect::<Vec<_>>());
        Some(Self { listed, terms, middles, text, together })
    }

    /// The sections by how well they answer a question.
    pub(super) fn rank(&self, question: &str, analysis: &Analysis) -> Ranked {
        let words = stems(analysis, question);
        let by_words = self.terms.likeness(&words);
        let meaning = Meanings::english().of(question);
        let by_meaning: Vec<f32> = self.listed.iter().map(|way| likeness(&meaning, &way.meaning)).collect();
        let standings = self.standings(&words, &by_words, &by_meaning);
        let mut sections: Vec<(usize, f32)> = standings.iter().enumerate().map(|(at, standing)| (at, standing.score())).collect();
        sections.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let (elsewhere, meant_elsewhere) = (self.nearest(&by_words, false), self.nearest(&by_meaning, false));
        let answered = sections.first().filter(|_| elsewhere.is_some()).map(|(best, score)| {
            let overall = Overall {
                score: *score,
                lead: score - sections.get(1).map_or(0.0, |second| second.1),
                known: self.terms.known(&words, UNKNOWN),
                way: self.nearest(&by_words, true).unwrap_or_default(),
                meant: self.nearest(&by_meaning, true).unwrap_or_default(),
                elsewhere: elsewhere.unwrap_or_default(),
                meant_elsewhere: meant_elsewhere.unwrap_or_default(),
            };
            overall.answers(standings[*best])
        });
        Ranked { sections, answered }
    }

    fn standings(&self, words: &[String], by_words: &[f32], by_meaning: &[f32]) -> Vec<Standing> {
        let (text, ways, weights) = (self.text.scores(words), self.together.scores(words), self.terms.weights(words));
        let mut near: Vec<(Nearest, Nearest)> = vec![<(Nearest, Nearest)>::default(); text.len()];
        for (at, way) in self.listed.iter().enumerate() {
            if let Some((words, meaning)) = way.section.and_then(|section| near.get_mut(section)) {
                words.add(by_words[at]);
                meaning.add(by_meaning[at]);
            }
        }
        let middle = |at: usize| weights.iter().filter_map(|(word, weight)| Some(weight * self.middles.get(at)?.get(word)?)).sum();
        let standing = |(at, (words, meaning)): (usize, &(Nearest, Nearest))| Standing {
            text: text[at],
            ways: ways[at],
            way: words.first(),
            near: words.mean(),
            middle: middle(at),
            meant: meaning.first(),
            meant_near: meaning.mean(),
        };
        near.iter().enumerate().map(standing).collect()
    }

    /// The nearest of the listed questions that the policies answer, or of those that they do not; none where there are none.
    fn nearest(&self, likeness: &[f32], answered: bool) -> Option<f32> {
        let of_kind = self.listed.iter().zip(likeness).filter(|(way, _)| way.section.is_some() == answered);
        of_kind.map(|(_, likeness)| *likeness).reduce(f32::max)
    }
}

/// The nearest few ways of asking for one section.
#[derive(Debug, Clone, Copy, Default)]
struct Nearest {
    best: [f32; NEAREST],
    count: usize,
}

impl Nearest {
    fn add(&mut self, likeness: f32) {
        let place = self.best[..self.count].iter().position(|other| likeness > *other).unwrap_or(self.count);
        if place < NEAREST {
            self.count = (self.count + 1).min(NEAREST);
            self.best[place..self.count].rotate_right(1);
            self.best[place] = likeness;
        }
    }

    fn first(self) -> f32 {
        self.best[0]
    }

    #[expect(clippy::cast_precision_loss, reason = "there are three")]
    fn mean(self) -> f32 {
        self.best[..self.count].iter().sum::<f32>() / self.count.max(1) as f32
    }
}

fn middles(listed: &[Way], terms: &Terms, sections: usize) -> Vec<HashMap<usize, f32>> {
    let mut middles: Vec<HashMap<usize, f32>> = vec![HashMap::new(); sections];
    for (at, way) in listed.iter().enumerate() {
        let Some(middle) = way.section.and_then(|section| middles.get_mut(section)) else { continue };
        for (word, weight) in terms.of(at) {
            *middle.entry(*word).or_default() += weight;
        }
    }
    for middle in &mut middles {
        // Sums of floats in the order of a hash map would differ from run to run.
        let words: BTreeSet<usize> = middle.keys().copied().collect();
        let length = words.iter().map(|word| middle[word].powi(2)).sum::<f32>().sqrt().max(f32::EPSILON);
        for weight in middle.values_mut() {
            *weight /= length;
        }
    }
    middles
}

fn stems(analysis: &Analysis, text: &str) -> Vec<String> {
    analysis.words(text).into_iter().filter(|word| !GRAMMAR.contains(&&*text[word.from..word.to].to_lowercase())).map(|word| word.stem).collect()
}

fn heading(passage: &Passage) -> String {
    passage.headings.last().cloned().unwrap_or_default()
}

/// All that a passage says, its own heading twice.
fn whole(passage: &Passage) -> String {
    let above = [heading(passage), passage.headings.join(" "), passage.title.clone(), passage.columns.join(" ")];
    above.into_iter().chain(passage.units.iter().map(|unit| unit.searched.clone())).collect::<Vec<_>>().join(" ")
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
