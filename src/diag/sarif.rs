//! Findings as a SARIF log (OASIS SARIF 2.1.0), which code scanning services read.

use serde_json::{Value, json};

use super::json::word;
use super::place::Place;
use super::{Code, Diagnostic, Related};
use crate::address::percent_encoded;
use crate::source::Sources;

pub(super) fn render(sources: &Sources, findings: &[Diagnostic]) -> String {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(|finding| result(sources, finding)).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.id(),
        "shortDescription": {"text": code.explanation()},
        "defaultConfiguration": {"level": word(code.severity())},
    })
}

fn result(sources: &Sources, finding: &Diagnostic) -> Value {
    let hint = finding.hint.as_ref().map(|hint| format!("\n{hint}")).unwrap_or_default();
    let place = Place::of(finding, sources).map(|place| json!({"physicalLocation": physical(&place)}));
    json!({
        "ruleId": finding.code.id(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == finding.code),
        "level": word(finding.severity),
        "message": {"text": format!("{}{hint}", finding.message)},
        "locations": place.into_iter().collect::<Vec<_>>(),
        "relatedLocations": finding.related.iter().map(|related| related_location(sources, related)).collect::<Vec<_>>(),
        "properties": {"brands": finding.brands, "chain": finding.chain},
    })
}

fn related_location(sources: &Sources, related: &Related) -> Value {
    json!({"physicalLocation": physical(&Place::at(related.span, sources)), "message": {"text": related.message}})
}

fn physical(place: &Place<'_>) -> Value {
    let mut location = json!({"artifactLocation": {"uri": uri(place.path)}});
    if let Some((start, end)) = place.range {
        location["region"] = json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column});
    } else if let Some(line) = place.line {
        location["region"] = json!({"startLine": line});
    }
    location
}

/// A path as a relative URI reference (RFC 3986, section 4.2).
fn uri(path: &str) -> String {
    percent_encoded(path, |_, byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::super::render::example;
    use super::*;

    #[test]
    fn the_log_names_every_rule_and_result() {
        let (sources, findings) = example::findings();
        let log: Value = serde_json::from_str(&render(&sources, &findings)).unwrap();
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), Code::ALL.len());
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        let first = &run["results"][0];
        assert_eq!(first["message"]["text"], "`näme` is not a key that is known here\ndid you mean `name`?");
        let region = json!({"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 5});
        let physical = json!({"artifactLocation": {"uri": "brands/child.yaml"}, "region": region});
        assert_eq!(first["locations"], json!([{"physicalLocation": physical}]));
        assert_eq!(first["relatedLocations"][1]["message"]["text"], "it is written so");
        assert_eq!(run["results"][1]["locations"], json!([{"physicalLocation": {"artifactLocation": {"uri": "sources/a%20b.png"}}}]));
        assert_eq!(run["results"][2]["locations"], json!([]));
    }

    #[test]
    fn a_log_without_results_is_whole() {
        let log: Value = serde_json::from_str(&render(&Sources::default(), &[])).unwrap();
        assert_eq!(log["runs"][0]["results"], json!([]));
    }
}
