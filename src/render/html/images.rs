//! The images that a page shows.

use std::collections::BTreeMap;

use super::Sizes;

/// The images that a page shows, by their paths from the project's root.
#[derive(Debug, Clone, Copy)]
pub struct Images<'d> {
    /// How large they are.
    pub sizes: &'d Sizes,
    /// The addresses of those that the page holds itself, as it does that needs no other file.
    pub held: Option<&'d BTreeMap<String, String>>,
}

impl<'d> Images<'d> {
    /// The address of an image that the page holds itself.
    pub(super) fn held_as(&self, path: &str) -> Option<&'d str> {
        self.held?.get(path).map(String::as_str)
    }
}

impl<'d> From<&'d Sizes> for Images<'d> {
    /// Images that all lie beside the page.
    fn from(sizes: &'d Sizes) -> Self {
        Self { sizes, held: None }
    }
}
