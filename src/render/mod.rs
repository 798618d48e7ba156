//! Rendering: a resolved document to the bytes of a format. Nothing here knows of sites, signatures or the disk.

pub mod href;
pub mod html;
pub mod markdown;
pub mod media;
pub mod typst;
