//! Every kind of bad input that loading refuses: the file, and what its author hears.

use super::load;
use crate::diag::{Code, Diagnostic, gather};
use crate::source::Sources;
use crate::world::{Memory, World};

const BRAND: (&str, &str) = ("brands/acme.yaml", "name: Acme\n");

fn line(finding: &Diagnostic, sources: &Sources) -> String {
    let place = finding.span.map(|span| {
        let file = sources.file(span.file);
        let at = file.position(span.start as usize);
        format!("{}:{}:{}", file.path(), at.line, at.column)
    });
    let place = place.or_else(|| finding.path.clone()).unwrap_or_default();
    let hint = finding.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    format!("{place} {}: {}{hint}", finding.code.id(), finding.message)
}

/// What is found in a project, a line each.
fn findings(world: &dyn World) -> Vec<String> {
    let loaded = load(world);
    let sources = &loaded.value.sources;
    let found = gather(loaded.diagnostics, |span| sources.file(span.file).path().to_owned());
    found.iter().map(|finding| line(finding, sources)).collect()
}

/// What is found in a brand's file; the project has the one policy `terms`.
fn brand(text: &str) -> Vec<String> {
    findings(&Memory::from([("brands/acme.yaml", text), ("sources/terms.md", "---\ntitle: Terms\n---\n")]))
}

/// What is found in a source.
fn source(text: &str) -> Vec<String> {
    findings(&Memory::from([BRAND, ("sources/a.md", text)]))
}

/// What is found in a source's front matter.
fn front(yaml: &str) -> Vec<String> {
    source(&format!("---\ntitle: A\n{yaml}\n---\nText.\n"))
}

/// What is found in the project file.
fn settings(text: &str) -> Vec<String> {
    findings(&Memory::from([BRAND, ("counterpart.yaml", text), ("sources/terms.md", "---\ntitle: Terms\n---\n")]))
}

#[test]
fn a_small_project_loads() {
    let world = Memory::from([
        BRAND,
        ("sources/terms/index.md", "\u{feff}---\r\ntitle: Terms\r\n---\r\n\r\nText.\r\n"),
        ("sources/_partials/contact.md", "Write to us.\n"),
    ]);
    assert!(findings(&world).is_empty(), "{:?}", findings(&world));
    let project = load(&world).value;
    let brand = &project.brands[0];
    let policy = project.carried(brand)[0];
    assert_eq!((policy.id.as_str(), policy.front.title.value.as_str()), ("terms", "Terms"));
    assert_eq!(&project.sources.file(policy.file).text()[policy.body.clone()], "\nText.\n");
    assert!(project.partial(brand, "contact").is_some());
}

