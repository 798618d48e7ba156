//! How findings and results are told.

use std::path::Path;
use std::time::Duration;

use super::terminal::Terminal;
use super::{Outcome, here};
use crate::compile::Built;
use crate::diag::Diagnostic;
use crate::diag::render;
use crate::project::Project;

/// Prints findings; gives whether there was an error among them.
pub(super) fn findings(terminal: &Terminal, project: &Project, root: &Path, found: &[Diagnostic]) -> Outcome {
    terminal.findings(&seen_from_here(terminal, project, root, found));
    let errors = found.iter().filter(|finding| finding.is_error()).count();
    let warnings = found.len() - errors;
    if errors + warnings > 0 {
        let counts: Vec<String> = [counted(errors, "error"), counted(warnings, "warning")].into_iter().flatten().collect();
        terminal.say(&format!("\n{}", counts.join(", ")));
    }
    if errors > 0 { Outcome::Findings } else { Outcome::Clean }
}

/// Prints findings about files whose paths are already as they are seen from here.
pub(super) fn about_files(terminal: &Terminal, project: &Project, found: &[Diagnostic]) {
    terminal.findings(&render(terminal.format, &project.sources, found, terminal.colour));
}

/// The findings with paths as they are seen from the current folder.
fn seen_from_here(terminal: &Terminal, project: &Project, root: &Path, found: &[Diagnostic]) -> String {
    let prefix = here::prefix(root);
    if prefix.is_empty() {
        return render(terminal.format, &project.sources, found, terminal.colour);
    }
    let mut found = found.to_vec();
    for path in found.iter_mut().filter_map(|finding| finding.path.as_mut()) {
        path.insert_str(0, &prefix);
    }
    render(terminal.format, &project.sources.clone().seen_under(&prefix), &found, terminal.colour)
}

fn counted(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        many => Some(format!("{many} {what}s")),
    }
}

/// How many of something, in words.
pub(super) fn count(count: usize, what: &str) -> String {
    counted(count, what).unwrap_or_else(|| format!("no {what}s"))
}

/// A length of time as a person reads it.
pub(super) fn time(taken: Duration) -> String {
    if taken < Duration::from_secs(1) { format!("{} ms", taken.as_millis()) } else { format!("{:.1} s", taken.as_secs_f64()) }
}

/// Says why documents were made again.
pub(super) fn reasons(terminal: &Terminal, built: &Built) {
    for (document, changes) in &built.reasons {
        for change in changes {
            terminal.explain(&format!("{document}: {change}"));
        }
    }
}
