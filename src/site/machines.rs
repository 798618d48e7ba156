//! The files of a site that machines read.

use super::feed::feed_path;
use super::script::search_script;
use super::{FEED, LLMS, LLMS_FULL, SEARCH, SEARCH_LIBRARY, SEARCH_SCRIPT, SECURITY, SITEMAP, Site};

/// The path of `robots.txt`, from the site's root.
const ROBOTS: &str = "robots.txt";
/// The path of the list of moved pages, from the site's root.
const MOVED: &str = "_redirects";
/// The library that it searches with: MiniSearch, under the MIT licence.
const LIBRARY: &str = include_str!("../../templates/html/minisearch.js");

/// A file that machines read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Machine {
    /// The list of pages for search engines.
    Sitemap,
    /// What search engines may read.
    Robots,
    /// The list of moved pages for hosts that redirect.
    Moved,
    /// Whom to tell of a weakness.
    Security,
    /// The feed of all changes.
    Feed,
    /// The feed of one policy.
    PolicyFeed {
        /// The policy's id.
        policy: String,
        /// The feed's path from the site's root.
        path: String,
    },
    /// The list of pages for programs that read.
    Llms,
    /// The text of all pages.
    LlmsFull,
    /// What a browser searches.
    Search,
    /// The script that searches.
    SearchScript,
    /// The library it searches with.
    SearchLibrary,
}

impl Machine {
    /// Its path from the site's root.
    pub fn path(&self) -> &str {
        match self {
            Self::Sitemap => SITEMAP,
            Self::Robots => ROBOTS,
            Self::Moved => MOVED,
            Self::Security => SECURITY,
            Self::Feed => FEED,
            Self::PolicyFeed { path, .. } => path,
            Self::Llms => LLMS,
            Self::LlmsFull => LLMS_FULL,
            Self::Search => SEARCH,
            Self::SearchScript => SEARCH_SCRIPT,
            Self::SearchLibrary => SEARCH_LIBRARY,
        }
    }

    /// Whether it holds the texts of all documents, so that it is long and another wherever one of them is.
    pub(super) fn holds_texts(&self) -> bool {
        matches!(self, Self::LlmsFull | Self::Search)
    }
}

impl Site<'_> {
    /// The files for machines that this site has: each only where there is something to put into it. What a host has once stands in the main edition alone.
    pub(super) fn machines(&self) -> Vec<Machine> {
        let brand = self.material.brand;
        let is_main = brand.edition.is_none();
        let has_markdown = self.has_markdown();
        let when = |holds: bool, machine: Machine| holds.then_some(machine);
        let mut machines: Vec<Machine> = [
            when(brand.site.is_some(), Machine::Sitemap),
            when(is_main, Machine::Robots),
            when(is_main && self.moved().is_some(), Machine::Moved),
            when(is_main && brand.security.is_some(), Machine::Security),
            when(self.has_feed(), Machine::Feed),
            when(has_markdown, Machine::Llms),
            when(has_markdown, Machine::LlmsFull),
            Some(Machine::Search),
            when(!self.is_in_main(), Machine::SearchScript),
            when(!self.is_in_main(), Machine::SearchLibrary),
        ]
        .into_iter()
        .flatten()
        .collect();
        machines.extend(self.feeds().into_iter().map(|policy| Machine::PolicyFeed { policy: policy.to_owned(), path: feed_path(policy) }));
        machines
    }

    /// The text of one of these files; empty where the site has no such file.
    pub(super) fn machine(&self, machine: &Machine) -> String {
        match machine {
            Machine::Sitemap => self.sitemap().unwrap_or_default(),
            Machine::Robots => self.robots(),
            Machine::Moved => self.moved().unwrap_or_default(),
            Machine::Security => self.security().unwrap_or_default(),
            Machine::Feed => self.feed().unwrap_or_default(),
            Machine::PolicyFeed { policy, .. } => self.policy_feed(policy).unwrap_or_default(),
            Machine::Llms => self.llms(),
            Machine::LlmsFull => self.llms_full(),
            Machine::Search => self.search(),
            Machine::SearchScript => search_script(),
            Machine::SearchLibrary => LIBRARY.to_owned(),
        }
    }

    /// What such a file is made from: for a short one the file itself; for one that holds the texts of all documents, what else is in it.
    pub(super) fn machine_input(&self, machine: &Machine) -> String {
        if !machine.holds_texts() {
            return self.machine(machine);
        }
        let order: Vec<&str> = self.in_order().iter().map(|page| page.document.meta.id.as_str()).collect();
        let online: Vec<_> = self.in_order().into_iter().map(|page| self.online(page)).collect();
        let formats: Vec<_> = self.in_order().iter().map(|page| page.formats).collect();
        format!("{order:?} {online:?} {formats:?} {:?} {:?}", self.material.publishing.synonyms, self.material.brand.theme.title_end)
    }
}
