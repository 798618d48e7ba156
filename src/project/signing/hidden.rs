//! Lines of a project's file that may hold a secret by mistake, and are not shown with any finding.

use crate::diag::Diagnostic;
use crate::source::{SourceFile, Span};
use crate::yaml::{Node, Value};

/// Parts of the names under which people write secrets, misspelt or where they do not belong too.
const TELLING: [&str; 4] = ["pass", "pwd", "secret", "phrase"];

/// Takes findings off the lines on which a secret seems to stand, since a finding is shown with its line, and messages end up in logs. Each still names its
/// line by number.
pub(in crate::project) fn hide(found: &mut [Diagnostic], signing: &Node, file: &SourceFile) {
    let mut secrets = Vec::new();
    collect(signing, &mut secrets);
    let lines = |span: Span| file.position(span.start as usize).line..=file.position(span.end as usize).line;
    let secret_lines: Vec<usize> = secrets.into_iter().flat_map(lines).collect();
    for finding in found {
        let Some(span) = finding.span.filter(|span| span.file == signing.span.file) else { continue };
        let on = lines(span);
        if secret_lines.iter().any(|line| on.contains(line)) {
            finding.span = None;
            finding.message = format!("on line {}: {}", on.start(), finding.message);
            finding.path = Some(file.path().to_owned());
        }
    }
}

/// Finds the values that may be secrets: all that stand under a telling name and are not a map, which says where a secret is found.
fn collect(node: &Node, secrets: &mut Vec<Span>) {
    for entry in node.entries() {
        let name = entry.key.to_lowercase();
        let is_telling = name == "pin" || TELLING.iter().any(|part| name.contains(part));
        match &entry.node.value {
            Value::Map(_) => collect(&entry.node, secrets),
            _ if is_telling => secrets.push(entry.node.span),
            _ => {}
        }
    }
}
