//! Expansion as an author sees it: a text goes in, a text comes out.

mod faults;
mod properties;

use serde_json::{Value as Json, json};

use super::fixture::{Fixture, expand_for};
use super::shield::{Part, parts, shield};
use crate::diag::Code;

fn facts() -> Json {
    json!({
        "name": "HeavyMelon",
        "url": "https://heavymelon.com",
        "locale": "en-GB",
        "contacts": {"support": "support@heavymelon.com"},
        "address": {"street": "1 Road", "city": "Athens"},
        "facts": {
            "days": 30,
            "uptime": 99.9,
            "fee": {"amount": 1200, "currency": "EUR"},
            "model": "yearly",
            "encrypted": false,
            "none": [],
            "empty": "",
            "regions": ["EU", "US"],
            "expires": "2027-09-01",
            "notice": "**Read** this.\n\nAnd this.",
            "processors": [
                {"name": "Stripe", "country": "United States"},
                {"name": "Chargebee", "country": "Netherlands", "url": "https://chargebee.com/"},
            ],
        },
    })
}

fn project(text: &str) -> Fixture {
    Fixture::new(&facts()).policy(text)
}

fn text(source: &str) -> String {
    project(source).text()
}

#[test]
fn values_are_put_in() {
    assert_eq!(text("Welcome to {{brand.name}}.\n"), "Welcome to HeavyMelon.\n");
    assert_eq!(text("{{brand.facts.days}} and {{brand.facts.uptime}}"), "30 and 99.9");
    assert_eq!(text("{{policy.id}}: {{policy.title}}"), "p: Title");
    assert_eq!(text("{{{brand.facts.notice}}}\n"), "**Read** this.\n\nAnd this.\n");
    assert_eq!(text(r"\{{brand.name}} and \\{{brand.name}}"), r"{{brand.name}} and \HeavyMelon");
}

#[test]
fn conditions_choose() {
    assert_eq!(text("{{#if brand.facts.encrypted}}yes{{else}}no{{/if}}"), "no");
    assert_eq!(text("{{#unless brand.facts.encrypted}}no{{/unless}}"), "no");
    assert_eq!(text("{{#if (eq brand.facts.model \"yearly\")}}a{{else if (gt brand.facts.days 0)}}b{{/if}}"), "a");
    assert_eq!(text("{{#if brand.facts.none}}a{{else if (gt brand.facts.days 29)}}b{{else}}c{{/if}}"), "b");
    assert_eq!(text("{{#if (and brand.name (not brand.facts.none))}}a{{/if}}"), "a");
    assert_eq!(text("{{#if (or brand.facts.none (contains brand.facts.regions \"EU\"))}}a{{/if}}"), "a");
}

#[test]
fn loops_stand_between_table_rows() {
    let source = "| Name | Where |\n|---|---|\n{{#each brand.facts.processors}}\n| {{name}} | {{country}} |\n{{/each}}\n\nText.\n";
    let expected = "| Name | Where |\n|---|---|\n| Stripe | United States |\n| Chargebee | Netherlands |\n\nText.\n";
    assert_eq!(text(source), expected);
}

#[test]
fn loops_know_where_they_are() {
    assert_eq!(text("{{#each brand.facts.regions}}{{#unless @first}}, {{/unless}}{{@index}} {{this}}{{/each}}"), "0 EU, 1 US");
    assert_eq!(text("{{#each brand.facts.regions as |region n|}}{{n}}{{region}} {{/each}}"), "0EU 1US ");
    assert_eq!(text("{{#each brand.address}}{{@key}}: {{this}}; {{/each}}"), "city: Athens; street: 1 Road; ");
    assert_eq!(
        text("{{#with brand.address}}{{city}} {{../brand.name}} {{brand.name}} {{@root.brand.name}}{{/with}}"),
        "Athens HeavyMelon HeavyMelon HeavyMelon"
    );
    assert_eq!(text("{{#each brand.facts.none}}a{{else}}nothing{{/each}}"), "nothing");
}

#[test]
fn helpers_write_as_the_language_does() {
    assert_eq!(text("{{date brand.facts.expires}}, {{date brand.facts.expires style=\"iso\"}}"), "1\u{a0}September 2027, 2027-09-01");
    assert_eq!(text("{{money brand.facts.fee}} {{money 1200 \"EUR\" cents=false}}"), "€1,200.00 €1,200");
    assert_eq!(text("{{number 10000}} {{percent brand.facts.uptime}}"), "10,000 99.9%");
    assert_eq!(text("{{plural brand.facts.days \"day\" \"days\"}} {{plural 1 one=\"day\" other=\"days\"}}"), "30\u{a0}days 1\u{a0}day");
    assert_eq!(text("{{list brand.facts.processors \"name\"}}; {{list brand.facts.regions join=\"or\"}}"), "Stripe and Chargebee; EU or US");
    assert_eq!(
        text("{{count brand.facts.processors}} {{upper brand.name}} {{lower brand.name}} {{capitalize brand.facts.model}}"),
        "2 HEAVYMELON heavymelon Yearly"
    );
}

#[test]
fn helpers_make_links() {
    assert_eq!(text("{{link brand.url}}"), "[heavymelon.com](https://heavymelon.com)");
    assert_eq!(text("{{link brand.url \"our site\"}}"), "[our site](https://heavymelon.com)");
    assert_eq!(text("{{mailto brand.contacts.support}}"), "[support@heavymelon.com](mailto:support@heavymelon.com)");
}

