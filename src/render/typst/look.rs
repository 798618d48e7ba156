//! The template: Typst files that say how every document looks.

use typst::syntax::{DiagSpanKind, Source};

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Template files by name; a document imports `counterpart.typ`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Look {
    /// Names, without folder, and texts.
    pub files: Vec<(String, String)>,
}

/// The compiler's own template, used where a project has none.
const BUILT_IN: [(&str, &str); 7] = [
    ("counterpart.typ", include_str!("../../../templates/typst/counterpart.typ")),
    ("page.typ", include_str!("../../../templates/typst/page.typ")),
    ("text.typ", include_str!("../../../templates/typst/text.typ")),
    ("table.typ", include_str!("../../../templates/typst/table.typ")),
    ("contract.typ", include_str!("../../../templates/typst/contract.typ")),
    ("policy.typ", include_str!("../../../templates/typst/policy.typ")),
    ("stamp.typ", include_str!("../../../templates/typst/stamp.typ")),
];

impl Look {
    /// The compiler's own template.
    pub fn built_in() -> Self {
        Self::with(Vec::new())
    }

    /// The compiler's own template with a project's files in place of those of the same name, and beside them.
    pub fn with(own: Vec<(String, String)>) -> Self {
        let mut files = own;
        for (name, text) in BUILT_IN {
            if !files.iter().any(|(own, _)| own == name) {
                files.push((name.to_owned(), text.to_owned()));
            }
        }
        files.sort();
        Self { files }
    }
}

/// What Typst's parser finds in the text of a project's own template: the same that would keep a PDF from being made.
pub fn syntax_faults(file: FileId, text: &str) -> Vec<Diagnostic> {
    let source = Source::detached(text);
    let (errors, _) = source.root().errors_and_warnings();
    let place = |kind| match kind {
        DiagSpanKind::Detached => None,
        DiagSpanKind::Number { num, sub_range, .. } => source.range(num, sub_range),
        DiagSpanKind::Range { range, .. } => Some(range),
    };
    let finding = |error: &typst::syntax::SyntaxDiagnostic| {
        let found = Diagnostic::new(Code::TemplateSyntax, format!("the template cannot be read: {}", error.message));
        let hint = error.hints.first().map(|hint| hint.v.to_string());
        Diagnostic { hint, ..found.at(place(error.span.get()).map(|range| Span::new(file, range))) }
    };
    errors.iter().map(finding).collect()
}

impl Default for Look {
    fn default() -> Self {
        Self::built_in()
    }
}
