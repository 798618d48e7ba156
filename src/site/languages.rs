//! The other languages of a page: a switch for readers, and `hreflang` for search engines.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::brand::Brand;
use crate::document::Status;
use crate::project::{Format, Project};
use crate::render::href;

use super::address::Root;

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
    /// Whether any of those in force has a Markdown copy beside it.
    has_markdown: bool,
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
    having: Vec<&'a Address>,
    /// Those that do not have it: a reader who wants one of them is led to its list of policies.
    without: Vec<&'a Address>,
}

/// A language of the switch, as a layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct LanguageView<'a> {
    tag: &'a str,
    name: &'a str,
    address: String,
    current: bool,
}

/// A `link` that says where the same page stands in a language, as a layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct AlternateView<'a> {
    pub(super) tag: &'a str,
    pub(super) address: String,
}

/// Another edition with policies that this one lacks, as a layout reads it.
#[derive(Debug, Clone, Hash, Serialize)]
pub(super) struct Further<'a> {
    tag: &'a str,
    name: &'a str,
    /// Its list of policies, as seen from this one's.
    address: String,
    /// How many they are.
    count: usize,
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
            has_markdown: has_markdown(project, edition),
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
        if page.having.is_empty() { vec![""] } else { page.having.into_iter().map(|edition| edition.prefix.as_str()).collect() }
    }

    /// The folder of the main edition's site in which this one's lies, where it does. The style, the scripts, the logo and the fonts are the same in all languages:
    /// they lie there once.
    pub(super) fn folder_of_main(&self) -> Option<&str> {
        let own = self.editions.get(self.own).map(|edition| edition.address.prefix.as_str())?;
        let has_main = self.editions.iter().any(|edition| edition.address.prefix.is_empty());
        (has_main && !own.is_empty()).then_some(own)
    }

    /// The names of the other languages that have Markdown copies, with the address of a file of each that every edition has at a path from its root.
    pub(super) fn others_for_machines(&self, path: &str) -> Vec<(&str, String)> {
        let all = self.having(|edition| edition.has_markdown);
        let others = all.having.iter().filter(|other| all.own != Some(**other));
        others.map(|other| (other.name.as_str(), all.whole(path, other))).collect()
    }

    /// What stands before the paths of every edition.
    pub(super) fn all_prefixes(&self) -> Vec<&str> {
        if self.editions.is_empty() { vec![""] } else { self.editions.iter().map(|edition| edition.address.prefix.as_str()).collect() }
    }

    /// The editions that have policies which this one lacks.
    pub(super) fn further(&self) -> Vec<Further<'_>> {
        let Some(own) = self.editions.get(self.own) else { return Vec::new() };
        let site = self.of_site();
        let further = |other: &Edition| other.pages.difference(&own.pages).count();
        let others = self.editions.iter().map(|other| (&other.address, further(other))).filter(|(_, count)| *count > 0);
        others.map(|(other, count)| Further { tag: &other.tag, name: &other.name, address: site.to_list(super::INDEX, other), count }).collect()
    }

    fn having(&self, has: impl Fn(&Edition) -> bool) -> PageLanguages<'_> {
        let (having, lacking): (Vec<_>, Vec<_>) = self.editions.iter().partition(|edition| has(edition));
        let having = having.into_iter().map(|edition| &edition.address).collect();
        let without = lacking.into_iter().map(|edition| &edition.address).collect();
        PageLanguages { own: self.editions.get(self.own).map(|edition| &edition.address), having, without }
    }
}

/// The ids of the policies that have a page in an edition.
fn pages(project: &Project, edition: &Brand) -> BTreeSet<String> {
    let carried = project.carried(edition).into_iter().filter(|policy| project.formats_of(policy).contains(&Format::Html));
    carried.map(|policy| policy.id.clone()).collect()
}

