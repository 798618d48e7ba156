//! A question, and what it asks about.

use std::fmt;

use super::analysis::Analysis;
use super::light::figures;
use super::synonyms::{Phrase, Synonyms};
use super::vocabulary::{UNKNOWN, Vocabulary, WordId};

/// The longest question that is answered, in characters.
pub const LONGEST: usize = 1_000;

/// The most things that one question asks about; what comes after them is left out.
const MOST_CONCEPTS: usize = 24;

/// What another word for the same counts, beside the questioner's own.
const SYNONYM: f32 = 0.85;

/// What a word counts that is right but for a slip of the pen.
const SLIP: f32 = 0.8;

/// What somebody asks, in their own words: not empty, and no longer than [`LONGEST`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question(String);

/// Why a text is no question that can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionFault {
    /// There is nothing in it.
    Empty,
    /// It has more than [`LONGEST`] characters.
    TooLong,
}

impl fmt::Display for QuestionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no question"),
            Self::TooLong => write!(f, "the question is too long: ask it in {LONGEST} characters or fewer"),
        }
    }
}

impl std::error::Error for QuestionFault {}

impl Question {
    /// Reads what somebody wrote. Control characters are spaces, and several spaces are one.
    pub fn read(text: &str) -> Result<Self, QuestionFault> {
        // What is far too long is not even looked at, and no character has more than four bytes.
        if text.len() > LONGEST * 8 {
            return Err(QuestionFault::TooLong);
        }
        let words: Vec<&str> = text.split(|letter: char| letter.is_whitespace() || letter.is_control()).filter(|word| !word.is_empty()).collect();
        let text = words.join(" ");
        match text.chars().count() {
            0 => Err(QuestionFault::Empty),
            length if length > LONGEST => Err(QuestionFault::TooLong),
            _ => Ok(Self(text)),
        }
    }

    /// As much of what somebody wrote as a field for a question takes, which counts in UTF-16.
    pub(super) fn cut(text: &str) -> String {
        let mut left = LONGEST;
        let fits = |letter: &char| left.checked_sub(letter.len_utf16()).map(|rest| left = rest).is_some();
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take_while(fits).collect()
    }

    /// The question.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// One thing that a question asks about: a word or a phrase, and all that means the same.
#[derive(Debug, Clone)]
pub(super) struct Concept {
    /// How it may be said in the texts.
    pub(super) ways: Vec<Way>,
    /// How much it tells that a passage has it.
    pub(super) weight: f32,
}

/// One way of saying something.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// Its stems, for the index.
    pub(super) stems: Phrase,
    /// The same, by their numbers.
    pub(super) words: Vec<WordId>,
    /// How good a way it is, up to 1.
    pub(super) worth: f32,
}

/// What reads questions for one index.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) analysis: Analysis,
    pub(super) synonyms: Synonyms,
    /// The language's subtag.
    pub(super) language: String,
    /// The words of the brand's own name: every passage is about it.
    pub(super) own_name: Vec<String>,
}

impl Listener {
    /// What a question asks about, in the order in which it does.
    pub(super) fn concepts(&self, question: &Question, vocabulary: &Vocabulary) -> Vec<Concept> {
        let words = self.analysis.words(question.text());
        let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
        let mut phrases: Vec<(Phrase, bool)> = Vec::new();
        let mut at = 0;
        while at < words.len() && phrases.len() < MOST_CONCEPTS {
            let listed = self.synonyms.longest(&stems[at..]).filter(|(phrase, _)| phrase.len() > 1);
            let shown = &question.text()[words[at].from..words[at].to];
            let (phrase, length) = match listed {
                Some((phrase, length)) => (Some(phrase.clone()), length),
                None if self.is_light(shown, stems[at]) => (None, 1),
                None => (Some(vec![stems[at].to_owned()]), 1),
            };
            let name = at > 0 && shown.chars().next().is_some_and(char::is_uppercase);
            phrases.extend(phrase.filter(|phrase| phrases.iter().all(|(known, _)| known != phrase)).map(|phrase| (phrase, name)));
            at += length;
        }
        phrases.iter().map(|(phrase, name)| self.concept(phrase, *name, vocabulary)).collect()
    }

    /// Whether a question asks how much or how long.
    pub(super) fn wants_figure(&self, question: &Question) -> bool {
        let asked = question.text().to_lowercase();
        figures(&self.language).iter().any(|phrase| asked.contains(phrase))
    }

    fn is_light(&self, shown: &str, stem: &str) -> bool {
        self.own_name.iter().any(|own| own == stem) || self.analysis.is_light(shown)
    }

    /// `name` says whether it is written as a name is.
    fn concept(&self, phrase: &Phrase, name: bool, vocabulary: &Vocabulary) -> Concept {
        let way = |stems: &Phrase, worth| Way { words: stems.iter().map(|stem| vocabulary.id(stem)).collect(), stems: stems.clone(), worth };
        let mut ways = vec![way(phrase, 1.0)];
        ways.extend(self.synonyms.same_as(phrase).into_iter().map(|other| way(other, SYNONYM)));
        ways.retain(|way| !way.words.contains(&UNKNOWN));
        if let ([stem], true) = (phrase.as_slice(), ways.is_empty()) {
            ways.extend(vocabulary.nearest(stem).map(|(known, word)| Way { words: vec![word], stems: vec![known.to_owned()], worth: SLIP }));
        }
        let passages = |way: &Way| way.words.iter().map(|word| vocabulary.passages_with(*word)).min().unwrap_or_default();
        let weight = if ways.is_empty() { vocabulary.unknown(name) } else { vocabulary.weight(ways.iter().map(passages).sum()) };
        Concept { ways, weight }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Question, QuestionFault};

    #[test]
    fn a_question_has_bounds() {
        assert_eq!(Question::read(" \n\0 "), Err(QuestionFault::Empty));
        assert_eq!(Question::read(" How\tlong\u{7}?\n").unwrap().text(), "How long ?");
        assert!(Question::read(&"α".repeat(LONGEST)).is_ok());
        assert_eq!(Question::read(&"α".repeat(LONGEST + 1)), Err(QuestionFault::TooLong));
        assert_eq!(Question::read(&" ".repeat(1_000_000)), Err(QuestionFault::TooLong));
        assert_eq!(Question::cut("How\nlong?"), "How long?");
        assert_eq!((Question::cut(&"α".repeat(1_200)).chars().count(), Question::cut(&"𝛼".repeat(1_200)).chars().count()), (LONGEST, LONGEST / 2));
    }
}
