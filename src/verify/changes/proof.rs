//! What was added to the document security store, in numbers.

use std::collections::BTreeSet;

use super::change::{Change, ChangeKind};
use super::walk::Walk;
use crate::sign::ValidationData;

impl Walk<'_> {
    /// Tells how much proof the store holds that was not there when the document was signed.
    pub(super) fn proof_added(&mut self) {
        let (Ok(before), Ok(now)) = (ValidationData::read(self.signed), ValidationData::read(self.now)) else {
            return self.note(Change::allowed(ChangeKind::ValidationData, "proof about certificates was added for later, which cannot be read"));
        };
        let new = |before: &BTreeSet<Vec<u8>>, now: &BTreeSet<Vec<u8>>| now.difference(before).count();
        let counts = [
            counted(new(&before.certificates, &now.certificates), "certificate", "certificates"),
            counted(new(&before.responses, &now.responses), "response about their revocation", "responses about their revocation"),
            counted(new(&before.lists, &now.lists), "list of revoked certificates", "lists of revoked certificates"),
        ];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        let words = match counts.as_slice() {
            [] => "the store of proof about certificates was written anew, with nothing new in it".to_owned(),
            counts => format!("proof about certificates was added for later: {}", counts.join(", ")),
        };
        self.note(Change::allowed(ChangeKind::ValidationData, words));
    }
}

fn counted(count: usize, one: &str, many: &str) -> Option<String> {
    (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
}
