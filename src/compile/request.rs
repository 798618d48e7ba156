//! What is asked of a build.

use std::hash::Hash as _;
use std::path::PathBuf;

use crate::brand::{Pattern, shown};
use crate::cache::{Key, KeyHasher};
use crate::project::Format;
use crate::snapshot::Snapshot;

/// Names that are meant: those that one of several globs matches, or all.
#[derive(Debug, Clone, Default)]
pub struct Names(Option<Vec<Pattern>>);

impl Names {
    /// Reads globs; none at all means every name. Gives the first that is no glob, and why.
    pub fn read(patterns: &[String]) -> Result<Self, (String, String)> {
        let read = |text: &String| Pattern::read(text, false).map_err(|reason| (shown(text), reason));
        let globs = patterns.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Self((!globs.is_empty()).then_some(globs)))
    }

    /// Whether a name is meant.
    pub fn matches(&self, name: &str) -> bool {
        self.0.as_ref().is_none_or(|globs| globs.iter().any(|glob| glob.is_match(name)))
    }

    /// The first glob that matches none of the known names.
    pub fn unmatched(&self, known: &[&str]) -> Option<&str> {
        let globs = self.0.as_ref()?;
        let unmatched = globs.iter().find(|glob| !known.iter().any(|name| glob.is_match(name)));
        unmatched.map(Pattern::text)
    }

    /// Whether every name is meant.
    pub fn is_all(&self) -> bool {
        self.0.is_none()
    }

    fn patterns(&self) -> Option<Vec<&str>> {
        self.0.as_ref().map(|globs| globs.iter().map(Pattern::text).collect())
    }
}

/// What is asked of a build.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which brands are built.
    pub brands: Names,
    /// Which policies are built.
    pub policies: Names,
    /// Which formats are built; all that the project and its sources name where it is empty.
    pub formats: Vec<Format>,
    /// The folder that is written to.
    pub out: PathBuf,
    /// The folder that remembers what was built.
    pub cache_folder: PathBuf,
    /// How many documents are made at a time.
    pub jobs: usize,
    /// Whether what the last build left is used.
    pub use_cache: bool,
    /// Whether nothing is written, and a change is a finding.
    pub locked: bool,
}

/// The names of the files in the cache folder: one set for each output folder.
#[derive(Debug, Clone)]
pub(super) struct CacheNames {
    /// What stands in the output folder.
    pub(super) state: String,
    /// What its documents read.
    pub(super) traces: String,
    /// What is about to stand in it.
    pub(super) journal: String,
}

impl Request {
    /// Whether a format is built.
    pub fn wants(&self, format: Format) -> bool {
        self.formats.is_empty() || self.formats.contains(&format)
    }

    /// Whether everything is built, so that what is not planned is stale.
    pub fn is_whole(&self) -> bool {
        self.brands.is_all() && self.policies.is_all() && self.formats.is_empty()
    }

    /// The key of the whole build: of the inputs, and of what is asked for. While it is the same, so is the result.
    pub fn key(&self, snapshot: &Snapshot) -> Key {
        let asked = (self.brands.patterns(), self.policies.patterns(), &self.formats);
        KeyHasher::key("request", (snapshot.digest(), asked))
    }

    /// A request of all brands and formats that is written nowhere.
    pub(super) fn held(brands: Names, jobs: usize) -> Self {
        let (policies, formats) = (Names::default(), Vec::new());
        Self { brands, policies, formats, out: PathBuf::new(), cache_folder: PathBuf::new(), jobs, use_cache: false, locked: true }
    }

    pub(super) fn cache_names(&self) -> CacheNames {
        let out = std::path::absolute(&self.out).unwrap_or_else(|_| self.out.clone());
        let mut hasher = std::hash::DefaultHasher::new();
        out.hash(&mut hasher);
        let id = std::hash::Hasher::finish(&hasher);
        CacheNames { state: format!("state-{id:016x}.json"), traces: format!("traces-{id:016x}.json"), journal: format!("journal-{id:016x}.json") }
    }
}
