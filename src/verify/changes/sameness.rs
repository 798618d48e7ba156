//! Whether an object's own bytes are those that were signed.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::pdf::{Entry, Fault, File, Object, Reference};

use crate::verify::work::references;

/// Compares where objects stand in the two versions of a file, the later of which begins with all bytes of the earlier.
pub(super) struct Sameness<'a> {
    signed: &'a File<'a>,
    now: &'a File<'a>,
    /// The object streams that were compared.
    containers: RefCell<HashMap<u32, bool>>,
}

impl<'a> Sameness<'a> {
    pub(super) fn new(signed: &'a File<'a>, now: &'a File<'a>) -> Self {
        Self { signed, now, containers: RefCell::default() }
    }

    /// Whether an object's bytes are those that were signed. Objects that it refers to may be others.
    pub(super) fn of(&self, number: u32) -> Result<bool, Fault> {
        let (signed, now) = (self.signed.locate(number)?, self.now.locate(number)?);
        match (signed, now) {
            (Some(Entry::Inside { container, .. }), Some(Entry::Inside { .. })) => Ok(signed == now && self.of_container(container)?),
            (None | Some(Entry::Free), None | Some(Entry::Free)) => Ok(true),
            _ => Ok(signed == now),
        }
    }

    /// Whether an object stream is the same. What it refers to says how its bytes are read (its length, its filter), so that must be the same, too.
    fn of_container(&self, container: u32) -> Result<bool, Fault> {
        if let Some(known) = self.containers.borrow().get(&container) {
            return Ok(*known);
        }
        let place = self.now.locate(container)?;
        let mut is_same = self.signed.locate(container)? == place;
        if let Some(Entry::At { generation, .. }) = place.filter(|_| is_same) {
            let object = self.now.object(Reference { number: container, generation })?;
            let mut said = Vec::new();
            references(&object, &mut |reference| said.push(reference.number));
            for number in said {
                is_same &= self.is_plain_and_same(number)?;
            }
        }
        self.containers.borrow_mut().insert(container, is_same);
        Ok(is_same)
    }

    /// Whether an object stands by itself in the same place, and leads nowhere else.
    fn is_plain_and_same(&self, number: u32) -> Result<bool, Fault> {
        let (signed, now) = (self.signed.locate(number)?, self.now.locate(number)?);
        let Some(Entry::At { generation, .. }) = now.filter(|_| signed == now) else { return Ok(false) };
        let object = self.now.object(Reference { number, generation })?;
        Ok(matches!(object, Object::Null | Object::Integer(_) | Object::Name(_) | Object::Boolean(_)))
    }
}
