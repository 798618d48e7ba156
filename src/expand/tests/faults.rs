//! What is wrong with a text, as its author is told. Texts begin on line 4.

use serde_json::json;

use super::facts;
use crate::expand::fixture::{Fixture, expand_for, said};

fn faults(text: &str) -> Vec<String> {
    Fixture::new(&facts()).policy(text).faults()
}

#[test]
fn an_undeclared_name_is_an_error_wherever_it_stands() {
    let cases = [
        ("{{brand.nme}}", "undeclared-name sources/p.md:4:3 no brand declares `brand.nme` | did you mean `brand.name`?"),
        (
            "a {{#if brand.facts.dyas}}b{{/if}}",
            "undeclared-name sources/p.md:4:9 no brand declares `brand.facts.dyas` | did you mean `brand.facts.days`?",
        ),
        (
            "{{#if false}}{{#if (eq brand.facts.modl \"a\")}}{{/if}}{{/if}}",
            "undeclared-name sources/p.md:4:24 no brand declares `brand.facts.modl` | did you mean `brand.facts.model`?",
        ),
        ("{{brand.days}}", "undeclared-name sources/p.md:4:3 no brand declares `brand.days` | did you mean `brand.facts.days`?"),
        ("{{name}}", "undeclared-name sources/p.md:4:3 nothing is called `name` here | did you mean `brand.name`?"),
        ("{{brnd.name}}", "undeclared-name sources/p.md:4:3 nothing is called `brnd` here | did you mean `brand.name`?"),
        ("{{policy.versoin}}", "undeclared-name sources/p.md:4:3 `policy` has no `versoin` | did you mean `policy.version`?"),
        (
            "{{brand.name.first}}",
            "undeclared-name sources/p.md:4:3 `brand.name` is a single value and has no `first` | take the last part of the name off",
        ),
        ("{{#each brand.facts.processors}}{{nam}}{{/each}}", "undeclared-name sources/p.md:4:35 nothing is called `nam` here | did you mean `name`?"),
        (
            "{{#each brand.facts.processors}}{{this.nam}}{{/each}}",
            "undeclared-name sources/p.md:4:35 no item of `brand.facts.processors` has `nam` | did you mean `this.name`?",
        ),
        (
            "{{list brand.facts.processors \"nam\"}}",
            "undeclared-name sources/p.md:4:8 no item of `brand.facts.processors` has `nam` | did you mean `name`?",
        ),
        (
            "{{customer.name}}",
            "undeclared-name sources/p.md:4:3 the front matter declares no field `name` | declare it in a contract's front matter: `fields: {name: {label: …}}`",
        ),
        ("{{#each brand.address}}{{@indx}}{{/each}}", "undeclared-name sources/p.md:4:26 a loop has no `@indx` | did you mean `@index`?"),
        ("{{@index}}", "undeclared-name sources/p.md:4:3 `@index` stands in no loop | it counts the turns of `{{#each …}}`"),
        (
            "{{../name}}",
            "undeclared-name sources/p.md:4:3 `../name` leads out of all blocks | each `../` leaves one `each` or `with`; the brand is always `brand.…`",
        ),
    ];
    for (text, fault) in cases {
        assert_eq!(faults(text), [fault], "{text}");
    }
}

#[test]
fn a_name_that_only_this_brand_lacks_needs_a_condition() {
    let other = json!({"name": "Other", "facts": {"trial": {"days": 14}}});
    let faults = |text: &str| Fixture::new(&facts()).brand("other", &other).policy(text).faults();
    assert_eq!(faults("{{#if brand.facts.trial.days}}{{brand.facts.trial.days}}{{/if}}"), Vec::<String>::new());
    assert_eq!(faults("{{#each brand.facts.trial}}{{this}}{{else}}{{/each}}"), Vec::<String>::new());
    let hint = "add `facts: {trial: {days: …}}` to brands/melon.yaml, or put `{{#if brand.facts.trial.days}}` around the place";
    let fault = |column| format!("undefined-value sources/p.md:4:{column} `brand.facts.trial.days` has no value | {hint}");
    assert_eq!(faults("{{brand.facts.trial.days}} {{plural brand.facts.trial.days \"day\" \"days\"}}"), [fault(3), fault(37)]);
}

#[test]
fn an_item_that_lacks_a_key_is_shown() {
    let fixture = Fixture::new(&facts()).policy("{{#each brand.facts.processors}}{{url}}{{/each}}");
    assert_eq!(
        fixture.faults(),
        ["undefined-value sources/p.md:4:35 `url` has no value | add `url:` to the item, or put `{{#if url}}` around the place"]
    );
    assert_eq!(fixture.expand().diagnostics[0].related[0].message, "this has no `url`");
}

