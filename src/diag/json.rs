//! Findings as JSON, one object a line.
//!
//! Every object has all of these keys: `severity` (`error` or `warning`), `code`, `message`, `path` (from the project's root, or null), `line`,
//! `column`, `end_line` and `end_column` (from 1, columns in characters, the end behind the last character; null where there is no text to point
//! into; of a row of data the line alone is known), `brands` and `chain` (lists of texts), `related` (a list of objects with `path`, `line`, `column` and `message`) and `hint` (a text or null).

use serde::Serialize;

use super::place::Place;
use super::{Diagnostic, Related, Severity};
use crate::source::Sources;

#[derive(Serialize)]
struct Record<'d> {
    severity: &'static str,
    code: &'static str,
    message: &'d str,
    path: Option<&'d str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    brands: &'d [String],
    chain: &'d [String],
    related: Vec<RelatedRecord<'d>>,
    hint: Option<&'d str>,
}

#[derive(Serialize)]
struct RelatedRecord<'d> {
    path: &'d str,
    line: Option<usize>,
    column: Option<usize>,
    message: &'d str,
}

pub(super) fn render(sources: &Sources, findings: &[Diagnostic]) -> String {
    let lines = findings.iter().filter_map(|finding| serde_json::to_string(&record(sources, finding)).ok());
    lines.map(|line| line + "\n").collect()
}

/// The word for a severity.
pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn record<'d>(sources: &'d Sources, finding: &'d Diagnostic) -> Record<'d> {
    let place = Place::of(finding, sources);
    let range = place.as_ref().and_then(|place| place.range);
    Record {
        severity: word(finding.severity),
        code: finding.code.id(),
        message: &finding.message,
        line: place.as_ref().and_then(|place| place.line),
        path: place.map(|place| place.path),
        column: range.map(|(start, _)| start.column),
        end_line: range.map(|(_, end)| end.line),
        end_column: range.map(|(_, end)| end.column),
        brands: &finding.brands,
        chain: &finding.chain,
        related: finding.related.iter().map(|related| related_record(sources, related)).collect(),
        hint: finding.hint.as_deref(),
    }
}

fn related_record<'d>(sources: &'d Sources, related: &'d Related) -> RelatedRecord<'d> {
    let place = Place::at(related.span, sources);
    let start = place.range.map(|(start, _)| start);
    RelatedRecord { path: place.path, line: start.map(|at| at.line), column: start.map(|at| at.column), message: &related.message }
}

#[cfg(test)]
mod tests {
    use super::super::render::example;
    use super::*;

    #[test]
    fn every_line_is_an_object_of_one_shape() {
        let (sources, findings) = example::findings();
        assert_eq!(
            render(&sources, &findings).lines().collect::<Vec<_>>(),
            [
                r#"{"severity":"error","code":"unknown-key","message":"`näme` is not a key that is known here","path":"brands/child.yaml","line":2,"column":1,"end_line":2,"end_column":5,"brands":["child","grandchild"],"chain":["grandchild.yaml","child.yaml"],"related":[{"path":"brands/child.yaml","line":1,"column":1,"message":"the brand begins here"},{"path":"brands/parent.yaml","line":1,"column":1,"message":"it is written so"}],"hint":"did you mean `name`?"}"#,
                r#"{"severity":"error","code":"bad-asset","message":"the file is not a PNG file","path":"sources/a b.png","line":null,"column":null,"end_line":null,"end_column":null,"brands":[],"chain":[],"related":[],"hint":null}"#,
                r#"{"severity":"warning","code":"unused-value","message":"nobody uses it","path":null,"line":null,"column":null,"end_line":null,"end_column":null,"brands":[],"chain":[],"related":[],"hint":null}"#
            ]
        );
    }
}
