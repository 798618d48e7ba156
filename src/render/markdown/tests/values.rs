//! Values are data: whatever they hold, they change no structure, and what is written reads back.

use proptest::prelude::{ProptestConfig, Strategy, prop_assert_eq, proptest};

use super::super::{lower, write};
use crate::document::Document;
use crate::parse::read;
use crate::parse::sample::Sample;
use crate::resolve::resolve;

/// Every place a value can stand in.
const PLACES: &str = "V\n\n## V and *V* {#h}\n\na V **V**V_V_ ~~V~~ [V](https://a.example/V?V#V \"V\") `V` ![V](a.svg \"V\") \"**V**\"V \"V\" <!-- V --> <https://a.example/V> V[^x]\n\n\
    V\nV\n\n1. V\n   1. V {#i}\n   - [ ] V\n\n> V\n\n> [!NOTE]\n> V\n\n| V | a |\n|---|--:|\n| V | **V**V |\n\n```V\nV\n```\n\n    V\n\n[^x]: V\n\n[x]: https://a.example/V.V 'V'\n\n\
    [V][x]\n\n## V\n";

const HOSTILE: &[&str] = &[
    "**Acme** | <b>1. #x</b> {{y}}",
    "# x",
    "- x",
    "1. x",
    "> x",
    "{#id}",
    "| a | b |",
    "```",
    "    x",
    "[a](b)",
    "](x)",
    "\" onclick=\"",
    "<!--",
    "-->",
    "&lt;",
    "\\",
    "\\|",
    "\"",
    "'",
    "“",
    "--",
    "...",
    "*",
    "_",
    "~~",
    "~~```",
    "[^1]",
    "[^1]: x",
    "---",
    "===",
    "a@b.example",
    "https://a.example",
    "www.a.example",
    ":",
    "!",
    "x!",
    "[x] ",
    "Schedule: x",
    "4. x",
    "😀",
];

fn with_value(value: &str) -> Document {
    let sample = Sample::new().fact("v", value).image("a.svg");
    let parsed = sample.policy("a.md", "title: A\nnumbering: clauses", &PLACES.replace('V', "{{brand.facts.v}}")).parse();
    resolve(&parsed.project, &parsed.brand, parsed.documents.value, &[]).value.remove(0)
}

/// A document's tree without its words.
fn skeleton(document: &Document) -> String {
    let tree = format!("{document:?}").replace("\\\\", "").replace("\\\"", "");
    tree.split('"').step_by(2).collect::<Vec<_>>().join("…")
}

#[test]
fn no_value_changes_the_structure() {
    let plain = skeleton(&with_value("plain"));
    for value in HOSTILE {
        let document = with_value(value);
        assert_eq!(skeleton(&document), plain, "{value}");
        assert_eq!(read("a", &write(&document)).unwrap(), lower(&document), "{value}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mixed_value_changes_the_structure(value in proptest::collection::vec(proptest::sample::select(HOSTILE), 1..4).prop_map(|parts| parts.concat())) {
        let document = with_value(&value);
        prop_assert_eq!(skeleton(&document), skeleton(&with_value("plain")));
        prop_assert_eq!(read("a", &write(&document)).unwrap(), lower(&document));
    }
}