#[test]
fn every_missing_value_is_said_and_said_once() {
    let other = json!({"name": "Other", "facts": {"a": 1, "b": 2}});
    let text = "{{brand.facts.a}} {{#each brand.facts.regions}}{{brand.facts.b}}{{/each}}";
    let found = Fixture::new(&facts()).brand("other", &other).policy(text).faults();
    let places: Vec<_> = found.iter().map(|line| line.split(' ').nth(1).unwrap()).collect();
    assert_eq!(places, ["sources/p.md:4:3", "sources/p.md:4:50"]);
}

#[test]
fn what_cannot_be_printed_is_said() {
    let cases = [
        ("{{brand.facts.empty}}", "empty-value sources/p.md:4:3 `brand.facts.empty` is empty | give it a text, or take the key away"),
        (
            "{{brand.facts.encrypted}}",
            "not-text sources/p.md:4:3 `brand.facts.encrypted` is true or false and cannot be printed | a yes or no belongs in a condition: `{{#if brand.facts.encrypted}}`",
        ),
        (
            "{{brand.facts.regions}}",
            "not-text sources/p.md:4:3 `brand.facts.regions` is a list and cannot be printed | write `{{#each brand.facts.regions}}` or `{{list brand.facts.regions}}`",
        ),
        (
            "{{brand.address}}",
            "not-text sources/p.md:4:3 `brand.address` is a map and cannot be printed | name one of its keys: `{{brand.address.…}}`",
        ),
        (
            "{{list brand.facts.none}}",
            "empty-value sources/p.md:4:8 the list has no items | put a condition around it: `{{#if brand.facts.processors}}…{{/if}}`",
        ),
    ];
    for (text, fault) in cases {
        assert_eq!(faults(text), [fault], "{text}");
    }
}

#[test]
fn helpers_say_what_they_take() {
    let cases = [
        ("{{dat policy.effective}}", "unknown-helper sources/p.md:4:3 there is no helper `dat` | did you mean `date`?"),
        ("{{#fi brand.name}}{{/fi}}", "unknown-helper sources/p.md:4:4 there is no helper `fi` | did you mean `if`?"),
        ("{{#if (eqq brand.name 1)}}{{/if}}", "unknown-helper sources/p.md:4:8 there is no helper `eqq` | did you mean `eq`?"),
        ("{{date brand.name}}", "helper-argument sources/p.md:4:8 `HeavyMelon` is not a day | write days as 2026-09-01"),
        (
            "{{date brand.facts.expires style=\"big\"}}",
            "helper-argument sources/p.md:4:8 `date` has no style `big` | the styles are \"long\", \"medium\", \"short\" and \"iso\"",
        ),
        ("{{date brand.facts.expires form=\"big\"}}", "helper-argument sources/p.md:4:1 `date` has no option `form` | it knows `style`"),
        (
            "{{number brand.facts.regions}}",
            "helper-argument sources/p.md:4:10 `number` takes a number and was given a list | write it so: `{{number 10000}}`",
        ),
        (
            "{{plural brand.facts.days}}",
            "helper-argument sources/p.md:4:1 `plural` was not given the form `other` of the word | write `{{plural 30 \"day\" \"days\"}}`, or name the language's forms: `one=\"day\" other=\"days\"`",
        ),
        (
            "{{list brand.facts.processors}}",
            "not-text sources/p.md:4:8 item 1 of the list is a map | name the key to be listed: `{{list brand.facts.processors \"name\"}}`",
        ),
        (
            "{{money 5}}",
            "helper-argument sources/p.md:4:1 the amount has no currency | name it by three capitals: `{{money 1200 \"EUR\"}}`, or `{amount: 1200, currency: EUR}` in the brand file",
        ),
        (
            "{{link \"javascript:alert(1)\"}}",
            "bad-scheme sources/p.md:4:1 addresses with `javascript:` are not let through | link to `https:`, `http:`, `mailto:` or `tel:`",
        ),
        (
            "{{mailto brand.name}}",
            "helper-argument sources/p.md:4:10 `HeavyMelon` is not a mail address | a mail address looks like `name@example.com`",
        ),
        ("{{upper (link brand.url)}}", "helper-argument sources/p.md:4:1 `link` cannot stand inside `upper` | give `link` a tag of its own"),
        (
            "{{#if (eq brand.facts.days \"30\")}}{{/if}}",
            "helper-argument sources/p.md:4:11 `eq` cannot compare a number with a text | compare a number with a number and a text with a text",
        ),
        (
            "{{#if eq brand.name 1}}{{/if}}",
            "helper-argument sources/p.md:4:1 `if` takes one value and was given 3 | write `{{#if brand.facts.plans}}`; a comparison stands in brackets: `{{#if (eq a b)}}`",
        ),
        (
            "{{#each brand.name}}{{/each}}",
            "helper-argument sources/p.md:4:9 `each` walks a list and was given a text | give it a list, or use `with` or `if`",
        ),
        (
            "{{signatures}}\n",
            "helper-argument sources/p.md:4:1 only a contract has signature blocks | write `kind: contract` in the front matter, or take `{{signatures}}` out",
        ),
    ];
    for (text, fault) in cases {
        assert_eq!(faults(text), [fault], "{text}");
    }
}

