//! Which brands and policies a command is about.

use super::arguments::Selection;
use crate::compile::Names;
use crate::diag::Diagnostic;
use crate::output::failure::Failure;
use crate::project::Project;

/// The brands and policies that were asked for.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Which brands.
    pub(super) brands: Names,
    /// Which policies.
    pub(super) policies: Names,
}

impl Asked {
    /// Reads the patterns of the command line.
    pub(super) fn read(selection: &Selection) -> Result<Self, Failure> {
        Ok(Self { brands: names(&selection.brand)?, policies: names(&selection.policy)? })
    }

    /// Refuses a pattern that matches nothing in the project: a misspelt name is no wish for nothing.
    pub(super) fn must_exist(&self, project: &Project) -> Result<(), Failure> {
        must_match("brand", &self.brands, &brand_ids(project))?;
        must_match("policy", &self.policies, &policy_ids(project))?;
        if self.documents(project).iter().sum::<usize>() == 0 && !self.policies.is_all() {
            return Err(Failure::new("no brand that is asked for carries such a policy").hint("`policies:` in its file says what it leaves out"));
        }
        Ok(())
    }

    /// How many documents of each brand were asked for, in all its languages.
    pub(super) fn documents(&self, project: &Project) -> Vec<usize> {
        let asked = project.brands.iter().filter(|brand| self.brands.matches(&brand.id));
        let count = |edition| project.carried(edition).iter().filter(|policy| self.policies.matches(&policy.id)).count();
        asked.map(|brand| project.editions_of(&brand.id).map(count).sum()).collect()
    }

    /// Whether a finding is about what was asked for. One that depends on no brand is about all of them.
    pub(super) fn concerns(&self, project: &Project, finding: &Diagnostic) -> bool {
        let brand = finding.brands.is_empty() || finding.brands.iter().any(|brand| self.brands.matches(brand));
        let file = finding.span.map(|span| span.file);
        let policies: Vec<_> = project.all_policies().filter(|policy| Some(policy.file) == file).collect();
        brand && (policies.is_empty() || policies.iter().any(|policy| self.policies.matches(&policy.id)))
    }
}

/// The brands that patterns of the command line ask for.
#[cfg(feature = "serve")]
pub(super) fn brands(patterns: &[String]) -> Result<Brands, Failure> {
    names(patterns).map(Brands)
}

/// The brands that were asked for.
#[cfg(feature = "serve")]
#[derive(Debug, Clone)]
pub(super) struct Brands(pub(super) Names);

#[cfg(feature = "serve")]
impl Brands {
    /// Refuses a pattern that matches no brand of the project.
    pub(super) fn must_exist(&self, project: &Project) -> Result<(), Failure> {
        must_match("brand", &self.0, &brand_ids(project))
    }
}

/// The ids of a project's brands.
pub(super) fn brand_ids(project: &Project) -> Vec<&str> {
    project.brands.iter().map(|brand| brand.id.as_str()).collect()
}

/// The ids of a project's policies, shared and brands' own, sorted.
pub(super) fn policy_ids(project: &Project) -> Vec<&str> {
    let mut ids: Vec<&str> = project.all_policies().map(|policy| policy.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn names(patterns: &[String]) -> Result<Names, Failure> {
    Names::read(patterns).map_err(|(pattern, reason)| Failure::new(format!("`{pattern}` is no pattern: {reason}")))
}

fn must_match(what: &str, names: &Names, known: &[&str]) -> Result<(), Failure> {
    names.unmatched(known).map_or(Ok(()), |pattern| Err(Failure::unknown(what, pattern, known)))
}
