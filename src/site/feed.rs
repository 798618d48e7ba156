//! Atom feeds (RFC 4287): what changed in a brand's policies, all of them or one.
//!
//! A feed is made from what sources and brands say alone: its days are theirs, and every id follows from the brand, the policy, the day and the version, so that
//! a reader meets no entry twice, whatever is published again and wherever.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::brand::Brand;
use crate::document::Status;
use crate::project::Format;
use crate::render::href;

use super::xml::{push_element, push_element_in, push_named, push_text};
use super::{FEED, INDEX, Material, Published, Site};

/// A change, as its policy's source or the brand's file tells of it.
struct Told<'a> {
    date: Date,
    version: Option<&'a str>,
    summary: &'a str,
    /// Who tells of it.
    whose: &'static str,
    /// Whether the summary is in the language of the edition.
    is_own: bool,
}

/// A change, as a feed tells of it.
struct Entry<'a> {
    told: Told<'a>,
    /// The policy's page.
    page: &'a Published<'a>,
    /// Its id, as a URI.
    id: String,
}

/// Whether there is a feed of all changes: some policy in force has a day.
pub(super) fn has_feed(material: &Material<'_>) -> bool {
    let in_force = material.documents.iter().filter(|page| page.document.meta.status == Status::Published);
    in_force.into_iter().any(|page| page.changed().is_some() || changes(material.brand, page).next().is_some())
}

/// The changes of a policy: those that its source tells of, then those of the brand's facts.
fn changes<'m>(brand: &'m Brand, page: &Published<'m>) -> impl Iterator<Item = Told<'m>> {
    let own = page.announced.changes.iter().map(|change| Told {
        date: change.date,
        version: change.version.as_deref(),
        summary: &change.summary,
        whose: "policy",
        is_own: !change.is_original,
    });
    let id = page.document.meta.id.as_str();
    let facts = brand.changes.iter().filter(move |change| change.policy == id).map(|change| Told {
        date: change.date,
        version: None,
        summary: &change.summary,
        whose: "brand",
        is_own: brand.edition.is_none() || brand.says(change.policy_at),
    });
    own.chain(facts)
}

/// Whether a policy has a feed of its own: its source asks for one, it is in force, and something of it has a day.
pub(super) fn has_own_feed(brand: &Brand, page: &Published<'_>) -> bool {
    let is_in_force = page.document.meta.status == Status::Published;
    page.announced.feed && is_in_force && (page.changed().is_some() || changes(brand, page).next().is_some())
}

/// The path of a policy's own feed, from the site's root.
pub(super) fn feed_path(policy: &str) -> String {
    format!("{policy}.feed.xml")
}

