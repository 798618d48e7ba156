//! What was made because somebody asked for it, kept for whoever asks next.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::release::Delivered;
use crate::cache::Key;
use crate::render::typst::Outcome;

/// Files by their keys, up to so many bytes. What nobody asked for the longest goes first.
#[derive(Debug)]
pub(super) struct Kept {
    most: usize,
    slots: Mutex<Slots>,
}

/// The files that are kept.
#[derive(Debug, Default)]
struct Slots {
    files: HashMap<Key, Slot>,
    /// Counts the asking, to know who asked last.
    asked: u64,
}

/// A place for a file, which is made once.
#[derive(Debug, Clone, Default)]
struct Slot {
    /// When it was last asked for.
    asked: u64,
    file: Arc<OnceLock<Delivered>>,
}

impl Slot {
    fn size(&self) -> usize {
        self.file.get().and_then(|file| file.as_ref().ok()).map_or(0, |bytes| bytes.len())
    }
}

impl Kept {
    /// Nothing yet, and never more than so many bytes beside what was asked for last.
    pub(super) fn new(most: usize) -> Self {
        Self { most, slots: Mutex::default() }
    }

    /// What was made for a key.
    pub(super) fn get(&self, key: Key) -> Option<Delivered> {
        self.slot(key, false)?.get().cloned()
    }

    /// What was made for a key, or is made now. Whoever asks for the same meanwhile waits for it.
    pub(super) fn get_or_make(&self, key: Key, make: impl FnOnce() -> Outcome) -> Delivered {
        let Some(file) = self.slot(key, true) else { return Err(Arc::new([])) };
        let made = file.get_or_init(|| make().map(Into::into).map_err(Into::into)).clone();
        self.clear(key);
        made
    }

    fn slot(&self, key: Key, add: bool) -> Option<Arc<OnceLock<Delivered>>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.asked += 1;
        let asked = slots.asked;
        let slot = if add { slots.files.entry(key).or_default() } else { slots.files.get_mut(&key)? };
        slot.asked = asked;
        Some(Arc::clone(&slot.file))
    }

    /// Lets go of what was asked for longest ago, until the rest is small enough.
    fn clear(&self, newest: Key) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let mut size: usize = slots.files.values().map(Slot::size).sum();
        while size > self.most {
            let others = slots.files.iter().filter(|(key, slot)| **key != newest && slot.file.get().is_some());
            let Some((oldest, freed)) = others.min_by_key(|(_, slot)| slot.asked).map(|(key, slot)| (*key, slot.size())) else { return };
            slots.files.remove(&oldest);
            size -= freed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;
    use crate::cache::KeyHasher;

    #[test]
    fn what_nobody_asked_for_the_longest_goes_first() {
        let kept = Kept::new(10);
        let key = |name: &str| KeyHasher::key("pdf", name);
        for name in ["a", "b"] {
            assert!(kept.get_or_make(key(name), || Ok(vec![0; 4])).is_ok());
        }
        assert!(kept.get(key("a")).is_some());
        assert!(kept.get_or_make(key("c"), || Ok(vec![0; 4])).is_ok());
        assert_eq!(["a", "b", "c"].map(|name| kept.get(key(name)).is_some()), [true, false, true]);
        assert!(kept.get_or_make(key("large"), || Ok(vec![0; 99])).is_ok(), "one larger than all is given all the same");
        assert!(kept.get(key("large")).is_some());
    }

    #[test]
    fn what_was_made_is_not_made_again() {
        let kept = Kept::new(10);
        let key = KeyHasher::key("pdf", "a");
        assert_eq!(kept.get_or_make(key, || Ok(vec![1])).unwrap()[..], [1]);
        assert_eq!(kept.get_or_make(key, || Ok(vec![2])).unwrap()[..], [1]);
    }
}
