//! What is wrong with PDFs that were named on the command line.

use std::cell::RefCell;
use std::fmt;
use std::path::Path;

use super::Outcome;
use super::terminal::Terminal;
use crate::diag::{Code, Diagnostic, MessageFormat, render};
use crate::output::failure::Failure;
use crate::source::Sources;

/// Tells a person of each file at once, and a machine of all of them in the end: it reads one text.
pub(super) struct Faults<'t> {
    terminal: &'t Terminal,
    found: RefCell<Vec<Diagnostic>>,
}

impl<'t> Faults<'t> {
    /// Nothing is wrong yet.
    pub(super) fn new(terminal: &'t Terminal) -> Self {
        Self { terminal, found: RefCell::default() }
    }

    /// Says what is wrong with a file. What it says may come out of the file, which may come from anyone.
    pub(super) fn tell(&self, file: &Path, why: &dyn fmt::Display) {
        let path = file.display().to_string();
        if self.terminal.format == MessageFormat::Human {
            self.terminal.failure(&Failure::new(format!("{path}: {why}")));
        }
        self.found.borrow_mut().push(Diagnostic::new(Code::NotDone, why.to_string()).in_file(path));
    }

    /// Whether something was wrong. A machine hears of it now.
    pub(super) fn outcome(self) -> Outcome {
        let found = self.found.into_inner();
        if self.terminal.format != MessageFormat::Human {
            self.terminal.findings(&render(self.terminal.format, &Sources::default(), &found, false));
        }
        if found.is_empty() { Outcome::Clean } else { Outcome::Findings }
    }
}