#[test]
fn partials_that_are_not_there_or_go_in_circles_are_said() {
    let fixture = Fixture::new(&facts()).partial("contact", "{{> who}}\n").partial("who", "a\n{{> contact}}\n");
    let found = fixture.policy("{{> contact}}\n{{> contcat}}\n").faults();
    assert_eq!(
        found,
        [
            "partial-cycle sources/_partials/who.md:2:1 partials include one another in a circle: contact → who → contact | take this tag out, or one of the others on the way",
            "missing-partial sources/p.md:5:1 there is no partial `contcat` | did you mean `contact`?",
        ]
    );
}

#[test]
fn a_partial_that_only_another_brand_has_is_said_for_this_one() {
    let other = json!({"name": "Other"});
    let fixture = Fixture::new(&facts()).brand("other", &other).policy("{{> own}}\n").file("brands/other/partials/own.md", "own\n");
    let project = fixture.load();
    assert_eq!(expand_for("other", &project).value.text, "own\n");
    let found = said(&project.sources, &expand_for("melon", &project).diagnostics);
    assert_eq!(
        found,
        [
            "missing-partial sources/p.md:4:1 there is no partial `own` for this brand | write it to sources/_partials/own.md, or to brands/melon/partials/own.md"
        ]
    );
}

#[test]
fn names_in_partials_are_checked_where_they_are_included() {
    let fixture = |text: &str| Fixture::new(&facts()).policy(text).partial("row", "{{#if wide}}{{name}}{{/if}} {{nam}}\n");
    let inside = "{{#each brand.facts.processors}}{{> row wide=true}}{{/each}}{{#each brand.facts.processors}}{{> row}}{{/each}}";
    assert_eq!(fixture(inside).faults(), ["undeclared-name sources/_partials/row.md:1:31 nothing is called `nam` here | did you mean `name`?"]);
}

#[test]
fn a_template_that_cannot_be_read_is_said_at_its_place() {
    let found = faults("a\n{{#if brand.name}}\nb\n");
    assert_eq!(found, ["template-syntax sources/p.md:5:1 `{{#if brand.name}}` is never closed | put `{{/if}}` where the block ends"]);
}

#[test]
fn blanks_decide_nothing() {
    let contract = |text: &str| Fixture::new(&facts()).contract("  plan: {label: Plan}\n  size: {label: Size, default: big}", text);
    let hint = "give the field `plan` a `default` in the front matter, or say both cases in words";
    let fault = |column| {
        format!("blank-condition sources/p.md:10:{column} a condition depends on `customer.plan`, which is blank until a customer gives it | {hint}")
    };
    assert_eq!(contract("{{#if customer.plan}}a{{/if}}\n{{signatures}}\n").faults(), [fault(7)]);
    assert_eq!(contract("{{#if (eq customer.plan \"a\")}}a{{/if}}\n{{signatures}}\n").faults(), [fault(11)]);
    assert_eq!(contract("{{#if (eq customer.size \"big\")}}{{customer.size}}{{/if}}\n").text(), "big\n");
}

#[test]
fn titles_are_plain_text() {
    let titled = |title: &str| Fixture::new(&facts()).file("sources/p.md", &format!("---\ntitle: '{title}'\n---\na\n"));
    assert_eq!(titled("{{upper brand.name}} {{brand.facts.model}} terms").expand().value.title, "HEAVYMELON yearly terms");
    let places = ["{{link brand.url}}", "{{policy.title}}", "{{customer.name}}", "{{{brand.facts.notice}}}"];
    let found = places.map(|title| titled(title).faults().join("\n"));
    assert_eq!(
        found,
        [
            "helper-argument sources/p.md:2:9 a title is plain text and cannot hold what `link` makes | put the value in without the helper",
            "undeclared-name sources/p.md:2:11 `policy` has no `title` | known here: `effective`, `id`, `kind`, `number`, `status`, `updated`, `version`",
            "undeclared-name sources/p.md:2:11 a customer does not belong here | titles and descriptions are the same for every customer; `customer.…` belongs in a contract's text",
            "helper-argument sources/p.md:2:9 a title is plain text and cannot hold Markdown | write the value with two braces",
        ]
    );
}

#[test]
fn facts_that_nobody_reads_are_warned_of() {
    let text = "{{brand.facts.days}} {{money brand.facts.fee}} {{#each brand.facts.regions}}{{this}}{{/each}} {{list brand.facts.processors \"name\"}}\
        {{#if brand.facts.none}}{{/if}}{{#if false}}{{brand.facts.empty}}{{/if}}";
    let fixture = Fixture::new(&facts()).policy(text);
    let project = fixture.load();
    let unused = crate::expand::Templates::compile(&project).value.unused_values();
    let named: Vec<_> = unused.iter().map(|finding| finding.message.as_str()).collect();
    let expected = ["encrypted", "expires", "model", "notice", "processors.country", "processors.url", "uptime"];
    assert_eq!(named, expected.map(|name| format!("no source reads `facts.{name}`")));
}
