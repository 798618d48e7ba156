//! The only door to a git repository: the days on which files last changed, and the states of a project that were tagged.
//!
//! Nothing is ever written, no program is run, and neither the environment nor a user's own configuration is asked: what a build says follows from the
//! repository alone. A repository is somebody else's data like any other, and so all that is read of it is bounded.

mod changes;
mod fault;
mod repository;
mod tags;
mod tree;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use self::fault::Fault;
pub use self::repository::Repository;
pub use self::tags::{Tag, Tags};
