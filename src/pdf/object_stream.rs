//! Streams that hold objects (ISO 32000-2, 7.5.7).

use super::fault::{Fault, FaultKind};
use super::lexer::Lexer;
use super::object::Dictionary;

/// How many objects one stream may hold.
const MOST: usize = 1 << 16;

/// An object stream, decoded.
#[derive(Debug)]
pub(super) struct ObjectStream {
    pub(super) data: Vec<u8>,
    /// For each object its number and the offset of its value in `data`.
    places: Vec<(u32, usize)>,
}

impl ObjectStream {
    /// Reads the head of a decoded object stream; `at` is where it lies in the file.
    pub(super) fn read(data: Vec<u8>, dictionary: &Dictionary, at: usize) -> Result<Self, Fault> {
        let fault = || Fault::new(at, FaultKind::Syntax("a stream of objects"));
        let number = |key| dictionary.get(key).and_then(|value| usize::try_from(value.as_integer()?).ok()).ok_or_else(fault);
        let (count, first) = (number("N")?, number("First")?);
        if !dictionary.get("Type").is_some_and(|kind| kind.is_name("ObjStm")) {
            return Err(fault());
        }
        if count > MOST {
            return Err(Fault::new(at, FaultKind::TooMuch("objects in one stream")));
        }
        let mut places = Vec::with_capacity(count);
        let mut lexer = Lexer::new(&data, 0);
        for _ in 0..count {
            let number = lexer.unsigned().map_err(|_| fault())?;
            let offset = lexer.unsigned().map_err(|_| fault())?;
            let offset = usize::try_from(offset).ok().and_then(|offset| first.checked_add(offset)).filter(|offset| *offset < data.len());
            places.push((u32::try_from(number).map_err(|_| fault())?, offset.ok_or_else(fault)?));
        }
        Ok(Self { data, places })
    }

    /// The numbers of the objects that it holds.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.places.iter().map(|(number, _)| *number)
    }

    /// Where an object's value begins in `data`; `None` where the object of that index has another number.
    pub(super) fn place(&self, number: u32, index: usize) -> Option<usize> {
        self.places.get(index).filter(|(found, _)| *found == number).map(|(_, at)| *at)
    }
}
