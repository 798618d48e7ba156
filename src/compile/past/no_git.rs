//! A program that was built without the feature `history`: it says so where git is asked for.

use std::path::Path;

use super::{PastPlace, finding};
use crate::diag::{Code, Warned};
use crate::snapshot::State;
use crate::world::{Calendar, Days};

const WHY: &str = "this program was built without the part that reads git";

/// No repository.
pub(super) struct Git;

impl Git {
    pub(super) fn around(_: &Path) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "it has the shape of the one that reads git")]
    pub(super) fn places(&self) -> Vec<PastPlace> {
        Vec::new()
    }

    #[expect(clippy::unused_self, reason = "it has the shape of the one that reads git")]
    pub(super) fn days<'p>(&self, _: impl Iterator<Item = &'p str>, _: Option<&Calendar>) -> Days {
        Days::None(WHY.to_owned())
    }

    #[expect(clippy::unused_self, reason = "it has the shape of the one that reads git")]
    pub(super) fn states(&self, _: &[String], _: &Path) -> Warned<Vec<State>> {
        let found = finding(Code::NoHistory, format!("earlier versions are to be read from git tags, but {WHY}"));
        Warned { value: Vec::new(), diagnostics: vec![found.hint("use a program with the feature `history`, or keep the states in a folder")] }
    }
}
