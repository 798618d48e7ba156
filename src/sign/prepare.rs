//! The first of three steps: an update with a signature that waits for its value.

use std::ops::Range;

use crate::fields::{ByteRange, Field, Kind, Permission, Scope, Widget};
use crate::pdf::{Appended, File, Reference, Update, edited};
use crate::pki::algorithm::Digest;

use super::fault::Fault;
use super::placeholder::{Claim, Placeholder, Words, byte_range, locked};
use super::standing::{RESERVED, Standing};
use super::waiting::{fill, waits};
use super::{lock, new_field};

/// What a signature is to be.
#[derive(Debug, Clone, Default)]
pub struct Intent {
    /// The field it goes into.
    pub field: String,
    /// Whether the field is added, unseen, where the file has none of that name and no other that is still empty.
    pub add_field: bool,
    /// What it says.
    pub words: Words,
    /// What it leaves open, where it certifies.
    pub certify: Option<Permission>,
    /// What it locks.
    pub lock: Option<Scope>,
    /// When it is made.
    pub moment: jiff::Timestamp,
}

/// A file with a signature that waits for its value.
#[derive(Debug)]
pub struct Prepared<'b> {
    original: &'b [u8],
    appended: Vec<u8>,
    /// What the signature covers of the whole file.
    covered: ByteRange,
}

impl Prepared<'_> {
    /// The bytes that follow those of the original.
    pub fn appended(&self) -> &[u8] {
        &self.appended
    }

    /// The digest of everything but the signature's own contents.
    pub fn digest(&self, algorithm: Digest) -> Vec<u8> {
        let gap = self.digits();
        let before = self.appended.get(..gap.start.saturating_sub(1)).unwrap_or_default();
        let after = self.appended.get(gap.end + 1..).unwrap_or_default();
        algorithm.of_parts(&[self.original, before, after])
    }

    /// Where the digits of the contents stand among the appended bytes.
    fn digits(&self) -> Range<usize> {
        let (place, start) = (self.covered.digits(), self.original.len());
        place.start.saturating_sub(start)..place.end.saturating_sub(start)
    }

    /// How many bytes the message may have.
    pub fn room(&self) -> usize {
        self.covered.room()
    }

    /// The bytes that follow those of the original, with the message in its place.
    pub fn embed(mut self, message: &[u8]) -> Result<Vec<u8>, Fault> {
        let digits = self.digits();
        fill(self.appended.get_mut(digits).unwrap_or_default(), message)?;
        Ok(self.appended)
    }
}

/// A file with room for a signature of at most `room` bytes.
///
/// `draw` writes what the field shows into the update and gives its form, for a field that is seen.
pub fn prepare<'b>(file: &File<'b>, fields: &[Field], intent: &Intent, room: usize, draw: &mut Draw<'_>) -> Result<Prepared<'b>, Fault> {
    if let Some(waiting) = fields.iter().find(|field| waits(file, field)) {
        return Err(Fault::Waits(waiting.name.clone()));
    }
    let found = fields.iter().find(|field| field.name == intent.field);
    let standing = Standing::of(file, fields)?;
    if let Some(field) = found {
        if field.kind != Kind::Signature {
            return Err(Fault::NotForSignatures(field.name.clone()));
        }
        if field.is_signed() {
            return Err(Fault::Signed(field.name.clone()));
        }
    } else if !intent.add_field || !standing.open.is_empty() {
        return Err(Fault::NoField { name: intent.field.clone(), open: standing.open });
    }
    standing.admit(&intent.field, intent.certify, found.is_none())?;

    let mut update = Update::new(file)?;
    let (catalog, _) = file.catalog()?;
    let value = update.allocate()?;
    let own_lock = found.and_then(|field| field.lock.as_ref()).map(|lock| lock.scope.clone());
    let lock = match &intent.lock {
        Some(lock) => Some(lock::settled(lock, fields, &intent.field, &standing)?),
        None => own_lock,
    };
    match found {
        Some(field) => {
            let locks = (standing.signed.is_empty() && field.lock.is_none()).then_some(lock.as_ref()).flatten();
            sign_field(&mut update, field, value, locks, draw)?;
        }
        None => new_field::add(&mut update, &intent.field, value)?,
    }
    new_field::mark_signed(&mut update)?;
    if intent.certify.is_some() {
        let perms = format!("<</DocMDP {value}>>").into_bytes();
        let body = edited(&update.raw(catalog)?, &[("Perms", Some(perms))])?;
        update.set(catalog, body);
    }
    let claim = Claim::Signature { moment: intent.moment, words: &intent.words, certify: intent.certify, lock: lock.as_ref(), catalog };
    Ok(finish(update, value, Placeholder::new(claim, room)))
}

