//! How a project's sites are published.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::{Moved, Project};
use crate::brand::Brand;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::yaml::{Choice, Form, Key, Node, Shape, Value};

/// What a project's file may say of it.
pub(super) static PUBLISHING: Form = Form {
    about: "How sites are published.",
    keys: &[
        Key::optional("updated", Shape::Choice(UPDATED), "Where the day of a page's last change comes from where its front matter does not give it."),
        Key::optional(
            "archive",
            Shape::Map(&ARCHIVE),
            "Where the earlier versions of policies are kept, which stay readable beside the present ones.",
        ),
        Key::optional(
            "answers",
            Shape::Flag,
            "Whether the sites are served by `counterpart serve --production`, which answers questions; false where it is missing.",
        ),
        Key::optional(
            "feedback",
            Shape::Or(FEEDBACK, &FEEDBACK_URL),
            "Where answers to \"Was this page helpful?\" go; nobody is asked where it is missing.",
        ),
        Key::optional(
            "synonyms",
            Shape::List(&Shape::List(&Shape::Text)),
            "Words that mean the same to who asks or searches, as `[[refund, money back]]`.",
        ),
        Key::optional(
            "asked",
            Shape::Named(&Shape::List(&Shape::Text)),
            "How customers ask for a section, by its policy and anchor: `refunds#cases: [money back after the first month]`.",
        ),
    ],
    elsewhere: &[
        ("site", "site: https://policies.example.com in the brand's file"),
        ("redirects", "redirects: [old/name] in the front matter of the page"),
    ],
    stray: "publishing has `updated`, `archive`, `answers`, `feedback`, `synonyms` and `asked` only",
};

const UPDATED: &[Choice] = &[
    Choice { name: "front-matter", about: "From `updated` in the front matter alone." },
    Choice { name: "git", about: "From the last commit that changed the source." },
];

static ARCHIVE: Form = Form {
    about: "Where earlier versions are kept.",
    keys: &[
        Key::optional(
            "tags",
            Shape::Some(&Shape::Text),
            "Patterns of the names of git tags, each of which is a published state of the project: `policies-*`.",
        ),
        Key::optional(
            "folder",
            Shape::Text,
            "A folder with a folder for each published state, which has `brands/`, `sources/` and what else the project had.",
        ),
    ],
    elsewhere: &[],
    stray: "an archive has `tags` and `folder` only",
};

const FEEDBACK: &[Choice] = &[
    Choice { name: "server", about: "To the server that serves the site, which keeps them." },
    Choice { name: "mail", about: "To the brand's contact, as a mail that the reader sends." },
];

static FEEDBACK_URL: Form = Form {
    about: "To an address of your own.",
    keys: &[Key::required("url", Shape::Url, "The address that takes them as a form, by POST.")],
    elsewhere: &[],
    stray: "it has `url` only",
};

/// How a project's sites are published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Publishing {
    /// Whether the day of a page's last change comes from git where its front matter does not give it.
    pub updated_by_git: bool,
    /// Where earlier versions are kept.
    pub archive: Archive,
    /// Whether the sites are served by a server that answers questions.
    pub answers: bool,
    /// Where readers' answers go; nobody is asked where there is none.
    pub feedback: Option<Feedback>,
    /// Groups of words that mean the same to who asks or searches.
    pub synonyms: Vec<Vec<String>>,
    /// How people ask.
    pub asked: Arc<Asked>,
}

/// How people ask, in thousands of lines: shared by whoever needs it, and known by a hash.
#[derive(Debug, Clone)]
pub struct Asked {
    /// How customers ask for a section, by its policy and anchor: `refunds#cases`.
    pub sections: BTreeMap<String, Vec<String>>,
    /// What people ask that the policies do not answer.
    pub elsewhere: Vec<String>,
    hash: u64,
}

