//! The index of one brand in one language.

use std::sync::Arc;

use crate::document::Document;
use crate::project::{Asked, Format};
use crate::render::href;

use super::analysis::Analysis;
use super::answer::{Answer, Excerpt, Source};
use super::direct::{self, Cut, Line, cut};
use super::listed::Learner;
use super::meaning::{Meaning, Meanings, likeness};
use super::passage::{Passage, passages};
use super::question::{Concept, Listener, Question};
use super::rank::{Match, PassageWords, look};
use super::shelf::Shelf;
use super::synonyms::Synonyms;
use super::told::{Telling, told};
use super::vocabulary::{Vocabulary, WordId};
use super::ways::{Ranked, Ways};
use super::{Fault, markdown};

/// How many of the index's passages are looked at closely.
const LOOKED_AT: usize = 40;

/// The most excerpts beside the answer, and the fewest where there are as many.
const MOST_EXCERPTS: usize = 5;
const FEWEST_EXCERPTS: usize = 2;

/// What an excerpt has to be worth beside the best passage.
const WORTH_SHOWING: f32 = 0.35;

/// How far a section may be behind the best, in logarithms of how probable it is, to be worth a third of it.
const BEHIND: f32 = 4.0;

/// What a unit's words and its meaning count by themselves beside what the nearest ways of asking tell of it.
const BESIDE: f32 = 0.05;

/// What a paragraph is worth that goes on from what stands before it.
const REFERRING_BACK: f32 = 0.7;

/// How many sections are named that come nearest to what the policies do not answer.
const NEAREST: usize = 3;

/// How much of a question has to be covered for an answer.
const COVERED: f32 = 0.45;

/// A question that asks about no more things than this says little: a section that has the words by the way does not answer it, only one that is about them.
const FEW: usize = 2;

/// How much a section is to be about so little.
const ABOUT: f32 = 0.3;

/// What an index is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The brand's id.
    pub brand: &'a str,
    /// The name it trades under: a word of every passage, and so of no weight in a question.
    pub name: &'a str,
    /// The language of the documents, as a BCP 47 tag.
    pub language: &'a str,
    /// What stands before the paths of that language's pages: nothing, or `el/`.
    pub prefix: &'a str,
    /// Its resolved documents in that language.
    pub documents: &'a [&'a Document],
    /// Groups of words that mean the same to who asks.
    pub synonyms: &'a [Vec<String>],
    /// How people ask.
    pub asked: &'a Arc<Asked>,
    /// Who learns from that.
    pub learner: &'a Learner,
}

/// What a question is looked up by.
#[derive(Debug)]
struct Asking<'i> {
    concepts: Vec<Concept>,
    /// Whether it asks for a figure or a time.
    figure: bool,
    /// Its words as they are.
    words: Vec<WordId>,
    /// Where sections are found by how customers ask for them, what that came to.
    by_ways: Option<ByWays<'i>>,
}

/// A question held against all ways of asking.
#[derive(Debug)]
struct ByWays<'i> {
    ranked: Ranked,
    ways: &'i Ways,
    meaning: Meaning,
}

/// An answer with how much of the question's words the best passage covers, from 0 to 1, whether it answers or not.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) answer: Answer,
    pub(super) near: f32,
}

/// The policies of one brand in one language, ready to be asked.
#[derive(Debug)]
pub struct Index {
    brand: String,
    language: String,
    prefix: String,
    passages: Vec<Passage>,
    words: Vec<PassageWords>,
    vocabulary: Vocabulary,
    telling: Telling,
    /// How many words a passage has on average.
    usual: f32,
    listener: Listener,
    shelf: Shelf,
    /// How customers ask, where most sections say so.
    ways: Option<Ways>,
}

impl Index {
    /// Of a brand's documents.
    pub fn new(material: &Material<'_>) -> Result<Self, Fault> {
        let language = material.language.split('-').next().unwrap_or_default().to_owned();
        let analysis = Analysis::new(&language);
        let passages: Vec<Passage> = material.documents.iter().flat_map(|document| passages(document, &material.asked.sections)).collect();
        let mut vocabulary = Vocabulary::default();
        let ways = Ways::new(&passages, material, &analysis, &language);
        let words: Vec<PassageWords> = passages.iter().map(|passage| PassageWords::read(passage, &analysis, &mut vocabulary)).collect();
        let usual = usual(&words);
        let shelf = Shelf::new(&passages, &analysis)?;
        let synonyms = Synonyms::new(material.synonyms, &analysis);
        let own_name = analysis.stems(material.name);
        let telling = Telling::new(&words, &vocabulary, &analysis);
        let listener = Listener { analysis, synonyms, language, own_name };
        let (brand, prefix) = (material.brand.to_owned(), material.prefix.to_owned());
        Ok(Self { brand, language: material.language.to_owned(), prefix, passages, words, vocabulary, telling, usual, listener, shelf, ways })
    }

