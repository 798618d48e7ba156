//! How much the cross-reference sections of one file may come to, all together.

use super::fault::{Fault, FaultKind};

/// How many object numbers all sections of a file may list; the numbers of one update are counted again in the next that lists them.
const MOST_NUMBERS: usize = 1 << 22;
/// How many bytes the rows of all cross-reference streams may come to.
const MOST_BYTES: usize = 64 << 20;

/// What is left of it.
#[derive(Debug)]
pub(super) struct Allowance {
    numbers: usize,
    bytes: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { numbers: MOST_NUMBERS, bytes: MOST_BYTES }
    }
}

impl Allowance {
    /// Spends so many object numbers that a section at an offset lists.
    pub(super) fn list(&mut self, numbers: usize, at: usize) -> Result<(), Fault> {
        self.numbers = self.numbers.checked_sub(numbers).ok_or(Fault::new(at, FaultKind::TooMuch("entries in the tables of its objects")))?;
        Ok(())
    }

    /// How many bytes may still be decoded.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Spends so many decoded bytes.
    pub(super) fn decode(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes);
    }
}
