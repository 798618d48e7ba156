//! Rows of data, from whatever people keep their customers in.
//!
//! An [`Input`] is opened once and read as often as needed: CSV, JSON and JSON Lines row by row, however long they are; spreadsheets and YAML within
//! limits. What is wrong with one row stays with its [`Record`], so that all of it can be told at once; a [`Fault`] is what makes the rest unreadable.
//! [`value`] gives a field's value of its [`Kind`] and never guesses; [`schema`], [`spreadsheet`] and [`csv_template`] say beforehand what a row needs.

mod archive;
mod cell;
mod characters;
mod columns;
mod delimited;
mod encoding;
mod failures;
mod fault;
mod file;
mod form;
mod input;
mod json;
mod kind;
mod number;
mod ods;
mod record;
mod reference;
mod schema;
mod sheet;
mod shown;
mod template;
mod tree;
mod value;
mod why;
mod xlsx;
mod yaml;

#[cfg(test)]
mod tests;

pub use self::cell::{Cell, Refused};
pub use self::failures::{Failures, REASON, WRITTEN};
pub use self::fault::{Fault, Trouble};
pub use self::form::Form;
pub use self::input::{Input, Options};
pub use self::kind::{Asked, Kind};
pub use self::record::{Record, Row};
pub use self::schema::schema;
pub use self::shown::shown;
pub use self::template::{csv_template, spreadsheet};
pub use self::value::value;
pub use self::why::Why;
