//! A small project for tests: one brand, and sources that go all the way from files to documents.

use serde_json::{Value, json};

use crate::brand::Brand;
use crate::diag::{Code, Diagnostic, Warned};
use crate::document::Document;
use crate::expand::Templates;
use crate::project::{Project, load};
use crate::world::Memory;

/// A project in the making.
pub(crate) struct Sample {
    world: Memory,
    facts: Value,
}

/// A project's parsed documents.
pub(crate) struct Parsed {
    pub(crate) project: Project,
    pub(crate) brand: Brand,
    pub(crate) documents: Warned<Vec<Document>>,
}

impl Sample {
    pub(crate) fn new() -> Self {
        Self { world: Memory::default(), facts: json!({}) }
    }

    /// Gives the brand a fact.
    pub(crate) fn fact(mut self, name: &str, value: &str) -> Self {
        self.facts[name] = value.into();
        self
    }

    /// Adds a policy: its file below `sources/`, its front matter and its text.
    pub(crate) fn policy(mut self, file: &str, front: &str, text: &str) -> Self {
        self.world = self.world.with(&format!("sources/{file}"), format!("---\n{front}\n---\n\n{text}"));
        self
    }

    /// Adds an image below `sources/`.
    pub(crate) fn image(mut self, path: &str) -> Self {
        self.world = self.world.with(&format!("sources/{path}"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        self
    }

    /// Loads, expands and parses; nothing may be found before parsing.
    pub(crate) fn parse(self) -> Parsed {
        let brand = json!({
            "name": "Acme", "legal_name": "Acme Ltd", "locale": "en-GB", "url": "https://acme.example", "theme": {"title_end": "."},
            "signatories": [{"name": "Ada Byron", "title": "Director"}], "facts": self.facts,
        });
        let loaded = load(&self.world.with("brands/acme.yaml", brand.to_string()));
        assert_eq!(messages(&loaded.diagnostics), []);
        let project = loaded.value;
        let brand = project.brands[0].clone();
        let documents = parse(&project, &brand);
        Parsed { project, brand, documents }
    }
}

fn parse(project: &Project, brand: &Brand) -> Warned<Vec<Document>> {
    let templates = Templates::compile(project);
    assert_eq!(messages(&templates.diagnostics), []);
    let mut all = Warned::clean(Vec::new());
    for policy in project.carried(brand) {
        let expansion = templates.value.expand(brand, policy, None);
        assert_eq!(messages(&expansion.diagnostics), []);
        let parsed = super::parse(project, brand, policy, &expansion.value);
        all.value.push(parsed.value);
        all.diagnostics.extend(parsed.diagnostics);
    }
    all
}

/// The codes and messages of findings, for tests to compare.
pub(crate) fn messages(found: &[Diagnostic]) -> Vec<(Code, &str)> {
    found.iter().map(|found| (found.code, found.message.as_str())).collect()
}