/// Draws what a signature shows; see [`prepare`].
pub type Draw<'d> = dyn FnMut(&mut Update<'_, '_>, &Widget) -> Result<Option<Reference>, Fault> + 'd;

/// A file with room for a document timestamp of at most `room` bytes: in the first field kept for one, or in a new field that is not seen.
pub fn prepare_timestamp<'b>(file: &File<'b>, fields: &[Field], room: usize) -> Result<(Prepared<'b>, String), Fault> {
    let free = fields.iter().find(|field| field.kind == Kind::Signature && field.name.starts_with(RESERVED) && !field.is_signed());
    let mut update = Update::new(file)?;
    let value = update.allocate()?;
    let name = if let Some(field) = free {
        sign_field(&mut update, field, value, None, &mut |_, _| Ok(None))?;
        field.name.clone()
    } else {
        let name = new_field::free_name(fields);
        new_field::add(&mut update, &name, value)?;
        name
    };
    new_field::mark_signed(&mut update)?;
    Ok((finish(update, value, Placeholder::new(Claim::Timestamp, room)), name))
}

/// Puts a value into a field, and an appearance into its widget.
fn sign_field(update: &mut Update<'_, '_>, field: &Field, value: Reference, lock: Option<&Scope>, draw: &mut Draw<'_>) -> Result<(), Fault> {
    let mut changes = vec![("V", Some(value.to_string().into_bytes()))];
    if let Some(lock) = lock {
        let mut bytes = b"<</Type/SigFieldLock".to_vec();
        locked(&mut bytes, lock);
        bytes.extend_from_slice(b">>");
        changes.push(("Lock", Some(bytes)));
    }
    let body = edited(&update.raw(field.reference)?, &changes)?;
    update.set(field.reference, body);
    for widget in &field.widgets {
        if widget.width() < 1.0 || widget.height() < 1.0 {
            continue;
        }
        if let Some(form) = draw(update, widget)? {
            let appearance = format!("<</N {form}>>").into_bytes();
            let body = edited(&update.raw(widget.reference)?, &[("AP", Some(appearance))])?;
            update.set(widget.reference, body);
        }
    }
    Ok(())
}

/// Appends the update and says in it which bytes the signature covers.
fn finish<'b>(mut update: Update<'_, 'b>, value: Reference, placeholder: Placeholder) -> Prepared<'b> {
    let original = update.file().bytes();
    let Placeholder { bytes, byte_range: range, contents } = placeholder;
    update.set(value, bytes);
    let appended = update.finish();
    let at = appended.place(value).unwrap_or(original.len());
    let Appended { mut bytes, .. } = appended;
    let gap = at + contents.start..at + contents.end;
    let whole = original.len() + bytes.len();
    let text = byte_range([0, gap.start, gap.end, whole - gap.end]);
    let place = at + range.start - original.len();
    if let Some(hole) = bytes.get_mut(place..place + text.len()) {
        hole.copy_from_slice(text.as_bytes());
    }
    Prepared { original, appended: bytes, covered: ByteRange::new(gap, whole) }
}
