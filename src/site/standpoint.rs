//! Where a page stands, and how it addresses the site's other files from there.

use crate::render::href;

/// Where a page stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Standpoint<'a> {
    /// At a path from the site's root: addresses lead from there, under whatever base the site lies.
    At(&'a str),
    /// At any address of the site, however deep, as the page does that is shown where there is none: addresses begin with the site's own path, which
    /// has a slash at both ends.
    Anywhere(&'a str),
}

impl Standpoint<'_> {
    /// The address of the file at a path from the site's root.
    pub(super) fn to(self, path: &str) -> String {
        match self {
            Self::At(from) => href::relative(from, path),
            Self::Anywhere(base) => format!("{base}{path}"),
        }
    }

    /// The address of the file at a path from the root of the main edition's site, in a folder of which this one's lies: `el/`, say.
    pub(super) fn to_main(self, path: &str, folder: &str) -> String {
        match self {
            Self::At(from) => href::relative(&format!("{folder}{from}"), path),
            Self::Anywhere(base) => format!("{}{path}", base.strip_suffix(folder).unwrap_or(base)),
        }
    }
}

impl<'a> From<&'a str> for Standpoint<'a> {
    fn from(path: &'a str) -> Self {
        Self::At(path)
    }
}

impl<'a> From<&'a String> for Standpoint<'a> {
    fn from(path: &'a String) -> Self {
        Self::At(path)
    }
}

/// The path of a site on its host, with a slash at both ends: `/` where the site's address is not known, or has none.
pub(super) fn base(site: Option<&str>) -> String {
    let path = site.and_then(|site| site.split_once("://")).and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

#[cfg(test)]
mod tests {
    use super::{Standpoint, base};

    #[test]
    fn addresses_lead_from_where_the_page_stands() {
        assert_eq!(Standpoint::At("terms/limits.html").to("style.css"), "../style.css");
        assert_eq!(Standpoint::Anywhere("/legal/").to("style.css"), "/legal/style.css");
        assert_eq!(Standpoint::At("terms/limits.html").to_main("style.css", "el/"), "../../style.css");
        assert_eq!(Standpoint::Anywhere("/legal/el/").to_main("style.css", "el/"), "/legal/style.css");
    }

    #[test]
    fn a_site_may_lie_below_its_hosts_root() {
        assert_eq!(base(None), "/");
        assert_eq!(base(Some("https://policies.example.com")), "/");
        assert_eq!(base(Some("https://example.com/legal/eu")), "/legal/eu/");
    }
}
