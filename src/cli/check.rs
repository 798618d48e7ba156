//! `check`: everything that is to be found, and nothing written.

use super::arguments::{Common, Selection};
use super::terminal::Terminal;
use super::{Outcome, clock, project_folder, report, selection};
use crate::compile;
use crate::diag::Warned;
use crate::output::failure::Failure;
use crate::project;

/// Checks every brand and policy; of what is found, shows what concerns the brands and policies that were asked for.
pub(super) fn run(common: &Common, options: &Selection, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = project_folder::find(common)?;
    let snapshot = project_folder::snapshot(&root)?;
    let Warned { value: project, mut diagnostics } = project::load(&snapshot);
    diagnostics.extend(project.expiring(clock::today()));
    let asked = selection::Asked::read(options)?;
    asked.must_exist(&project)?;
    let mut found = compile::check(&project, &snapshot, diagnostics, project_folder::processors())?;
    let all = found.len();
    found.retain(|finding| asked.concerns(&project, finding));
    let outcome = report::findings(terminal, &project, &root, &found);
    if found.is_empty() {
        let asked: Vec<usize> = asked.documents(&project).into_iter().filter(|documents| *documents > 0).collect();
        terminal.say(&format!("{} of {}: all well", report::count(asked.iter().sum(), "document"), report::count(asked.len(), "brand")));
    }
    if all > found.len() {
        terminal.say(&format!("{} elsewhere", report::count(all - found.len(), "finding")));
    }
    Ok(outcome)
}
