//! Whole addresses of a site's files, where it is known where the site is published.

use crate::brand::Brand;
use crate::render::href;

use super::Site;

/// Where a site is published, as far as its brand says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Root<'a>(Option<&'a str>);

impl<'a> Root<'a> {
    /// The root of a site that is published at an address.
    pub(super) fn at(site: Option<&'a str>) -> Self {
        Self(site)
    }

    /// The root of a brand's site, or of that of an edition.
    pub(super) fn of(brand: &'a Brand) -> Self {
        Self(brand.site.as_deref())
    }

    /// The root of the main edition's site.
    pub(super) fn of_main(brand: &'a Brand) -> Self {
        Self(brand.main_site())
    }

    /// Its address as the brand writes it, without a slash at its end.
    pub(super) fn address(self) -> Option<&'a str> {
        self.0
    }

    /// The whole address of the file at a path from the root; of the site itself where the path is empty.
    pub(super) fn whole(self, path: &str) -> Option<String> {
        self.0.map(|site| format!("{site}/{path}"))
    }
}

impl Site<'_> {
    /// The address of a file of the site, from the site's root: whole where the brand says where it is published, and otherwise as seen from another file.
    pub(super) fn address(&self, from: &str, path: &str) -> String {
        self.frame.root.whole(path).unwrap_or_else(|| href::relative(from, path))
    }
}
