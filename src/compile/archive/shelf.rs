//! An archive that was read once, for whoever compiles the same states again.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Archive, Sought};
use crate::cache::{Key, KeyHasher};
use crate::snapshot::State;

/// Keeps the last archive that was read from it. States are compiled again only where they, or the brands that are asked for, are others.
#[derive(Debug, Default)]
pub(in crate::compile) struct Shelf(Mutex<Option<(Key, Arc<Archive>)>>);

impl Shelf {
    /// The archive of some states for some editions of brands.
    pub(in crate::compile) fn archive(&self, states: &[State], sought: &[Sought]) -> Arc<Archive> {
        let named: Vec<_> = states.iter().map(|state| (&state.name, state.digest)).collect();
        let key = KeyHasher::key("archive", (named, sought));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, archive)) = kept.as_ref().filter(|(known, _)| *known == key) {
            return Arc::clone(archive);
        }
        let archive = Arc::new(Archive::read(states, sought));
        *kept = Some((key, Arc::clone(&archive)));
        archive
    }
}
