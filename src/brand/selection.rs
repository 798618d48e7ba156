//! Which policies a brand carries.

use std::collections::BTreeSet;

use globset::GlobSet;

use super::Selection;
use super::pattern::{Pattern, shown};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::Span;
use crate::yaml::Node;

/// A brand's patterns, compiled.
#[derive(Debug, Clone)]
pub struct Selector {
    include: Vec<GlobSet>,
    exclude: Vec<GlobSet>,
}

impl Selector {
    /// Whether a policy's id is chosen.
    pub fn carries(&self, id: &str) -> bool {
        let is_in = |sets: &[GlobSet]| sets.iter().any(|set| set.is_match(id));
        is_in(&self.include) && !is_in(&self.exclude)
    }
}

impl Selection {
    /// The selection that merged values describe.
    pub(super) fn read(values: &Node) -> Self {
        let patterns = |key: &str| -> Option<Vec<String>> {
            let items = values.at(["policies", key]).filter(|node| !node.is_unwritten())?.items();
            Some(items.iter().filter_map(|item| item.text().map(str::to_owned)).collect())
        };
        Self { include: patterns("include").unwrap_or_else(|| vec!["**".to_owned()]), exclude: patterns("exclude").unwrap_or_default() }
    }

    /// The patterns, ready to be matched. Those that cannot be read match nothing; the check of the project reports them.
    pub fn compile(&self) -> Selector {
        Selector { include: sets(&self.include), exclude: sets(&self.exclude) }
    }
}

fn sets(patterns: &[String]) -> Vec<GlobSet> {
    let patterns: Vec<_> = patterns.iter().filter_map(|text| Pattern::read(text, true).ok()).collect();
    Pattern::sets(&patterns)
}

/// Where merged values leave a policy out, and what stands there.
pub(crate) fn left_out_at(values: &Node, id: &str) -> Option<(Span, &'static str)> {
    let matches = |item: &&Node| item.text().and_then(|text| Pattern::read(text, true).ok()).is_some_and(|pattern| pattern.is_match(id));
    let items = |key: &str| values.at(["policies", key]).map(Node::items).unwrap_or_default();
    if let Some(pattern) = items("exclude").iter().find(matches) {
        return Some((pattern.span, "this leaves it out"));
    }
    let include = values.at(["policies", "include"])?;
    include.items().iter().all(|item| !matches(&item)).then_some((include.span, "nothing here takes it in"))
}

/// The patterns in merged values that cannot be read or that match none of the policies there are.
pub(crate) fn pattern_faults(values: &Node, ids: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let lists = ["include", "exclude"].into_iter().filter_map(|key| values.at(["policies", key]));
    lists.flat_map(Node::items).filter_map(|item| pattern_fault(item, ids)).collect()
}

/// What is wrong with a pattern over the ids of policies.
pub(crate) fn pattern_fault(item: &Node, ids: &BTreeSet<&str>) -> Option<Diagnostic> {
    let text = item.text().filter(|text| *text != "**")?;
    let pattern = match Pattern::read(text, true) {
        Ok(pattern) => pattern,
        Err(reason) => {
            let message = format!("the pattern `{}` cannot be read: {reason}", shown(text));
            return Some(Diagnostic::new(Code::WrongType, message).at(item.span).hint("write a policy's id, or a folder as `contracts/**`"));
        }
    };
    if ids.iter().any(|id| pattern.is_match(id)) {
        return None;
    }
    let near = did_you_mean(text, ids.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    let is_folder = ids.iter().any(|id| id.strip_prefix(text).is_some_and(|rest| rest.starts_with('/')));
    let folder = is_folder.then(|| format!("write `{text}/**` for the folder"));
    let hint = folder.or(near).unwrap_or_else(|| "a pattern is compared with ids such as `terms/limits`".to_owned());
    Some(Diagnostic::new(Code::UnknownPolicy, format!("the pattern `{text}` matches no policy")).at(item.span).hint(hint))
}
