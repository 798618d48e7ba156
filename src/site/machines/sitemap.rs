//! `sitemap.xml` and `robots.txt`: which pages a search engine is asked to read.

use jiff::civil::Date;

use crate::project::Format;
use crate::render::href;

use super::in_force::InForce;
use super::xml::{push_attribute, push_element};
use crate::site::{INDEX, PageLanguages, Published, SITEMAP, Site};

/// How a sitemap begins.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";

/// A sitemap: all that is in its file, and nothing else.
#[derive(Debug, Hash)]
pub(in crate::site) struct Sitemap<'s> {
    pages: Vec<Page<'s>>,
}

/// A page of the sitemap.
#[derive(Debug, Hash)]
struct Page<'s> {
    /// Its path from the site's root, and its whole address.
    path: String,
    address: String,
    /// The day on which its text last changed, as far as it is known.
    changed: Option<Date>,
    /// The languages in which it is there.
    languages: PageLanguages<'s>,
}

impl Sitemap<'_> {
    /// The sitemap's file (protocol 0.9).
    pub(super) fn xml(&self) -> String {
        let mut out = String::from(HEAD);
        self.pages.iter().for_each(|page| page.push(&mut out));
        out.push_str("</urlset>\n");
        out
    }
}

impl Page<'_> {
    fn push(&self, out: &mut String) {
        out.push_str("  <url>\n");
        push_element(out, "    ", "loc", &self.address);
        if let Some(day) = self.changed {
            push_element(out, "    ", "lastmod", &day.to_string());
        }
        for alternate in self.languages.alternates(&self.path) {
            out.push_str("    <xhtml:link");
            push_attribute(out, "rel", "alternate");
            push_attribute(out, "hreflang", alternate.tag);
            push_attribute(out, "href", &alternate.address);
            out.push_str("/>\n");
        }
        out.push_str("  </url>\n");
    }
}

impl Site<'_> {
    /// The sitemap, which needs whole addresses; `None` where the brand does not say where it is published.
    pub(super) fn sitemap(&self) -> Option<Sitemap<'_>> {
        let root = self.frame.root;
        let newest = self.in_force.iter().filter_map(|one| one.page.changed()).max();
        let index = Page { path: INDEX.to_owned(), address: root.whole("")?, changed: newest, languages: self.material.languages.of_site() };
        let page = |one: &InForce<'_>| {
            let path = one.page.path();
            let languages = self.material.languages.of_page(&one.page.document.meta.id);
            Some(Page { address: root.whole(&path)?, path, changed: one.page.changed(), languages })
        };
        Some(Sitemap { pages: std::iter::once(index).chain(self.in_force.iter().filter_map(page)).collect() })
    }

    /// `robots.txt` (RFC 9309). Everything may be read: drafts say on their own pages that they are not to be listed, which only who may read them sees.
    pub(super) fn robots(&self) -> String {
        // Each language has a sitemap of its own, and the host one such file.
        let line = |prefix: &str| Some(format!("Sitemap: {}\n", self.frame.root.whole(&format!("{prefix}{SITEMAP}"))?));
        let sitemaps: String = self.material.languages.all_prefixes().into_iter().filter_map(line).collect();
        format!("User-agent: *\nDisallow:\n{}{sitemaps}", if sitemaps.is_empty() { "" } else { "\n" })
    }
}

impl Published<'_> {
    /// The page's path from the site's root.
    pub(super) fn path(&self) -> String {
        href::file_path(&self.document.meta.id, Format::Html)
    }

    /// The day on which the text last changed, or else that on which it came into force.
    pub(super) fn changed(&self) -> Option<Date> {
        self.document.meta.updated.or(self.document.meta.effective)
    }
}
