//! `manifest`: the lists of what shares of a batch made.

use super::Outcome;
use super::arguments::{Manifest, Merge};
use super::terminal::Terminal;
use crate::batch;
use crate::output::failure::Failure;

/// Runs what is to be done with manifests.
pub(super) fn run(options: &Manifest, terminal: &Terminal) -> Result<Outcome, Failure> {
    match options {
        Manifest::Merge(options) => merge(options, terminal),
    }
}

/// Joins manifests, or says what is missing or double.
fn merge(options: &Merge, terminal: &Terminal) -> Result<Outcome, Failure> {
    let merged = batch::merge(&options.manifests, &options.out)?;
    if merged.problems.is_empty() {
        let batch::End { rows, documents, bad, failed } = merged.end;
        let bad = bad + failed;
        let left_out = if bad == 0 { String::new() } else { format!("; {bad} bad rows are left out") };
        terminal.say(&format!("{} lists {documents} documents of {rows} rows{left_out}: nothing is missing or double", options.out));
        return Ok(Outcome::Clean);
    }
    for problem in &merged.problems {
        terminal.failure(&Failure::new(problem.to_string()));
    }
    if merged.more > 0 {
        terminal.failure(&Failure::new(format!("and {} more", merged.more)));
    }
    Ok(Outcome::Findings)
}
