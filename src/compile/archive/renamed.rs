//! Brands that were published under another name: what is said where their earlier versions would be lost without a word.

use std::collections::{BTreeMap, BTreeSet};

use super::{Archive, has_version};
use crate::brand::{Brand, FormerName};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::project::Project;
use crate::source::Span;

/// What is known of a brand of a state.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    name: String,
    /// The ids of its policies that have versions.
    policies: BTreeSet<String>,
}

impl Known {
    fn of(project: &Project, brand: &Brand) -> Self {
        let policies = project.carried(brand).into_iter().filter(|policy| has_version(project, policy)).map(|policy| policy.id.clone());
        Self { name: brand.name.clone(), policies: policies.collect() }
    }

    /// Whether it may be the same brand as one that came when it went: by its name, or by what it carries.
    fn may_be(&self, other: &Self) -> bool {
        self.name == other.name || (!self.policies.is_empty() && self.policies.is_subset(&other.policies))
    }
}

/// The brands of a project that have some version, by their ids.
type Brands = BTreeMap<String, Known>;

/// Which brands came and went from one state to the next.
#[derive(Debug, Default)]
pub(super) struct Renames {
    /// For each brand that came when others went, what it was then and what these were.
    came: BTreeMap<String, (Known, Brands)>,
    /// The brands of the last state.
    last: Brands,
    /// The ids of the brands of all states.
    all: BTreeSet<String>,
}

impl Renames {
    /// Notes which brands a state has; they come one after another, the oldest first.
    pub(super) fn note(&mut self, project: &Project) {
        let brands: Brands = project.brands.iter().map(|brand| (brand.id.clone(), Known::of(project, brand))).collect();
        let went: Brands = self.last.iter().filter(|(id, _)| !brands.contains_key(*id)).map(|(id, known)| (id.clone(), known.clone())).collect();
        for (id, known) in &brands {
            if self.all.insert(id.clone()) && !went.is_empty() {
                self.came.insert(id.clone(), (known.clone(), went.clone()));
            }
        }
        self.last = brands;
    }

    /// The brands that went when a present one came; `None` where it was there from the first.
    fn went(&self, brand: &Brand) -> Option<&Brands> {
        match self.came.get(&brand.id) {
            Some((_, went)) => Some(went),
            None => (!self.all.contains(&brand.id)).then_some(&self.last),
        }
    }

    /// The ids of the brands that went when a present one came, and may be the same: where some have its name, these alone.
    fn alike(&self, project: &Project, brand: &Brand) -> Vec<&str> {
        let Some(went) = self.went(brand) else { return Vec::new() };
        let known = self.came.get(&brand.id).map_or_else(|| Known::of(project, brand), |(known, _)| known.clone());
        let alike: Vec<(&str, &Known)> = went.iter().map(|(id, other)| (id.as_str(), other)).filter(|(_, other)| other.may_be(&known)).collect();
        let alike: Vec<(&str, &Known)> = alike.into_iter().filter(|(id, _)| is_gone(project, id)).collect();
        let has_its_name = alike.iter().any(|(_, other)| other.name == known.name);
        alike.into_iter().filter(|(_, other)| !has_its_name || other.name == known.name).map(|(id, _)| id).collect()
    }
}

/// Whether a project has no brand of an id any more, not even one that is there to be extended, and none that says it was called so.
fn is_gone(project: &Project, id: &str) -> bool {
    let is_claimed = |brand: &Brand| brand.formerly.iter().flatten().any(|former| former.id == id);
    let has_file = ["yaml", "yml"].iter().any(|ending| project.sources.find(&format!("brands/{id}.{ending}")).is_some());
    !has_file && !project.brands.iter().any(is_claimed)
}

impl Archive {
    /// What is to be said of a project's brands beside those that were published.
    pub(in crate::compile) fn renamed(&self, project: &Project) -> Vec<Diagnostic> {
        if self.renames.all.is_empty() {
            return Vec::new();
        }
        let finding = |brand: &Brand| match &brand.formerly {
            Some(names) => {
                let misnamed = names.iter().filter_map(|name| self.misnamed(project, name));
                // The line that told of an earlier name came along when the file was renamed again.
                let again = (!names.is_empty()).then(|| self.renamed_again(project, brand, names)).flatten();
                misnamed.chain(again).collect()
            }
            None => replaced(project, brand, &self.renames.alike(project, brand)).into_iter().collect::<Vec<_>>(),
        };
        project.brands.iter().flat_map(|brand| finding(brand).into_iter().map(|found| found.for_brand(&brand.id))).collect()
    }

    /// The finding for a brand of whose names none is that of a brand that went when it came.
    fn renamed_again(&self, project: &Project, brand: &Brand, names: &[FormerName]) -> Option<Diagnostic> {
        let went = self.renames.went(brand)?;
        let is_told = names.iter().any(|name| went.contains_key(&name.id));
        if is_told { None } else { replaced(project, brand, &self.renames.alike(project, brand)) }
    }

    /// The finding for a name that a brand cannot have had.
    fn misnamed(&self, project: &Project, name: &FormerName) -> Option<Diagnostic> {
        let id = &name.id;
        if project.brand(id).is_some() {
            let found =
                Diagnostic::new(Code::RenamedBrand, format!("`formerly` names the brand `{id}`, which is still there and keeps its own versions"));
            return Some(found.at(name.place).hint("take it out of `formerly`"));
        }
        // A state that could not be read may have had it.
        if self.renames.all.contains(id) || !self.found.is_empty() {
            return None;
        }
        let near = did_you_mean(id, self.renames.all.iter().map(String::as_str));
        let hint =
            near.map_or_else(|| "write what the brand's file was called, without `.yaml`".to_owned(), |near| format!("did you mean `{near}`?"));
        let found = Diagnostic::new(Code::RenamedBrand, format!("`formerly` names the brand `{id}`, which no state of the archive has"));
        Some(found.at(name.place).hint(hint))
    }
}

/// The finding for a brand that came when others went that may be the same.
fn replaced(project: &Project, brand: &Brand, alike: &[&str]) -> Option<Diagnostic> {
    let first = alike.first()?;
    let file = *brand.files.first()?;
    let place = brand.values.get("name").map(|node| node.span).filter(|span| span.file == file);
    let went = if alike.len() == 1 { "was published and is" } else { "were published and are" };
    let message = format!("`{}` {went} gone, and `{}` has none of the earlier versions", alike.join("`, `"), brand.id);
    let path = project.sources.file(file).path();
    let found = Diagnostic::new(Code::RenamedBrand, message).at(place.unwrap_or_else(|| Span::new(file, 0..0)));
    let before = brand.formerly.iter().flatten().map(|name| name.id.as_str());
    let names = std::iter::once(*first).chain(before).collect::<Vec<_>>().join(", ");
    let new = if brand.formerly.is_some() { "" } else { "; if it is not, write `formerly: []`" };
    Some(found.hint(format!("if it is the same brand, write `formerly: [{names}]` into {path}, and they are published on{new}")))
}
