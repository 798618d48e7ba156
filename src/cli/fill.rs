//! `fill`: the text fields of a PDF, filled.

use std::collections::BTreeMap;
use std::path::Path;

use super::Outcome;
use super::arguments::{Common, Fill};
use super::faults::Faults;
use super::field_list::list;
use super::named_file::{self, Places};
use super::studio::Studio;
use super::terminal::Terminal;
use crate::diag::{Diagnostic, Warned, render};
use crate::fields;
use crate::output::failure::Failure;
use crate::pdf::File;
use crate::source::{Sources, decode};
use crate::yaml::{Entry, Node, Value, parse};

/// Fills fields into a new file, or prints what fields there are.
pub(super) fn run(common: &Common, options: &Fill, terminal: &Terminal) -> Result<Outcome, Failure> {
    let bytes = named_file::read(&options.file)?;
    let faults = Faults::new(terminal);
    match File::open(&bytes) {
        Ok(file) if options.list => match fields::read(&file) {
            Ok(found) => list(&options.file, &found, terminal)?,
            Err(fault) => faults.tell(&options.file, &fault),
        },
        Ok(file) => fill(common, options, &file, terminal, &faults)?,
        Err(fault) => faults.tell(&options.file, &fault),
    }
    Ok(faults.outcome())
}

fn fill(common: &Common, options: &Fill, file: &File<'_>, terminal: &Terminal, faults: &Faults<'_>) -> Result<(), Failure> {
    let values = values(options, terminal)?;
    let place = Places::new(&options.written, "filled", 1).of(&options.file)?;
    let studio = Studio::open(common)?;
    let brand = studio.brand(options.brand.as_deref(), None, &options.file)?;
    let engine = studio.engine();
    let pairs: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    match fields::fill(file, &pairs, &engine.stamper(&brand.theme, &brand.locale)) {
        Ok(filled) => {
            named_file::write(&place, &filled)?;
            terminal.say(&format!("{}: {} filled", place.display(), super::report::count(values.len(), "field")));
        }
        Err(fault) => faults.tell(&options.file, &fault),
    }
    Ok(())
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
