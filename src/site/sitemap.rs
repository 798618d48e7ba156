//! `sitemap.xml` and `robots.txt`: which pages a search engine is asked to read.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::document::Status;
use crate::project::Format;
use crate::render::href;

use super::xml::{push_element, push_named};
use super::{INDEX, PageLanguages, Published, SITEMAP, Site};

/// How a sitemap begins.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";

/// A page of the sitemap.
struct Entry<'s> {
    /// Its path from the site's root, and its whole address.
    path: &'s str,
    address: String,
    /// The day on which its text last changed, as far as it is known.
    changed: Option<Date>,
    /// The languages in which it is there.
    languages: PageLanguages<'s>,
}

impl Entry<'_> {
    fn push(&self, out: &mut String) {
        out.push_str("  <url>\n");
        push_element(out, "    ", "loc", &self.address);
        if let Some(day) = self.changed {
            push_element(out, "    ", "lastmod", &day.to_string());
        }
        for alternate in self.languages.alternates(self.path) {
            out.push_str("    <xhtml:link rel=\"alternate\"");
            push_named(out, "hreflang", alternate.tag);
            push_named(out, "href", &alternate.address);
            out.push_str("/>\n");
        }
        out.push_str("  </url>\n");
    }
}

impl Site<'_> {
    /// The pages that are in force, in the order of the navigation.
    pub(super) fn in_force(&self) -> Vec<&Published<'_>> {
        self.in_order().into_iter().filter(|page| page.document.meta.status == Status::Published).collect()
    }

    /// All pages, in the order of the navigation.
    pub(super) fn in_order(&self) -> Vec<&Published<'_>> {
        let pages: BTreeMap<&str, &Published<'_>> = self.material.documents.iter().map(|page| (page.document.meta.id.as_str(), page)).collect();
        self.material.navigation.order().into_iter().filter_map(|(id, _)| pages.get(id).copied()).collect()
    }

    /// The sitemap (protocol 0.9), which needs whole addresses; `None` where the brand does not say where it is published.
    pub(super) fn sitemap(&self) -> Option<String> {
        let site = self.material.brand.site.as_ref()?;
        let languages = self.material.languages;
        let pages: Vec<_> = self.in_force().into_iter().map(|page| (page.path(), page)).collect();
        let newest = pages.iter().filter_map(|(_, page)| page.changed()).max();
        let index = Entry { path: INDEX, address: format!("{site}/"), changed: newest, languages: languages.of_site() };
        let entries = pages.iter().map(|(path, page)| Entry {
            path,
            address: format!("{site}/{path}"),
            changed: page.changed(),
            languages: languages.of_page(&page.document.meta.id),
        });
        let mut out = String::from(HEAD);
        std::iter::once(index).chain(entries).for_each(|entry| entry.push(&mut out));
        out.push_str("</urlset>\n");
        Some(out)
    }

    /// `robots.txt` (RFC 9309). Everything may be read: drafts say on their own pages that they are not to be listed, which only who may read them sees.
    pub(super) fn robots(&self) -> String {
        // Each language has a sitemap of its own, and the host one such file.
        let line = |prefix: &str| Some(format!("Sitemap: {}/{prefix}{SITEMAP}\n", self.material.brand.site.as_ref()?));
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
