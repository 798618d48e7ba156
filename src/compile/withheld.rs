//! Findings that are held back: what was found only because something else could not be read.
//!
//! A brand's file with a tab in it declares nothing, and every name in every text would be wrong; a text whose block is not closed has no anchors, and every link
//! to it would dangle. The author is told of the one slip, and of the rest when that is mended and it still holds.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic};
use crate::project::Project;
use crate::snapshot::PROJECT_FILE;
use crate::source::FileId;

/// The findings without those that rest on a file that could not be read.
pub(super) fn without_consequences(project: &Project, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let broken = Broken::of(project, &found);
    if !broken.files.is_empty() {
        found.retain(|finding| !broken.explains(project, finding));
    }
    found
}

/// The files that could not be read, as a whole or as a template.
struct Broken {
    files: BTreeSet<String>,
    /// The brands whose own files are among them.
    brands: BTreeSet<String>,
    /// Whether a partial is among them: any text may put it in.
    partial: bool,
}

impl Broken {
    fn of(project: &Project, found: &[Diagnostic]) -> Self {
        let breaking = found.iter().filter(|finding| finding.is_error() && breaks(finding.code));
        let files: BTreeSet<String> = breaking.filter_map(|finding| path_of(project, finding)).collect();
        let brand = |path: &String| {
            let name = path.strip_prefix("brands/")?.rsplit_once(".y")?.0;
            (!name.contains('/')).then(|| name.split('.').next().unwrap_or(name).to_owned())
        };
        let brands = files.iter().filter_map(brand).collect();
        let partial = files.iter().any(|path| path.contains("/_partials/") || path.contains("/partials/"));
        Self { files, brands, partial }
    }

    fn explains(&self, project: &Project, finding: &Diagnostic) -> bool {
        match finding.code {
            // A name that no brand declares may be declared in the file that could not be read.
            Code::UndeclaredName | Code::UnusedValue => !self.brands.is_empty(),
            // So may the languages in which a brand publishes.
            Code::Untranslated | Code::UnusedTranslation => !self.brands.is_empty() || self.files.contains(PROJECT_FILE),
            Code::ChangedVersion | Code::MovedPage => true,
            Code::UndefinedValue | Code::EmptyValue | Code::NotText => finding.brands.iter().any(|id| self.is_below(project, id)),
            Code::DanglingAnchor | Code::StaleTranslation => {
                let rests = |file: &FileId| self.files.contains(project.sources.file(*file).path());
                !finding.rests_on.is_empty() && (self.partial || finding.rests_on.iter().any(rests))
            }
            _ => false,
        }
    }

    /// Whether a brand is, or extends, one whose file could not be read.
    fn is_below(&self, project: &Project, id: &str) -> bool {
        let extends = || project.brand(id).is_some_and(|brand| brand.chain.iter().any(|link| self.brands.contains(link)));
        // Which brands are built, and which are there to be extended alone, stands in the project's file.
        self.files.contains(PROJECT_FILE) || self.brands.contains(id) || extends()
    }
}

/// Whether nothing that a file says is known after such a finding.
fn breaks(code: Code) -> bool {
    let codes = [Code::NotUtf8, Code::Unreadable, Code::TooLarge, Code::ReservedCharacter, Code::Yaml, Code::FrontMatter];
    codes.contains(&code) || [Code::TemplateSyntax, Code::MissingPartial, Code::PartialCycle].contains(&code)
}

fn path_of(project: &Project, finding: &Diagnostic) -> Option<String> {
    finding.span.map(|span| project.sources.file(span.file).path().to_owned()).or_else(|| finding.path.clone())
}
