//! States: what a project was when it was published earlier.

#[cfg(feature = "history")]
use std::path::PathBuf;
use std::sync::Arc;

use super::Snapshot;
#[cfg(feature = "history")]
use super::is_input;
#[cfg(feature = "history")]
use crate::history::{Repository, Tag};
use crate::output::digest::Digest;
use crate::world::World;

/// A state in which the project was published earlier: a whole project of its own.
#[derive(Debug, Clone)]
pub struct State {
    /// The name of its tag or folder.
    pub name: String,
    /// Stands for all that it holds.
    pub digest: Digest,
    /// Where it is kept.
    pub kept: Kept,
}

/// Where a state is kept.
#[derive(Debug, Clone)]
pub enum Kept {
    /// In a folder, which was read.
    Folder(Arc<Snapshot>),
    /// In the repository around a project.
    #[cfg(feature = "history")]
    Tag {
        /// The project's folder.
        root: PathBuf,
        /// The tag.
        tag: Tag,
    },
}

impl State {
    /// Its files; why they cannot be read where they cannot.
    pub fn read(&self) -> Result<Arc<dyn World + Send>, String> {
        match &self.kept {
            Kept::Folder(snapshot) => Ok(Arc::<Snapshot>::clone(snapshot)),
            #[cfg(feature = "history")]
            Kept::Tag { root, tag } => {
                let repository = Repository::around(root).map_err(|fault| fault.to_string())?.ok_or("the repository is gone")?;
                let files = repository.files(tag, is_input).map_err(|fault| fault.to_string())?;
                Ok(Arc::new(files))
            }
        }
    }
}
