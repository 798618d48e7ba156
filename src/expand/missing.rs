//! Saying what is missing, and in which file to put it.

use super::path::Path;
use super::program::{Term, TermKind};
use super::scope::{Resolved, Trail};
use super::value::Val;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::Span;
use crate::world::is_inside;
use crate::yaml::Value;

/// A value that is not there.
pub(super) fn undefined(path: &Path, span: Span, resolved: &Resolved<'_>) -> Diagnostic {
    if let Some(trail) = &resolved.found.trail {
        let name = full_name(trail);
        let near = near(resolved).map(|near| format!("did you mean `{near}`? If not, ")).unwrap_or_default();
        let hint = |files: &str| format!("{near}add `{}` to {files}, or put `{{{{#if {}}}}}` around the place", as_yaml(&trail.keys), path.raw);
        let diagnostic = Diagnostic::new(Code::UndefinedValue, format!("`{name}` has no value")).at(span).hint(hint(&file(trail)));
        return diagnostic.shared_hint(hint("the files of these brands"));
    }
    let raw = &path.raw;
    let diagnostic = Diagnostic::new(Code::UndefinedValue, format!("`{raw}` has no value")).at(span);
    match &resolved.lacks {
        Some((Val::Node(node), key)) if !raw.starts_with("policy.") => {
            let hint = format!("add `{key}:` to the item, or put `{{{{#if {raw}}}}}` around the place");
            diagnostic.with_related(node.span, format!("this has no `{key}`")).hint(hint)
        }
        Some((Val::Node(_), key)) => diagnostic.hint(format!("add `{key}:` to the front matter, or put `{{{{#if {raw}}}}}` around the place")),
        _ => {
            diagnostic.hint(format!("give it where the partial is called: `{{{{> name {raw}=\"…\"}}}}`, or put `{{{{#if {raw}}}}}` around the place"))
        }
    }
}

/// The key beside the missing one that is most like it: one of the two may have been renamed.
fn near(resolved: &Resolved<'_>) -> Option<String> {
    let (holder, key) = resolved.lacks.as_ref()?;
    let keys = match holder {
        Val::Node(node) => node.entries(),
        Val::Brand(company) => company.brand.values.entries(),
        _ => &[],
    };
    did_you_mean(key, keys.iter().map(|entry| entry.key.as_str())).map(ToOwned::to_owned)
}

/// A value that is there and empty.
pub(super) fn empty(path: &Path, span: Span, resolved: &Resolved<'_>) -> Diagnostic {
    let name = resolved.found.trail.as_ref().map_or_else(|| path.raw.clone(), full_name);
    let diagnostic = Diagnostic::new(Code::EmptyValue, format!("`{name}` is empty")).at(span);
    let diagnostic = diagnostic.hint("give it a text, or take the key away");
    match &resolved.found.val {
        Val::Node(node) => diagnostic.with_related(node.span, "the empty value"),
        _ => diagnostic,
    }
}

/// A value that is there and is no text.
pub(super) fn not_text(val: &Val<'_>, term: &Term) -> Diagnostic {
    let name = match &term.kind {
        TermKind::Path(path) => path.raw.clone(),
        TermKind::Call(call) => call.helper.signature().name.to_owned(),
        TermKind::Literal(_) => "this".to_owned(),
    };
    let hint = match val {
        Val::Bool(_) => "a yes or no belongs in a condition: `{{#if …}}`".to_owned(),
        Val::Node(node) if matches!(node.value, Value::Bool(_)) => format!("a yes or no belongs in a condition: `{{{{#if {name}}}}}`"),
        val if val.kind() == "a list" => format!("write `{{{{#each {name}}}}}` or `{{{{list {name}}}}}`"),
        _ => format!("name one of its keys: `{{{{{name}.…}}}}`"),
    };
    Diagnostic::new(Code::NotText, format!("`{name}` is {} and cannot be printed", val.kind())).at(term.span).hint(hint)
}

fn full_name(trail: &Trail<'_>) -> String {
    if trail.prefix.is_empty() { format!("brand.{}", trail.keys) } else { format!("{} of the product {}", trail.keys, trail.company.brand.id) }
}

/// The brand's file, or one of those it extends.
fn file(trail: &Trail<'_>) -> String {
    let files: Vec<_> = trail.company.brand.chain.iter().map(|id| format!("brands/{id}.yaml")).collect();
    files.join(" or ")
}

/// The keys as an author nests them: `facts: {billing: {due_days: …}}`.
fn as_yaml(keys: &str) -> String {
    let depth = keys.matches('.').count();
    format!("{}: …{}", keys.replace('.', ": {"), "}".repeat(depth))
}

/// Where a partial that does not exist is to be written, for all brands or for one as well.
pub(super) fn partial_hint(name: &str, brand: Option<&str>) -> String {
    if !is_inside(name) {
        return "partials lie in sources/_partials/, and are named by their path below it".to_owned();
    }
    let own = brand.map(|brand| format!(", or to brands/{brand}/partials/{name}.md")).unwrap_or_default();
    format!("write it to sources/_partials/{name}.md{own}")
}
