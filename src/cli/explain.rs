//! `explain`: where the text of a policy of a brand comes from, and the merged values that it reads.

use super::arguments::{Common, Explain};
use super::terminal::Terminal;
use super::{Outcome, project_folder, report, selection};
use crate::brand::Brand;
use crate::compile::{self, Entry};
use crate::diag::{Diagnostic, Warned};
use crate::explain::{Row, Text, explain, nearest_key, texts};
use crate::output::failure::Failure;
use crate::project::{self, Project};
use crate::snapshot::Snapshot;

/// Shows the files of the text, and each value with the file and line it comes from.
pub(super) fn run(common: &Common, options: &Explain, terminal: &Terminal) -> Result<Outcome, Failure> {
    let root = project_folder::find(common)?;
    let snapshot = project_folder::snapshot(&root)?;
    let Warned { value: project, diagnostics: found } = project::load(&snapshot);
    if found.iter().any(Diagnostic::is_error) {
        return Ok(report::findings(terminal, &project, &root, &found));
    }
    let (brand, policy) = asked(&project, options)?;
    let shown = match earlier(&snapshot, &project, brand, policy)? {
        Some(then) => then.shown(options)?,
        None => shown(&project, brand, policy, options.key.as_deref())?,
    };
    terminal.result(&shown);
    Ok(Outcome::Clean)
}

/// The brand or edition and the policy that are asked for. The language of an edition stands behind the brand, `acme/el terms`, or as in the page's address before the policy,
/// `acme el/terms`.
fn asked<'a>(project: &'a Project, options: &'a Explain) -> Result<(&'a Brand, &'a str), Failure> {
    let known = selection::brand_ids(project);
    let brand = project.edition(&options.brand).ok_or_else(|| match options.brand.split_once('/') {
        Some((id, language)) if project.brand(id).is_some() => no_edition(project, id, language),
        _ => Failure::unknown("brand", &options.brand, &known),
    })?;
    let policy = options.policy.strip_suffix(".html").unwrap_or(&options.policy);
    let in_language = policy.split_once('/').and_then(|(language, policy)| Some((project.edition(&format!("{}/{language}", brand.id))?, policy)));
    Ok(in_language.unwrap_or((brand, policy)))
}

fn no_edition(project: &Project, id: &str, language: &str) -> Failure {
    let failure = Failure::new(format!("{id} is not published in `{language}`"));
    let keys: Vec<String> = project.editions_of(id).map(Brand::key).collect();
    failure.hint(format!("there are: {}; `languages:` in the brand's file names the languages beside its own", keys.join(", ")))
}

/// A state in which the project was published earlier.
struct Then {
    name: String,
    project: Project,
    brand: String,
    policy: String,
}

/// The state from which an earlier version comes, where its address is asked for.
fn earlier(snapshot: &Snapshot, project: &Project, brand: &Brand, address: &str) -> Result<Option<Then>, Failure> {
    let Some((state, policy)) = compile::origin_of(snapshot.states(), project, brand, address) else { return Ok(None) };
    let world = state.read().map_err(|why| Failure::new(format!("the state `{}` cannot be read: {why}", state.name)))?;
    let then = project::load(&*world).value;
    let brand = compile::edition_then(project, brand, &then).map_or_else(|| brand.key(), Brand::key);
    Ok(Some(Then { name: state.name.clone(), project: then, brand, policy }))
}

impl Then {
    /// What is shown of it. All paths and lines are those of the state.
    fn shown(&self, options: &Explain) -> Result<String, Failure> {
        let brand = self.project.edition(&self.brand).ok_or_else(|| Failure::unknown("brand", &self.brand, &selection::brand_ids(&self.project)))?;
        let shown = shown(&self.project, brand, &self.policy, options.key.as_deref())?;
        Ok(format!("{:<7}  {}\n{shown}", "state", self.name))
    }
}

/// What is shown of a policy of a brand or edition: the files of its text and all values that it reads, or the values at and below a key.
fn shown(project: &Project, brand: &Brand, policy: &str, key: Option<&str>) -> Result<String, Failure> {
    let entries = compile::entries(project, brand);
    let carried: Vec<&str> = entries.iter().map(|entry| entry.policy.id.as_str()).collect();
    // A version that no state has yet is the present text.
    let is_meant = |entry: &&Entry<'_>| entry.policy.id == policy || compile::permanent_address(project, entry).as_deref() == Some(policy);
    let entry = entries.iter().find(is_meant).ok_or_else(|| absent(project, brand, policy, &carried))?;
    if let Some(key) = key {
        let rows = explain(project, brand, &[key]);
        return if rows.is_empty() { Err(no_value(project, brand, entry, key)) } else { Ok(table(&rows)) };
    }
    let keys = innermost(&entry.keys);
    let rows = if keys.is_empty() { Vec::new() } else { explain(project, brand, &keys) };
    let gap = if rows.is_empty() { "" } else { "\n" };
    Ok(listed(&texts(project, brand, entry.policy, &entry.files)) + gap + &table(&rows))
}

/// Why a key shows nothing.
fn no_value(project: &Project, brand: &Brand, entry: &Entry<'_>, key: &str) -> Failure {
    if let Some(root @ ("policy" | "customer")) = key.split('.').next() {
        let failure = Failure::new(format!("`{key}` is no value of a brand"));
        return failure.hint(format!("what `{root}` has stands in the front matter of {}", project.sources.file(entry.policy.file).path()));
    }
    let failure = Failure::new(format!("{} has no value `{key}`", brand.key()));
    match nearest_key(project, brand, key) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint(format!("`counterpart explain {} {}` shows all that it reads", brand.key(), entry.policy.id)),
    }
}

/// The files of a text, each on a line.
fn listed(texts: &[Text]) -> String {
    let line = |text: &Text| {
        let kind = if text.is_partial { "partial" } else { "text" };
        let more = match &text.translates {
            Some(original) => format!("  (translates {original})"),
            None if text.is_foreign => "  (not translated)".to_owned(),
            None => String::new(),
        };
        format!("{kind:<7}  {}{more}\n", text.path)
    };
    texts.iter().map(line).collect()
}

/// Why a brand has no such policy.
fn absent(project: &Project, brand: &Brand, policy: &str, carried: &[&str]) -> Failure {
    if !selection::policy_ids(project).contains(&policy) {
        return Failure::unknown("policy", policy, carried);
    }
    if brand.edition.is_some() && project.carries(brand, policy) {
        let failure = Failure::new(format!("`{policy}` is not published in `{}`", brand.locale));
        return failure.hint(format!("`counterpart explain {} {policy}` shows it in the main language", brand.id));
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
