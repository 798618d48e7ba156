//! Addresses of a site's own files in what machines read.

use crate::render::href;

use super::Site;

impl Site<'_> {
    /// The address of a file of the site, from the site's root: whole where the brand says where it is published, and otherwise as seen from another file.
    pub(super) fn address(&self, from: &str, path: &str) -> String {
        self.material.brand.site.as_ref().map_or_else(|| href::relative(from, path), |site| format!("{site}/{path}"))
    }
}
