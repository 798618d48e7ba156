//! A brand that answers in every language that it has policies in.

use super::Fault;
use super::answer::{Answer, Excerpt};
use super::index::{Index, Reply};
use super::question::Question;

/// The policies of one brand in all its languages.
#[derive(Debug)]
pub struct Answerer {
    /// One index for each language, the main one first.
    indexes: Vec<Index>,
}

impl Answerer {
    /// With an index for each language, the main one first.
    pub fn new(indexes: Vec<Index>) -> Self {
        Self { indexes }
    }

    /// What the policies say to a question. `prefix` says in which language it was put, as the paths of that language's pages begin; where those texts do not
    /// answer, another language's may, unless the question is not even written in its letters. `None` only where there are no policies.
    pub fn ask(&self, question: &Question, prefix: &str) -> Result<Option<Answer>, Fault> {
        let mut best: Option<Reply> = None;
        let readable = |index: &&Index| self.indexes.len() == 1 || index.is_in_letters_of(question);
        let any = self.indexes.iter().any(|index| readable(&index));
        for index in self.beginning_with(prefix).filter(|index| !any || readable(index)) {
            let reply = index.reply(question)?;
            if reply.answer.answered {
                return Ok(Some(reply.answer));
            }
            if best.as_ref().is_none_or(|best| reply.near > best.near) {
                best = Some(reply);
            }
        }
        Ok(best.map(|reply| reply.answer))
    }

    /// The sections that have something of a query, the best first, from the first language that has any.
    pub fn search(&self, query: &Question, most: usize) -> Result<Vec<Excerpt>, Fault> {
        for index in &self.indexes {
            let found = index.search(query, most)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    fn beginning_with(&self, prefix: &str) -> impl Iterator<Item = &Index> {
        let (first, others): (Vec<&Index>, Vec<&Index>) = self.indexes.iter().partition(|index| index.prefix() == prefix);
        first.into_iter().chain(others)
    }
}
