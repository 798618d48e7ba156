//! Showing findings, in the format that was asked for.

use super::{Diagnostic, github, human, json, sarif};
use crate::source::Sources;

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum MessageFormat {
    /// For a person: the author's line, what is wrong with it, and what to type.
    #[default]
    Human,
    /// One JSON object a line, for scripts.
    Json,
    /// One SARIF 2.1.0 log, for code scanning.
    Sarif,
    /// Workflow commands that GitHub shows beside the lines of a pull request.
    Github,
}

/// Findings as one text, in the order in which they are given: [`gather`](super::gather) puts them in a good one.
///
/// `colours` matters to [`MessageFormat::Human`] alone. Every format ends with a line feed, and is empty where there is nothing to say; only SARIF
/// is a whole log even then.
pub fn render(format: MessageFormat, sources: &Sources, findings: &[Diagnostic], colours: bool) -> String {
    match format {
        MessageFormat::Human => human::render(sources, findings, colours),
        MessageFormat::Json => json::render(sources, findings),
        MessageFormat::Sarif => sarif::render(sources, findings),
        MessageFormat::Github => github::render(sources, findings),
    }
}

#[cfg(test)]
pub(super) mod example {
    use super::super::Code;
    use super::*;
    use crate::source::Span;

    /// A finding in every respect, one that names a file alone, and one that names nothing.
    pub(in super::super) fn findings() -> (Sources, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let parent = sources.add("brands/parent.yaml", "name: Parent\ntheme:\n  accent: \"#ff0\"\n");
        let child = sources.add("brands/child.yaml", "extends: parent\nnäme: Child: 100%, α\n");
        let findings = vec![
            Diagnostic::new(Code::UnknownKey, "`näme` is not a key that is known here")
                .at(Span::new(child, 16..21))
                .with_related(Span::new(child, 0..7), "the brand begins here")
                .with_related(Span::new(parent, 0..4), "it is written so")
                .for_brand("child")
                .for_brand("grandchild")
                .by(vec!["grandchild.yaml".to_owned(), "child.yaml".to_owned()])
                .hint("did you mean `name`?"),
            Diagnostic::new(Code::BadAsset, "the file is not a PNG file").in_file("sources/a b.png"),
            Diagnostic::new(Code::UnusedValue, "nobody uses it"),
        ];
        (sources, findings)
    }
}
