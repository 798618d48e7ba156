//! Days and states from the git repository around a project.

use std::path::Path;

use super::{PastPlace, finding, lost_state};
use crate::brand::{Pattern, shown};
use crate::diag::{Code, Diagnostic, Warned};
use crate::history::{Repository, Tag, Tags};
use crate::output::digest::Digest;
use crate::snapshot::{Kept, State};
use crate::world::{Calendar, Days};

/// The repository around a project, or why there is none to read.
pub(super) struct Git(Result<Repository, String>);

impl Git {
    pub(super) fn around(root: &Path) -> Self {
        let found = Repository::around(root).map_err(|fault| fault.to_string());
        Self(found.and_then(|found| found.ok_or_else(|| "the project lies in no git repository".to_owned())))
    }

    /// Where it shows on disk that there are other commits or tags.
    pub(super) fn places(&self) -> Vec<PastPlace> {
        let Ok(repository) = &self.0 else { return Vec::new() };
        let (own, shared) = repository.folders();
        let refs = PastPlace { folder: shared.join("refs"), names: None };
        vec![PastPlace { folder: own, names: Some(&["HEAD"]) }, PastPlace { folder: shared, names: Some(&["packed-refs", "shallow"]) }, refs]
    }

    /// The days on which files last changed, with those that are `known` from an earlier look.
    pub(super) fn days<'p>(&self, paths: impl Iterator<Item = &'p str>, known: Option<&Calendar>) -> Days {
        let read = |repository: &Repository| repository.days(paths, known).map_err(|fault| fault.to_string());
        self.0.as_ref().map_err(Clone::clone).and_then(read).map_or_else(Days::None, Days::Known)
    }

    /// The states that tags name, the oldest first.
    pub(super) fn states(&self, patterns: &[String], root: &Path) -> Warned<Vec<State>> {
        let mut found = Vec::new();
        let read = |text: &String| Pattern::read(text, false).map_err(|why| Box::new(not_a_pattern(text, &why)));
        let patterns: Vec<Pattern> = patterns.iter().filter_map(|text| read(text).map_err(|fault| found.push(*fault)).ok()).collect();
        let is_meant = |name: &str| patterns.iter().any(|pattern| pattern.is_match(name));
        let tags = match self.0.as_ref().map_err(Clone::clone).and_then(|repository| repository.tags(is_meant).map_err(|fault| fault.to_string())) {
            Ok(tags) => tags,
            Err(why) => {
                found.push(no_tags(&why));
                return Warned { value: Vec::new(), diagnostics: found };
            }
        };
        if self.0.as_ref().is_ok_and(Repository::is_shallow) {
            // Nobody knows which tags there are beside those that were fetched.
            found.push(cut_short());
        } else {
            found.extend(patterns.iter().filter(|pattern| !is_matched(pattern, &tags)).map(unmatched));
        }
        found.extend(tags.unreadable.iter().map(|name| lost_state(name, "the tag leads to no commit that can be read")));
        let state = |tag: Tag| State {
            name: tag.name.clone(),
            digest: Digest::of(tag.state().as_bytes()),
            kept: Kept::Tag { root: root.to_path_buf(), tag },
        };
        Warned { value: tags.tags.into_iter().map(state).collect(), diagnostics: found }
    }
}

/// Whether some tag is called by a pattern.
fn is_matched(pattern: &Pattern, tags: &Tags) -> bool {
    tags.tags.iter().map(|tag| &tag.name).chain(&tags.unreadable).any(|name| pattern.is_match(name))
}

/// The finding for a pattern that no tag is called by.
fn unmatched(pattern: &Pattern) -> Diagnostic {
    let found = finding(Code::LostVersion, format!("no tag is called `{}`: the archive has nothing of it", shown(pattern.text())));
    found.hint("tag the commit whose state was published, with a name that the pattern means")
}

/// The finding for a clone that has not everything: a site made from it may lack what was published.
fn cut_short() -> Diagnostic {
    let message = "earlier versions are to be read from git tags, and the clone has only the latest commits: tags may be missing, and their versions would vanish";
    let found = finding(Code::NoHistory, message);
    found.hint("fetch all of it: `git fetch --unshallow --tags`, or `fetch-depth: 0` where a pipeline checks the repository out")
}

fn not_a_pattern(text: &str, why: &str) -> Diagnostic {
    let found = finding(Code::WrongType, format!("`{}` is no pattern of tags: {why}", shown(text)));
    found.hint("write a tag's name, with `*` for what differs: `policies-*`")
}

fn no_tags(why: &str) -> Diagnostic {
    let found = finding(Code::NoHistory, format!("earlier versions are to be read from git tags, but {why}"));
    found.hint("build in a clone of the repository, or keep the states in a folder")
}
