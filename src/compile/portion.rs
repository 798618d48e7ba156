//! Portions of brands: as many as are held in memory at a time.

use crate::brand::Brand;
use crate::project::Project;

/// How many documents are held at a time. Enough for Typst's cache to serve a policy across many brands, few enough for memory not to matter.
const DOCUMENTS: usize = 1_000;

/// Brands whose documents are held in memory together.
#[derive(Debug)]
pub(super) struct Portion<'p> {
    /// The brands.
    pub(super) brands: Vec<&'p Brand>,
}

impl<'p> Portion<'p> {
    /// All brands of a project, in their order, each with its editions. A brand is never split: its documents refer to one another.
    pub(super) fn split(project: &'p Project) -> Vec<Self> {
        let mut portions: Vec<Self> = Vec::new();
        let mut held = 0;
        for brand in &project.brands {
            let editions: Vec<&Brand> = project.editions_of(&brand.id).collect();
            let documents: usize = editions.iter().map(|edition| project.carried(edition).len()).sum();
            match portions.last_mut() {
                Some(portion) if held + documents <= DOCUMENTS => portion.brands.extend(editions),
                _ => {
                    portions.push(Self { brands: editions });
                    held = 0;
                }
            }
            held += documents;
        }
        portions
    }

    /// Whether a brand is among them.
    pub(super) fn holds(&self, brand: &str) -> bool {
        self.brands.iter().any(|held| held.id == brand)
    }
}
