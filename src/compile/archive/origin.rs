//! Where an earlier version comes from.

use super::Archive;
use crate::brand::Brand;
use crate::snapshot::State;

/// The state that was the first to have the version of a brand's, or an edition's, policy at an address, such as `terms/versions/3.1`; and what the policy was called there.
pub fn origin_of<'s>(states: &'s [State], brand: &Brand, address: &str) -> Option<(&'s State, String)> {
    // What an edition lacks is the main one's.
    let brands = [brand.id.clone(), brand.key()].into();
    let archive = Archive::read(states, &brands);
    let version = archive.brands.get(&brand.key())?.iter().find(|version| version.address() == address)?;
    let state = states.iter().find(|state| state.digest == version.state)?;
    Some((state, version.policy.clone()))
}