impl Asked {
    /// Of both lists.
    pub fn new(sections: BTreeMap<String, Vec<String>>, elsewhere: Vec<String>) -> Self {
        let mut hasher = DefaultHasher::new();
        (&sections, &elsewhere).hash(&mut hasher);
        Self { sections, elsewhere, hash: hasher.finish() }
    }
}

impl Default for Asked {
    fn default() -> Self {
        Self::new(BTreeMap::new(), Vec::new())
    }
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && self.sections == other.sections && self.elsewhere == other.elsewhere
    }
}

impl Eq for Asked {}

impl Hash for Asked {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

/// Where earlier versions of policies are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Archive {
    /// Patterns of the names of git tags.
    pub tags: Vec<String>,
    /// A folder of states, by its path from the project's root.
    pub folder: Option<String>,
}

/// Where readers' answers to "Was this page helpful?" go.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Feedback {
    /// The server that serves the site.
    Server,
    /// A mail to the brand's contact.
    Mail,
    /// An address of the project's own.
    Url(String),
}

/// What is wrong where answers are to be mailed, and a brand has no address to which they could go; it is said at the place where that is asked for.
pub(super) fn without_address(project: &Project, place: Option<Span>) -> Vec<Diagnostic> {
    if project.publishing.feedback != Some(Feedback::Mail) {
        return Vec::new();
    }
    let finding = |brand: &Brand| {
        let found = Diagnostic::new(Code::MissingKey, "readers' answers go by mail, and the brand has no address for them").at(place);
        found
            .for_brand(&brand.id)
            .hint("add `contacts: {support: help@example.com}` to the brand's file, or `legal`; or let the answers go elsewhere")
    };
    project.brands.iter().filter(|brand| brand.answers_to().is_none()).map(finding).collect()
}

/// Where the keys of `asked` are written.
pub(super) fn asked_at(node: &Node) -> BTreeMap<String, Span> {
    node.entries().iter().map(|entry| (entry.key.clone(), entry.key_span)).collect()
}

/// The groups of synonyms in which only one word stands: it means the same as nothing.
pub(super) fn lone_synonyms(node: &Node) -> Vec<Diagnostic> {
    let words = |group: &Node| texts(group).iter().map(|word| word.trim().to_lowercase()).collect::<BTreeSet<_>>();
    let lone = node.items().iter().filter_map(|group| Some((group, words(group))).filter(|(_, words)| words.len() == 1));
    lone.map(|(group, words)| {
        let word = words.into_iter().next().unwrap_or_default();
        let found = Diagnostic::new(Code::LoneSynonym, format!("`{word}` stands alone in its group of synonyms")).at(group.span);
        found.hint(format!("add what means the same: `[{word}, another word]`; or take the group out"))
    })
    .collect()
}

impl Publishing {
    /// What a project's file says, with the defaults for what it does not.
    pub(super) fn read(node: &Node) -> Self {
        let items = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
        let entries = node.get("asked").map(Node::entries).unwrap_or_default();
        Self {
            updated_by_git: node.get("updated").and_then(Node::text) == Some("git"),
            archive: node.get("archive").map(Archive::read).unwrap_or_default(),
            answers: node.get("answers").is_some_and(|answers| answers.value == Value::Bool(true)),
            feedback: node.get("feedback").and_then(Feedback::read),
            synonyms: items("synonyms").iter().map(texts).collect(),
            asked: Arc::new(Asked::new(entries.iter().map(|entry| (entry.key.clone(), texts(&entry.node))).collect(), Vec::new())),
        }
    }

    /// Adds what the file `asked.yaml` says.
    pub(super) fn add_asked(&mut self, node: &Node) {
        let entries = |key: &str| node.get(key).map(Node::entries).unwrap_or_default();
        let mut sections = self.asked.sections.clone();
        for entry in entries("sections") {
            sections.entry(entry.key.clone()).or_default().extend(texts(&entry.node));
        }
        let elsewhere = entries("elsewhere").iter().flat_map(|entry| texts(&entry.node)).collect();
        self.asked = Arc::new(Asked::new(sections, elsewhere));
    }

