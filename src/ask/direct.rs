//! The direct answer: as much of a passage as answers, in whole sentences.

use super::passage::{Form, Passage, Unit};
use super::sentence::sentences;

/// How long an answer may be, in characters; a single sentence that is longer stands whole.
pub(super) const ANSWER: usize = 700;

/// How long an excerpt may be.
pub(super) const EXCERPT: usize = 320;

/// A part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) form: Form,
    pub(super) number: Option<String>,
    pub(super) text: String,
}

/// What is shown of a passage, and the place it begins at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) lines: Vec<Line>,
    /// The place of a numbered clause that is all there is.
    pub(super) anchor: Option<String>,
}

/// The run of units around the best one that has the most of the question and is no longer than so many characters; `worth` says what each unit has.
pub(super) fn cut(passage: &Passage, worth: &[f32], most: usize, keep: impl Fn(&str) -> f32) -> Cut {
    let units = &passage.units;
    let best = strongest(worth);
    let Some(unit) = units.get(best) else { return Cut { lines: Vec::new(), anchor: None } };
    if length(unit) > most {
        let line = Line { form: unit.form, number: unit.number.clone(), text: shortened(&unit.text, most, keep) };
        return Cut { lines: vec![line], anchor: unit.anchor.clone() };
    }
    let (first, last) = window(units, worth, best, most);
    let lines = units[first..=last].iter().map(|unit| Line { form: unit.form, number: unit.number.clone(), text: unit.text.clone() }).collect();
    let anchor = units[first..=last].iter().find_map(|unit| unit.anchor.clone()).filter(|_| first == last);
    Cut { lines, anchor }
}

/// The first of the units that have the most.
fn strongest(worth: &[f32]) -> usize {
    let mut best = 0;
    for (at, value) in worth.iter().enumerate() {
        if *value > worth[best] {
            best = at;
        }
    }
    best
}

fn length(unit: &Unit) -> usize {
    unit.text.chars().count()
}

/// What a unit has to have of the question beside the best one, to stand with it in an answer.
const WITH_IT: f32 = 0.4;

/// Grows from the best unit: what leads in an item comes first, then whichever neighbour has more of the question. An item that has little of it ends the run.
fn window(units: &[Unit], worth: &[f32], best: usize, most: usize) -> (usize, usize) {
    let (mut first, mut last) = (best, best);
    let mut room = most - length(&units[best]);
    let belongs = |at: usize| units[at].leads_in() || units[at].form == Form::Paragraph || worth[at] >= WITH_IT * worth[best];
    loop {
        let fits = |at: &usize| length(&units[*at]) <= room && belongs(*at);
        let before = first.checked_sub(1).filter(fits);
        let after = Some(last + 1).filter(|at| *at < units.len()).filter(fits);
        let back = match (before, after) {
            (None, None) => return (first, last),
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some(before), Some(after)) => units[before].leads_in() || worth[before] > worth[after],
        };
        if back {
            first -= 1;
        } else {
            last += 1;
        }
        room -= length(&units[if back { first } else { last }]);
    }
}

/// The run of whole sentences with the most in it of what `keep` counts, from its first such sentence on.
fn shortened(text: &str, most: usize, keep: impl Fn(&str) -> f32) -> String {
    let all = sentences(text);
    let counts: Vec<f32> = all.iter().map(|sentence| keep(sentence)).collect();
    let lengths: Vec<usize> = all.iter().map(|sentence| sentence.chars().count() + 1).collect();
    let mut best = (f32::MIN, 0, 0);
    for first in 0..all.len() {
        let (mut last, mut room) = (first, most.saturating_sub(lengths[first]));
        while last + 1 < all.len() && lengths[last + 1] <= room {
            last += 1;
            room -= lengths[last];
        }
        let count: f32 = counts[first..=last].iter().sum();
        if count > best.0 {
            best = (count, first, last);
        }
    }
    all.get(best.1..=best.2).unwrap_or_default().join(" ")
}