#[test]
fn brand_values() {
    assert_eq!(
        brand("name: Acme\nadress: {city: X}\nhosting: {}\n"),
        [
            "brands/acme.yaml:2:1 unknown-key: `adress` is not a key that is known here (did you mean `address`?)",
            "brands/acme.yaml:3:1 unknown-key: `hosting` is not a key that is known here (facts of your own go under `facts:`)"
        ]
    );
    assert_eq!(
        brand("legal_name: Acme Ltd\n"),
        ["brands/acme.yaml:1:1 missing-key: `name` is missing (say under which name the company or product trades: `name: HeavyMelon`)"]
    );
    assert_eq!(brand("name: ''\n"), ["brands/acme.yaml:1:7 empty-value: `name` is empty (say under which name the company or product trades)"]);
    assert_eq!(
        brand("name: 12\ncontacts: [a@b.c]\nsignatories: {name: X}\nproducts: acme\n"),
        [
            r#"brands/acme.yaml:1:7 wrong-type: `name` must be a text, not a number (write "12", between quotes)"#,
            "brands/acme.yaml:2:11 wrong-type: `contacts` must be a map, not a list (write `key: value`, one a line)",
            "brands/acme.yaml:3:14 wrong-type: `signatories` must be a list, not a map (write `[one, two]`, or one item a line after `- `)",
            r#"brands/acme.yaml:4:11 wrong-type: `products` must be a list, not "acme" (write `[one, two]`, or one item a line after `- `)"#
        ]
    );
    assert_eq!(
        brand("name: Acme\ncontacts: {support: nobody, legal: 'a b@c.d', press: a@c}\nlocale: english-please\n"),
        [
            r#"brands/acme.yaml:2:21 wrong-type: `contacts.support` must be a mail address, not "nobody" (write it as name@example.com)"#,
            r#"brands/acme.yaml:2:36 wrong-type: `contacts.legal` must be a mail address, not "a b@c.d" (write it as name@example.com)"#,
            r#"brands/acme.yaml:2:54 wrong-type: `contacts.press` must be a mail address, not "a@c" (write it as name@example.com)"#,
            r#"brands/acme.yaml:3:9 wrong-type: `locale` must be a language, not "english-please" (write a language and a region, as en-GB or el)"#
        ]
    );
    assert_eq!(
        brand("name: Acme\nurl: 'javascript:alert(1)'\nsite: acme.example\n"),
        [
            "brands/acme.yaml:2:6 bad-scheme: `url` is an address of the kind `javascript:`, which is not let through (write an address that starts with https://)",
            r#"brands/acme.yaml:3:7 wrong-type: `site` must be a web address, not "acme.example" (write it whole, as https://example.com, without spaces)"#
        ]
    );
    assert_eq!(
        brand("name: Acme\nsignatories:\n  - titel: Boss\n"),
        [
            "brands/acme.yaml:3:5 unknown-key: in `signatories.0`: `titel` is not a key that is known here (did you mean `title`?)",
            "brands/acme.yaml:3:5 missing-key: in `signatories.0`: `name` is missing (add `name: …`)"
        ]
    );
    assert_eq!(
        brand("name: Acme\nfacts:\n  1st: x\n  a b: {c.d: y}\n  list: [1, ]\n  other:\n    - one\n    -\n"),
        [
            "brands/acme.yaml:3:3 wrong-type: in `facts`: `1st` is a name that no source could write (start with a letter and use letters, digits, `_` and `-` only; a value that varies belongs into a list)",
            "brands/acme.yaml:4:3 wrong-type: in `facts`: `a b` is a name that no source could write (start with a letter and use letters, digits, `_` and `-` only; a value that varies belongs into a list)",
            "brands/acme.yaml:4:9 wrong-type: in `facts.a b`: `c.d` is a name that no source could write (start with a letter and use letters, digits, `_` and `-` only; a value that varies belongs into a list)",
            "brands/acme.yaml:8:6 wrong-type: an item of the list `facts.other` is empty (take the item away, or say what it is)"
        ]
    );
    assert_eq!(
        brand("name: Acme\nfacts: [1]\n"),
        ["brands/acme.yaml:2:8 wrong-type: `facts` must be a map, not a list (write one fact a line as `name: value`, indented below it)"]
    );
    assert_eq!(
        brand("name: Acme\nfacts: {encrypted: yes}\n"),
        [r#"brands/acme.yaml:2:20 wrong-type: `yes` could mean true or the text "yes" (write true, or "yes" between quotes)"#]
    );
    assert_eq!(brand("- name: Acme\n"), ["brands/acme.yaml:1:1 wrong-type: the file must be a map, not a list (write `key: value`, one a line)"]);
}

#[test]
fn brand_characters() {
    assert_eq!(
        brand("name: Acme\nfacts: {a: \"x\\e[0m\", b: \"\u{202e}x\", \"c\u{2066}\": 1, d: [\"\\0\"]}\n"),
        [
            "brands/acme.yaml:2:12 control-character: the text holds the control character U+001B (take the character away)",
            "brands/acme.yaml:2:25 control-character: the text holds the invisible character U+202E, which reverses the direction of the text after it (take the character away)",
            "brands/acme.yaml:2:31 wrong-type: in `facts`: `c�` is a name that no source could write (start with a letter and use letters, digits, `_` and `-` only; a value that varies belongs into a list)",
            "brands/acme.yaml:2:31 control-character: the text holds the invisible character U+2066, which reverses the direction of the text after it (take the character away)",
            "brands/acme.yaml:2:44 control-character: the text holds the control character U+0000 (take the character away)"
        ]
    );
    assert_eq!(
        brand("name: \"\u{f0041}\"\n"),
        [
            "brands/acme.yaml:1:7 reserved-character: the text holds the private-use character U+F0041, which the compiler needs for itself (take the character away; it looks different in every font anyway)"
        ]
    );
}

#[test]
fn brand_yaml() {
    assert_eq!(
        brand("name: Acme\nfacts:\n\ta: 1\n"),
        ["brands/acme.yaml:3:1 yaml: a tab stands where YAML knows only spaces (indent with two spaces for each level)"]
    );
    assert_eq!(brand("name: Acme\nname: Other\n"), ["brands/acme.yaml:2:1 duplicate-key: `name` stands twice in this map (keep one of the two)"]);
    assert_eq!(
        brand("name: {{brand}}\n"),
        [r#"brands/acme.yaml:1:7 yaml: a value that starts with `{{` needs quotes (write it as "{{…}}", between double quotes)"#]
    );
}

#[test]
fn brand_themes() {
    assert_eq!(
        brand("name: Acme\ntheme: {accent: green, acent: x, paper: A4}\n"),
        [
            r##"brands/acme.yaml:2:17 bad-colour: `theme.accent` is not a colour: green (write it as "#1f6f4a", between quotes)"##,
            "brands/acme.yaml:2:24 unknown-key: in `theme`: `acent` is not a key that is known here (did you mean `accent`?)",
            "brands/acme.yaml:2:41 wrong-type: `theme.paper` cannot be `A4` (did you mean `a4`?)"
        ]
    );
    assert_eq!(
        brand("name: Acme\ntheme: {accent: '#ff9900'}\n"),
        [
            "brands/acme.yaml:2:17 low-contrast: `theme.accent` has a contrast of 2.1 to 1 on white, and text needs 4.5 to 1 (#aa6600 is the same colour, dark enough)"
        ]
    );
    assert_eq!(
        brand("name: Acme\ntheme: {logo: logo.svg}\n"),
        ["brands/acme.yaml:2:15 bad-asset: brands/acme/logo.svg does not exist (put the file into brands/acme/, or take `logo` away)"]
    );
    assert_eq!(
        brand("name: Acme\ntheme: {logo: ../other/logo.svg}\n"),
        [
            "brands/acme.yaml:2:15 outside-project: `theme.logo` leads out of the brand's folder: ../other/logo.svg (put the file into brands/acme/ and write its name alone)"
        ]
    );
    assert_eq!(
        brand("name: Acme\ntheme: {logo: logo.pdf}\n"),
        ["brands/acme.yaml:2:15 bad-asset: `theme.logo` is no picture that can be printed: logo.pdf (use an SVG, PNG or JPEG file)"]
    );
    let broken = Memory::from([
        ("brands/acme.yaml", "name: Acme\ntheme: {logo: logo.svg}\n"),
        ("brands/acme/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("brands/acme/fonts/a.ttf", "not a font"),
        ("brands/other/logo.png", ""),
    ]);
    assert_eq!(
        findings(&broken),
        [
            "brands/acme.yaml:2:15 bad-asset: brands/acme/logo.svg holds the element <script>, which is not let through (save it as \"plain SVG\" with text and effects turned into paths, or save it as a PNG)",
            "brands/acme/fonts/a.ttf bad-asset: the file is not a TrueType or OpenType font (save it again from the program it was made with)",
            "brands/other unknown-brand: the folder belongs to the brand `other`, which does not exist (write the brand's file, brands/other.yaml, or take the folder away)"
        ]
    );
}

#[test]
fn only_built_brands_must_be_whole() {
    let world = Memory::from([
        ("counterpart.yaml", "brands: [acme]\n"),
        ("brands/acme.yaml", "name: Acme\nextends: base\nlocale: english\n"),
        ("brands/base.yaml", "facts: {a: 1}\n"),
        ("brands/broken.yaml", "extends: bse\n"),
    ]);
    assert_eq!(
        findings(&world),
        [
            "brands/acme.yaml:3:9 wrong-type: `locale` must be a language, not \"english\" (write a language and a region, as en-GB or el)",
            "brands/broken.yaml:1:10 unknown-brand: `extends` names the brand `bse`, which does not exist (did you mean `base`?)",
        ]
    );
    let project = load(&world).value;
    assert_eq!(project.brands.iter().map(|brand| brand.id.as_str()).collect::<Vec<_>>(), ["acme"]);
    assert!(project.brands[0].values.at(["facts", "a"]).is_some());
}

#[test]
fn a_list_of_nothing_builds_nothing() {
    let found = settings("brands: []\nformats: []\n");
    let expected = |at: &str, key: &str| {
        format!("counterpart.yaml:{at} empty-value: `{key}` is empty, so nothing would be built (name at least one, or take the key away)")
    };
    assert_eq!(found, [expected("1:9", "brands"), expected("2:10", "formats")]);
}

#[test]
fn a_brand_is_not_called_like_the_manifest() {
    let world = Memory::from([("brands/manifest.json.yaml", "name: A\n")]);
    let expected = "brands/manifest.json.yaml:1:1 bad-name: the brand's outputs would stand in a folder called like a file: manifest.json \
        (choose a name without `.json`)";
    assert_eq!(findings(&world), [expected]);
}

#[test]
fn brand_chains() {
    let chain = |files: &[(&str, &str)]| {
        let world = files.iter().fold(Memory::default(), |world, (id, text)| world.with(&format!("brands/{id}.yaml"), *text));
        findings(&world)
    };
    assert_eq!(
        chain(&[("a", "name: A\nextends: b\n"), ("b", "name: B\nextends: c\n"), ("c", "name: C\nextends: b\n")]),
        ["brands/b.yaml:2:10 extends-cycle: brands extend one another in a circle: b -> c -> b (let one of them extend nothing)"]
    );
    assert_eq!(
        chain(&[("a", "name: A\nextends: a\n")]),
        ["brands/a.yaml:2:10 extends-cycle: brands extend one another in a circle: a -> a (let one of them extend nothing)"]
    );
    assert_eq!(
        chain(&[("acme", "name: A\n"), ("b", "name: B\nextends: acm\nproducts: [nobody]\n")]),
        [
            "brands/b.yaml:2:10 unknown-brand: `extends` names the brand `acm`, which does not exist (did you mean `acme`?)",
            "brands/b.yaml:3:12 unknown-brand: `products` names the brand `nobody`, which does not exist (the brands are: acme, b)"
        ]
    );
    assert_eq!(
        chain(&[("a", "name: [\n"), ("b", "extends: a\n")]),
        ["brands/a.yaml:1:7 yaml: a bracket is opened and never closed (close every `[` with `]` and every `{` with `}`)"]
    );
    assert_eq!(chain(&[]), ["brands unknown-brand: the project has no brand (write a file such as brands/acme.yaml with a line `name: Acme`)"]);
}

#[test]
fn a_childs_finding_names_its_way() {
    let world = Memory::from([("brands/a.yaml", "name: A\ntheme: {accent: '#ffff00'}\n"), ("brands/b.yaml", "extends: a\n")]);
    let found = load(&world).diagnostics;
    let of_child = found.iter().find(|finding| finding.brands == ["b"]).unwrap();
    assert_eq!((of_child.code, of_child.chain.as_slice()), (Code::LowContrast, ["b.yaml".to_owned(), "a.yaml".to_owned()].as_slice()));
}

#[test]
fn patterns_and_navigation() {
    assert_eq!(
        brand("name: Acme\npolicies: {include: ['**'], exclude: [term, 'a[', nothing]}\n"),
        [
            "brands/acme.yaml:2:39 unknown-policy: the pattern `term` matches no policy (did you mean `terms`?)",
            "brands/acme.yaml:2:45 wrong-type: the pattern `a[` cannot be read: unclosed character class; missing ']' (write a policy's id, or a folder as `contracts/**`)",
            "brands/acme.yaml:2:51 unknown-policy: the pattern `nothing` matches no policy (a pattern is compared with ids such as `terms/limits`)"
        ]
    );
    assert_eq!(
        brand("name: Acme\nnavigation: [terms, trems, {title: More, pages: [terms]}, {title: X, page: []}, [a], {a: [], b: []}]\n"),
        [
            "brands/acme.yaml:2:21 unknown-policy: the navigation names the policy `trems`, which does not exist (did you mean `terms`?)",
            "brands/acme.yaml:2:50 duplicate-key: the navigation names `terms` twice (keep one of the two)",
            "brands/acme.yaml:2:70 unknown-key: in `navigation`: `page` is not a key that is known here (did you mean `pages`?)",
            "brands/acme.yaml:2:81 wrong-type: `navigation` must be a policy, not a list (write `- id`, `- id: [ids below it]`, or `- title: …` with `pages: [ids]`)",
            "brands/acme.yaml:2:86 wrong-type: `navigation` must be a policy, not a map (write `- id`, `- id: [ids below it]`, or `- title: …` with `pages: [ids]`)",
            "brands/acme.yaml:2:87 unknown-policy: the navigation names the policy `a`, which does not exist (write the path of a file below sources/, without `.md`; `a` would be sources/a.md)"
        ]
    );
    assert_eq!(
        settings("navigation: [terms, imprint]\nbrands: [acme, acne]\nformat: [html]\nformats: [pfd]\n"),
        [
            "counterpart.yaml:1:21 unknown-policy: the navigation names the policy `imprint`, which does not exist (write the path of a file below sources/, without `.md`; `imprint` would be sources/imprint.md)",
            "counterpart.yaml:2:16 unknown-brand: `brands` names the brand `acne`, which does not exist (did you mean `acme`?)",
            "counterpart.yaml:3:1 unknown-key: `format` is not a key that is known here (did you mean `formats`?)",
            "counterpart.yaml:4:11 wrong-type: `formats.0` cannot be `pfd` (did you mean `pdf`?)"
        ]
    );
    assert_eq!(
        settings("navigation: terms\ntitle: 1\n"),
        [
            r#"counterpart.yaml:1:13 wrong-type: `navigation` must be a list of policies, not "terms" (write one policy a line after `- `)"#,
            r#"counterpart.yaml:2:8 wrong-type: `title` must be a text, not a number (write "1", between quotes)"#
        ]
    );
}

#[test]
fn front_matter() {
    assert_eq!(
        source("Text.\n"),
        [
            "sources/a.md:1:1 front-matter: the file does not start with front matter (start the file with a line `---`, a line `title: …` and another line `---`)"
        ]
    );
    assert_eq!(source("---\ntitle: A\n\nText.\n"), ["sources/a.md:1:1 front-matter: the front matter does not end (close it with a line `---`)"]);
    assert_eq!(
        source(""),
        [
            "sources/a.md:1:1 front-matter: the file does not start with front matter (start the file with a line `---`, a line `title: …` and another line `---`)"
        ]
    );
    assert_eq!(source("---\ndescription: A\n---\n"), ["sources/a.md:2:1 missing-key: `title` is missing (add `title: …`)"]);
    assert_eq!(source("---\ntitle: ' '\n---\n"), ["sources/a.md:2:8 empty-value: `title` is empty (say what the page is called)"]);
    assert_eq!(
        source("---\ntitle: Terms: all\n---\n"),
        ["sources/a.md:2:13 yaml: a colon stands where none can be (put a value that holds `: ` between double quotes)"]
    );
    assert_eq!(
        front("titel: B\nauthor: me\nversion: 1.10\nkind: contact\nbrands: [acm]\nformats: [html, doc]"),
        [
            "sources/a.md:3:1 unknown-key: `titel` is not a key that is known here (did you mean `title`?)",
            "sources/a.md:4:1 unknown-key: `author` is not a key that is known here (`counterpart schema source` lists the keys; facts about a brand stand in the brand's file)",
            r#"sources/a.md:5:10 wrong-type: `version` must be a text, not a number (write "1.10", between quotes)"#,
            "sources/a.md:6:7 wrong-type: `kind` cannot be `contact` (did you mean `contract`?)",
            "sources/a.md:7:10 unknown-brand: `brands` names the brand `acm`, which does not exist (did you mean `acme`?)",
            "sources/a.md:8:17 wrong-type: `formats.1` cannot be `doc` (write one of: html, markdown, pdf)"
        ]
    );
    assert_eq!(
        front("effective: 1.9.2026\nupdated: 2026-02-30\nnumbering: clause\nstatus: final"),
        [
            r#"sources/a.md:3:12 wrong-type: `effective` must be a day, not "1.9.2026" (write year, month and day as 2026-09-01)"#,
            r#"sources/a.md:4:10 wrong-type: `updated` must be a day, not "2026-02-30" (write year, month and day as 2026-09-01)"#,
            "sources/a.md:5:12 wrong-type: `numbering` cannot be `clause` (did you mean `clauses`?)",
            "sources/a.md:6:9 wrong-type: `status` cannot be `final` (write one of: published, draft)"
        ]
    );
    assert_eq!(
        front("kind: contract"),
        [
            "sources/a.md:3:7 contract-incomplete: a contract needs its `effective` (add a line such as `effective: 2026-09-01`)",
            r#"sources/a.md:3:7 contract-incomplete: a contract needs its `version` (add a line such as `version: "1.0"`)"#
        ]
    );
    assert_eq!(
        front("kind: contract\nversion: 1.10\neffective: tomorrow"),
        [
            r#"sources/a.md:4:10 wrong-type: `version` must be a text, not a number (write "1.10", between quotes)"#,
            r#"sources/a.md:5:12 wrong-type: `effective` must be a day, not "tomorrow" (write year, month and day as 2026-09-01)"#
        ]
    );
    assert_eq!(
        front("redirects: ['../x', 'a b', a, 'ok.html']"),
        [
            "sources/a.md:3:13 outside-project: `redirects` names something that is no address on this site: ../x (write the old address as seen from the site's first page, as `legal/terms`)",
            "sources/a.md:3:21 bad-name: `redirects` names something that is no address on this site: a b (write the old address as seen from the site's first page, as `legal/terms`)",
            "sources/a.md:3:28 same-output: `redirects` names `a`, where the policy `a` stands (take it out of `redirects`)"
        ]
    );
}

#[test]
fn fields() {
    assert_eq!(
        front("fields: {name: {label: Name}}"),
        ["sources/a.md:3:9 wrong-type: only a contract asks a customer for something (add `kind: contract`, or take `fields` away)"]
    );
    let fields = "kind: contract\nversion: '1'\neffective: 2026-09-01\nfields:\n";
    assert_eq!(
        front(&format!("{fields}  name: {{lable: Name, required: maybe, type: txt}}")),
        [
            "sources/a.md:7:10 unknown-key: in `fields.name`: `lable` is not a key that is known here (did you mean `label`?)",
            r#"sources/a.md:7:33 wrong-type: `fields.name.required` must be true or false, not "maybe" (write true or false, without quotes)"#,
            "sources/a.md:7:46 wrong-type: `fields.name.type` cannot be `txt` (did you mean `text`?)"
        ]
    );
    assert_eq!(
        front(&format!("{fields}  address: {{label: A}}\n  address.city: {{label: B}}\n  a b: {{label: C}}")),
        [
            "sources/a.md:7:3 wrong-type: `address` cannot be a field and hold the field `address.city` (rename one of the two)",
            "sources/a.md:9:3 wrong-type: `a b` is a name that no text could write (use letters, digits, `_` and `-`, and dots between the steps, as `address.city`)"
        ]
    );
    assert_eq!(
        front(&format!("{fields}  plan: {{label: A, type: choice}}\n  size: {{label: B, choices: [a]}}")),
        [
            "sources/a.md:7:3 missing-key: the field `plan` does not say what can be chosen (add `choices: [Small, Business]`)",
            "sources/a.md:8:29 wrong-type: the field `size` has choices and is none (add `type: choice`, or take `choices` away)"
        ]
    );
    let defaults = "  a: {label: A, type: date, default: soon}\n  b: {label: B, type: integer, default: 1.5}\n  c: {label: C, type: money, default: 3}\n  \
        d: {label: D, type: choice, choices: [x], default: y}\n  e: {label: E, type: email, default: e}\n  f: {label: F, default: 3}";
    assert_eq!(
        front(&format!("{fields}{defaults}")),
        [
            "sources/a.md:7:38 wrong-type: `default` is not a value of the field's type (write a day as 2026-09-01)",
            "sources/a.md:8:41 wrong-type: `default` is not a value of the field's type (write a whole number)",
            "sources/a.md:9:39 wrong-type: `default` is not a value of the field's type (write `{amount: 1200, currency: EUR}`)",
            "sources/a.md:10:54 wrong-type: `default` is not a value of the field's type (write one of: x)",
            "sources/a.md:11:39 wrong-type: `default` is not a value of the field's type (write a mail address)",
            "sources/a.md:12:26 wrong-type: `default` is not a value of the field's type (write a text between quotes)"
        ]
    );
}

#[test]
fn texts() {
    assert_eq!(
        source("---\ntitle: A\n---\n\nα \u{202e}x\n"),
        [
            "sources/a.md:5:3 control-character: the text holds the invisible character U+202E, which reverses the direction of the text after it (take the character away)"
        ]
    );
    assert_eq!(
        source("---\ntitle: \"\u{100041}\"\n---\n\u{f0000}\n"),
        [
            "sources/a.md:2:8 reserved-character: the text holds the private-use character U+100041, which the compiler needs for itself (take the character away; it looks different in every font anyway)",
            "sources/a.md:4:1 reserved-character: the text holds the private-use character U+F0000, which the compiler needs for itself (take the character away; it looks different in every font anyway)"
        ]
    );
    let bytes = Memory::from([BRAND, ("sources/_partials/p.md", "a\u{7}\n")]).with("sources/a.md", b"---\ntitle: A\n---\n\ncaf\xe9\n".as_slice());
    assert_eq!(
        findings(&bytes),
        [
            "sources/_partials/p.md:1:2 control-character: the text holds the control character U+0007 (take the character away)",
            "sources/a.md:5:4 not-utf8: from here on the file is not UTF-8 text (open it in an editor and save it with the encoding UTF-8)"
        ]
    );
    let large = Memory::from([BRAND]).with("sources/a.md", vec![b'a'; 3 * 1024 * 1024]);
    assert_eq!(findings(&large), ["sources/a.md too-large: the file is larger than 2 MiB (divide it into several)"]);
}

#[test]
fn places() {
    let page = "---\ntitle: A\n---\n";
    let world = |paths: &[&str]| paths.iter().fold(Memory::from([BRAND]), |world, path| world.with(path, page));
    assert_eq!(
        findings(&world(&["sources/terms.md", "sources/terms/index.md"])),
        ["sources/terms/index.md:1:1 same-output: two sources are the policy `terms` (keep one of the two files)"]
    );
    assert_eq!(
        findings(&world(&["sources/Terms.md", "sources/terms.md"])),
        [
            "sources/terms.md:1:1 same-output: the policies `Terms` and `terms` would be written to the same place (names must differ in more than capitals)"
        ]
    );
    assert_eq!(
        findings(&world(&["sources/Terms.md", "brands/acme/sources/terms.md"])),
        [
            "brands/acme/sources/terms.md:1:1 same-output: the policies `Terms` and `terms` would be written to the same place (names must differ in more than capitals)"
        ]
    );
    assert_eq!(
        findings(&world(&["sources/index.md", "sources/book.md", "sources/a.signed.md", "sources/a/index/b.md"])),
        [
            "sources/a.signed.md:1:1 same-output: the policy would be written over the signed copy of another policy (choose a name that does not end in `.signed`)",
            "sources/a/index/b.md:1:1 bad-name: a folder's page is its own `index.md`, so nothing else below it can be called `index` (choose another name)",
            "sources/book.md:1:1 same-output: the policy would be written over the brand's book, book.pdf (choose another name)",
            "sources/index.md:1:1 same-output: the policy would be written over the site's first page, index.html (call the file introduction.md and name it first in `navigation:`)"
        ]
    );
    assert_eq!(
        findings(&world(&["sources/a b.md", "sources/con.md", "sources/ä/x.md", "brands/a b/partials/x.md"])),
        [
            r#"brands/a b/partials/x.md bad-name: the name "a b" holds characters that an address cannot (use the letters a to z, digits, dots, hyphens and underscores only)"#,
            r#"sources/a b.md bad-name: the name "a b.md" holds characters that an address cannot (use the letters a to z, digits, dots, hyphens and underscores only)"#,
            r#"sources/con.md bad-name: the name "con.md" is one that Windows keeps for a device (choose another name)"#,
            r#"sources/ä/x.md bad-name: the name "ä" holds characters that an address cannot (use the letters a to z, digits, dots, hyphens and underscores only)"#
        ]
    );
    let redirects = world(&["sources/b.md"])
        .with("sources/a.md", "---\ntitle: A\nredirects: [b, old, index]\n---\n")
        .with("sources/c.md", "---\ntitle: A\nredirects: [old]\n---\n");
    assert_eq!(
        findings(&redirects),
        [
            "sources/a.md:3:13 same-output: `redirects` names `b`, where the policy `b` stands (take it out of `redirects`)",
            "sources/a.md:3:21 same-output: `redirects` names `index`, where the site's first page stands (take it out of `redirects`)",
            "sources/c.md:3:13 same-output: the address `old` redirects to `a` and to `c` (keep it in one of the two)"
        ]
    );
    let links = world(&[]).with_escape("sources/out.md").with_escape("brands/acme/logo.svg");
    assert_eq!(
        findings(&links),
        [
            "brands/acme/logo.svg outside-project: the link leads out of the project, nowhere, or back to a folder it stands in (put the file itself in the link's place)",
            "sources/out.md outside-project: the link leads out of the project, nowhere, or back to a folder it stands in (put the file itself in the link's place)"
        ]
    );
    let two = world(&[]).with("brands/acme.yml", "name: Acme\n");
    assert_eq!(findings(&two), ["brands/acme.yml:1:1 same-output: two files describe the brand `acme` (keep one of the two files)"]);
}

#[test]
fn images() {
    let world = Memory::from([
        BRAND,
        ("sources/a.png", "no"),
        ("sources/_images/b.svg", "<p/>"),
        ("brands/acme/sources/c.gif", "GIF89a\u{1}\0\u{1}\0\0\0\0"),
    ]);
    assert_eq!(
        findings(&world),
        [
            r#"sources/_images/b.svg bad-asset: the file is not an SVG: its outermost element has to be <svg xmlns="http://www.w3.org/2000/svg"> (save it again from the program it was made with)"#,
            "sources/a.png bad-asset: the file is not a whole PNG file (save it again from the program it was made with)"
        ]
    );
    assert_eq!(load(&world).value.images.len(), 3);
}
