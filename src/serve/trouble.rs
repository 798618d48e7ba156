//! Trouble: what keeps a project from being served, as a preview shows it to its author.

use serde::Serialize;

use super::page::page;
use crate::diag::{Diagnostic, MessageFormat, render};
use crate::render::html::push_text;
use crate::source::Sources;

/// How many findings are shown at once.
const MOST_SHOWN: usize = 20;

/// What keeps a project from being served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// The findings that are errors, as a person reads them, with file and line; the first of them.
    pub findings: Vec<String>,
    /// How many further ones there are.
    pub more: usize,
}

impl Trouble {
    /// The errors among findings.
    pub fn of(sources: &Sources, found: &[Diagnostic]) -> Self {
        let errors: Vec<&Diagnostic> = found.iter().filter(|finding| finding.is_error()).collect();
        let shown = errors.iter().take(MOST_SHOWN).map(|error| render(MessageFormat::Human, sources, std::slice::from_ref(*error), false));
        Self { findings: shown.map(|text| text.trim_end().to_owned()).collect(), more: errors.len().saturating_sub(MOST_SHOWN) }
    }

    /// Something that no file is at fault for.
    pub fn saying(text: impl Into<String>) -> Self {
        Self { findings: vec![text.into()], more: 0 }
    }

    /// A page that says it, where there is no other to say it on.
    pub(super) fn page(&self, title: &str) -> String {
        let mut findings = String::new();
        for finding in &self.findings {
            findings.push_str("<pre>");
            push_text(&mut findings, finding);
            findings.push_str("</pre>\n");
        }
        let more = if self.more > 0 { format!("<p>and {} more</p>\n", self.more) } else { String::new() };
        page(title, &format!("{findings}{more}"))
    }
}
