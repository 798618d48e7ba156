//! Form fields (ISO 32000-2, 12.7): those a contract reserves for its signatures, filling them, and what they look like.
//!
//! Typst places the fields: it writes a link for each, tagged and with its place on the page. [`place`] makes fields of these links, and the result is the
//! unsigned build, in which every field that a signature will ever need exists. [`read`] finds the fields of any file; [`fill`] gives text fields their values.

mod appearance;
mod byte_range;
mod content;
mod covered;
mod family;
mod fault;
mod fill;
#[cfg(test)]
mod fixture;
mod form;
mod frame;
mod layers;
mod lock;
mod near;
mod pages;
mod permission;
mod place;
mod planned;
mod splice;
mod stamp;
mod tree;

pub use self::appearance::Appearance;
pub use self::byte_range::{ByteRange, NoByteRange};
pub use self::covered::{is_labelled, is_written_on};
pub use self::family::{Family, families, first_name};
pub use self::fault::Fault;
pub use self::fill::fill;
pub use self::layers::uses_layers;
pub use self::lock::{Lock, Scope};
pub use self::permission::{Permission, Restriction, restrictions};
pub use self::place::place;
pub use self::planned::{FieldKind, Planned, SCHEME};
pub use self::stamp::{Line, Seal, Stamp};
pub use self::tree::{Field, Kind, Widget, read};
