//! What a reader that follows a file can come to.

use std::collections::HashSet;

use crate::pdf::{Fault, File, Object, Reference};

use super::glance::Glances;
use super::work::references;

/// The objects to which references lead from a file's trailer.
#[derive(Debug, Default)]
pub(super) struct Reachable {
    /// All of them, as they are referred to.
    pub(super) all: HashSet<Reference>,
    /// Those that are signature dictionaries.
    pub(super) signatures: HashSet<Reference>,
    /// The lowest of those that do something which may change what is shown; the catalog is asked for itself.
    pub(super) acting: Option<Reference>,
}

impl Reachable {
    /// Follows every reference, from the trailer on.
    pub(super) fn read(file: &File<'_>, glances: &Glances) -> Result<Self, Fault> {
        let mut reachable = Self::default();
        let mut open = Vec::new();
        let catalog = file.trailer().get("Root").and_then(Object::as_reference);
        for (_, value) in file.trailer().iter() {
            references(value, &mut |reference| open.push(reference));
        }
        while let Some(reference) = open.pop() {
            if !reachable.all.insert(reference) {
                continue;
            }
            let Ok(glance) = glances.of(file, reference) else {
                glances.work.spend(1000)?;
                continue;
            };
            if glance.is_signature {
                reachable.signatures.insert(reference);
            }
            if glance.acts && Some(reference) != catalog {
                reachable.acting = Some(reachable.acting.map_or(reference, |known| known.min(reference)));
            }
            open.extend_from_slice(&glance.references);
        }
        Ok(reachable)
    }

    /// The numbers of all of them: there are readers that pay no heed to generations.
    pub(super) fn numbers(&self) -> HashSet<u32> {
        self.all.iter().map(|reference| reference.number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Reachable;
    use crate::pdf::{File, Reference, sample};
    use crate::verify::glance::Glances;

    #[test]
    fn what_nothing_refers_to_is_not_reached() {
        let bytes = sample::table(&["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>", "(alone)"]);
        let file = File::open(&bytes).expect("a file");
        let reachable = Reachable::read(&file, &Glances::default()).expect("a walk");
        assert!(reachable.all.contains(&Reference::new(2)) && !reachable.numbers().contains(&3));
    }
}
