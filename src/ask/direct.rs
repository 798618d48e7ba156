//! The direct answer: as much of a passage as answers, in whole sentences.

use std::ops::Range;

use super::outline::Outline;
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

impl Line {
    /// The line with its number.
    pub(super) fn shown(&self) -> String {
        self.number.iter().chain([&self.text]).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// How deep in lists it stands, if it does; a row is an item too.
    pub(super) fn depth(&self) -> Option<usize> {
        match self.form {
            Form::Item(depth) | Form::Row(depth) => Some(depth),
            Form::Paragraph | Form::Code => None,
        }
    }
}

/// What stands for items and sentences that are left out.
pub(super) const LEFT_OUT: &str = "…";

/// What is shown of a passage, and the place it begins at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) lines: Vec<Line>,
    /// The place of a numbered clause that is all there is.
    pub(super) anchor: Option<String>,
}

/// What a unit has to have of the question beside the best one, to stand with it in an answer.
const WITH_IT: f32 = 0.4;

/// What a unit has to have that stands apart from the others.
const ALSO: f32 = 0.55;

/// What a paragraph has to have, which goes on with what stands before it.
const PARAGRAPH_WITH_IT: f32 = 0.2;

/// As much around the best unit as is no longer than so many characters, and makes sense by itself: all of a passage that is short enough; `worth` says what each unit has of the question, and `keep` what a
/// sentence has.
pub(super) fn cut(passage: &Passage, worth: &[f32], most: usize, keep: &dyn Fn(&str) -> f32) -> Cut {
    let outline = Outline::new(&passage.units);
    let all = 0..worth.len();
    let best = strongest(all.clone().filter(|at| outline.says_something(*at)), worth).or_else(|| strongest(all, worth));
    let Some(best) = best else { return Cut { lines: Vec::new(), anchor: None } };
    let is_short = passage.units.iter().map(length).sum::<usize>() <= most;
    let mut choice = Choice { units: &passage.units, outline: &outline, worth, taken: vec![None; passage.units.len()], room: most, is_short };
    choice.begin(best, keep);
    choice.fill(best);
    let groups = choice.widen(outline.group(best), best);
    let anchor = groups.first().filter(|_| groups.len() == 1).and_then(|group| passage.units[group.start].anchor.clone());
    Cut { lines: choice.lines(&groups), anchor }
}

/// The first of some units that have the most.
pub(super) fn strongest(units: impl Iterator<Item = usize>, worth: &[f32]) -> Option<usize> {
    units.reduce(|best, at| if worth[at] > worth[best] { at } else { best })
}

/// What is chosen of a passage.
struct Choice<'c> {
    units: &'c [Unit],
    outline: &'c Outline<'c>,
    worth: &'c [f32],
    /// The units that are shown, each with as much of its text as is.
    taken: Vec<Option<String>>,
    /// How many characters may still be shown.
    room: usize,
    /// Whether there is room for the whole passage.
    is_short: bool,
}

