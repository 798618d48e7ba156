//! The ways in which customers ask for sections, and which section a new question asks for.
//!
//! A question is held against every listed way by its words (the cosine of their tf-idf weights) and by its meaning, and against each section by its words
//! (BM25 over the text, and over all its ways together) and by what a classifier learned from all ways. The weights of these were fitted by logistic regression on
//! questions that are in no set by which answers are measured; so were those that tell whether the policies answer at all, for which a question is also held against
//! what the project says they do not answer.

use std::sync::Arc;

use super::analysis::Analysis;
use super::index::Material;
use super::listed::Listed;
use super::passage::Passage;
use super::terms::Bm25;
use super::wording::{Wording, stems};

/// How many ways of asking are looked at for one section: the nearest.
const NEAREST: usize = 3;

/// How many of the nearest ways of asking for a section tell which of its units a question asks for.
const TELLING: usize = 5;

/// How a question stands to one section.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    /// Its words in the section's text, and in all ways of asking for it.
    text: f32,
    ways: f32,
    /// Its words in the three nearest ways.
    near: f32,
    /// Its meaning beside that of the nearest way, and of the three nearest.
    meant: f32,
    meant_near: f32,
    /// How probable the section is by what was learned, as a logarithm.
    learned: f32,
}

impl Standing {
    /// How well the section answers.
    fn score(self) -> f32 {
        0.588 * self.text + 4.852 * self.ways + 1.116 * self.near + 2.306 * self.meant + 1.571 * self.meant_near + 1.478 * self.learned
    }
}

/// How a question stands to all that is listed.
#[derive(Debug, Clone, Copy)]
struct Overall {
    /// The best section's score, and how far the second is behind.
    score: f32,
    lead: f32,
    /// The nearest way of all, by words and by meaning.
    way: f32,
    meant: f32,
    /// The nearest question that the policies do not answer, by words and by meaning; and how probable it is that they do not, by what was learned, as a logarithm.
    elsewhere: f32,
    meant_elsewhere: f32,
    learned_elsewhere: f32,
}

impl Overall {
    /// Whether the best section answers.
    fn answers(self, best: Standing) -> bool {
        let of_best = 0.104 * best.text + 1.244 * best.ways - 0.701 * best.near - 0.303 * best.meant + 1.814 * best.meant_near + 0.248 * best.learned;
        let of_all = 0.111 * self.score - 0.006 * self.lead - 5.367 * self.elsewhere - 5.264 * self.meant_elsewhere - 0.322 * self.learned_elsewhere;
        let beside = 1.795 * (self.meant - self.meant_elsewhere) - 0.062 * (self.way - self.elsewhere);
        let is_about_something = self.way > 0.0 || best.text > 0.0;
        is_about_something && of_best + of_all + beside + 2.78 > 0.0
    }
}

/// What a question comes to.
#[derive(Debug)]
pub(super) struct Ranked {
    /// The sections, the best first, with what they score.
    pub(super) sections: Vec<(usize, f32)>,
    /// Whether the first answers; `None` where nothing is listed that the policies do not answer, so that it cannot be told.
    pub(super) answered: Option<bool>,
    /// How alike the question is to each listed way: its class, by words and by meaning.
    ways: Vec<(usize, f32, f32)>,
}

/// All ways of asking for one brand's sections.
#[derive(Debug)]
pub(super) struct Ways {
    listed: Arc<Listed>,
    /// The class of each section, where somebody is said to ask for it.
    classes: Vec<Option<usize>>,
    text: Bm25,
    /// All ways of asking for a section, as one text.
    together: Bm25,
}

impl Ways {
    /// Of passages in a language whose words' meanings are known, where at least every second one says how customers ask for it.
    pub(super) fn new(passages: &[Passage], material: &Material<'_>, analysis: &Analysis, language: &str) -> Option<Self> {
        let asked = passages.iter().filter(|passage| !passage.asked.is_empty()).count();
        if language != "en" || asked == 0 || asked * 2 < passages.len() {
            return None;
        }
        let listed = material.learner.learn(material.asked, analysis);
        let classes: Vec<Option<usize>> = passages.iter().map(|passage| listed.class(&passage.place())).collect();
        let text = Bm25::new(&passages.iter().map(|passage| stems(analysis, &whole(passage))).collect::<Vec<_>>());
        let together = |passage: &Passage| stems(analysis, &[passage.asked.join(" "), heading(passage)].join(" "));
        let together = Bm25::new(&passages.iter().map(together).collect::<Vec<_>>());
        Some(Self { listed, classes, text, together })
    }

