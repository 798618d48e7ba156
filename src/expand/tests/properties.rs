//! What holds for every template and every value.

use handlebars::{Handlebars, no_escape};
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use serde_json::json;

use super::facts;
use crate::expand::fixture::{Fixture, expand_for};
use crate::expand::shield::unshield;
use crate::expand::{Piece, Templates};
use crate::plain::is_unfit;
use crate::source::is_reserved;
use crate::yaml::Value;

/// Every place a value can stand in: what comes before it, its tag, and what comes behind.
const PLACES: [(&str, &str, &str); 10] = [
    ("Some ", "{{brand.facts.v}}", " text.\n"),
    ("## A heading ", "{{brand.facts.v}}", " {#a}\n"),
    ("An *emphasis ", "{{brand.facts.v}}", "* here\n"),
    ("A **strong", "{{brand.facts.v}}", "**\n"),
    ("A [link ", "{{brand.facts.v}}", "](https://example.com)\n"),
    ("A [link](https://example.com/", "{{brand.facts.v}}", ")\n"),
    ("Some `code ", "{{brand.facts.v}}", "`\n"),
    ("| A | B |\n|---|---|\n| a | ", "{{brand.facts.v}}", " |\n"),
    ("1. An item\n   - ", "{{brand.facts.v}}", "\n"),
    ("", "{{#each brand.facts.l}}{{this}}{{/each}}", "\n"),
];

fn any_value() -> impl Strategy<Value = String> {
    let syntax =
        select(vec!["**", "|", "<b>", "{{x}}", "](", "`", "# ", "1. ", "\n\n", "\\", "&amp;", "]: x", "😀", "Ωμέγα", "---", "<!--", "é\u{301}"]);
    let part = proptest::prop_oneof![syntax.prop_map(ToOwned::to_owned), ".{0,6}"];
    let parts = proptest::collection::vec(part, 1..6).prop_map(|parts| parts.concat());
    let fit = parts.prop_map(|text| text.chars().filter(|c| !is_unfit(*c) && !is_reserved(*c)).collect::<String>());
    fit.prop_filter("a value says something", |text| !text.trim().is_empty())
}

/// Lines and blocks of every kind. Names start at the root, since Handlebars knows no others inside of a loop.
fn any_template() -> impl Strategy<Value = String> {
    let line = select(vec![
        "text\n",
        "two words, {{@root.brand.name}} and `code`\n",
        "\n",
        "  indented \\{{@root.brand.name}}\n",
        "{{! a remark }}\n",
        "a {{!-- {{remark}} --}} b\n",
        "a {{~@root.brand.name~}} b\n",
        "ä {{{@root.brand.facts.model}}}{{@root.brand.facts.days}}\n",
        "\\\\{{@root.brand.name}}",
        "| {{@root.brand.facts.model}} |",
        " ",
    ]);
    line.prop_map(ToOwned::to_owned).prop_recursive(4, 40, 6, |inner| {
        let blocks = select(vec![
            ("{{#if @root.brand.name}}", "{{else}}", "{{/if}}"),
            ("{{#if @root.brand.facts.none}}\n", "{{else if @root.brand.facts.days}}\n", "{{/if}}\n"),
            ("{{#if @root.brand.facts.none}}\n", "{{else if @root.brand.facts.encrypted}}\n{{else}}\n", "{{/if}}\n"),
            ("{{#unless @root.brand.facts.encrypted}}\n", "{{else}}\n", "{{/unless}}\n"),
            ("  {{#each @root.brand.facts.regions}}\n- {{this}} {{@index}}\n", "", "  {{/each}}\n"),
            ("{{#each @root.brand.facts.none}}{{this}}{{else}}", "", "{{/each}}"),
            ("{{#with @root.brand}}{{name}}", "{{else}}", "{{/with}}"),
            ("{{~#if @root.brand.name~}} ", " {{~else~}} ", " {{~/if~}}"),
        ]);
        let body = proptest::collection::vec(inner, 0..4).prop_map(|parts| parts.concat());
        let block = (blocks, body.clone(), body.clone()).prop_map(|((open, middle, close), first, second)| match middle {
            "" => format!("{open}{first}{close}"),
            _ => format!("{open}{first}{middle}{second}{close}"),
        });
        proptest::prop_oneof![body, block]
    })
}

proptest! {
    #[test]
    fn a_value_is_inert_wherever_it_stands(value in any_value(), place in select(PLACES.to_vec())) {
        let (before, tag, behind) = place;
        let values = json!({"name": "A", "facts": {"v": "v", "l": ["v"]}});
        let mut project = Fixture::new(&values).policy(&format!("{before}{tag}{behind}")).load();
        replace(&mut project.brands[0].values.value, &value);
        let expanded = expand_for("melon", &project);
        prop_assert_eq!(&expanded.diagnostics, &vec![]);
        let text = expanded.value.text.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind)).unwrap_or("*");
        prop_assert!(text.chars().all(is_inert), "{}", text);
        prop_assert_eq!(unshield(text), value);
    }

    #[test]
    fn expansion_agrees_with_handlebars(template in any_template()) {
        let mut handlebars = Handlebars::new();
        handlebars.register_escape_fn(no_escape);
        let rendered = handlebars.render_template(&template, &json!({"brand": facts()}));
        let expanded = Fixture::new(&facts()).policy(&template).expand().value;
        prop_assert_eq!(unshield(&expanded.text), rendered.unwrap_or_default(), "{}", template);
    }

    #[test]
    fn copied_text_is_where_its_map_says(template in any_template()) {
        let fixture = Fixture::new(&facts()).policy(&format!("{template}{{{{> part}}}}\n  {{{{> part}}}}\n")).partial("part", &format!("- {template}"));
        let project = fixture.load();
        let expanded = expand_for("melon", &project).value;
        let ends = expanded.map.pieces.iter().map(|(start, _)| *start).skip(1).chain([expanded.text.len()]);
        for ((start, piece), end) in expanded.map.pieces.iter().zip(ends) {
            match *piece {
                Piece::Copied(file, at) => {
                    prop_assert_eq!(&expanded.text[*start..end], &project.sources.file(file).text()[at..at + end - start]);
                }
                Piece::Made(span) => prop_assert!(span.range().is_empty() || project.sources.text(span).starts_with("{{")),
            }
        }
    }

    #[test]
    fn no_text_makes_the_compiler_panic(text in "([a-z#/>^~!@.|=(){}\\[\\]\"'\\\\ \n]|\\{\\{|\\}\\}|\\{\\{#if a\\}\\}|\\{\\{/if\\}\\}|else|as|this|brand){0,40}") {
        let project = Fixture::new(&facts()).policy(&text).load();
        let templates = Templates::compile(&project).value;
        templates.expand(&project.brands[0], &project.policies["p"], None);
    }
}

/// Neither a letter of ASCII nor a digit, white space or punctuation to `CommonMark`. Between plane 1 and the private planes there is none of these.
fn is_inert(c: char) -> bool {
    is_reserved(c) || matches!(c, '\u{10000}'..='\u{100ff}' | '\u{20000}'..='\u{effff}')
}

fn replace(value: &mut Value, with: &str) {
    match value {
        Value::Text(text) if text == "v" => with.clone_into(text),
        Value::List(items) => items.iter_mut().for_each(|item| replace(&mut item.value, with)),
        Value::Map(entries) => entries.iter_mut().for_each(|entry| replace(&mut entry.node.value, with)),
        _ => {}
    }
}
