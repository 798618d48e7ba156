//! The signatures of a file, found through its fields and never by searching its bytes.

use std::collections::HashSet;

use crate::fields::{ByteRange, Permission, Scope};
use crate::pdf::{Fault, File, Object, Reference};

use super::coverage::coverage;
use super::dictionary::Signature;
use super::form::{Form, Kind};

/// How many signatures one file may have.
const MOST: usize = 256;

/// A signature that was found.
#[derive(Debug)]
pub(super) struct Found<'b> {
    /// The name of its field.
    pub(super) field: String,
    /// What its dictionary says, or why that cannot be judged.
    pub(super) signature: Result<Signature, String>,
    /// What it covers, or why that cannot be relied on.
    pub(super) covered: Result<(ByteRange, File<'b>), String>,
    /// The signature dictionary's own object.
    pub(super) holder: Option<Reference>,
    /// What the field itself locks when it is signed, in the version that was signed.
    pub(super) own_lock: Option<(Scope, Option<Permission>)>,
}

impl Found<'_> {
    /// The offset after the last byte that it covers; signatures whose coverage is not known come last.
    pub(super) fn end(&self) -> usize {
        self.covered.as_ref().map_or(usize::MAX, |(covered, _)| covered.end())
    }
}

/// All signatures, in the order in which they were made.
pub(super) fn signatures<'b>(file: &File<'b>) -> Result<Vec<Found<'b>>, Fault> {
    let form = Form::read(file)?;
    let signed: Vec<_> = form.fields.iter().filter(|field| field.kind == Kind::Signature && field.value != Object::Null).collect();
    if signed.len() > MOST {
        return Err(Fault { at: 0, kind: crate::pdf::FaultKind::TooMuch("signatures") });
    }
    let mut holders = HashSet::new();
    let mut found = Vec::with_capacity(signed.len());
    for field in signed {
        let mut one = find(file, &field.name, &field.value);
        if one.holder.is_some_and(|holder| !holders.insert(holder)) {
            one.covered = Err("two fields show the same signature, so that nobody can say which of them was signed".to_owned());
        }
        found.push(one);
    }
    found.sort_by_key(Found::end);
    Ok(found)
}

fn find<'b>(file: &File<'b>, name: &str, value: &Object) -> Found<'b> {
    let signature = Signature::read(file, value).map_err(|problem| problem.to_string());
    let holder = value.as_reference();
    let covered = coverage(file, holder);
    let mut found = Found { field: name.to_owned(), signature, covered: covered.map_err(|problem| problem.to_string()), holder, own_lock: None };
    if let (Ok((_, signed)), Some(holder)) = (&found.covered, holder) {
        match signed_field(signed, name, holder) {
            Some(lock) => found.own_lock = lock,
            None => found.covered = Err(format!("the field `{name}` did not hold this signature in the version that was signed")),
        }
    }
    found
}

/// The lock of the field that holds the signature in the version that was signed; `None` where no such field does.
#[expect(clippy::option_option, reason = "a field without a lock is another thing than no field")]
fn signed_field(signed: &File<'_>, name: &str, holder: Reference) -> Option<Option<(Scope, Option<Permission>)>> {
    let form = Form::read(signed).ok()?;
    let field = form.named(name).filter(|field| field.kind == Kind::Signature && field.value == Object::Reference(holder))?;
    let Object::Dictionary(lock) = &field.lock else { return Some(None) };
    let permission = lock.get("P").map(|_| super::permission::permission(signed, lock));
    Some(Some((super::permission::locked(signed, lock), permission)))
}
