//! What was perhaps prepared before signing, to be brought to light later (shadow attacks): it breaks no signature, and a reader should know of it.

use std::collections::HashSet;

use crate::pdf::{Dictionary, Entry, Fault, File, Object, Reference};

use super::glance::Glances;
use super::judge::Judged;
use super::reachable::Reachable;
use super::report::Report;
use super::revision::History;

/// How many hidden objects are looked at.
const MOST: usize = 10_000;

/// Adds what is suspicious to a report.
pub(super) fn look(file: &File<'_>, history: &History, judged: &[Judged<'_>], glances: &Glances, report: &mut Report) {
    if judged.is_empty() {
        return;
    }
    let signed = judged.iter().filter_map(|one| Some(one.found.covered.as_ref().ok()?.0.end())).max().unwrap_or(0);
    for number in history.with_strays(signed) {
        report
            .warnings
            .push(format!("version {number} of the file holds bytes that belong to none of its objects; they may have been prepared for later"));
    }
    for object in history.holding(signed) {
        let words = "the file holds something, as an attachment may be, in which programs that repair files would find other content to show";
        report.warnings.push(format!("{words} (object {})", object.number));
    }
    report.warnings.extend(changing(file).into_iter().map(str::to_owned));
    match hidden(file, judged, glances) {
        Ok(warnings) => report.warnings.extend(warnings),
        Err(fault) => report.warnings.push(format!("not everything in the file could be looked at: {fault}")),
    }
}

/// What lets a document show different things at different times, whatever was signed.
fn changing(file: &File<'_>) -> Vec<&'static str> {
    let Ok((_, catalog)) = file.catalog() else { return Vec::new() };
    let has = |dictionary: &Dictionary, key: &str| !matches!(file.get(dictionary, key), Ok(Object::Null));
    let within = |key: &str, inner: &str| file.get(&catalog, key).is_ok_and(|value| value.as_dictionary().is_some_and(|value| has(value, inner)));
    let signs = [
        (has(&catalog, "OCProperties"), "the document has layers: a reader's program may show or hide parts of it"),
        (
            has(&catalog, "AA") || within("OpenAction", "S") || within("Names", "JavaScript"),
            "the document does things by itself when it is opened or used; some of it may be scripts that change what it shows",
        ),
        (
            file.get(&catalog, "AcroForm")
                .is_ok_and(|form| form.as_dictionary().is_some_and(|form| form.get("NeedAppearances") == Some(&Object::Boolean(true)))),
            "the document asks each program to draw the form's fields by itself, so that they may look different",
        ),
        (within("AcroForm", "XFA"), "the document has a second form, which some programs show in place of the first"),
    ];
    signs.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words).collect()
}

fn hidden(file: &File<'_>, judged: &[Judged<'_>], glances: &Glances) -> Result<BTreeWarnings, Fault> {
    let shown = Reachable::read(file, glances)?;
    let mut warnings = BTreeWarnings::new();
    let known: HashSet<Reference> = judged.iter().filter_map(|one| one.found.holder).collect();
    let numbers = file.numbers()?;
    glances.work.spend(numbers.len().saturating_mul(1 + file.sections().len() / 4))?;
    let mut looked_at = 0;
    if let Some(acting) = shown.acting {
        let words = "pages, fields or links of the document do things by themselves or when they are used; some of it may be scripts that change what it shows";
        warnings.insert(format!("{words} (object {})", acting.number));
    }
    for number in numbers {
        let reference = match file.locate(number)? {
            Some(Entry::At { generation, .. }) => Reference { number, generation },
            _ => Reference::new(number),
        };
        if shown.signatures.contains(&reference) && !known.contains(&reference) {
            warnings.insert(format!("the file holds a signature that stands in no field and was not verified (object {number})"));
        }
        if shown.all.contains(&reference) || looked_at == MOST {
            continue;
        }
        looked_at += 1;
        let Ok(glance) = glances.of(file, reference) else { continue };
        if glance.is_signature && !known.contains(&reference) {
            warnings.insert(format!("the file holds a signature that stands in no field and was not verified (object {number})"));
        }
        if let Some(what) = glance.could_show {
            warnings.insert(format!("the file holds {what} that it does not show; it may have been prepared to be shown later (object {number})"));
        }
    }
    Ok(warnings)
}

/// Sentences, each once.
type BTreeWarnings = std::collections::BTreeSet<String>;
