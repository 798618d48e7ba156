//! How the values of a brand and those it inherits become one.

use crate::yaml::{Entry, Node, Value};

/// A brand's own values over those it inherits: maps are merged key by key, lists and single values replace, `null` takes away.
///
/// Every value keeps its own place. Keys stand in the order of the inherited map, new ones after them.
pub(super) fn merge(inherited: &Node, own: &Node) -> Node {
    let (Value::Map(old), Value::Map(new)) = (&inherited.value, &own.value) else { return own.clone() };
    let mut entries: Vec<Entry> = Vec::with_capacity(old.len() + new.len());
    for entry in old {
        entries.push(new.iter().find(|other| other.key == entry.key).map_or_else(|| entry.clone(), |other| merge_entry(entry, other)));
    }
    let added = new.iter().filter(|entry| old.iter().all(|other| other.key != entry.key));
    entries.extend(added.cloned());
    Node { value: Value::Map(entries), span: own.span }
}

/// A key behind which nothing is written is a fault, and takes nothing away.
fn merge_entry(inherited: &Entry, own: &Entry) -> Entry {
    if own.node.is_unwritten() {
        return inherited.clone();
    }
    Entry { key: own.key.clone(), key_span: own.key_span, node: merge(&inherited.node, &own.node) }
}

/// Drops what was taken away: keys whose value is `null`. Those behind which nothing is written stay, so that what reads them does not seem wrong too.
pub(super) fn settle(node: Node) -> Node {
    let is_there = |entry: &Entry| entry.node.value != Value::Null || entry.node.is_unwritten();
    let value = match node.value {
        Value::Map(entries) => Value::Map(entries.into_iter().filter(is_there).map(settle_entry).collect()),
        Value::List(items) => Value::List(items.into_iter().map(settle).collect()),
        single => single,
    };
    Node { value, span: node.span }
}

fn settle_entry(entry: Entry) -> Entry {
    Entry { node: settle(entry.node), ..entry }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::yaml::parse;

    #[test]
    fn maps_merge_and_everything_else_replaces() {
        let mut sources = Sources::default();
        let mut read = |path: &str, text: &str| {
            let file = sources.add(path, text);
            parse(file, text, 0).value.unwrap()
        };
        let parent = read("parent.yaml", "a: 1\nmap: {x: 1, y: {z: 1}}\nlist: [1, 2]\ngone: {b: 1}\n");
        let child = read("child.yaml", "map: {y: {w: 2}, x: null}\nlist: [3]\ngone: null\nnew: 4\n");
        let merged = settle(merge(&parent, &child));
        let keys: Vec<_> = merged.entries().iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["a", "map", "list", "new"]);
        assert!(merged.at(["map", "x"]).is_none());
        assert_eq!(sources.text(merged.at(["map", "y", "z"]).unwrap().span), "1");
        assert_eq!(merged.get("list").unwrap().items().len(), 1);
        let file = |path: &[&str]| sources.file(merged.at(path.iter().copied()).unwrap().span.file).path().to_owned();
        assert_eq!(file(&["map", "y", "z"]), "parent.yaml");
        assert_eq!(file(&["map", "y", "w"]), "child.yaml");
        assert_eq!(file(&["list"]), "child.yaml");
    }
}
