//! What holds for every value, wherever it stands: a text with one value in it has the structure it has with another.

use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

use super::sample::Sample;
use crate::diag::Code;
use crate::document::Document;

/// Every place in which a letter, a digit or a sign of the author's own would mean something to Markdown.
const PLACES: [&str; 47] = [
    "@. The Provider acts.",
    "@) The Provider acts.",
    "1. a\n@. b",
    "@ a",
    "@\n\nb",
    "@\n---",
    "a\n@",
    "    @",
    "\t@. a",
    "[@]\n\n[1]: https://a.example",
    "[a][@]\n\n[x]: https://a.example",
    "[@][x]\n\n[x]: https://a.example",
    "![@](a.svg) b",
    "[@]: https://a.example\n\n[1] [x] [a]",
    "a[^@]\n\nb[^1] c[^x]\n\n[^1]: d\n[^x]: e",
    "a[^1]\n\n[^1]: b\n[^@]: c",
    "- [@] b",
    "1. [@] b",
    "> [!@]\n> b",
    "> [!NOTE] @\n> b",
    "> @",
    "a <@> b",
    "a </@> b",
    "<@>",
    "<!@ a>",
    "a <https://@> b",
    "a <@:b> c",
    "a <a@@.example> b",
    "a &@; b",
    "a &#@; b",
    "a &#x@; b",
    "## @ a",
    "## @. a",
    "## Schedule @: a",
    "#@ a",
    "## a {#@}",
    "- a {#@}",
    "|@|\n|-|\n|@|",
    "| a | b |\n|-|-|\n| @ | b |",
    "| a |\n|@|\n| b |",
    "[a](@)",
    "[a](https://a.example/@?b=@#@)",
    "[a](<@> \"@\")",
    "```@\na\n```",
    "```\n@\n```",
    "*@*a **@**a _@_a ~@~ ~~@~~ `@` @*a*@ @_a_@ a'@' \"@\" @--@",
    "- @\n  - @\n\n@",
];

/// Values of letters, digits and signs that would mean something.
const VALUES: [&str; 30] = [
    "1", "35", "0", "x", "X", "a", "b", "x41", "NOTE", "note", "amp", "lt", "br", "div", "A", "II", "-", "--", "=", "#", "+", "*", "_", "`", "|",
    ":-:", "^1", "!NOTE", "𠮷", "𐀀1",
];

/// A letter that stands in no place by itself.
const LETTER: &str = "ꙮ";

/// What every place parses to with a value in it: the document without its addresses, in which letters are encoded, and the rules that were broken.
fn structures(value: &str) -> Vec<(String, Vec<Code>)> {
    let policy = |sample: Sample, (at, place): (usize, &&str)| {
        let numbering = if place.starts_with("##") { "clauses" } else { "none" };
        sample.policy(&format!("p{at:02}.md"), &format!("title: A\nnumbering: {numbering}"), &place.replace('@', "{{brand.facts.v}}"))
    };
    let parsed = PLACES.iter().enumerate().fold(Sample::new().fact("v", value), policy).parse();
    let documents = parsed.documents.value.iter();
    documents.map(|document| (without_addresses(document), codes(&parsed.project, &parsed.documents.diagnostics, document))).collect()
}

fn codes(project: &crate::project::Project, found: &[crate::diag::Diagnostic], document: &Document) -> Vec<Code> {
    let file = project.policies[&document.meta.id].file;
    found.iter().filter(|found| found.span.is_none_or(|span| span.file == file)).map(|found| found.code).collect()
}

fn without_addresses(document: &Document) -> String {
    let written = format!("{document:?}");
    let mut parts = written.split("Unresolved(\"");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("\"), ").map_or("", |(_, behind)| behind));
    }
    kept
}

/// Holds a value against a letter that means nothing anywhere.
fn compare(value: &str) -> Result<(), (String, String, String)> {
    let quoted = format!("{value:?}");
    let shown = &quoted[1..quoted.len() - 1];
    for ((place, expected), found) in PLACES.iter().zip(structures(LETTER)).zip(structures(value)) {
        let expected = (expected.0.replace(LETTER, shown), expected.1);
        if expected != found {
            return Err((place.replace('@', value), format!("{expected:?}"), format!("{found:?}")));
        }
    }
    Ok(())
}

#[test]
fn no_letter_digit_or_sign_of_a_value_is_a_mark() {
    for value in VALUES {
        assert_eq!(compare(value), Ok(()), "{value}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_value_changes_no_structure(value in "[!-~]{1,5}") {
        prop_assert_eq!(compare(&value), Ok(()));
    }
}
