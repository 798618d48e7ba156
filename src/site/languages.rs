//! The other languages of a page: a switch for readers, and `hreflang` for search engines.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::brand::Brand;
use crate::project::{Format, Project};
use crate::render::href;

/// The editions of a brand's site, which lead to one another.
#[derive(Debug, Clone, Default)]
pub struct Languages {
    /// The site's own position among them.
    own: usize,
    /// All editions, the main one first; nothing where there is only one.
    editions: Vec<Edition>,
}

/// An edition, as the others lead to it.
#[derive(Debug, Clone)]
struct Edition {
    address: Address,
    /// The ids of the policies that have a page in it.
    pages: BTreeSet<String>,
}

/// Where an edition stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Address {
    /// Its language, as a BCP 47 tag.
    tag: String,
    /// What the language calls itself.
    name: String,
    /// What stands before its paths, from the main edition's root.
    prefix: String,
    /// Where the main edition is published.
    site: Option<String>,
}

/// The editions that have a page, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct PageLanguages<'a> {
    own: Option<&'a Address>,
    others: Vec<&'a Address>,
}

/// A language of the switch, as a layout reads it.
#[derive(Debug, Serialize)]
pub struct LanguageView<'a> {
    tag: &'a str,
    name: &'a str,
    address: String,
    current: bool,
}

/// A `link` that says where the same page stands in a language, as a layout reads it.
#[derive(Debug, Serialize)]
pub struct AlternateView<'a> {
    pub(super) tag: &'a str,
    pub(super) address: String,
}

impl Languages {
    /// The editions of a brand's site, seen from one of them.
    pub fn of(project: &Project, brand: &Brand) -> Self {
        let all: Vec<&Brand> = project.editions_of(&brand.id).collect();
        let is_told_apart = |edition: &Brand| all.iter().filter(|other| other.locale.language() == edition.locale.language()).count() > 1;
        let edition = |edition: &&Brand| Edition {
            address: Address {
                tag: edition.locale.to_string(),
                name: edition.locale.own_name(is_told_apart(edition)),
                prefix: edition.prefix(),
                site: edition.main_site().map(ToOwned::to_owned),
            },
            pages: pages(project, edition),
        };
        let editions: Vec<Edition> = all.iter().map(edition).filter(|edition| !edition.pages.is_empty()).collect();
        let own = editions.iter().position(|edition| edition.address.prefix == brand.prefix()).unwrap_or_default();
        if editions.len() < 2 { Self::default() } else { Self { own, editions } }
    }

    /// The editions that have a page of a policy.
    pub fn of_page(&self, id: &str) -> PageLanguages<'_> {
        self.having(|edition| edition.pages.contains(id))
    }

    /// The editions that have what every edition has: the list of policies, say.
    pub fn of_site(&self) -> PageLanguages<'_> {
        self.having(|_| true)
    }

    /// What stands before the paths of a policy's pages in every edition that has one, from the main edition's root.
    pub(super) fn prefixes(&self, id: &str) -> Vec<&str> {
        let page = self.of_page(id);
        if page.others.is_empty() { vec![""] } else { page.others.into_iter().map(|other| other.prefix.as_str()).collect() }
    }

    /// What stands before the paths of every edition.
    pub(super) fn all_prefixes(&self) -> Vec<&str> {
        if self.editions.is_empty() { vec![""] } else { self.editions.iter().map(|edition| edition.address.prefix.as_str()).collect() }
    }

    fn having(&self, has: impl Fn(&Edition) -> bool) -> PageLanguages<'_> {
        let others: Vec<_> = self.editions.iter().filter(|edition| has(edition)).map(|edition| &edition.address).collect();
        if others.len() < 2 {
            return PageLanguages::default();
        }
        PageLanguages { own: self.editions.get(self.own).map(|edition| &edition.address), others }
    }
}

/// The ids of the policies that have a page in an edition.
fn pages(project: &Project, edition: &Brand) -> BTreeSet<String> {
    let carried = project.carried(edition).into_iter().filter(|policy| project.formats_of(policy).contains(&Format::Html));
    carried.map(|policy| policy.id.clone()).collect()
}

impl PageLanguages<'_> {
    /// The switch of the page at a path from its edition's root; nothing where the page is there in one language alone.
    pub fn switch(&self, path: &str) -> Vec<LanguageView<'_>> {
        let others = self.others.iter();
        others
            .map(|other| LanguageView { tag: &other.tag, name: &other.name, address: self.relative(path, other), current: self.own == Some(*other) })
            .collect()
    }

    /// Where the page at a path stands in every language, itself included, and for readers of any other: absolute where it is known where the site is
    /// published, as search engines ask for.
    pub fn alternates(&self, path: &str) -> Vec<AlternateView<'_>> {
        let shown = if path == super::INDEX { "" } else { path };
        let address = |other: &Address| match &other.site {
            Some(site) => format!("{site}/{}{shown}", other.prefix),
            None => self.relative(path, other),
        };
        let main = self.others.iter().find(|other| other.prefix.is_empty());
        let alternates = self.others.iter().map(|other| AlternateView { tag: &other.tag, address: address(other) });
        alternates.chain(main.map(|main| AlternateView { tag: "x-default", address: address(main) })).collect()
    }

    fn relative(&self, path: &str, other: &Address) -> String {
        let own = self.own.map_or("", |own| &own.prefix);
        href::relative(&format!("{own}{path}"), &format!("{}{path}", other.prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages(site: Option<&str>) -> Languages {
        let edition = |tag: &str, prefix: &str, pages: &[&str]| Edition {
            address: Address { tag: tag.to_owned(), name: tag.to_uppercase(), prefix: prefix.to_owned(), site: site.map(ToOwned::to_owned) },
            pages: pages.iter().map(|page| (*page).to_owned()).collect(),
        };
        Languages {
            own: 1,
            editions: vec![edition("en-GB", "", &["terms", "terms/limits", "abuse"]), edition("el", "el/", &["terms", "terms/limits"])],
        }
    }

    #[test]
    fn a_page_leads_to_itself_in_other_languages() {
        let languages = languages(None);
        let page = languages.of_page("terms/limits");
        let switch: Vec<_> = page.switch("terms/limits.html").into_iter().map(|view| (view.tag, view.address, view.current)).collect();
        assert_eq!(switch, [("en-GB", "../../terms/limits.html".to_owned(), false), ("el", "limits.html".to_owned(), true)]);
        assert!(languages.of_page("abuse").switch("abuse.html").is_empty());
    }

    #[test]
    fn search_engines_are_told_whole_addresses() {
        let languages = languages(Some("https://a.example"));
        let all = |path: &str| languages.of_site().alternates(path).into_iter().map(|view| (view.tag.to_owned(), view.address)).collect::<Vec<_>>();
        let expected = [("en-GB", "https://a.example/"), ("el", "https://a.example/el/"), ("x-default", "https://a.example/")];
        assert_eq!(all(super::super::INDEX), expected.map(|(tag, address)| (tag.to_owned(), address.to_owned())));
        assert_eq!(all("terms.html")[1].1, "https://a.example/el/terms.html");
    }
}