/// Whether an edition has a page in force that is published as Markdown too.
fn has_markdown(project: &Project, edition: &Brand) -> bool {
    let is_copied = |formats: &[Format]| formats.contains(&Format::Html) && formats.contains(&Format::Markdown);
    project.carried(edition).into_iter().any(|policy| policy.front.status != Status::Draft && is_copied(project.formats_of(policy)))
}

impl PageLanguages<'_> {
    /// The switch of the page at a path from its edition's root; nothing where the site is there in one language alone. Where a language has no such page, it leads
    /// to its list of policies.
    pub(super) fn switch(&self, path: &str) -> Vec<LanguageView<'_>> {
        let having = self.having.iter().map(|other| self.line(other, self.relative(path, other)));
        let list = |other: &Address| if self.own == Some(other) { self.relative(path, other) } else { self.to_list(path, other) };
        having.chain(self.without.iter().map(|other| self.line(other, list(other)))).collect()
    }

    fn line<'s>(&self, other: &'s Address, address: String) -> LanguageView<'s> {
        LanguageView { tag: &other.tag, name: &other.name, address, current: self.own == Some(other) }
    }

    /// Where the page at a path stands in every language, itself included, and for readers of any other: absolute where it is known where the site is
    /// published, as search engines ask for.
    pub(super) fn alternates(&self, path: &str) -> Vec<AlternateView<'_>> {
        let shown = if path == super::INDEX { "" } else { path };
        let address = |other: &Address| other.site.as_ref().map_or_else(|| self.relative(path, other), |_| self.whole(shown, other));
        if self.having.len() < 2 {
            return Vec::new();
        }
        let main = self.having.iter().find(|other| other.prefix.is_empty());
        let alternates = self.having.iter().map(|other| AlternateView { tag: &other.tag, address: address(other) });
        alternates.chain(main.map(|main| AlternateView { tag: "x-default", address: address(main) })).collect()
    }

    fn to_list(&self, path: &str, other: &Address) -> String {
        let own = self.own.map_or("", |own| &own.prefix);
        href::relative(&format!("{own}{path}"), &format!("{}{}", other.prefix, super::INDEX))
    }

    /// The address in another language: whole where it is known where the site is published, and otherwise as seen from the same path.
    fn whole(&self, path: &str, other: &Address) -> String {
        Root::at(other.site.as_deref()).whole(&format!("{}{path}", other.prefix)).unwrap_or_else(|| self.relative(path, other))
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
            has_markdown: true,
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
        let english = Languages { own: 0, ..languages };
        let page = english.of_page("abuse");
        let switch: Vec<_> = page.switch("abuse.html").into_iter().map(|view| (view.tag, view.address, view.current)).collect();
        assert_eq!(switch, [("en-GB", "abuse.html".to_owned(), true), ("el", "el/index.html".to_owned(), false)]);
        assert!(page.alternates("abuse.html").is_empty());
        assert!(english.further().is_empty());
        let greek = Languages { own: 1, ..english.clone() };
        let further: Vec<_> = greek.further().into_iter().map(|further| (further.name, further.address, further.count)).collect();
        assert_eq!(further, [("EN-GB", "../index.html".to_owned(), 1)]);
    }

    #[test]
    fn search_engines_are_told_whole_addresses() {
        let languages = languages(Some("https://a.example"));
        let all = |path: &str| languages.of_site().alternates(path).into_iter().map(|view| (view.tag.to_owned(), view.address)).collect::<Vec<_>>();
        let expected = [("en-GB", "https://a.example/"), ("el", "https://a.example/el/"), ("x-default", "https://a.example/")];
        assert_eq!(all(super::super::INDEX), expected.map(|(tag, address)| (tag.to_owned(), address.to_owned())));
        assert_eq!(all("terms.html")[1].1, "https://a.example/el/terms.html");
        assert_eq!(languages.others_for_machines("llms.txt"), [("EN-GB", "https://a.example/llms.txt".to_owned())]);
    }
}
