//! Atom feeds (RFC 4287): what changed in a brand's policies, all of them or one.
//!
//! A feed is made from what sources and brands say alone: its days are theirs, and every id follows from the brand, the policy, the day and the version, so that
//! a reader meets no entry twice, whatever is published again and wherever.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::brand::Brand;

use super::in_force::InForce;
use super::xml::{push_attribute, push_element, push_element_in};
use crate::site::{FEED, INDEX, Site};

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

/// What a feed is about.
struct Subject<'a> {
    title: String,
    /// The feed's path from the site's root.
    path: String,
    /// The path of the page that it tells of.
    page: String,
    /// The policy, where it is one alone.
    policy: Option<&'a str>,
}

/// A feed: all that is in its file, and nothing else.
#[derive(Debug, Hash)]
pub(in crate::site) struct Feed<'a> {
    /// Its id, as a URI.
    id: String,
    title: String,
    /// The language that it is in, as a BCP 47 tag.
    language: String,
    /// The day of the last change.
    updated: Date,
    /// Who publishes it, and the address of their website.
    author: &'a str,
    author_url: Option<&'a str>,
    /// Its own address, and that of the page that it tells of.
    address: String,
    page_address: String,
    entries: Vec<Entry<'a>>,
}

/// A change, as a feed tells of it.
#[derive(Debug, Hash)]
struct Entry<'a> {
    /// Its id, as a URI.
    id: String,
    title: String,
    date: Date,
    /// The address of the policy's page.
    address: String,
    summary: &'a str,
    /// The language of the summary, where that is another than the feed's.
    language: Option<String>,
}

/// Whether there is a feed of all changes: some policy in force has a day.
pub(in crate::site) fn has_feed(brand: &Brand, in_force: &[InForce<'_>]) -> bool {
    in_force.iter().any(|one| has_day(brand, one))
}

/// Whether a policy has a feed of its own: its source asks for one, and something of it has a day.
pub(in crate::site) fn has_own_feed(brand: &Brand, one: &InForce<'_>) -> bool {
    one.page.announced.feed && has_day(brand, one)
}

fn has_day(brand: &Brand, one: &InForce<'_>) -> bool {
    one.page.changed().is_some() || changes(brand, one).next().is_some()
}

/// The path of a policy's own feed, from the site's root.
pub(in crate::site) fn feed_path(policy: &str) -> String {
    format!("{policy}.feed.xml")
}

/// The changes of a policy: those that its source tells of, then those of the brand's facts.
fn changes<'m>(brand: &'m Brand, one: &InForce<'m>) -> impl Iterator<Item = Told<'m>> {
    let own = one.page.announced.changes.iter().map(|change| Told {
        date: change.date,
        version: change.version.as_deref(),
        summary: &change.summary,
        whose: "policy",
        is_own: !change.is_original,
    });
    let policy = one.policy;
    let facts = brand.changes.iter().filter(move |change| change.policy == policy).map(|change| Told {
        date: change.date,
        version: None,
        summary: &change.summary,
        whose: "brand",
        is_own: brand.edition.is_none() || brand.says(change.policy_at),
    });
    own.chain(facts)
}

impl Site<'_> {
    /// The policies that have a feed of their own.
    pub(super) fn feeds(&self) -> impl Iterator<Item = &str> {
        self.in_force.iter().filter(|one| has_own_feed(self.material.brand, one)).map(|one| one.policy)
    }

    /// The feed of all changes; `None` where nothing is dated.
    pub(super) fn feed(&self) -> Option<Feed<'_>> {
        let title = self.words().machines.feed_of_brand.replace("{brand}", &self.material.brand.name).replace("{title}", self.material.title);
        self.feed_about(&Subject { title, path: FEED.to_owned(), page: INDEX.to_owned(), policy: None }, &self.in_force)
    }

    /// The feed of a policy by its id; `None` where there is no such policy in force, or nothing of it is dated.
    pub(super) fn policy_feed(&self, policy: &str) -> Option<Feed<'_>> {
        let one = self.in_force.iter().find(|one| one.policy == policy)?;
        let title = self.words().machines.feed_of_policy.replace("{brand}", &self.material.brand.name).replace("{title}", self.title_of(one));
        self.feed_about(&Subject { title, path: feed_path(policy), page: one.page.path(), policy: Some(one.policy) }, std::slice::from_ref(one))
    }

    fn feed_about<'s>(&'s self, subject: &Subject<'_>, of: &'s [InForce<'s>]) -> Option<Feed<'s>> {
        let brand = self.material.brand;
        let entries = self.entries(&subject.path, of);
        // Atom asks for a day even where nothing has changed yet (section 4.1.1): the text's own.
        let updated = entries.iter().map(|entry| entry.date).max().or_else(|| of.iter().filter_map(|one| one.page.changed()).max())?;
        Some(Feed {
            id: urn(&["feed", &brand.key(), subject.policy.unwrap_or_default()]),
            title: subject.title.clone(),
            language: brand.locale.to_string(),
            updated,
            author: &brand.legal_name,
            author_url: brand.url.as_deref(),
            address: self.address(&subject.path, &subject.path),
            page_address: self.address(&subject.path, &subject.page),
            entries,
        })
    }

    /// The changes of policies, the newest first; on one day in the order of the policies. Addresses are seen from the file at a path.
    fn entries<'s>(&'s self, path: &str, of: &'s [InForce<'s>]) -> Vec<Entry<'s>> {
        let mut entries: Vec<Entry<'s>> = of.iter().flat_map(|one| self.entries_of(path, one)).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.date));
        entries
    }

    fn entries_of<'s>(&'s self, path: &str, one: &'s InForce<'s>) -> Vec<Entry<'s>> {
        let mut seen: BTreeMap<(&str, Date, Option<&str>), usize> = BTreeMap::new();
        let mut entries = Vec::new();
        for told in changes(self.material.brand, one) {
            let Told { date, version, summary, whose, .. } = told;
            let count = seen.entry((whose, date, version)).and_modify(|count| *count += 1).or_insert(1);
            let name = [one.policy, whose, &date.to_string(), version.unwrap_or_default(), &count.to_string()];
            let id = urn(&[&["entry", self.material.brand.key().as_str()], name.as_slice()].concat());
            let named = self.title_of(one);
            let versioned = |version| self.words().machines.version_of.replace("{version}", version).replace("{title}", named);
            let title = version.map_or_else(|| named.to_owned(), versioned);
            entries.push(Entry { id, title, date, address: self.address(path, &one.page.path()), summary, language: self.foreign(&told) });
        }
        entries
    }

    /// A policy's title without the house style's end.
    pub(super) fn title_of<'s>(&'s self, one: &'s InForce<'_>) -> &'s str {
        self.material.brand.theme.plain_title(&one.page.document.meta.title)
    }

    /// The language of a summary, where that is another than the feed's.
    fn foreign(&self, told: &Told<'_>) -> Option<String> {
        let language = self.material.originals.filter(|language| !told.is_own && language.language() != self.material.brand.locale.language());
        language.map(ToString::to_string)
    }
}

