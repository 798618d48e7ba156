//! Words that mean the same to who asks, as the project's file lists them.

use std::collections::HashMap;

use super::analysis::Analysis;

/// How many groups are read, and how many words of one; a project that lists more is better served by fewer.
const MOST_GROUPS: usize = 2_000;
const MOST_MEMBERS: usize = 50;

/// How far the words of a phrase may be apart in a question: `hand my account over`.
const APART: usize = 3;

/// A word or several, by their stems.
pub(super) type Phrase = Vec<String>;

/// Groups of phrases that mean the same.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    groups: Vec<Vec<Phrase>>,
    /// Where phrases begin with a stem: the group, and which of its members.
    starts: HashMap<String, Vec<(usize, usize)>>,
}

impl Synonyms {
    /// As a project lists them.
    pub(super) fn new(groups: &[Vec<String>], analysis: &Analysis) -> Self {
        let mut synonyms = Self::default();
        for group in groups.iter().take(MOST_GROUPS) {
            let mut members: Vec<Phrase> = group.iter().take(MOST_MEMBERS).map(|member| phrase(member, analysis)).collect();
            members.retain(|member| !member.is_empty());
            members.sort();
            members.dedup();
            let at = synonyms.groups.len();
            for (index, member) in members.iter().enumerate() {
                synonyms.starts.entry(member[0].clone()).or_default().push((at, index));
            }
            synonyms.groups.push(members);
        }
        synonyms
    }

    /// The longest listed phrase that stands at the beginning of some words, and how many words it takes; two others may stand between two of its own.
    pub(super) fn longest<'s>(&'s self, stems: &[&str]) -> Option<(&'s Phrase, usize)> {
        let starts = self.starts.get(*stems.first()?)?;
        let phrases = starts.iter().map(|(group, member)| &self.groups[*group][*member]);
        phrases.filter_map(|phrase| Some((phrase, length(phrase, stems)?))).max_by_key(|(phrase, length)| (phrase.len(), usize::MAX - length))
    }

    /// All that means the same as a phrase, itself left out.
    pub(super) fn same_as(&self, phrase: &[String]) -> Vec<&Phrase> {
        let Some(starts) = phrase.first().and_then(|first| self.starts.get(first)) else { return Vec::new() };
        let groups = starts.iter().filter(|(group, member)| self.groups[*group][*member] == phrase).map(|(group, _)| &self.groups[*group]);
        let mut others: Vec<&Phrase> = groups.flatten().filter(|member| *member != phrase).collect();
        others.sort();
        others.dedup();
        others
    }
}

/// A listed phrase without the words that say nothing, unless it has no others: `close the account` is found in `close my account` too.
fn phrase(member: &str, analysis: &Analysis) -> Phrase {
    let words = analysis.words(member);
    let weighty = words.iter().filter(|word| !analysis.is_light(&member[word.from..word.to]));
    let kept: Phrase = weighty.map(|word| word.stem.clone()).collect();
    if kept.is_empty() { words.into_iter().map(|word| word.stem).collect() } else { kept }
}

/// How many of some words a phrase takes from their beginning; `None` where it does not stand there.
fn length(phrase: &Phrase, stems: &[&str]) -> Option<usize> {
    let mut at = 1;
    for word in &phrase[1..] {
        let gap = stems[at..].iter().take(APART).position(|stem| *stem == word)?;
        at += gap + 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::{Analysis, Synonyms};

    #[test]
    fn phrases_are_found_as_people_write_them() {
        let list = |groups: &[&[&str]]| groups.iter().map(|group| group.iter().map(ToString::to_string).collect()).collect::<Vec<Vec<String>>>();
        let synonyms = Synonyms::new(&list(&[&["refund", "money returned"], &["remove", "shut down", "delete"]]), &Analysis::new("en"));
        let found = |words: &[&str]| synonyms.longest(words).map(|(phrase, length)| (phrase.join(" "), length));
        assert_eq!(found(&["shut", "it", "down", "now"]), Some(("shut down".to_owned(), 3)));
        assert_eq!(found(&["money", "for", "my", "old", "return"]), None);
        assert_eq!(found(&["delet"]), Some(("delet".to_owned(), 1)));
        assert_eq!(synonyms.same_as(&["money".to_owned(), "return".to_owned()]), [&["refund"]]);
        assert!(synonyms.same_as(&["money".to_owned()]).is_empty());
    }
}
