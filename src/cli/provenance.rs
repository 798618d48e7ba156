//! `--provenance`: a statement beside the manifest of what came from which inputs, signed where a profile is named.

#![expect(clippy::disallowed_methods, reason = "a pipeline says by variables which run this is, and git by files which commit")]

use std::collections::BTreeMap;
use std::path::Path;

use super::studio::Studio;
use super::terminal::Terminal;
use crate::attest::{self, Asked, Commit, Material, Provenance};
use crate::output::failure::Failure;
use crate::project::Project;

/// What the statement says of files: those that were published, and those that they were made from, with the digests.
pub(super) struct Told {
    pub(super) published: BTreeMap<String, String>,
    pub(super) inputs: BTreeMap<String, String>,
}

/// The statement about a run in a project's folder, signed by a profile where one is named.
pub(super) fn made(
    profile: Option<&str>,
    root: &Path,
    project: &Project,
    asked: Asked,
    told: Told,
    terminal: &Terminal,
) -> Result<Provenance, Failure> {
    let Told { published, inputs } = told;
    let (run, named) = attest::pipeline(&|name| std::env::var(name).ok());
    let commit = named.or_else(|| commit(root).map(|id| Commit { repository: None, id }));
    let material = Material { published, asked, inputs, commit, run };
    let signer = profile.map(|profile| Studio::around(root.to_path_buf(), project.clone())?.signer(Some(profile), terminal)).transpose()?;
    let made = attest::provenance(&material, signer.as_ref().map(super::signer::Signer::key));
    made.map_err(|fault| Failure::new(format!("the provenance cannot be stated: {fault}")))
}

/// The commit that is checked out around a folder.
fn commit(root: &Path) -> Option<String> {
    let git = root.ancestors().map(|folder| folder.join(".git")).find(|git| git.is_dir())?;
    attest::head(&|path| std::fs::read(git.join(path)).ok())
}
