//! What differs between the document that was signed and the one that the file shows now.
//!
//! A whitelist: every difference that is not understood as allowed is a violation. Allowed is what ISO 32000-2, 12.8.2.2 names: validation data and document
//! timestamps always; filling in and signing the fields that were there, unless the certification or a lock forbids it; comments that hide nothing, where the
//! certification allows comments.

mod accepted;
mod appearance;
mod area;
mod catalog;
mod change;
mod comment;
mod field;
mod form;
mod hidden;
mod information;
mod new_field;
mod page;
mod proof;
mod role;
mod sameness;
mod security_store;
mod walk;

pub use self::change::{Change, ChangeKind};

use self::walk::Walk;
use super::glance::Glances;
use super::permission::Permissions;
use crate::pdf::{Fault, File};

/// Every difference between the two, judged by what the signatures leave open.
pub(super) fn compare(signed: &File<'_>, now: &File<'_>, permissions: &Permissions, glances: &Glances) -> Vec<Change> {
    judged(signed, now, permissions, glances).unwrap_or_else(|fault| {
        vec![Change::violation(ChangeKind::Unreadable, format!("the document cannot be compared with what was signed: {fault}"))]
    })
}

fn judged(signed: &File<'_>, now: &File<'_>, permissions: &Permissions, glances: &Glances) -> Result<Vec<Change>, Fault> {
    let mut walk = Walk::new(signed, now, permissions, glances)?;
    walk.new_fields();
    walk.run()?;
    walk.fields();
    walk.hidden()?;
    Ok(walk.found)
}
