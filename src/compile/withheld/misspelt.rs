//! Misspelt keys of the project's file and of brands' files: what stands under them is not read, and all that speaks of it would seem wrong.

use super::{brand_of, path_of};
use crate::brand::BRAND;
use crate::diag::{Code, Diagnostic};
use crate::project::{PROJECT, Project};
use crate::snapshot::PROJECT_FILE;

/// The keys of a brand on which all that it says may depend.
const DECIDING: [&str; 5] = ["extends", "languages", "locale", "policies", "products"];

/// The keys that were meant by misspelt ones.
pub(super) struct Misspelt {
    /// With the brands in whose files they are.
    of_brands: Vec<(String, &'static str)>,
    of_project: Vec<&'static str>,
}

impl Misspelt {
    pub(super) fn of(project: &Project, found: &[Diagnostic]) -> Self {
        let mut misspelt = Self { of_brands: Vec::new(), of_project: Vec::new() };
        for finding in found.iter().filter(|finding| finding.code == Code::UnknownKey) {
            let (Some(path), Some(key)) = (path_of(project, finding), written(project, finding)) else { continue };
            if path == PROJECT_FILE {
                misspelt.of_project.extend(PROJECT.meant(key).filter(|meant| *meant != key));
            } else if let Some(brand) = brand_of(&path) {
                misspelt.of_brands.extend(BRAND.meant(key).filter(|meant| *meant != key).map(|meant| (brand.to_owned(), meant)));
            }
        }
        misspelt
    }

    /// Whether a finding is about what stands under such a key.
    pub(super) fn explains(&self, project: &Project, finding: &Diagnostic) -> bool {
        match finding.code {
            Code::UndeclaredName | Code::UndefinedValue | Code::EmptyValue | Code::NotText => {
                self.of_brands.iter().any(|(brand, key)| names(finding, key) && is_about(project, finding, brand))
            }
            Code::DanglingLink => self.of_brands.iter().any(|(brand, key)| *key == "policies" && is_about(project, finding, brand)),
            Code::SameOutput | Code::CoveredPage => self.of_brands.iter().any(|(brand, key)| *key == "site" && is_about(project, finding, brand)),
            Code::Untranslated | Code::UnusedTranslation => self.has("languages") || self.has("locale") || self.has("language"),
            // A heading that is translated may stand in the navigation.
            Code::BadTranslation => !finding.rests_on.is_empty() && self.has("navigation"),
            _ => false,
        }
    }

    /// The brands of which it is not known which values they have, which policies they carry and in which languages.
    pub(super) fn brands(&self) -> impl Iterator<Item = &String> {
        self.of_brands.iter().filter(|(_, key)| DECIDING.contains(key)).map(|(brand, _)| brand)
    }

    fn has(&self, meant: &str) -> bool {
        self.of_project.contains(&meant) || self.of_brands.iter().any(|(_, key)| *key == meant)
    }
}

/// Whether the name of which a finding speaks is that of a key or of what stands under it, be it of the brand or of one of its products: `brand.facts.days`, `facts.days`.
fn names(finding: &Diagnostic, key: &str) -> bool {
    let name = finding.message.split('`').nth(1).unwrap_or_default();
    name.split('.').find(|step| *step != "brand") == Some(key)
}

/// Whether a finding is about a brand, one that extends it, or no brand in particular.
fn is_about(project: &Project, finding: &Diagnostic, brand: &str) -> bool {
    let extends = |id: &String| project.brand(id).is_none_or(|other| other.chain.iter().any(|link| link == brand));
    finding.brands.is_empty() || finding.brands.iter().any(extends)
}

/// What the author wrote in the place of a finding.
fn written<'p>(project: &'p Project, finding: &Diagnostic) -> Option<&'p str> {
    let span = finding.span?;
    project.sources.file(span.file).text().get(span.range())
}
