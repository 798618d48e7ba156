//! What a signature locks, as the file's own fields have it (ISO 32000-2, 12.8.2.4).

use crate::fields::{Field, Scope, first_name};

use super::fault::Fault;
use super::standing::Standing;

/// A lock with the names of all fields it means. A name that no field has is refused, as is a lock that shuts out signatures that are still to come.
pub(super) fn settled(scope: &Scope, fields: &[Field], own: &str, standing: &Standing) -> Result<Scope, Fault> {
    let scope = match scope {
        Scope::All => Scope::All,
        Scope::Include(names) => Scope::Include(named(names, fields)?),
        Scope::Exclude(names) => Scope::Exclude(named(names, fields)?),
    };
    let shut_out: Vec<String> = standing.open.iter().filter(|name| *name != own && scope.covers(name)).cloned().collect();
    if shut_out.is_empty() { Ok(scope) } else { Err(Fault::LocksOut(shut_out)) }
}

/// The names, with those of a blank's other places: `customer.name` and `customer.name#2`.
fn named(names: &[String], fields: &[Field]) -> Result<Vec<String>, Fault> {
    let mut all = Vec::new();
    for name in names {
        let only = Scope::Include(vec![name.clone()]);
        let others = fields.iter().map(|field| &field.name).filter(|field| first_name(field) == Some(name));
        let mut places: Vec<String> = others.cloned().collect();
        if places.is_empty() && !fields.iter().any(|field| only.covers(&field.name)) {
            return Err(Fault::LockedNothing(name.clone()));
        }
        all.push(name.clone());
        all.append(&mut places);
    }
    Ok(all)
}
