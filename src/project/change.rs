//! What changed in a policy, and when.

use super::Change;
use crate::locale::day;
use crate::yaml::Node;

impl Change {
    /// The changes of a list; what is none is left out.
    pub(super) fn read(node: &Node) -> Vec<Self> {
        node.items().iter().filter_map(Self::one).collect()
    }

    /// What a translation tells of over what the text tells of that it translates. A change is the same where its day and its version are; what the translation passes over is told
    /// in the text's words.
    pub(super) fn over(mut own: Vec<Self>, of: &[Self]) -> Vec<Self> {
        let told = |change: &Self| {
            let same = own.iter().position(|other| (other.date, &other.version) == (change.date, &change.version));
            same.map_or_else(|| Self { is_original: true, ..change.clone() }, |at| own.remove(at))
        };
        let mut changes: Vec<Self> = of.iter().map(told).collect();
        changes.extend(own);
        changes
    }

    fn one(node: &Node) -> Option<Self> {
        let text = |key: &str| node.get(key).and_then(Node::text).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Some(Self { date: day(&text("date")?)?, version: text("version"), summary: text("summary")?, is_original: false })
    }
}
