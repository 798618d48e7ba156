//! Whose versions are sought in the states: the brands there are now, by all names that they had.

use crate::brand::{Brand, edition_key};
use crate::project::Project;

/// An edition of a brand, with the names under which states may have its brand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::compile) struct Sought {
    /// The brand's id now.
    id: String,
    language: Option<String>,
    /// The ids that it had before.
    formerly: Vec<String>,
}

impl Sought {
    /// An edition of a brand of a project. A name that another brand has now is that one's.
    pub(in crate::compile) fn of(project: &Project, edition: &Brand) -> Self {
        let former = edition.formerly.iter().flatten().map(|former| former.id.clone());
        let formerly = former.filter(|id| project.brand(id).is_none()).collect();
        Self { id: edition.id.clone(), language: edition.language().map(ToOwned::to_owned), formerly }
    }

    /// The brand's id now.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// What [`Brand::key`] calls it now.
    pub(super) fn key(&self) -> String {
        edition_key(&self.id, self.language.as_deref())
    }

    /// Whether it is a brand's main edition.
    pub(super) fn is_main(&self) -> bool {
        self.language.is_none()
    }

    /// The same edition in a state. Where that has brands of several of its names, the first counts: it was another brand then that had the others.
    pub(super) fn then<'p>(&self, state: &'p Project) -> Option<&'p Brand> {
        let mut names = std::iter::once(&self.id).chain(&self.formerly);
        let id = names.find(|id| state.brand(id).is_some())?;
        state.edition(&edition_key(id, self.language.as_deref()))
    }
}

/// The edition of a brand that a state has in the place of one that a project has now.
pub fn edition_then<'p>(project: &Project, edition: &Brand, state: &'p Project) -> Option<&'p Brand> {
    Sought::of(project, edition).then(state)
}