impl Feed<'_> {
    /// The feed's file.
    pub(super) fn atom(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
        push_attribute(&mut out, "xml:lang", &self.language);
        out.push_str(">\n");
        push_element(&mut out, "  ", "id", &self.id);
        push_element(&mut out, "  ", "title", &self.title);
        push_element(&mut out, "  ", "updated", &midnight(self.updated));
        out.push_str("  <author>\n");
        push_element(&mut out, "    ", "name", self.author);
        if let Some(url) = self.author_url {
            push_element(&mut out, "    ", "uri", url);
        }
        out.push_str("  </author>\n");
        push_link(&mut out, "  ", ("self", "application/atom+xml"), &self.address);
        push_link(&mut out, "  ", ("alternate", "text/html"), &self.page_address);
        self.entries.iter().for_each(|entry| entry.push(&mut out));
        out.push_str("</feed>\n");
        out
    }
}

impl Entry<'_> {
    fn push(&self, out: &mut String) {
        out.push_str("  <entry>\n");
        push_element(out, "    ", "id", &self.id);
        push_element(out, "    ", "title", &self.title);
        push_element(out, "    ", "updated", &midnight(self.date));
        push_link(out, "    ", ("alternate", "text/html"), &self.address);
        push_element_in(out, "    ", "content", self.language.as_deref(), self.summary);
        out.push_str("  </entry>\n");
    }
}

/// Appends a link: its relation and kind, and where it leads.
fn push_link(out: &mut String, indent: &str, (relation, kind): (&str, &str), address: &str) {
    out.extend([indent, "<link"]);
    push_attribute(out, "rel", relation);
    push_attribute(out, "type", kind);
    push_attribute(out, "href", address);
    out.push_str("/>\n");
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
        out.push_str(&format!("{}{byte:02x}", if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" }));
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
