//! `explain`: the merged values that a policy of a brand reads.

use super::arguments::{Common, Explain};
use super::terminal::Terminal;
use super::{Outcome, project_folder, report, selection};
use crate::brand::Brand;
use crate::compile;
use crate::diag::{Diagnostic, Warned};
use crate::explain::{Row, explain, nearest_key};
use crate::output::failure::Failure;
use crate::project::{self, Project};

/// Shows each value with the file and line it comes from.
pub(super) fn run(common: &Common, options: &Explain, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = project_folder::find(common)?;
    let Warned { value: project, diagnostics: found } = project::load(&project_folder::snapshot(&root)?);
    if found.iter().any(Diagnostic::is_error) {
        return Ok(report::findings(terminal, &project, &root, &found));
    }
    let ids = selection::brand_ids(&project);
    let brand = project.brand(&options.brand).ok_or_else(|| selection::unknown("brand", &options.brand, &ids))?;
    let entries = compile::entries(&project, brand);
    let carried: Vec<&str> = entries.iter().map(|entry| entry.policy.id.as_str()).collect();
    let entry = entries.iter().find(|entry| entry.policy.id == options.policy);
    let entry = entry.ok_or_else(|| absent(&project, brand, &options.policy, &carried))?;
    let keys: Vec<&str> = match &options.key {
        Some(key) => vec![key],
        None => innermost(&entry.keys),
    };
    let shown = if keys.is_empty() { Vec::new() } else { explain(&project, brand, &keys) };
    if let (true, Some(key)) = (shown.is_empty(), &options.key) {
        if let Some(root @ ("policy" | "customer")) = key.split('.').next() {
            let failure = Failure::new(format!("`{key}` is no value of a brand"));
            return Err(failure.hint(format!("what `{root}` has stands in the front matter of {}", project.sources.file(entry.policy.file).path())));
        }
        let failure = Failure::new(format!("{} has no value `{key}`", brand.id));
        return Err(match nearest_key(&project, brand, key) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint(format!("`counterpart explain {} {}` shows all that it reads", brand.id, entry.policy.id)),
        });
    }
    terminal.result(&table(&shown));
    Ok(Outcome::Clean)
}

/// Why a brand has no such policy.
fn absent(project: &Project, brand: &Brand, policy: &str, carried: &[&str]) -> Failure {
    if !selection::policy_ids(project).contains(&policy) {
        return selection::unknown("policy", policy, carried);
    }
    let failure = Failure::new(format!("{} leaves `{policy}` out", brand.id));
    failure.hint("`policies:` in the brand's file and `brands:` in the front matter say who carries it")
}

/// The keys without those of lists and maps of which single values were read.
fn innermost(keys: &[String]) -> Vec<&str> {
    let holds = |key: &str, other: &str| other.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'));
    keys.iter().map(String::as_str).filter(|key| !keys.iter().any(|other| holds(key, other))).collect()
}

/// The longest value that is shown whole, in characters.
const LONGEST: usize = 60;

/// A value, cut where it is too long for a line.
fn cut(value: &str) -> String {
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    value.chars().take(LONGEST - 1).collect::<String>() + "…"
}

/// The rows in columns.
fn table(rows: &[Row]) -> String {
    let width = |cell: fn(&Row) -> usize| rows.iter().map(cell).max().unwrap_or_default();
    let (keys, values) = (width(|row| row.key.chars().count()), width(|row| row.value.chars().count()).min(LONGEST));
    let came_by = |row: &Row| if row.chain.is_empty() { String::new() } else { format!("  ({})", row.chain.join(" -> ")) };
    let line = |row: &Row| format!("{:<keys$}  {:<values$}  {}:{}{}\n", row.key, cut(&row.value), row.path, row.line, came_by(row));
    rows.iter().map(line).collect()
}
