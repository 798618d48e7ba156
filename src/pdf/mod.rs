//! Reading a PDF lazily and extending it by an incremental update (ISO 32000-2, 7.5).
//!
//! [`File::open`] reads no more than the cross-reference sections; an object is parsed when it is asked for. Nothing is repaired: a file that two readers could
//! read as two different documents is refused, since a signature must mean the same to all of them. [`Update`] appends what changes and leaves every
//! earlier byte alone.

mod allowance;
mod dangling;
mod edit;
mod ending;
mod fault;
mod file;
mod filter;
mod lexer;
mod object;
mod object_stream;
mod parser;
mod text;
mod update;
mod write;
mod xref;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

pub use self::edit::edited;
pub use self::ending::Ending;
pub use self::fault::{Fault, FaultKind};
pub use self::file::{Extent, File};
pub use self::filter::deflate;
pub use self::lexer::{is_delimiter, is_white};
pub use self::object::{Dictionary, Object, Real, Reference, Stream};
pub use self::parser::parse_value;
pub use self::text::read_text;
pub use self::update::{Appended, Update};
pub use self::write::{write_name, write_object, write_string, write_text};
pub use self::xref::{Entry, Form, Section};
