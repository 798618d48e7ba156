//! Lists in words, and letters.

use super::{Arguments, Complaint, Helper};
use crate::diag::Code;
use crate::expand::value::Val;
use crate::locale::{Formats, Join};

pub(super) fn list<'a>(given: &Arguments<'_, 'a>, formats: &Formats) -> Result<Val<'a>, Complaint> {
    let join = match given.option("join").map(|join| join.text().unwrap_or_default()).as_deref() {
        None | Some("and") => Join::And,
        Some("or") => Join::Or,
        Some(other) => return Err(Complaint::argument(0, format!("`list` cannot join by `{other}`"), "write join=\"and\" or join=\"or\"")),
    };
    let items = given.first().items().ok_or_else(|| Complaint::kind(Helper::List, 0, "a list", given.first()))?;
    if items.is_empty() {
        let hint = "put a condition around it: `{{#if brand.facts.processors}}…{{/if}}`";
        return Err(Complaint { code: Code::EmptyValue, ..Complaint::argument(0, "the list has no items", hint) });
    }
    let key = given.second().and_then(Val::text);
    let words = items.iter().enumerate().map(|(at, (_, item))| word(at, item, key.as_deref()));
    let words = words.collect::<Result<Vec<_>, _>>()?;
    Ok(Val::Text(formats.list(words.iter().map(String::as_str), join)))
}

fn word(at: usize, item: &Val<'_>, key: Option<&str>) -> Result<String, Complaint> {
    let val = key.map_or_else(|| item.clone(), |key| item.get(key));
    if let Some(text) = val.text().filter(|text| !text.trim().is_empty()) {
        return Ok(text.into_owned());
    }
    let nth = at + 1;
    Err(match (key, &val) {
        (Some(key), Val::Missing) => {
            let complaint = Complaint::argument(0, format!("item {nth} of the list has no `{key}`"), format!("add `{key}:` to the item"));
            Complaint { code: Code::UndefinedValue, ..complaint }
        }
        (_, val) if val.text().is_some() => {
            Complaint { code: Code::EmptyValue, ..Complaint::argument(0, format!("item {nth} of the list is empty"), "give it a text") }
        }
        (None, Val::Node(_) | Val::Brand(_)) => {
            let hint = "name the key to be listed: `{{list brand.facts.processors \"name\"}}`";
            Complaint { code: Code::NotText, ..Complaint::argument(0, format!("item {nth} of the list is {}", val.kind()), hint) }
        }
        _ => {
            Complaint { code: Code::NotText, ..Complaint::argument(0, format!("item {nth} of the list is {}", val.kind()), "list texts or numbers") }
        }
    })
}

/// The same text in other letters.
pub(super) fn recase<'a>(helper: Helper, given: &Arguments<'_, 'a>, letters: impl Fn(&str) -> String) -> Result<Val<'a>, Complaint> {
    let first = given.first();
    if matches!(first, Val::Blank(_)) {
        return Ok(first.clone());
    }
    let text = first.text().ok_or_else(|| Complaint::kind(helper, 0, "a text", first))?;
    Ok(Val::Text(letters(&text)))
}

pub(super) fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
