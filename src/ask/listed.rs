//! What a project lists of how people ask: for all its brands, which differ in what they answer, but not in what customers say.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::analysis::Analysis;
use super::classifier::Classifier;
use super::meaning::Kept;
use super::terms::Terms;
use super::wording::Wording;
use crate::project::Asked;

/// Learns from what a project lists, once for all brands: they are indexed by the same list, and to learn from it takes longer than the rest of an index.
#[derive(Debug, Default)]
pub struct Learner {
    last: Mutex<Option<Arc<Listed>>>,
}

impl Learner {
    /// What there is to know of lists in English. Whoever asks while it is being learned waits for it.
    pub(super) fn learn(&self, asked: &Arc<Asked>, analysis: &Analysis) -> Arc<Listed> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = last.as_ref().filter(|known| known.asked == *asked) {
            return Arc::clone(known);
        }
        let made = Arc::new(Listed::new(asked, analysis));
        *last = Some(Arc::clone(&made));
        made
    }
}

/// One listed question.
#[derive(Debug)]
struct Way {
    class: usize,
    meaning: Kept,
}

/// All ways of asking that a project lists. Each section that is asked for is a class, and what the policies do not answer is one more, the last.
#[derive(Debug)]
pub(super) struct Listed {
    /// Of what it was made.
    asked: Arc<Asked>,
    /// The sections that are asked for, by policy and anchor.
    classes: BTreeMap<String, usize>,
    ways: Vec<Way>,
    /// The classes for which a question is listed, by its words alone.
    by_words: HashMap<String, Vec<usize>>,
    terms: Terms,
    classifier: Classifier,
}

/// How a question stands to everything that is listed.
#[derive(Debug)]
pub(super) struct Likeness {
    /// For each way its class, and how alike it is by words and by meaning.
    pub(super) ways: Vec<(usize, f32, f32)>,
    /// For each class how probable it is, as a logarithm.
    pub(super) learned: Vec<f32>,
}

impl Listed {
    fn new(asked: &Arc<Asked>, analysis: &Analysis) -> Self {
        let Asked { sections, elsewhere, .. } = &**asked;
        let of_sections = sections.values().enumerate().flat_map(|(class, ways)| ways.iter().map(move |way| (class, way.as_str())));
        let all = of_sections.chain(elsewhere.iter().map(|way| (sections.len(), way.as_str())));
        let mut by_words: HashMap<String, Vec<usize>> = HashMap::new();
        for (class, way) in all.clone() {
            by_words.entry(words(way)).or_default().push(class);
        }
        let all: Vec<(usize, Wording)> = all.map(|(class, way)| (class, Wording::read(way, analysis))).collect();
        let terms = Terms::new(&all.iter().map(|(_, way)| way.stems.iter().collect()).collect::<Vec<Vec<&String>>>());
        let ways = all.iter().map(|(class, way)| Way { class: *class, meaning: Kept::new(&way.meaning) }).collect();
        let classifier = Classifier::new(&all, sections.len() + 1);
        let classes = sections.keys().enumerate().map(|(class, section)| (section.clone(), class)).collect();
        Self { asked: Arc::clone(asked), classes, ways, by_words, terms, classifier }
    }

    /// The class of a section, by policy and anchor.
    pub(super) fn class(&self, section: &str) -> Option<usize> {
        self.classes.get(section).copied()
    }

    /// The class of what the policies do not answer, which is the last.
    pub(super) fn elsewhere(&self) -> usize {
        self.classes.len()
    }

    /// The classes for which a question is listed word for word.
    pub(super) fn word_for_word(&self, question: &str) -> &[usize] {
        self.by_words.get(&words(question)).map(Vec::as_slice).unwrap_or_default()
    }

    /// How a question stands to everything that is listed.
    pub(super) fn likeness(&self, question: &Wording) -> Likeness {
        let by_words = self.terms.likeness(&question.stems);
        let ways = self.ways.iter().zip(by_words).map(|(way, words)| (way.class, words, way.meaning.likeness(&question.meaning))).collect();
        Likeness { ways, learned: self.classifier.of(question) }
    }
}

/// The words of a question in small letters, whatever stands between them.
fn words(question: &str) -> String {
    question.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
