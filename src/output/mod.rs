//! Writing: files are staged beside their places and renamed when the whole build is clean, the manifest last.
//!
//! A build that is killed leaves whole files only: a rename replaces a file at once or not at all. What a build is about to put in place is written
//! into a [`journal`] first, so that the next one knows those files for its own.

pub mod digest;
pub mod failure;
pub mod folder;
pub mod journal;
pub mod lock;
pub mod manifest;
pub mod stage;