    /// What stands before the paths of its pages.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether a question has a letter of the script that the language is written in.
    pub(super) fn is_in_letters_of(&self, question: &Question) -> bool {
        question.text().chars().any(|letter| is_letter_of(&self.listener.language, letter))
    }

    /// What the policies say to a question.
    pub fn ask(&self, question: &Question) -> Result<Answer, Fault> {
        Ok(self.reply(question)?.answer)
    }

    /// What the policies say to a question, with how near they come to it.
    pub(super) fn reply(&self, question: &Question) -> Result<Reply, Fault> {
        let mut asking = self.asking(question);
        let (found, answered) = match &self.ways {
            Some(ways) => {
                let ranked = ways.rank(question.text(), &self.listener.analysis);
                let answered = ranked.answered;
                asking.by_ways = Some(ByWays { ranked, ways, meaning: Meanings::english().of(question.text()) });
                (self.by_ways(&asking), answered)
            }
            None => (self.ranked(&asking)?, None),
        };
        let answered = answered.unwrap_or_else(|| found.first().is_some_and(|best| answers(best, asking.concepts.len())));
        let mut answer = Answer {
            question: question.text().to_owned(),
            brand: self.brand.clone(),
            language: self.language.clone(),
            answered,
            covered: None,
            answer: None,
            excerpts: Vec::new(),
            nearest: Vec::new(),
        };
        let near = found.first().map_or(0.0, |best| best.covered);
        if !answered {
            answer.nearest = found.iter().take(NEAREST).map(|near| self.source(near, None)).collect();
            return Ok(Reply { answer, near });
        }
        let shown = self.led(found, &asking);
        if let [best, others @ ..] = shown.as_slice() {
            answer.covered = Some(hundredths(best));
            answer.answer = Some(self.excerpt(best, &asking, direct::ANSWER));
            let worth = |(at, other): &(usize, &Match)| *at < FEWEST_EXCERPTS || other.score >= best.score * WORTH_SHOWING;
            let shown = others.iter().take(MOST_EXCERPTS).enumerate().filter(worth).map(|(_, other)| other);
            answer.excerpts = shown.map(|other| self.excerpt(other, &asking, direct::EXCERPT)).collect();
        }
        Ok(Reply { answer, near })
    }

    /// The passages that have the words of a query, the best first, however little of it they cover.
    pub fn search(&self, query: &Question, most: usize) -> Result<Vec<Excerpt>, Fault> {
        let asking = Asking { figure: false, ..self.asking(query) };
        let found = self.ranked(&asking)?;
        Ok(found.iter().take(most).map(|found| self.excerpt(found, &asking, direct::EXCERPT)).collect())
    }

