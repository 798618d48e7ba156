//! Signatures that an earlier version of the file had, and the last one does not.

use std::collections::BTreeSet;

use memchr::memmem;

use crate::pdf::{File, Object, Reference};
use crate::plain::harmless;

use super::form::{Form, Kind};
use super::found::Found;

/// What a version of a file ends with.
const END: &[u8] = b"%%EOF";
/// How many versions are looked at.
const MOST: usize = 64;

/// What is missing, in words.
///
/// Earlier versions are looked for by their ends, since an update may pass over the one before it. What is found so is only ever held against a file.
pub(super) fn removed(file: &File<'_>, found: &[Found<'_>]) -> Vec<String> {
    let now: BTreeSet<Reference> = found.iter().filter_map(|found| found.holder).collect();
    let mut missing = BTreeSet::new();
    for end in memmem::rfind_iter(file.bytes(), END).skip(1).take(MOST) {
        let Ok(version) = file.earlier(end + END.len()) else { continue };
        let Ok(form) = Form::read(&version) else { continue };
        for field in form.fields.iter().filter(|field| field.kind == Kind::Signature) {
            if let Object::Reference(holder) = field.value
                && !now.contains(&holder)
            {
                missing.insert(field.name.clone());
            }
        }
    }
    missing
        .into_iter()
        .map(|name| format!("a signature was taken out: an earlier version of the file is signed in the field `{}`", harmless(&name)))
        .collect()
}