impl Choice<'_> {
    /// Takes a unit with all that it makes no sense without, however long that is, but no more of long texts than there is room for.
    fn begin(&mut self, best: usize, keep: &dyn Fn(&str) -> f32) {
        if self.take(best) {
            return;
        }
        let leads = self.outline.line(best);
        let units = self.units;
        for lead in leads[..leads.len() - 1].iter().filter(|lead| self.taken[**lead].is_none()).collect::<Vec<_>>() {
            let last = sentences(&units[*lead].text).last().copied().unwrap_or_default();
            self.show(*lead, last);
        }
        // A row has no sentences.
        let is_row = matches!(self.units[best].form, Form::Row(_));
        let text = if is_row { self.units[best].text.clone() } else { shortened(&self.units[best].text, self.room, keep) };
        let goes_on = self.outline.needs_more(best) && self.units[best].text.ends_with(&text);
        self.show(best, &text);
        if let Some(below) = self.best_below(best).filter(|_| goes_on) {
            self.begin(below, keep);
        }
    }

    /// Shows a text of a unit, with a mark where it is not the whole of it.
    fn show(&mut self, at: usize, text: &str) {
        let whole = &self.units[at].text;
        let before = if whole.starts_with(text) { "" } else { "… " };
        let after = if whole.ends_with(text) { "" } else { " …" };
        self.room = self.room.saturating_sub(text.chars().count());
        self.taken[at] = Some(format!("{before}{text}{after}"));
    }

    /// Shows the whole of units, as far as they are not shown yet.
    fn show_whole(&mut self, units: impl IntoIterator<Item = usize>) {
        let all = self.units;
        for at in units {
            if self.taken[at].is_none() {
                self.show(at, &all[at].text);
            }
        }
    }

    /// Takes a unit with all that it makes no sense without, if there is room for that.
    fn take(&mut self, at: usize) -> bool {
        let with_it = self.with_it(at);
        let fits = with_it.iter().map(|at| length(&self.units[*at])).sum::<usize>() <= self.room;
        if fits {
            self.show_whole(with_it);
        }
        fits
    }

    /// A unit with what leads it in, and with the best of what it leads in, as far as it is not shown yet.
    fn with_it(&self, at: usize) -> Vec<usize> {
        let mut found = self.outline.line(at);
        let mut last = at;
        while let Some(below) = self.best_below(last).filter(|_| self.outline.needs_more(last)) {
            found.push(below);
            last = below;
        }
        found.retain(|at| self.taken[*at].is_none());
        found
    }

    fn best_below(&self, at: usize) -> Option<usize> {
        strongest(self.outline.below(at).filter(|below| self.outline.says_something(*below)), self.worth)
    }

    /// Takes the whole of what the best unit stands together with, or what the unit itself leads in and whatever else has enough of the question, the best first.
    fn fill(&mut self, best: usize) {
        let group = self.outline.group(best);
        let is_missing = |choice: &Self, at: &usize| choice.taken[*at].is_none();
        let missing: usize = group.clone().filter(|at| is_missing(self, at)).map(|at| length(&self.units[at])).sum();
        if missing <= self.room {
            self.show_whole(group);
            return;
        }
        let is_below = |at: usize| at != best && self.outline.line(at).contains(&best);
        let belongs = |at: &usize| is_below(*at) || self.worth[*at] >= WITH_IT * self.worth[best];
        let mut others: Vec<usize> = group.filter(belongs).filter(|at| self.outline.says_something(*at)).collect();
        others.sort_by(|a, b| is_below(*b).cmp(&is_below(*a)).then(self.worth[*b].total_cmp(&self.worth[*a])));
        for at in others {
            let _ = self.taken[at].is_some() || self.take(at);
        }
    }

    /// Grows from one group by whole others, the one that has most of the question first: its neighbours, and any that has nearly as much as the best.
    fn widen(&mut self, group: Range<usize>, best: usize) -> Vec<Range<usize>> {
        let mut groups = vec![group];
        let starts: Vec<usize> = (0..self.units.len()).filter(|at| self.outline.group(*at).start == *at).collect();
        loop {
            let first = groups[0].start;
            let others = starts.iter().map(|at| self.outline.group(*at)).filter(|group| self.taken[group.start].is_none());
            let fitting = others.filter(|group| {
                let is_neighbour = groups.iter().any(|other| group.end == other.start || other.end == group.start);
                let leads_to_it = group.end == first && self.units[first].refers_back();
                self.fits(group) && (leads_to_it || self.belongs(group, is_neighbour, best))
            });
            let next = fitting.reduce(|most, group| if self.most_of(&group) > self.most_of(&most) { group } else { most });
            let Some(next) = next else { return groups };
            self.show_whole(next.clone());
            let place = groups.partition_point(|group| group.start < next.start);
            groups.insert(place, next);
        }
    }

    /// Whether a whole group has enough of the question to stand with the best unit.
    fn belongs(&self, group: &Range<usize>, is_neighbour: bool, best: usize) -> bool {
        let enough = match (is_neighbour, self.units[group.start].form) {
            (false, _) => ALSO,
            (true, Form::Paragraph) => PARAGRAPH_WITH_IT,
            (true, _) => WITH_IT,
        };
        self.is_short || self.most_of(group) >= enough * self.worth[best]
    }

    /// Whether there is room for a whole group that says something.
    fn fits(&self, group: &Range<usize>) -> bool {
        let long: usize = group.clone().map(|at| length(&self.units[at])).sum();
        long <= self.room && self.outline.says_something(group.start)
    }

    fn most_of(&self, group: &Range<usize>) -> f32 {
        self.worth[group.clone()].iter().copied().fold(0.0, f32::max)
    }

    /// What is shown, with a mark for each run of units between that are left out, and for items at the end.
    fn lines(self, groups: &[Range<usize>]) -> Vec<Line> {
        let run = groups.first().map_or(0, |group| group.start)..groups.last().map_or(0, |group| group.end);
        let mut lines: Vec<Line> = Vec::new();
        for (at, text) in run.clone().zip(&self.taken[run]) {
            let unit = &self.units[at];
            match text {
                Some(text) => lines.push(Line { form: unit.form, number: unit.number.clone(), text: text.clone() }),
                None if lines.last().is_some_and(|line| line.text != LEFT_OUT) => {
                    lines.push(Line { form: unit.form, number: None, text: LEFT_OUT.to_owned() });
                }
                None => {}
            }
        }
        lines.pop_if(|last| last.text == LEFT_OUT && last.depth().is_none());
        lines
    }
}

