//! What changed in a policy, and when.

use super::Change;
use crate::locale::day;
use crate::yaml::Node;

impl Change {
    /// The changes of a list; what is none is left out.
    pub(super) fn read(node: &Node) -> Vec<Self> {
        node.items().iter().filter_map(Self::one).collect()
    }

    fn one(node: &Node) -> Option<Self> {
        let text = |key: &str| node.get(key).and_then(Node::text).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Some(Self { date: day(&text("date")?)?, version: text("version"), summary: text("summary")? })
    }
}
