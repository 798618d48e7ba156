//! PDF, through Typst.
//!
//! `emit` writes a resolved document as Typst source that calls into the template; `world` shows Typst that source, the template, the images and the
//! fonts, and nothing else; `pdf` lays it out and exports it; [`Engine`] does so for many documents on a few threads.
//!
//! Brands share Typst's cache because nothing of one brand stands where the cache looks: its values travel in states and arguments, never in set or show
//! rules, and the generated source carries no places.

mod emit;
mod engine;
mod literal;
mod look;
mod pdf;
mod picture;
#[cfg(test)]
pub(crate) mod sample;
mod stamp;
#[cfg(test)]
mod tests;
mod world;

pub use self::engine::{Content, Engine, Job, Outcome, each, tidy};
pub use self::look::{Look, syntax_faults};
pub use self::picture::{Drawing, Painter, Subject};
pub use self::stamp::Stamper;
