//! Numbers that are written with a zero before them: YAML reads a text, and the text is printed with its zero.

use crate::diag::{Code, Diagnostic};
use crate::source::Sources;
use crate::yaml::{Node, Value};

/// How many digits a number has that somebody counts with: a longer one with a zero before it is a telephone's or a register's.
const LONGEST: usize = 4;

/// The findings for such numbers among a brand's facts. Between quotation marks, the zero is meant.
pub(super) fn faults(brand: &Node, sources: &Sources) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(facts) = brand.get("facts") {
        collect(facts, sources, &mut found);
    }
    found
}

fn collect(node: &Node, sources: &Sources, found: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| collect(item, sources, found)),
        Value::Map(entries) => entries.iter().for_each(|entry| collect(&entry.node, sources, found)),
        Value::Text(text) if is_padded(text) && sources.text(node.span).starts_with('0') => {
            let message = format!("`{text}` is no number, because of the zero before it, and is printed as it stands");
            let hint = format!("write `{}`, or `\"{text}\"` where the zero is meant", text.trim_start_matches('0'));
            found.push(Diagnostic::new(Code::LeadingZero, message).at(node.span).hint(hint));
        }
        _ => {}
    }
}

fn is_padded(text: &str) -> bool {
    let is_number = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number && text.starts_with('0') && !text.trim_start_matches('0').is_empty()
}