    /// Counts ways of asking for policies that were moved for these: `moved` says where each stands now.
    pub(super) fn follow(&mut self, moved: &Moved) {
        if !self.asked.sections.keys().any(|key| matches!(moved.section(key), Cow::Owned(_))) {
            return;
        }
        let mut sections: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, ways) in &self.asked.sections {
            sections.entry(moved.section(key).into_owned()).or_default().extend(ways.iter().cloned());
        }
        self.asked = Arc::new(Asked::new(sections, self.asked.elsewhere.clone()));
    }
}

impl Archive {
    /// Whether earlier versions are published at all.
    pub fn is_kept(&self) -> bool {
        !self.tags.is_empty() || self.folder.is_some()
    }

    fn read(node: &Node) -> Self {
        Self { tags: node.get("tags").map(texts).unwrap_or_default(), folder: node.get("folder").and_then(Node::text).map(ToOwned::to_owned) }
    }
}

impl Feedback {
    fn read(node: &Node) -> Option<Self> {
        match node.text() {
            Some("server") => Some(Self::Server),
            Some("mail") => Some(Self::Mail),
            // What is neither was found when the file was checked.
            Some(_) => None,
            None => node.get("url").and_then(Node::text).map(|url| Self::Url(url.to_owned())),
        }
    }
}

/// The texts of a list, or the one text that stands for a list of one.
fn texts(node: &Node) -> Vec<String> {
    let list = if node.text().is_some() { std::slice::from_ref(node) } else { node.items() };
    list.iter().filter_map(Node::text).map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{Archive, Feedback, Publishing};
    use crate::project::load;
    use crate::world::Memory;

    fn publishing(text: &str) -> (Publishing, usize) {
        let text = format!("publishing: {text}\n");
        let loaded =
            load(&Memory::from([("brands/a.yaml", "name: A\n"), ("sources/a.md", "---\ntitle: A\n---\n"), ("counterpart.yaml", text.as_str())]));
        (loaded.value.publishing, loaded.diagnostics.len())
    }

    #[test]
    fn what_is_not_said_is_not_done() {
        assert_eq!(publishing("{}"), (Publishing::default(), 0));
        let (said, faults) = publishing(
            "{updated: git, answers: true, feedback: {url: 'https://a.example/f'}, synonyms: [[refund, money back]], archive: {tags: ['v*']}}",
        );
        assert_eq!(faults, 0);
        assert!(said.updated_by_git && said.answers);
        assert_eq!(said.feedback, Some(Feedback::Url("https://a.example/f".to_owned())));
        assert_eq!(said.synonyms, [["refund", "money back"]]);
        assert_eq!(said.archive, Archive { tags: vec!["v*".to_owned()], folder: None });
        // The brand has no address for them.
        assert_eq!((publishing("{feedback: mail}").0.feedback, publishing("{feedback: mail}").1), (Some(Feedback::Mail), 1));
        assert_eq!(publishing("{feedback: pigeon}").1, 1);
        assert_eq!(publishing("{site: x}").1, 1);
    }

    #[test]
    fn how_customers_ask_stands_in_a_file_of_its_own() {
        let asked = "sections:\n  a#b: [money back]\nelsewhere:\n  Prices: [how much, which plan]\nother: 1\n";
        let project = "publishing: {asked: {'a#b': [refund]}}\n";
        let files = [
            ("brands/a.yaml", "name: A\n"),
            ("sources/a.md", "---\ntitle: A\n---\n## B {#b}\n"),
            ("counterpart.yaml", project),
            ("asked.yaml", asked),
        ];
        let loaded = load(&Memory::from(files));
        assert_eq!(loaded.value.publishing.asked.sections["a#b"], ["refund", "money back"]);
        assert_eq!(loaded.value.publishing.asked.elsewhere, ["how much", "which plan"]);
        assert_eq!(loaded.diagnostics.len(), 1, "asked.yaml has `sections` and `elsewhere` only");
    }
}
