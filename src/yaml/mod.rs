//! YAML: values with the place of every key and value.
//!
//! [`parse`] reads a text into a [`Node`] tree, [`Shape`] describes what a file's values must be, and [`check`] holds the one against the other. The
//! same description gives the editors' schemas.

mod check;
mod node;
mod parse;
mod scalar;
mod shape;
mod trouble;

pub use self::check::{Given, check};
pub use self::node::{Entry, Node, Value};
pub use self::parse::parse;
pub use self::scalar::colour;
pub use self::shape::{Choice, Form, Key, Shape};