    /// The sections by how well they answer a question.
    pub(super) fn rank(&self, question: &str, analysis: &Analysis) -> Ranked {
        let word_for_word = self.listed.word_for_word(question);
        let question = Wording::read(question, analysis);
        let likeness = self.listed.likeness(&question);
        let mut near = vec![Near::default(); self.listed.elsewhere() + 1];
        for (class, words, meaning) in &likeness.ways {
            near[*class].words.add(*words);
            near[*class].meaning.add(*meaning);
        }
        let learned = self.learned(&likeness.learned);
        let standings = self.standings(&question.stems, &near, &learned);
        let mut sections: Vec<(usize, f32)> = standings.iter().enumerate().map(|(at, standing)| (at, standing.score())).collect();
        sections.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let elsewhere = near[self.listed.elsewhere()];
        let answered = sections.first().filter(|_| elsewhere.words.count > 0).map(|(best, score)| {
            let asked = || self.classes.iter().flatten().map(|class| near[*class]);
            let overall = Overall {
                score: *score,
                lead: score - sections.get(1).map_or(0.0, |second| second.1),
                way: asked().map(|near| near.words.first()).fold(0.0, f32::max),
                meant: asked().map(|near| near.meaning.first()).fold(0.0, f32::max),
                elsewhere: elsewhere.words.first(),
                meant_elsewhere: elsewhere.meaning.first(),
                learned_elsewhere: learned[self.listed.elsewhere()],
            };
            overall.answers(standings[*best])
        });
        let mut ranked = Ranked { sections, answered, ways: likeness.ways };
        self.settle(&mut ranked, word_for_word);
        ranked
    }

    /// Puts the section first for which a question is listed word for word, the best of several; and refuses a question that is listed as one that the policies do not
    /// answer.
    fn settle(&self, ranked: &mut Ranked, word_for_word: &[usize]) {
        let is_listed = |(section, _): &(usize, f32)| self.classes[*section].is_some_and(|class| word_for_word.contains(&class));
        if let Some(place) = ranked.sections.iter().position(is_listed) {
            let best = ranked.sections[0].1;
            ranked.sections[..=place].rotate_right(1);
            ranked.sections[0].1 = best;
            ranked.answered = ranked.answered.map(|_| true);
        } else if word_for_word.contains(&self.listed.elsewhere()) {
            ranked.answered = Some(false);
        }
    }

    /// The ways of asking for a section that are nearest to a question, by their places among all that are listed for it, each with how alike it is.
    pub(super) fn nearest(&self, section: usize, ranked: &Ranked) -> Vec<(usize, f32)> {
        let Some(class) = self.classes[section] else { return Vec::new() };
        let first = ranked.ways.partition_point(|(other, ..)| *other < class);
        let own = ranked.ways[first..].iter().take_while(|(other, ..)| *other == class);
        let mut near: Vec<(usize, f32)> = own.map(|(_, words, meaning)| (words + meaning).max(0.0)).enumerate().collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1));
        near.truncate(TELLING);
        near
    }

    /// The classes that a question to this brand may be of.
    fn own(&self) -> impl Iterator<Item = usize> {
        self.classes.iter().flatten().copied().chain([self.listed.elsewhere()])
    }

    /// For each class how probable it is, as a logarithm, among those that the brand has.
    fn learned(&self, of_all: &[f32]) -> Vec<f32> {
        let all = self.own().map(|class| of_all[class].exp()).sum::<f32>().max(f32::MIN_POSITIVE).ln();
        of_all.iter().map(|class| class - all).collect()
    }

    fn standings(&self, stems: &[String], near: &[Near], learned: &[f32]) -> Vec<Standing> {
        let (text, ways) = (self.text.scores(stems), self.together.scores(stems));
        let least = self.own().map(|class| learned[class]).fold(0.0, f32::min);
        let standing = |(at, class): (usize, &Option<usize>)| {
            let near = class.map(|class| near[class]).unwrap_or_default();
            Standing {
                text: text[at],
                ways: ways[at],
                near: near.words.mean(),
                meant: near.meaning.first(),
                meant_near: near.meaning.mean(),
                learned: class.map_or(least, |class| learned[class]),
            }
        };
        self.classes.iter().enumerate().map(standing).collect()
    }
}

/// The nearest ways of asking for one section, by words and by meaning.
#[derive(Debug, Clone, Copy, Default)]
struct Near {
    words: Nearest,
    meaning: Nearest,
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

fn heading(passage: &Passage) -> String {
    passage.headings.last().cloned().unwrap_or_default()
}

/// All that a passage says, its own heading twice.
fn whole(passage: &Passage) -> String {
    let above = [heading(passage), passage.headings.join(" "), passage.title.clone(), passage.columns.join(" ")];
    above.into_iter().chain(passage.units.iter().map(|unit| unit.searched.clone())).collect::<Vec<_>>().join(" ")
}
