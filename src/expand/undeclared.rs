//! Saying that a name is declared nowhere, and which one may have been meant.

use super::known::{Declared, Known};
use super::path::Path;
use crate::diag::{Code, Diagnostic, did_you_mean};

/// A name whose first part means nothing where it stands.
pub(super) fn first(first: &str, path: &Path, this: &Known<'_>, names: &[&str], declared: Declared<'_>) -> Diagnostic {
    if first == "customer" {
        let fault = Diagnostic::new(Code::UndeclaredName, "a customer does not belong here");
        return fault.hint("titles and descriptions are the same for every customer; `customer.…` belongs in a contract's text");
    }
    let fault = Diagnostic::new(Code::UndeclaredName, format!("nothing is called `{first}` here"));
    let brand = Known::Declared(vec![declared.brand], Vec::new());
    if brand.get(first, declared).is_some() {
        return fault.hint(format!("did you mean `brand.{}`?", path.raw));
    }
    let roots = Known::Root.keys(declared);
    match did_you_mean(first, this.keys(declared).into_iter().chain(names.iter().copied()).chain(roots)) {
        Some(near) => fault.hint(meant(path, first, near)),
        None => fault.hint("values start with `brand.`, `policy.` or `customer.`, or are keys of what a loop walks"),
    }
}

/// A key that what stands before it cannot have.
pub(super) fn key(key: &str, path: &Path, holder: &Known<'_>, declared: Declared<'_>) -> Diagnostic {
    let known = holder.keys(declared);
    let near = did_you_mean(key, known.iter().copied()).map(|near| meant(path, key, near));
    let fault = Diagnostic::new(Code::UndeclaredName, message(key, holder, known.is_empty()));
    let hint = near.or_else(|| below_facts(key, path, holder, declared)).unwrap_or_else(|| otherwise(key, holder, &known));
    fault.hint(hint)
}

fn message(key: &str, holder: &Known<'_>, leaf: bool) -> String {
    match holder {
        Known::Declared(_, pattern) => match pattern.split_last() {
            None => format!("no brand declares `brand.{key}`"),
            Some((last, before)) if last == "[]" => format!("no item of `brand.{}` has `{key}`", plain(before)),
            Some(_) if leaf => format!("`brand.{}` is a single value and has no `{key}`", plain(pattern)),
            Some(_) => format!("no brand declares `brand.{}.{key}`", plain(pattern)),
        },
        Known::Products => format!("`brand.products` is a list and has no `{key}`"),
        Known::Keys(name, _) => format!("`{name}` has no `{key}`"),
        Known::Fields(prefix) => format!("the front matter declares no field `{prefix}{key}`"),
        Known::Root | Known::Any => format!("nothing is called `{key}`"),
    }
}

fn plain(pattern: &[String]) -> String {
    pattern.join(".").replace(".[]", "")
}

/// A fact that was called as if it stood directly below the brand.
fn below_facts(key: &str, path: &Path, holder: &Known<'_>, declared: Declared<'_>) -> Option<String> {
    let Known::Declared(_, pattern) = holder else { return None };
    let facts = holder.get("facts", declared).filter(|_| pattern.is_empty())?;
    facts.get(key, declared).map(|_| meant(path, key, &format!("facts.{key}")))
}

fn meant(path: &Path, wrong: &str, right: &str) -> String {
    let is_part = |at: usize| {
        let end = |c: Option<char>| c.is_none_or(|c| matches!(c, '.' | '/'));
        end(path.raw[..at].chars().next_back()) && end(path.raw[at + wrong.len()..].chars().next())
    };
    match path.raw.match_indices(wrong).map(|(at, _)| at).find(|at| is_part(*at)) {
        Some(at) => format!("did you mean `{}{right}{}`?", &path.raw[..at], &path.raw[at + wrong.len()..]),
        None => format!("did you mean `{right}`?"),
    }
}

fn otherwise(key: &str, holder: &Known<'_>, known: &[&str]) -> String {
    match holder {
        Known::Fields(_) if known.is_empty() => format!("declare it in a contract's front matter: `fields: {{{key}: {{label: …}}}}`"),
        Known::Products => "walk it: `{{#each brand.products}}{{name}}{{/each}}`".to_owned(),
        Known::Declared(_, pattern) if known.is_empty() && pattern.last().is_some_and(|last| last == "[]") => {
            format!("its items are single values: leave `{key}` out, and write `{{{{this}}}}` in a loop")
        }
        _ if known.is_empty() => "take the last part of the name off".to_owned(),
        _ if known.len() <= 8 => {
            let mut known = known.to_vec();
            known.sort_unstable();
            known.dedup();
            format!("known here: `{}`", known.join("`, `"))
        }
        _ => "mend the name, or add it to a brand file".to_owned(),
    }
}
