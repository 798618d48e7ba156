//! What belongs together in a passage: the words that lead in a list with its items, a table's rows, steps that follow one another.

use std::ops::Range;

use super::passage::Unit;

/// The units of a passage by what leads them in.
#[derive(Debug)]
pub(super) struct Outline<'u> {
    units: &'u [Unit],
    /// For each unit the first one of those that it stands together with.
    first: Vec<usize>,
}

impl<'u> Outline<'u> {
    /// Of a passage's units.
    pub(super) fn new(units: &'u [Unit]) -> Self {
        let mut first: Vec<usize> = Vec::with_capacity(units.len());
        for (at, unit) in units.iter().enumerate() {
            first.push(unit.within.or(unit.beside).map_or(at, |before| first[before]));
        }
        Self { units, first }
    }

    /// The units that a unit stands together with: all that the outermost words over it lead in, or all rows and steps that it is one of.
    pub(super) fn group(&self, at: usize) -> Range<usize> {
        let first = self.first[at];
        let length = self.first[first..].iter().take_while(|other| **other == first).count();
        first..first + length
    }

    /// A unit with all that leads it in, the outermost first.
    pub(super) fn line(&self, at: usize) -> Vec<usize> {
        let mut line: Vec<usize> = std::iter::successors(Some(at), |at| self.units[*at].within).collect();
        line.reverse();
        line
    }

    /// What a unit itself leads in.
    pub(super) fn below(&self, at: usize) -> impl Iterator<Item = usize> {
        // What it leads in, however deep, follows it without a gap.
        let is_led = move |below: &usize| self.units[*below].within.is_some_and(|within| within >= at);
        (at + 1..self.units.len()).take_while(is_led).filter(move |below| self.units[*below].within == Some(at))
    }

    /// Whether a unit makes no sense without something of what it leads in.
    pub(super) fn needs_more(&self, at: usize) -> bool {
        self.units[at].is_open() && self.below(at).next().is_some()
    }

    /// Whether a unit answers by itself: it neither only leads elsewhere nor announces what does not follow.
    pub(super) fn says_something(&self, at: usize) -> bool {
        let unit = &self.units[at];
        unit.elsewhere.is_none() && (!unit.announces() || self.below(at).any(|below| self.says_something(below)))
    }
}
