//! Small projects for tests.

use serde_json::Value as Json;

use super::shield::unshield;
use super::{Expansion, Templates};
use crate::diag::{Diagnostic, Warned};
use crate::project::{Project, load};
use crate::source::{FileId, Sources};
use crate::world::Memory;

/// A project in the making. Its brand is `melon` and the policy that is looked at is `p`, unless a test says otherwise.
pub(super) struct Fixture(Memory);

impl Fixture {
    /// A project of one brand, `melon`, with these values.
    pub(super) fn new(values: &Json) -> Self {
        Self(Memory::default()).brand("melon", values)
    }

    /// Adds a brand.
    pub(super) fn brand(self, id: &str, values: &Json) -> Self {
        self.file(&format!("brands/{id}.yaml"), &values.to_string())
    }

    /// Adds a file.
    pub(super) fn file(self, path: &str, text: &str) -> Self {
        Self(self.0.with(path, text))
    }

    /// Adds the policy `p`, whose title is `Title`. Its text begins on line 4.
    pub(super) fn policy(self, text: &str) -> Self {
        self.file("sources/p.md", &format!("---\ntitle: Title\n---\n{text}"))
    }

    /// Adds the contract `p` with these lines of fields.
    pub(super) fn contract(self, fields: &str, text: &str) -> Self {
        let front = format!("title: Title\nkind: contract\nversion: \"1\"\neffective: 2026-09-01\nfields:\n{fields}");
        self.file("sources/p.md", &format!("---\n{front}\n---\n{text}"))
    }

    /// Adds a shared partial.
    pub(super) fn partial(self, name: &str, text: &str) -> Self {
        self.file(&format!("sources/_partials/{name}.md"), text)
    }

    /// The id of a file.
    pub(super) fn id(&self, path: &str) -> FileId {
        self.load().sources.find(path).unwrap()
    }

    /// The project. Nothing may be wrong with how it loads.
    pub(super) fn load(&self) -> Project {
        let loaded = load(&self.0);
        assert_eq!(loaded.diagnostics, Vec::new());
        loaded.value
    }

    /// What `p` expands to for `melon`; what the compilation has found comes first.
    pub(super) fn expand(&self) -> Warned<Expansion> {
        expand_for("melon", &self.load())
    }

    /// The text of `p`, unshielded. Nothing may be wrong with it.
    pub(super) fn text(&self) -> String {
        let expanded = self.expand();
        assert_eq!(said(&self.load().sources, &expanded.diagnostics), Vec::<String>::new());
        unshield(&expanded.value.text).into_owned()
    }

    /// What is wrong with `p`, in one line each.
    pub(super) fn faults(&self) -> Vec<String> {
        said(&self.load().sources, &self.expand().diagnostics)
    }
}

/// What `p` expands to for a brand; what the compilation has found comes first.
pub(super) fn expand_for(brand: &str, project: &Project) -> Warned<Expansion> {
    let templates = Templates::compile(project);
    let brand = project.brand(brand).unwrap();
    let mut expanded = templates.value.expand(brand, project.policy(brand, "p").unwrap(), None);
    expanded.diagnostics.splice(0..0, templates.diagnostics);
    expanded
}

/// Findings in one line each: code, file, line, column, message, hint.
pub(super) fn said(sources: &Sources, found: &[Diagnostic]) -> Vec<String> {
    let line = |diagnostic: &Diagnostic| {
        let span = diagnostic.span.unwrap();
        let file = sources.file(span.file);
        let at = file.position(span.range().start);
        let hint = diagnostic.hint.as_deref().unwrap_or_default();
        format!("{} {}:{}:{} {} | {hint}", diagnostic.code.id(), file.path(), at.line, at.column, diagnostic.message)
    };
    found.iter().map(line).collect()
}