    /// What a question is looked up by.
    fn asking(&self, question: &Question) -> Asking<'_> {
        let concepts = self.listener.concepts(question, &self.vocabulary);
        let words = self.ids(question.text());
        Asking { concepts, figure: self.listener.wants_figure(question), words, by_ways: None }
    }

    /// The best passages by how customers ask for them; what is shown of each is what comes nearest to the question by its words and its meaning.
    fn by_ways(&self, asking: &Asking<'_>) -> Vec<Match> {
        let sections = asking.by_ways.as_ref().map(|by| by.ranked.sections.as_slice()).unwrap_or_default();
        let best = sections.first().map_or(0.0, |(_, score)| *score);
        let look = |(at, score): &(usize, f32)| Match { score: ((score - best) / BEHIND).exp(), ..self.look(*at, asking) };
        sections.iter().take(1 + MOST_EXCERPTS).map(look).collect()
    }

    /// The passages that have something of what is asked about, the best first; among equals, the one that comes first in the policies.
    fn ranked(&self, asking: &Asking<'_>) -> Result<Vec<Match>, Fault> {
        let found = self.shelf.find(&asking.concepts, LOOKED_AT)?;
        let mut matches: Vec<Match> = found.into_iter().map(|at| self.look(at, asking)).collect();
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        Ok(matches)
    }

    /// Looks closely at a passage.
    fn look(&self, at: usize, asking: &Asking<'_>) -> Match {
        let passage = &self.passages[at];
        let mut found = look(at, passage, &self.words[at], &asking.concepts, self.usual, asking.figure);
        if let Some(ByWays { ranked, ways, meaning }) = &asking.by_ways {
            let told = told(passage, &self.words[at], &self.telling, &asking.words, &ways.nearest(at, ranked));
            for ((worth, unit), told) in found.units.iter_mut().zip(&passage.units).zip(told) {
                let meant = likeness(meaning, &Meanings::english().of(&unit.searched)).max(0.0);
                let whole = if unit.refers_back() { REFERRING_BACK } else { 1.0 };
                *worth = (BESIDE * *worth + (BESIDE * meant + told) * unit.standing(asking.figure)) * whole;
            }
        }
        found
    }

    /// What is shown of what was found: instead of a section whose best line only leads elsewhere, the one that it leads to.
    fn led(&self, found: Vec<Match>, asking: &Asking<'_>) -> Vec<Match> {
        let mut shown: Vec<Match> = Vec::with_capacity(1 + MOST_EXCERPTS);
        for from in found {
            if shown.len() > MOST_EXCERPTS {
                break;
            }
            let there = self.elsewhere(&from, asking).map(|there| Match { score: from.score, ..self.look(there, asking) });
            let next = there.unwrap_or(from);
            if shown.iter().all(|known| known.passage != next.passage) {
                shown.push(next);
            }
        }
        shown
    }

    /// Where the best line of a section leads, if that is all that it does: to a place, or to what comes nearest on a page.
    fn elsewhere(&self, found: &Match, asking: &Asking<'_>) -> Option<usize> {
        let best = direct::strongest(0..found.units.len(), &found.units)?;
        let to = self.passages[found.passage].units[best].elsewhere.as_ref()?;
        let is_there = |at: &usize| {
            let passage = &self.passages[*at];
            let has = || passage.anchor == to.anchor || passage.units.iter().any(|unit| unit.anchor == to.anchor);
            passage.policy == to.policy && (to.anchor.is_none() || has())
        };
        let best_first = asking.by_ways.iter().flat_map(|by| by.ranked.sections.iter().map(|(at, _)| *at));
        best_first.chain(0..self.passages.len()).find(is_there)
    }

    fn excerpt(&self, found: &Match, asking: &Asking<'_>, most: usize) -> Excerpt {
        let Cut { lines, anchor } = cut(&self.passages[found.passage], &found.units, most, &|sentence| self.overlap(sentence, &asking.concepts));
        let text: Vec<String> = lines.iter().map(Line::shown).collect();
        Excerpt { text: text.join("\n"), markdown: markdown::lines(&lines), source: self.source(found, anchor), lines }
    }

    /// How much of what is asked about stands in a sentence.
    fn overlap(&self, sentence: &str, concepts: &[Concept]) -> f32 {
        super::rank::overlap(concepts, &self.ids(sentence))
    }

    fn ids(&self, text: &str) -> Vec<WordId> {
        self.listener.analysis.stems(text).iter().map(|stem| self.vocabulary.id(stem)).collect()
    }

    fn source(&self, found: &Match, anchor: Option<String>) -> Source {
        let passage = &self.passages[found.passage];
        let anchor = anchor.or_else(|| passage.anchor.clone());
        let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
        Source {
            policy: passage.policy.clone(),
            title: passage.title.clone(),
            headings: passage.headings.clone(),
            url: format!("{}{}{fragment}", self.prefix, href::file_path(&passage.policy, Format::Html)),
            anchor,
            section: passage.anchor.clone(),
        }
    }
}

/// Whether a letter belongs to a language, by its subtag, as far as its script tells.
fn is_letter_of(language: &str, letter: char) -> bool {
    match language {
        "el" => matches!(letter, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'),
        "bg" | "ru" | "sr" | "uk" => matches!(letter, '\u{400}'..='\u{52f}'),
        "ar" | "he" | "hi" | "ja" | "ko" | "ta" | "th" | "zh" => letter.is_alphabetic() && !letter.is_ascii(),
        _ => matches!(letter, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}'),
    }
}

/// Whether a passage answers a question that asks about so many things.
fn answers(found: &Match, things: usize) -> bool {
    found.covered >= COVERED && (things > FEW || found.about >= ABOUT)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 100")]
fn hundredths(found: &Match) -> u8 {
    (found.covered * 100.0).round().clamp(0.0, 100.0) as u8
}

#[expect(clippy::cast_precision_loss, reason = "a brand has some hundred thousand words, not millions")]
fn usual(words: &[PassageWords]) -> f32 {
    words.iter().map(PassageWords::length).sum::<usize>() as f32 / words.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::is_letter_of;

    #[test]
    fn letters_tell_a_script() {
        let any = |language, text: &str| text.chars().any(|letter| is_letter_of(language, letter));
        assert!(any("el", "Πώς ακυρώνω;") && !any("el", "Who is the CEO?"));
        assert!(any("en", "Who?") && !any("en", "Ποιος;") && any("de", "Ä") && any("ja", "誰") && !any("en", "2026?"));
    }
}