#[test]
fn partials_take_values_and_keep_their_indentation() {
    let project = |text: &str| Fixture::new(&facts()).policy(text).partial("who", "Write to {{who}}\nat {{brand.name}}.\n");
    assert_eq!(project("1. a\n\n   {{> who who=\"us\"}}\n\nb\n").text(), "1. a\n\n   Write to us\n   at HeavyMelon.\n\nb\n");
    assert_eq!(project("See: {{> who who=\"us\"}} Good.").text(), "See: Write to us\nat HeavyMelon. Good.");
}

#[test]
fn a_brand_replaces_a_partial() {
    let project = Fixture::new(&facts()).policy("{{> who}}\n").partial("who", "shared\n");
    assert_eq!(project.file("brands/melon/partials/who.md", "own\n").text(), "own\n");
}

#[test]
fn products_are_read() {
    let product = json!({"name": "Supportress", "facts": {"days": 14}});
    let mut values = facts();
    values["products"] = json!(["supportress"]);
    let fixture = Fixture::new(&values).brand("supportress", &product);
    let text = "{{#each brand.products}}{{name}} {{facts.days}} {{../brand.name}}{{/each}} {{list brand.products \"name\"}}";
    let fixture = fixture.policy(text);
    assert_eq!(fixture.text(), "Supportress 14 HeavyMelon Supportress");
    let keys = fixture.expand().value.keys;
    assert_eq!(keys, ["name", "products", "products.supportress.facts.days", "products.supportress.name"]);
}

#[test]
fn places_lead_to_the_authors_file() {
    let text = "ä {{brand.name}} b\n{{#if brand.name}}\n| c |\n{{/if}}\n1. x\n   {{> part}}\n";
    let fixture = Fixture::new(&facts()).policy(text).partial("part", "d\né {{brand.url}} f\n");
    let project = fixture.load();
    let expanded = expand_for("melon", &project).value;
    let place = |needle: &str| {
        let at = expanded.text.find(needle).unwrap();
        let span = expanded.map.span(at..at + needle.len()).unwrap();
        let file = project.sources.file(span.file);
        let position = file.position(span.range().start);
        format!("{}:{}:{} {}", file.path(), position.line, position.column, project.sources.text(span))
    };
    assert_eq!(place(" b"), "sources/p.md:4:17  b");
    assert_eq!(place(&shield("HeavyMelon")), "sources/p.md:4:3 {{brand.name}}");
    assert_eq!(place("c |"), "sources/p.md:6:3 c |");
    assert_eq!(place("f"), "sources/_partials/part.md:2:17 f");
    assert_eq!(place(&shield("heavymelon")), "sources/_partials/part.md:2:3 {{brand.url}}");
    assert_eq!(expanded.files, [fixture.id("sources/_partials/part.md"), fixture.id("sources/p.md")]);
}

#[test]
fn what_was_read_is_known() {
    let text = "{{brand.name}} {{#if brand.facts.model}}{{brand.facts.days}}{{else}}{{brand.url}}{{/if}} {{#with brand.address}}{{city}}{{/with}}\
        {{#each brand.facts.processors}}{{name}}{{/each}}";
    let keys = Fixture::new(&facts()).policy(text).expand().value.keys;
    assert_eq!(keys, ["address", "address.city", "facts.days", "facts.model", "facts.processors", "name"]);
}

#[test]
fn blanks_are_marked() {
    let text = "{{customer.name}}, {{upper customer.address.city}}, {{plural customer.seats \"seat\" \"seats\"}}\n\n{{signatures}}\n";
    let fields = "  name: {label: Name}\n  address.city: {label: City}\n  seats: {label: Seats, type: integer}";
    let expanded = Fixture::new(&facts()).contract(fields, text).expand();
    assert_eq!(expanded.diagnostics, []);
    let blank = |name: &str| Part::Blank(name.to_owned());
    let words = |words: &'static str| Part::Text(words.into());
    let expected = [blank("name"), words(", "), blank("address.city"), words(", "), blank("seats"), words("\u{a0}seats"), Part::Break];
    let parts = parts(&expanded.value.text);
    assert_eq!(parts[..expected.len()], expected);
    assert!(parts.contains(&Part::Signatures));
}

#[test]
fn loops_that_multiply_are_stopped() {
    let list: Vec<_> = (0..100).map(|n| n.to_string()).collect();
    let values = json!({"name": "A", "facts": {"list": list}});
    let text = format!("{}x{}", "{{#each brand.facts.list}}".repeat(8), "{{/each}}".repeat(8));
    let found = Fixture::new(&values).policy(&text).expand().diagnostics;
    assert!(found.iter().all(|finding| finding.code == Code::TooLarge) && !found.is_empty());
}

#[test]
fn partials_that_double_and_go_deep_are_stopped() {
    let next = |n: usize| format!("{}{{{{> p{}}}}}{{{{> p{}}}}}{}", "{{#if brand.name}}".repeat(32), n + 1, n + 1, "{{/if}}".repeat(32));
    let fixture = (0..40).fold(Fixture::new(&facts()).policy("{{> p0}}"), |fixture, n| fixture.partial(&format!("p{n}"), &next(n)));
    let project = fixture.partial("p40", "x").load();
    let small_stack = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    let found = small_stack.spawn(move || expand_for("melon", &project).diagnostics).unwrap().join().unwrap();
    assert!(found.iter().all(|finding| finding.code == Code::TooLarge) && !found.is_empty());
}
