//! What must hold for any input: loading never panics, and every finding stands at a place that exists.

use proptest::prelude::{ProptestConfig, Strategy, prop, prop_assert, proptest};

use super::load;
use crate::diag::{MessageFormat, render};
use crate::world::Memory;

/// What they are made of.
const PIECES: &[&str] = &[
    "name",
    "extends: b",
    "theme",
    "accent: \"#fff\"",
    "logo: x.svg",
    "facts",
    "fields",
    "title",
    "kind: contract",
    "navigation",
    "policies",
    "products",
    "reserve",
    "timestamps: 3",
    "signing",
    "key",
    "pem: x",
    "pkcs11",
    "passphrase",
    "level: B-T",
    "timestamp",
    "lock",
    "exclude",
    ": ",
    ":\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "- ",
    "\t",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "\"",
    "'",
    "&a ",
    "*a",
    "!x ",
    "|\n",
    "> ",
    "# ",
    "---\n",
    "{{",
    "}}",
    "null",
    "yes",
    "1.10",
    "2026-09-01",
    "α",
    "\u{202e}",
    "\u{f0000}",
    "\\",
    "%",
    "?",
    "@",
    "<<",
    "\u{feff}",
    "\r\n",
    "é🙂",
];

/// Texts that look like YAML often enough to get deep into it.
fn yaml_like() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES).prop_map(str::to_owned), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn loading_never_panics(brand in yaml_like(), parent in yaml_like(), settings in yaml_like(), front in yaml_like(), any in ".*") {
        let world = Memory::default()
            .with("brands/a.yaml", format!("name: A\nextends: b\n{brand}"))
            .with("brands/b.yaml", parent)
            .with("brands/c.yaml", any.clone())
            .with("counterpart.yaml", settings)
            .with("sources/a.md", format!("---\ntitle: A\n{front}\n---\n{any}"))
            .with("sources/b.md", any)
            .with("sources/c.md", front);
        let loaded = load(&world);
        let sources = &loaded.value.sources;
        for finding in &loaded.diagnostics {
            for span in finding.span.into_iter().chain(finding.related.iter().map(|related| related.span)) {
                prop_assert!(sources.file(span.file).text().get(span.range()).is_some(), "{finding:?}");
            }
        }
        for format in [MessageFormat::Human, MessageFormat::Json, MessageFormat::Sarif, MessageFormat::Github] {
            render(format, sources, &loaded.diagnostics, false);
        }
    }

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(0_u8..=255, 0..200)) {
        let world = ["brands/a.yaml", "counterpart.yaml", "sources/a.md", "sources/_partials/p.md", "sources/i.svg", "brands/a/logo.png", "brands/a/fonts/f.ttf"]
            .into_iter()
            .fold(Memory::default(), |world, path| world.with(path, bytes.clone()));
        load(&world);
    }
}
