//! `fill`: the text fields of a PDF, filled.

use std::collections::BTreeMap;
use std::path::Path;

use super::Outcome;
use super::arguments::{Common, Fill};
use super::named_file::{self, Places};
use super::studio::Studio;
use super::terminal::{Terminal, harmless};
use crate::diag::{Diagnostic, Warned, render};
use crate::fields::{self, Family, Field, Kind};
use crate::output::failure::Failure;
use crate::pdf::{File, read_text};
use crate::source::{Sources, decode};
use crate::yaml::{Entry, Node, Value, parse};

/// Fills fields into a new file, or prints what fields there are.
pub(super) fn run(common: &Common, options: &Fill, terminal: &Terminal) -> Result<Outcome, Failure> {
    let bytes = named_file::read(&options.file)?;
    let wrong = |why: &dyn std::fmt::Display| {
        terminal.wrong(&options.file, why);
        Ok(Outcome::Findings)
    };
    let file = match File::open(&bytes) {
        Ok(file) => file,
        Err(fault) => return wrong(&fault),
    };
    if options.list {
        return match fields::read(&file) {
            Ok(found) if found.is_empty() => {
                terminal.say(&format!("{}: there are no fields", options.file.display()));
                Ok(Outcome::Clean)
            }
            Ok(found) => {
                terminal.result(&listed(&found));
                Ok(Outcome::Clean)
            }
            Err(fault) => wrong(&fault),
        };
    }
    let values = values(options, terminal)?;
    let place = Places::new(&options.written, "filled", 1).of(&options.file)?;
    let studio = Studio::open(common)?;
    let brand = studio.brand(options.brand.as_deref(), None, &options.file)?;
    let engine = studio.engine();
    let pairs: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    match fields::fill(&file, &pairs, &engine.stamper(&brand.theme, &brand.locale)) {
        Ok(filled) => {
            named_file::write(&place, &filled)?;
            terminal.say(&format!("{}: {} filled", place.display(), super::report::count(values.len(), "field")));
            Ok(Outcome::Clean)
        }
        Err(fault) => wrong(&fault),
    }
}

/// The texts that the command line and the file of values give; the command line wins.
fn values(options: &Fill, terminal: &Terminal) -> Result<BTreeMap<String, String>, Failure> {
    let mut set = BTreeMap::new();
    for pair in &options.set {
        let (name, value) =
            pair.split_once('=').ok_or_else(|| Failure::new(format!("--set {pair}: there is no `=`")).hint("write --set FIELD=TEXT"))?;
        if set.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(Failure::new(format!("--set gives `{name}` more than once")));
        }
    }
    let mut values = options.values.as_deref().map(|path| values_of(path, terminal)).transpose()?.unwrap_or_default();
    values.extend(set);
    if values.is_empty() {
        return Err(Failure::new("there is nothing to fill in").hint("give texts by --set FIELD=TEXT or --values FILE; --list shows the fields"));
    }
    Ok(values)
}

/// The texts of a file of values, which may be written as numbers or truth values too.
fn values_of(path: &Path, terminal: &Terminal) -> Result<BTreeMap<String, String>, Failure> {
    let unfit = |why: String| Failure::new(format!("{}: {why}", path.display())).hint("write one line for each field: `name: \"text\"`");
    let text = decode(&named_file::read(path)?).map_err(|at| unfit(format!("it is not UTF-8 text (at byte {at})")))?;
    let mut sources = Sources::default();
    let file = sources.add(path.display().to_string(), text.as_str());
    let Warned { value: root, diagnostics } = parse(file, &text, 0);
    terminal.findings(&render(terminal.format, &sources, &diagnostics, terminal.colour));
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Failure::new(format!("nothing of {} is filled in while something is wrong in it", path.display())));
    }
    let root =
        root.filter(|root| matches!(root.value, Value::Map(_))).ok_or_else(|| unfit("it does not say which field has which text".to_owned()))?;
    let text = |node: &Node| match &node.value {
        Value::Text(text) => Ok(text.clone()),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => Err(node.kind()),
    };
    let pair = |entry: &Entry| {
        let text = text(&entry.node).map_err(|kind| unfit(format!("`{}` is {kind}, and a field holds a text", entry.key)))?;
        Ok((entry.key.clone(), text))
    };
    root.entries().iter().map(pair).collect()
}

/// A line for each field: its name, what it is, and what it holds. One that stands in several places is one field to whoever fills it.
fn listed(fields: &[Field]) -> String {
    let families = fields::families(fields);
    let width = families.iter().map(|family| family.name.chars().count()).max().unwrap_or_default();
    let line = |family: &Family<'_>| {
        let holds = family.fields.first().map_or_else(String::new, |field| match field.kind {
            Kind::Signature if field.is_signed() => "signature   signed".to_owned(),
            Kind::Signature => "signature".to_owned(),
            Kind::Text => format!("text        {}", texts(family)),
            Kind::Button => "button".to_owned(),
            Kind::Choice => "choice".to_owned(),
            Kind::Unknown => "unknown".to_owned(),
        });
        // Both stand in the file, which may come from anyone.
        let plain = |text: &str| harmless(text).replace('\n', "\u{fffd}");
        format!("{:width$}  {}\n", plain(family.name), plain(holds.trim_end()))
    };
    families.iter().map(line).collect()
}

/// The text of a field; all of them where its places do not hold the same, which only another program leaves behind.
fn texts(family: &Family<'_>) -> String {
    let mut texts: Vec<String> = family.fields.iter().map(|field| field.value.as_string().map(read_text).unwrap_or_default()).collect();
    texts.dedup();
    texts.join(" | ")
}
