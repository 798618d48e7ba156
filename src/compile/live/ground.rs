//! The ground that documents stand on: what they may depend on beside the texts that they read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::brand::Brand;
use crate::output::digest::Digest;
use crate::project::Project;
use crate::snapshot::Snapshot;
use crate::source::FileId;
use crate::world::extension;

/// What the documents of a project may depend on, beside the texts of sources and partials that they read.
#[derive(Debug)]
pub(super) struct Ground {
    project: Arc<Project>,
    /// The digests of all files that are neither the text of a source or partial nor folded into brands: they may reach every document.
    shared: BTreeMap<String, Digest>,
}

impl Ground {
    pub(super) fn of(project: &Arc<Project>, snapshot: &Snapshot) -> Self {
        let folded = folded(project);
        let is_shared = |path: &str| !is_read_alone(path) && !folded.contains(path);
        let shared = snapshot.digests().filter(|(path, _)| is_shared(path)).map(|(path, digest)| (path.to_owned(), digest)).collect();
        Self { project: Arc::clone(project), shared }
    }

    /// The project.
    pub(super) fn project(&self) -> &Project {
        &self.project
    }

    /// Whether what every document may depend on is as it was on another ground. Places in texts are taken over with documents, so that the texts must be the same
    /// ones in the same order.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.shared == other.shared && self.project.sources.paths().eq(other.project.sources.paths())
    }

    /// Whether a brand is in all its editions as it was on another ground: a brand's values, with their places, are all that its documents know of its files.
    pub(super) fn has_like(&self, other: &Self, brand: &str) -> bool {
        self.project.editions_of(brand).eq(other.project.editions_of(brand))
            && self.project.editions_of(brand).all(|edition| self.carries(edition).eq(other.carries(edition)))
    }

    fn carries<'g>(&'g self, edition: &'g Brand) -> impl Iterator<Item = &'g str> {
        self.project.carried(edition).into_iter().map(|policy| policy.id.as_str())
    }
}

/// The paths of the files that brands are made of.
fn folded(project: &Project) -> BTreeSet<&str> {
    let path = |file: &FileId| project.sources.file(*file).path();
    let assets = project.all_editions().flat_map(|brand| brand.theme.logo.iter().chain(&brand.theme.font_files)).map(|asset| asset.path.as_str());
    project.all_editions().flat_map(|brand| brand.files.iter().chain(&brand.translations)).map(path).chain(assets).collect()
}

/// Whether a file is the text of a source or a partial: a document follows from those of them that it read, and from no other.
fn is_read_alone(path: &str) -> bool {
    extension(path) == "md"
}
