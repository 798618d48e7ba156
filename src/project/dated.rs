//! The days of last changes, where the project takes them from git.

use std::collections::BTreeMap;

use super::{Project, Translations};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::world::{Calendar, Cut, Days};

/// Gives each source that does not say itself when its text last changed the day that is known of its file. `place` is where the project file asks for that.
pub(super) fn date(project: &mut Project, days: &Days, place: Option<Span>) -> Vec<Diagnostic> {
    if !project.publishing.updated_by_git {
        return Vec::new();
    }
    let mut undated = Vec::new();
    let originals = project.policies.values_mut().chain(project.own_policies.values_mut().flat_map(BTreeMap::values_mut));
    let translations = project.translations.values_mut().flat_map(Translations::policies_mut);
    for policy in originals.chain(translations).filter(|policy| policy.front.updated.is_none()) {
        let path = project.sources.file(policy.file).path();
        policy.front.updated = days.of(path);
        policy.front.is_dated_by_git = policy.front.updated.is_some();
        undated.extend(policy.front.updated.is_none().then(|| path.to_owned()));
    }
    match days {
        Days::Unread => Vec::new(),
        Days::None(why) => vec![nothing_to_read(why).at(place)],
        Days::Known(calendar) => lost(calendar, &undated).map(|found| found.at(place)).into_iter().collect(),
    }
}

fn nothing_to_read(why: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::NoHistory, format!("the days on which pages last changed are to come from git, but {why}"));
    found.hint("build in a clone of the repository, or write `updated` into the front matter of the pages and take this line out")
}

/// The finding for pages whose day lies beyond what can be read of the history.
fn lost(calendar: &Calendar, undated: &[String]) -> Option<Diagnostic> {
    let mut lost: Vec<&String> = undated.iter().filter(|path| calendar.lost.contains(*path)).collect();
    lost.sort();
    let first = lost.first()?;
    let more = if lost.len() > 1 { format!(" and {} more", lost.len() - 1) } else { String::new() };
    let (why, hint) = match calendar.cut.unwrap_or(Cut::Damaged) {
        Cut::Shallow => (
            "the clone has only the latest commits",
            "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` where a pipeline checks the repository out",
        ),
        Cut::Long => ("the history is longer than is read", "write `updated` into their front matter"),
        Cut::Damaged => ("a part of the history is missing or damaged", "run `git fsck`, or clone the repository anew and whole"),
    };
    let message = format!("nobody knows on which day {first}{more} last changed, since {why}");
    Some(Diagnostic::new(Code::CutHistory, message).hint(hint))
}
