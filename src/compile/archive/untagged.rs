//! The present versions that no state has yet: each stands at its permanent address from the first build, as it will once its state is kept.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use super::{Addresses, Archive, Archived, Then, address, has_version, is_taken, kept_image, name};
use crate::brand::Asset;
use crate::cache::{Key, KeyHasher};
use crate::compile::front::{BrandSet, Entry};
use crate::document::Meta;
use crate::project::Project;

/// A document of the present state that is a version of its policy.
enum Standing<'e, 'p> {
    /// Some state has it, at an address.
    Kept(String),
    /// No state has it yet.
    Untagged(&'e Entry<'p>, Box<Archived>),
}

impl Archive {
    /// The present versions of an edition's policies that no state has yet, and that have a name whatever the state will be called. `main` are the documents of the
    /// brand's main edition.
    pub(super) fn untagged(&self, project: &Project, set: &BrandSet<'_>, main: Option<&BrandSet<'_>>) -> Vec<Archived> {
        if !project.publishing.archive.is_kept() {
            return Vec::new();
        }
        let standing = self.standing(project, set);
        let originals = main.filter(|_| set.brand.edition.is_some()).map(|main| addresses(&self.standing(project, main)));
        let then = Then { addresses: &addresses(&standing), originals: originals.as_ref(), images: &project.images };
        let around = KeyHasher::key("around", (then.addresses, then.originals));
        let settled = |standing: Standing<'_, '_>| match standing {
            Standing::Untagged(entry, archived) => Some(settled(entry, *archived, &then, around)),
            Standing::Kept(_) => None,
        };
        standing.into_values().filter_map(settled).collect()
    }

    /// What each document of an edition is to the archive, by policy. One whose name nobody can tell before its state has one is left out.
    fn standing<'e, 'p>(&self, project: &Project, set: &'e BrandSet<'p>) -> BTreeMap<String, Standing<'e, 'p>> {
        let edition = set.brand.key();
        let versions = self.brands.get(&edition).map(Vec::as_slice).unwrap_or_default();
        let standing = |entry: &'e Entry<'p>| {
            let text = entry.text_key(&project.images);
            if let Some(at) = self.known(&edition, entry, text) {
                return Some(Standing::Kept(versions.get(at)?.address()));
            }
            untagged(project, entry, text, versions).map(|archived| Standing::Untagged(entry, Box::new(archived)))
        };
        let entries = set.entries.iter().filter(|entry| has_version(project, entry.policy));
        entries.filter_map(|entry| Some((entry.policy.id.clone(), standing(entry)?))).collect()
    }
}

/// A document as the version that it will be; `None` where its state will have to tell it from another text of the same name.
fn untagged(project: &Project, entry: &Entry<'_>, text: Key, versions: &[Archived]) -> Option<Archived> {
    let called = name::foreseen(&as_in_a_state(entry), |slug| is_taken(versions, &entry.policy.id, slug))?;
    Some(Archived::of(project, entry, text, called))
}

/// What a state has over a document: a day that git gives is none that the text says of itself.
fn as_in_a_state(entry: &Entry<'_>) -> Meta {
    let mut meta = entry.document.meta.clone();
    meta.updated = meta.updated.filter(|_| !entry.policy.front.is_dated_by_git);
    meta
}

/// The address at which a document of the present state stands for good, whatever comes after it: `terms/versions/3.2`. `None` where that depends on the name that its
/// state will have, or where there is no archive.
pub fn permanent_address(project: &Project, entry: &Entry<'_>) -> Option<String> {
    if !project.publishing.archive.is_kept() || !has_version(project, entry.policy) {
        return None;
    }
    let (_, slug) = name::foreseen(&as_in_a_state(entry), |_| false)?;
    Some(address(&entry.policy.id, &slug))
}

/// A document among the others that stand around it, settled once.
fn settled(entry: &Entry<'_>, mut archived: Archived, then: &Then<'_>, around: Key) -> Archived {
    let key = KeyHasher::key("untagged", (around, &archived.label, &archived.slug, archived.markdown, archived.pdf));
    let mut remembered = entry.remembered.untagged.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, settled)) = remembered.as_ref().filter(|(known, _)| *known == key) {
        return settled.clone();
    }
    Arc::make_mut(&mut archived.document).meta = as_in_a_state(entry);
    // Its images are kept by whoever asks: see [`kept_images`].
    archived.settle(then, &mut BTreeMap::new());
    let settled = Archived { changes: entry.policy.front.changes.as_slice().into(), feed: entry.policy.front.feed, ..archived };
    *remembered = Some((key, settled.clone()));
    settled
}

fn addresses(standing: &BTreeMap<String, Standing<'_, '_>>) -> Addresses {
    let address = |standing: &Standing<'_, '_>| match standing {
        Standing::Kept(address) => address.clone(),
        Standing::Untagged(_, archived) => archived.address(),
    };
    standing.iter().map(|(policy, standing)| (policy.clone(), address(standing))).collect()
}

/// The images of a project that untagged versions may show, by the paths at which versions show them.
pub(in crate::compile) fn kept_images(project: &Project) -> impl Iterator<Item = (String, Asset)> {
    let images = project.publishing.archive.is_kept().then_some(&project.images);
    images.into_iter().flatten().map(|(_, image)| kept_image(image)).map(|image| (image.path.clone(), image))
}