impl Site<'_> {
    /// Whether there is a feed of all changes.
    pub(super) fn has_feed(&self) -> bool {
        has_feed(&self.material)
    }

    /// The policies that have a feed of their own.
    pub(super) fn feeds(&self) -> Vec<&str> {
        self.in_force().into_iter().filter(|page| has_own_feed(self.material.brand, page)).map(|page| page.document.meta.id.as_str()).collect()
    }

    /// The feed of all changes; `None` where nothing is dated.
    pub(super) fn feed(&self) -> Option<String> {
        let words = self.words();
        let title = words.machines.feed_of_brand.replace("{brand}", &self.material.brand.name).replace("{title}", self.material.title);
        self.atom(&title, FEED, INDEX, None, &self.in_force())
    }

    /// The feed of a policy by its id; `None` where there is no such policy in force, or nothing of it is dated.
    pub(super) fn policy_feed(&self, policy: &str) -> Option<String> {
        self.in_force().into_iter().find(|page| page.document.meta.id == policy).and_then(|page| self.feed_of(page))
    }

    fn feed_of(&self, page: &Published<'_>) -> Option<String> {
        let meta = &page.document.meta;
        let named = self.material.brand.theme.plain_title(&meta.title);
        let title = self.words().machines.feed_of_policy.replace("{brand}", &self.material.brand.name).replace("{title}", named);
        self.atom(&title, &feed_path(&meta.id), &page.path(), Some(&meta.id), &[page])
    }

    fn atom(&self, title: &str, path: &str, about: &str, policy: Option<&str>, pages: &[&Published<'_>]) -> Option<String> {
        let brand = self.material.brand;
        let entries = self.entries(pages);
        // Atom asks for a day even where nothing has changed yet (section 4.1.1): the text's own.
        let updated = entries.iter().map(|entry| entry.told.date).max().or_else(|| pages.iter().filter_map(|page| page.changed()).max())?;
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
        push_named(&mut out, "xml:lang", &brand.locale.to_string());
        out.push_str(">\n");
        push_element(&mut out, "  ", "id", &urn(&["feed", &brand.key(), policy.unwrap_or_default()]));
        push_element(&mut out, "  ", "title", title);
        push_element(&mut out, "  ", "updated", &midnight(updated));
        out.push_str("  <author>\n");
        push_element(&mut out, "    ", "name", &brand.legal_name);
        if let Some(url) = &brand.url {
            push_element(&mut out, "    ", "uri", url);
        }
        out.push_str("  </author>\n");
        self.push_link(&mut out, "  ", ("self", "application/atom+xml"), path, path);
        self.push_link(&mut out, "  ", ("alternate", "text/html"), path, about);
        for entry in &entries {
            self.push_entry(&mut out, path, entry);
        }
        out.push_str("</feed>\n");
        Some(out)
    }

    /// The changes of pages, the newest first; on one day in the order of the pages.
    fn entries<'s>(&'s self, pages: &[&'s Published<'s>]) -> Vec<Entry<'s>> {
        let mut entries = Vec::new();
        for page in pages {
            let id = &page.document.meta.id;
            let mut seen: BTreeMap<(&str, Date, Option<&str>), usize> = BTreeMap::new();
            for told in changes(self.material.brand, page) {
                let (whose, date, version) = (told.whose, told.date, told.version);
                let count = seen.entry((whose, date, version)).and_modify(|count| *count += 1).or_insert(1);
                let id = urn(&["entry", &self.material.brand.key(), id, whose, &date.to_string(), version.unwrap_or_default(), &count.to_string()]);
                entries.push(Entry { told, page, id });
            }
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.told.date));
        entries
    }

    fn push_entry(&self, out: &mut String, path: &str, entry: &Entry<'_>) {
        let meta = &entry.page.document.meta;
        let named = self.material.brand.theme.plain_title(&meta.title);
        let versioned = |version| self.words().machines.version_of.replace("{version}", version).replace("{title}", named);
        let title = entry.told.version.map_or_else(|| named.to_owned(), versioned);
        out.push_str("  <entry>\n");
        push_element(out, "    ", "id", &entry.id);
        push_element(out, "    ", "title", &title);
        push_element(out, "    ", "updated", &midnight(entry.told.date));
        self.push_link(out, "    ", ("alternate", "text/html"), path, &href::file_path(&meta.id, Format::Html));
        push_element_in(out, "    ", "content", self.foreign(&entry.told).as_deref(), entry.told.summary);
        out.push_str("  </entry>\n");
    }

    /// The language of a summary, where that is another than the feed's.
    fn foreign(&self, told: &Told<'_>) -> Option<String> {
        let language = self.material.originals.filter(|language| !told.is_own && language.language() != self.material.brand.locale.language());
        language.map(ToString::to_string)
    }

    /// A link from the file at a path: its relation and kind, and where it leads.
    fn push_link(&self, out: &mut String, indent: &str, (relation, kind): (&str, &str), from: &str, to: &str) {
        let _ = write!(out, "{indent}<link rel=\"{relation}\" type=\"{kind}\" href=\"");
        push_text(out, &self.address(from, to));
        out.push_str("\"/>\n");
    }
}

/// A day as Atom writes a time (RFC 3339).
fn midnight(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// A URN that follows from a name alone: a UUID of version 8 (RFC 9562, section 5.8) from its SHA-256.
fn urn(name: &[&str]) -> String {
    let mut hash: [u8; 32] = Sha256::digest(name.join("\0").as_bytes()).into();
    hash[6] = hash[6] & 0x0f | 0x80;
    hash[8] = hash[8] & 0x3f | 0x80;
    let mut out = String::from("urn:uuid:");
    for (at, byte) in hash.iter().take(16).enumerate() {
        let _ = write!(out, "{}{byte:02x}", if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::urn;

    #[test]
    fn an_id_follows_from_its_name() {
        assert_eq!(urn(&["a", "b"]), urn(&["a", "b"]));
        assert_ne!(urn(&["a", "b"]), urn(&["ab"]));
        let id = urn(&["a"]);
        assert_eq!((id.len(), &id[23..24], &id[28..29]), (45, "8", "b"));
    }
}
