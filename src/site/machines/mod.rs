//! The files of a site that machines read.

mod asking;
mod feed;
mod in_force;
mod llms;
mod moved;
mod search;
mod security;
mod sitemap;
mod xml;

pub(super) use self::feed::{feed_path, has_feed, has_own_feed};
pub(super) use self::in_force::InForce;
pub(super) use self::search::SearchView;

use crate::project::Format;
use crate::render::markdown::Online;

use self::feed::Feed;
use self::sitemap::Sitemap;
use super::script::search_script;
use super::{FEED, LLMS, LLMS_FULL, MOVED, ROBOTS, SEARCH, SEARCH_LIBRARY, SEARCH_SCRIPT, SECURITY, SITEMAP, Site, Version};

/// The library that it searches with: MiniSearch, under the MIT licence.
const LIBRARY: &str = include_str!("../../../templates/html/minisearch.js");

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

/// What a file for machines is made from: two equal inputs give the same file.
#[derive(Debug, Hash)]
pub(super) enum MachineInput<'s> {
    /// The pages of a sitemap.
    Sitemap(Option<Sitemap<'s>>),
    /// What a feed tells of.
    Feed(Option<Feed<'s>>),
    /// What is in a file that holds the texts of all documents, beside these.
    Texts(TextsInput<'s>),
    /// A file that is no longer than what it is made from: the file itself.
    Short(Option<String>),
}

/// What is in a file that holds the texts of all documents, beside these, which are hashed once for all such files. It changes with the order of the pages, with the
/// formats that stand beside each, with where they are published and where questions to them are answered, with the project's synonyms, and with what the house style
/// puts behind a title; and with the versions in force whose policies are drafts.
#[derive(Debug, Hash)]
pub(super) struct TextsInput<'s> {
    order: Vec<&'s str>,
    online: Vec<Online>,
    formats: Vec<&'s [Format]>,
    synonyms: &'s [Vec<String>],
    title_end: &'s str,
    /// The versions that are in force while drafts stand in their places.
    versions: Vec<&'s Version>,
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
            when(self.frame.feed, Machine::Feed),
            when(has_markdown, Machine::Llms),
            when(has_markdown, Machine::LlmsFull),
            Some(Machine::Search),
            when(!self.is_in_main(), Machine::SearchScript),
            when(!self.is_in_main(), Machine::SearchLibrary),
        ]
        .into_iter()
        .flatten()
        .collect();
        machines.extend(self.feeds().map(|policy| Machine::PolicyFeed { policy: policy.to_owned(), path: feed_path(policy) }));
        machines
    }

    /// The text of one of these files; `None` where the site has no such file.
    pub(super) fn machine(&self, machine: &Machine) -> Option<String> {
        match machine {
            Machine::Sitemap => self.sitemap().map(|sitemap| sitemap.xml()),
            Machine::Robots => Some(self.robots()),
            Machine::Moved => self.moved(),
            Machine::Security => self.security(),
            Machine::Feed => self.feed().map(|feed| feed.atom()),
            Machine::PolicyFeed { policy, .. } => self.policy_feed(policy).map(|feed| feed.atom()),
            Machine::Llms => Some(self.llms()),
            Machine::LlmsFull => Some(self.llms_full()),
            Machine::Search => Some(self.search()),
            Machine::SearchScript => Some(search_script()),
            Machine::SearchLibrary => Some(LIBRARY.to_owned()),
        }
    }

    /// What such a file is made from.
    pub(super) fn machine_input(&self, machine: &Machine) -> MachineInput<'_> {
        match machine {
            Machine::Sitemap => MachineInput::Sitemap(self.sitemap()),
            Machine::Feed => MachineInput::Feed(self.feed()),
            Machine::PolicyFeed { policy, .. } => MachineInput::Feed(self.policy_feed(policy)),
            Machine::LlmsFull | Machine::Search => MachineInput::Texts(self.texts_input()),
            Machine::Robots | Machine::Moved | Machine::Security | Machine::Llms | Machine::SearchScript | Machine::SearchLibrary => {
                MachineInput::Short(self.machine(machine))
            }
        }
    }

    fn texts_input(&self) -> TextsInput<'_> {
        TextsInput {
            order: self.pages.iter().map(|page| page.document.meta.id.as_str()).collect(),
            online: self.pages.iter().map(|page| self.online(page)).collect(),
            formats: self.pages.iter().map(|page| page.formats).collect(),
            synonyms: &self.material.publishing.synonyms,
            title_end: &self.material.brand.theme.title_end,
            versions: self.in_force.iter().filter_map(|one| one.version).collect(),
        }
    }
}
