//! Where an earlier version comes from.

use super::{Archive, FOLDER, Sought};
use crate::brand::Brand;
use crate::project::Project;
use crate::snapshot::State;

/// The state that was the first to have the version of a brand's, or an edition's, policy at an address, such as `terms/versions/3.1`; and what the policy was called there.
pub fn origin_of<'s>(states: &'s [State], project: &Project, brand: &Brand, address: &str) -> Option<(&'s State, String)> {
    // Most addresses are those of present policies, and reading the states takes long.
    if address.split('/').all(|step| step != FOLDER) {
        return None;
    }
    // What an edition lacks is the main one's.
    let main = project.brand(&brand.id).filter(|main| brand.is_edition_of(main));
    let sought: Vec<Sought> = main.into_iter().chain([brand]).map(|edition| Sought::of(project, edition)).collect();
    let archive = Archive::read(states, &sought);
    let version = archive.brands.get(&brand.key())?.iter().find(|version| version.address() == address)?;
    let state = states.iter().find(|state| state.digest == version.state)?;
    Some((state, version.policy.clone()))
}
