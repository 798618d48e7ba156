//! The index of one brand in one language.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::project::Format;
use crate::render::href;

use super::analysis::Analysis;
use super::answer::{Answer, Excerpt, Source};
use super::direct::{self, Cut, cut};
use super::meaning::{Meanings, likeness};
use super::passage::{Passage, passages};
use super::question::{Concept, Listener, Question};
use super::rank::{Match, PassageWords, look};
use super::shelf::Shelf;
use super::synonyms::Synonyms;
use super::vocabulary::Vocabulary;
use super::ways::{Ranked, Ways};
use super::{Fault, markdown};

/// How many of the index's passages are looked at closely.
const LOOKED_AT: usize = 40;

/// The most excerpts beside the answer, and the fewest where there are as many.
const MOST_EXCERPTS: usize = 5;
const FEWEST_EXCERPTS: usize = 2;

/// What an excerpt has to be worth beside the best passage.
const WORTH_SHOWING: f32 = 0.35;

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
    /// How customers ask for a section, by its policy and anchor: `refunds#cases`.
    pub asked: &'a BTreeMap<String, Vec<String>>,
    /// What people ask that the policies do not answer.
    pub elsewhere: &'a [String],
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
        let passages: Vec<Passage> = material.documents.iter().flat_map(|document| passages(document, material.asked)).collect();
        let mut vocabulary = Vocabulary::default();
        let words: Vec<PassageWords> = passages.iter().map(|passage| PassageWords::read(passage, &analysis, &mut vocabulary)).collect();
        let usual = usual(&words);
        let shelf = Shelf::new(&passages, &analysis)?;
        let synonyms = Synonyms::new(material.synonyms, &analysis);
        let own_name = analysis.stems(material.name);
        let ways = Ways::new(&passages, material.elsewhere, &analysis, &language);
        let listener = Listener { analysis, synonyms, language, own_name };
        let (brand, prefix) = (material.brand.to_owned(), material.prefix.to_owned());
        Ok(Self { brand, language: material.language.to_owned(), prefix, passages, words, vocabulary, usual, listener, shelf, ways })
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
        let concepts = self.listener.concepts(question, &self.vocabulary);
        let figure = self.listener.wants_figure(question);
        let (found, answered) = match &self.ways {
            Some(ways) => self.by_ways(ways.rank(question.text(), &self.listener.analysis), question, &concepts, figure),
            None => (self.ranked(&concepts, figure)?, None),
        };
        let answered = answered.unwrap_or_else(|| found.first().is_some_and(|best| answers(best, concepts.len())));
        let mut answer = Answer {
            question: question.text().to_owned(),
            brand: self.brand.clone(),
            language: self.language.clone(),
            answered,
            covered: found.first().map_or(0, hundredths),
            answer: None,
            excerpts: Vec::new(),
            nearest: Vec::new(),
        };
        if let (true, [best, others @ ..]) = (answered, found.as_slice()) {
            answer.answer = Some(self.excerpt(best, &concepts, direct::ANSWER));
            let worth = |(at, other): &(usize, &Match)| *at < FEWEST_EXCERPTS || other.score >= best.score * WORTH_SHOWING;
            let shown = others.iter().take(MOST_EXCERPTS).enumerate().filter(worth).map(|(_, other)| other);
            answer.excerpts = shown.map(|other| self.excerpt(other, &concepts, direct::EXCERPT)).collect();
        } else {
            answer.nearest = found.iter().take(NEAREST).map(|near| self.source(near, None)).collect();
        }
        Ok(answer)
    }

    /// The passages that have the words of a query, the best first, however little of it they cover.
    pub fn search(&self, query: &Question, most: usize) -> Result<Vec<Excerpt>, Fault> {
        let concepts = self.listener.concepts(query, &self.vocabulary);
        let found = self.ranked(&concepts, false)?;
        Ok(found.iter().take(most).map(|found| self.excerpt(found, &concepts, direct::EXCERPT)).collect())
    }

    /// The best passages by how customers ask for them; what is shown of each is what comes nearest to the question by its words and its meaning.
    fn by_ways(&self, ranked: Ranked, question: &Question, concepts: &[Concept], figure: bool) -> (Vec<Match>, Option<bool>) {
        let meaning = Meanings::english().of(question.text());
        let best = ranked.sections.first().map_or(1.0, |(_, score)| score.max(f32::EPSILON));
        let look = |(at, score): (usize, f32)| {
            let passage = self.passages.get(at)?;
            let mut found = look(at, passage, self.words.get(at)?, concepts, self.usual, figure);
            for (worth, unit) in found.units.iter_mut().zip(&passage.units) {
                *worth += likeness(&meaning, &Meanings::english().of(&unit.searched)).max(0.0) * unit.standing(figure);
            }
            Some(Match { score: score / best, ..found })
        };
        (ranked.sections.into_iter().take(1 + MOST_EXCERPTS).filter_map(look).collect(), ranked.answered)
    }

    /// The passages that have something of what is asked about, the best first; among equals, the one that comes first in the policies.
    fn ranked(&self, concepts: &[Concept], figure: bool) -> Result<Vec<Match>, Fault> {
        let found = self.shelf.find(concepts, LOOKED_AT)?;
        let look = |at: usize| Some(look(at, self.passages.get(at)?, self.words.get(at)?, concepts, self.usual, figure));
        let mut matches: Vec<Match> = found.into_iter().filter_map(look).collect();
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        Ok(matches)
    }

    fn excerpt(&self, found: &Match, concepts: &[Concept], most: usize) -> Excerpt {
        let Cut { lines, anchor } = cut(&self.passages[found.passage], &found.units, most, |sentence| self.overlap(sentence, concepts));
        let text: Vec<String> =
            lines.iter().map(|line| line.number.iter().chain([&line.text]).map(String::as_str).collect::<Vec<_>>().join(" ")).collect();
        Excerpt { text: text.join("\n"), markdown: markdown::lines(&lines), source: self.source(found, anchor) }
    }

    /// How much of what is asked about stands in a sentence.
    fn overlap(&self, sentence: &str, concepts: &[Concept]) -> f32 {
        let stems = self.listener.analysis.stems(sentence);
        let words: Vec<_> = stems.iter().map(|stem| self.vocabulary.id(stem)).collect();
        super::rank::overlap(concepts, &words)
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
