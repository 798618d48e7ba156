//! How much may be read to judge one file.

use std::cell::Cell;

use crate::pdf::{Fault, FaultKind, File, Object};

/// How many values, and sixteens of bytes of strings, are looked at in one file.
const MOST: usize = 40_000_000;

/// What is left to be spent.
#[derive(Debug)]
pub(super) struct Work(Cell<usize>);

impl Default for Work {
    fn default() -> Self {
        Self(Cell::new(MOST))
    }
}

impl Work {
    /// Spends so much; a fault where too much was spent.
    pub(super) fn spend(&self, amount: usize) -> Result<(), Fault> {
        let left = self.0.get().checked_sub(amount).ok_or(Fault { at: 0, kind: FaultKind::TooMuch("objects that refer to one another") })?;
        self.0.set(left);
        Ok(())
    }

    /// Spends what it takes to find out where an object is: older sections are asked in turn.
    pub(super) fn locate(&self, file: &File<'_>) -> Result<(), Fault> {
        self.spend(1 + file.sections().len() / 4)
    }
}

/// Hands over every reference in a value, however deep, and gives how much there was to look at. The value's own depth is bounded by its reader.
pub(super) fn references(object: &Object, found: &mut impl FnMut(crate::pdf::Reference)) -> usize {
    match object {
        Object::Reference(reference) => {
            found(*reference);
            1
        }
        Object::Array(array) => 1 + array.iter().map(|element| references(element, found)).sum::<usize>(),
        Object::Dictionary(dictionary) => 1 + dictionary.iter().map(|(_, value)| references(value, found)).sum::<usize>(),
        Object::Stream(stream) => 1 + stream.dictionary.iter().map(|(_, value)| references(value, found)).sum::<usize>(),
        Object::String(string) => 1 + string.len() / 16,
        _ => 1,
    }
}
