//! Changes of the facts of a brand that its policies speak of, such as a new subprocessor.

use super::Change;
use crate::locale::day;
use crate::yaml::Node;

impl Change {
    /// The changes that merged values list; what is none is left out.
    pub(super) fn read(values: &Node) -> Vec<Self> {
        let items = values.get("changes").map(Node::items).unwrap_or_default();
        items.iter().filter_map(Self::one).collect()
    }

    fn one(node: &Node) -> Option<Self> {
        let policy = node.get("policy")?;
        Some(Self {
            policy: policy.text()?.to_owned(),
            policy_at: policy.span,
            date: day(node.get("date")?.text()?)?,
            summary: node.get("summary")?.text()?.trim().to_owned(),
        })
    }
}