fn length(unit: &Unit) -> usize {
    unit.text.chars().count()
}

/// The run of whole sentences with the most in it of what `keep` counts, from its first such sentence on.
fn shortened(text: &str, most: usize, keep: &dyn Fn(&str) -> f32) -> String {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{ANSWER, Cut, cut};
    use crate::ask::passage::{Passage, passages};
    use crate::parse;

    fn passage(text: &str) -> Passage {
        passages(&parse::read("terms", text).unwrap(), &BTreeMap::new()).remove(0)
    }

    /// What is shown where just these units have something of the question.
    fn shown(text: &str, best: &[usize], most: usize) -> Vec<String> {
        let passage = passage(text);
        let worth: Vec<f32> = (0..passage.units.len()).map(|at| if best.contains(&at) { 1.0 } else { 0.0 }).collect();
        let Cut { lines, .. } = cut(&passage, &worth, most, &|_| 0.0);
        lines.iter().map(|line| line.text.clone()).collect()
    }

    const LIST: &str =
        "You may not use the Service\n\n- as an archive;\n- for what is not its own:\n  - to relay mail;\n  - to compute.\n\nThe rest is free.\n";

    #[test]
    fn an_item_stands_under_all_that_leads_it_in() {
        assert_eq!(shown(LIST, &[4], 70), ["You may not use the Service", "…", "for what is not its own:", "…", "to compute."]);
        assert_eq!(
            shown(LIST, &[4], ANSWER)[..5],
            ["You may not use the Service", "as an archive;", "for what is not its own:", "to relay mail;", "to compute."]
        );
    }

    #[test]
    fn words_that_lead_in_have_what_they_lead_in() {
        assert_eq!(shown(LIST, &[0], 60), ["You may not use the Service", "as an archive;", "…"]);
        assert_eq!(shown("It says nothing:\n\n## Then\n", &[0], ANSWER), ["It says nothing:"]);
        assert_eq!(shown("It says nothing:\n\nBut this does.\n", &[0], ANSWER), ["It says nothing:", "But this does."]);
    }

    #[test]
    fn steps_and_rows_stand_together() {
        assert_eq!(shown("1. Sign in.\n2. Choose.\n3. Confirm.\n", &[2], ANSWER), ["Sign in.", "Choose.", "Confirm."]);
        let table = "The limits are these:\n\n| Plan | Mails |\n|---|---|\n| Solo | 300 |\n| Large | 9,000 |\n";
        let step = "1. > One.\n   >\n   > And more.\n2. > Two.\n   >\n   > The end.\n";
        assert_eq!(shown(step, &[3], ANSWER), ["One.", "And more.", "Two.", "The end."]);
        assert_eq!(shown(table, &[2], 50), ["The limits are these:", "…", "Plan: Large; Mails: 9,000"]);
    }

    #[test]
    fn clauses_that_say_nearly_as_much_stand_together_with_a_mark_between() {
        let clauses = "- First of all.\n- Something else, and quite a lot of it, as long as it may be.\n- Last of all.\n";
        assert_eq!(shown(clauses, &[0, 2], 30), ["First of all.", "…", "Last of all."]);
    }

    #[test]
    fn a_short_passage_is_shown_whole() {
        assert_eq!(shown("One.\n\nTwo.\n\nThree.\n", &[1], 14), ["One.", "Two.", "Three."]);
        assert_eq!(shown("One.\n\nTwo.\n\nThree.\n", &[1], 8), ["Two."]);
    }
}
