//! Findings that are held back: what was found only because something else could not be read.
//!
//! A brand's file with a tab in it declares nothing, and every name in every text would be wrong; a text whose block is not closed has no anchors, and every link
//! to it would dangle; a misspelt brand leaves every name undeclared that it alone declares. The author is told of the one slip, and of the rest when that is mended and it still holds.

mod misspelt;

use std::collections::BTreeSet;

use self::misspelt::Misspelt;
use crate::diag::{Code, Diagnostic};
use crate::locale::split_language;
use crate::project::Project;
use crate::snapshot::PROJECT_FILE;
use crate::source::FileId;

/// The findings without those that rest on a file that could not be read, or on a brand that is not known.
pub(super) fn without_consequences(project: &Project, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let broken = Broken::of(project, &found);
    found.retain(|finding| !broken.explains(project, finding));
    found
}

/// The files that could not be read, as a whole or as a template, and the brands that are not known.
struct Broken {
    files: BTreeSet<String>,
    /// The brands whose own files are among them, or of which little else is known.
    brands: BTreeSet<String>,
    /// Whether a partial is among them: any text may put it in.
    partial: bool,
    /// Whether a brand is missing, so that what brands declare is not known.
    lacks_brand: bool,
    misspelt: Misspelt,
    /// The files with names that may be declared where it could not be read: which of their conditions hold is not known.
    doubtful: BTreeSet<FileId>,
}

impl Broken {
    fn of(project: &Project, found: &[Diagnostic]) -> Self {
        let errors = || found.iter().filter(|finding| finding.is_error());
        let breaking = errors().filter(|finding| breaks(finding.code) || loses_brand(project, finding));
        let files: BTreeSet<String> = breaking.filter_map(|finding| path_of(project, finding)).collect();
        let misspelt = Misspelt::of(project, found);
        let own = files.iter().filter_map(|path| brand_of(path)).map(str::to_owned);
        let brands: BTreeSet<String> = own.chain(misspelt.brands().cloned()).collect();
        let partial = files.iter().any(|path| path.contains("/_partials/") || path.contains("/partials/"));
        let lacks_brand = !brands.is_empty() || errors().any(|finding| loses_brand(project, finding));
        let broken = Self { files, brands, partial, lacks_brand, misspelt, doubtful: BTreeSet::new() };
        let undeclared = errors().filter(|finding| finding.code == Code::UndeclaredName && broken.explains(project, finding));
        Self { doubtful: undeclared.filter_map(|finding| Some(finding.span?.file)).collect(), ..broken }
    }

    fn explains(&self, project: &Project, finding: &Diagnostic) -> bool {
        self.misspelt.explains(project, finding) || self.hides(project, finding)
    }

    fn hides(&self, project: &Project, finding: &Diagnostic) -> bool {
        match finding.code {
            // A name that no brand declares may be declared in the file that could not be read.
            Code::UndeclaredName => self.lacks_brand || self.is_doubtful(finding),
            Code::UnusedValue => self.lacks_brand,
            // So may the languages in which a brand publishes.
            Code::Untranslated | Code::UnusedTranslation => self.lacks_brand || self.files.contains(PROJECT_FILE),
            Code::ChangedVersion | Code::MovedPage | Code::RenamedBrand => !self.files.is_empty(),
            Code::UndefinedValue | Code::EmptyValue | Code::NotText => {
                self.is_doubtful(finding) || finding.brands.iter().any(|id| self.is_below(project, id))
            }
            Code::DanglingAnchor | Code::StaleTranslation => {
                let rests = |file: &FileId| self.files.contains(project.sources.file(*file).path()) || self.doubtful.contains(file);
                self.is_doubtful(finding) || (!finding.rests_on.is_empty() && (self.partial || finding.rests_on.iter().any(rests)))
            }
            // A heading may stand in the navigation of the file that could not be read.
            Code::BadTranslation => finding.rests_on.iter().any(|file| self.files.contains(project.sources.file(*file).path())),
            _ => false,
        }
    }

    /// Whether a finding stands in a text that puts in what it should not, since a condition in it could not be decided.
    fn is_doubtful(&self, finding: &Diagnostic) -> bool {
        finding.span.is_some_and(|span| self.doubtful.contains(&span.file))
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
    matches!(
        code,
        Code::NotUtf8
            | Code::Unreadable
            | Code::TooLarge
            | Code::ReservedCharacter
            | Code::Yaml
            | Code::FrontMatter
            | Code::TemplateSyntax
            | Code::MissingPartial
            | Code::PartialCycle
    )
}

/// Whether brands are missing after such a finding: those that the project's file names, the one in whose file it is, or all.
fn loses_brand(project: &Project, finding: &Diagnostic) -> bool {
    let Some(path) = path_of(project, finding).filter(|_| matches!(finding.code, Code::UnknownBrand | Code::ExtendsCycle)) else { return false };
    brand_of(&path).map_or(path == PROJECT_FILE || path == "brands", |id| project.brand(id).is_none())
}

/// The brand that a file describes, in whatever language.
fn brand_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix("brands/")?.rsplit_once(".y")?.0;
    (!name.contains('/')).then(|| split_language(name).map_or(name, |(id, _)| id))
}

fn path_of(project: &Project, finding: &Diagnostic) -> Option<String> {
    finding.span.map(|span| project.sources.file(span.file).path().to_owned()).or_else(|| finding.path.clone())
}
