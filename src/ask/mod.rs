//! Questions to a brand's policies: the passage that answers, with its place, or an honest word that there is none.
//!
//! An [`Index`] is made of the resolved documents of one brand in one language, and knows no other. Where the project lists how customers ask, sections are found by
//! likeness to that (the module `ways`), of which a [`Learner`] knows what tells them apart; else tantivy finds those that have a question's words, in all their forms and with the
//! words that the project's file calls the same. They are then looked at closely, and the best is cut to the sentences that answer. Nothing is written but what stands in the policies. Nothing here knows of HTTP.

mod analysis;
mod answer;
mod answerer;
mod classifier;
mod direct;
mod index;
mod light;
mod listed;
mod markdown;
mod meaning;
mod outline;
mod page;
mod passage;
mod question;
mod rank;
mod sentence;
mod shelf;
mod synonyms;
mod terms;
mod told;
mod vocabulary;
mod ways;
mod wording;

pub use self::answer::{Answer, Excerpt, Source};
pub use self::answerer::Answerer;
pub use self::index::{Index, Material};
pub use self::listed::Learner;
pub use self::question::{LONGEST, Question, QuestionFault};

use std::fmt;

/// Why policies cannot be searched. None of it is the fault of who asks.
#[derive(Debug)]
pub struct Fault(tantivy::TantivyError);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the policies cannot be searched: {}", self.0)
    }
}

impl std::error::Error for Fault {}

impl From<tantivy::TantivyError> for Fault {
    fn from(error: tantivy::TantivyError) -> Self {
        Self(error)
    }
}
