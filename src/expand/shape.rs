//! What brands declare, all of them together: which keys there are, and where lists and maps are.

use std::collections::{BTreeMap, BTreeSet};

use crate::brand::Brand;
use crate::source::Span;
use crate::yaml::{Node, Value};

/// The keys below a value, in any brand.
#[derive(Debug, Default)]
pub(super) struct Shape {
    keys: BTreeMap<String, Shape>,
    item: Option<Box<Shape>>,
}

impl Shape {
    /// What the brands declare together, and what every brand can declare.
    pub(super) fn of_brands<'b>(brands: impl Iterator<Item = &'b Brand>) -> Self {
        let mut shape = Self::default();
        for key in ["id", "name", "legal_name", "url", "site", "locale"] {
            shape.keys.entry(key.to_owned()).or_default();
        }
        for key in ["contacts", "address", "facts"] {
            shape.keys.entry(key.to_owned()).or_default();
        }
        let signatory = shape.keys.entry("signatories".to_owned()).or_default().item.get_or_insert_default();
        for key in ["name", "title"] {
            signatory.keys.entry(key.to_owned()).or_default();
        }
        for brand in brands {
            shape.add(&brand.values);
        }
        shape
    }

    fn add(&mut self, node: &Node) {
        match &node.value {
            Value::Map(entries) => {
                for entry in entries {
                    self.keys.entry(entry.key.clone()).or_default().add(&entry.node);
                }
            }
            Value::List(items) => {
                let item = self.item.get_or_insert_default();
                for node in items {
                    item.add(node);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
        }
    }

    /// What stands under a key, or at an index.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let item = || self.item.as_deref().filter(|_| key.parse::<usize>().is_ok());
        self.keys.get(key).or_else(item)
    }

    /// The keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(String::as_str)
    }

    /// What a loop walks: the items of a list, the values of a map.
    pub(super) fn items(&self) -> Vec<&Self> {
        match &self.item {
            Some(item) => vec![item],
            None => self.keys.values().collect(),
        }
    }
}

/// The step of a pattern that stands for every item of a list.
const ITEM: &str = "[]";

/// The values that sources read, as a tree of keys.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Whether the value itself is read.
    read: bool,
    /// Whether the value is read with all that is below it.
    whole: bool,
    below: BTreeMap<String, Mentions>,
}

impl Mentions {
    /// Takes down that a value is read.
    pub(super) fn add(&mut self, pattern: &[String], whole: bool) {
        let node = pattern.iter().fold(self, |node, step| node.below.entry(step.clone()).or_default());
        node.read = true;
        node.whole |= whole;
    }

    fn covers(&self, keys: &[&str]) -> bool {
        let Some((first, rest)) = keys.split_first() else { return self.read };
        if self.whole || (self.read && *first == ITEM && rest.is_empty()) {
            return true;
        }
        let step = |step: &str| self.below.get(step).is_some_and(|below| below.covers(rest));
        step(first) || step(ITEM)
    }
}

/// A key that no source reads.
pub(super) struct Unread<'b> {
    /// Its keys below the brand, with `[]` for the items of lists.
    pub(super) keys: Vec<&'b str>,
    /// Where the key stands.
    pub(super) span: Span,
}

/// The keys below `facts` that hold a value, and that no source reads.
pub(super) fn unread<'b>(brand: &'b Brand, mentions: &Mentions) -> Vec<Unread<'b>> {
    let mut unread = Vec::new();
    if let Some(facts) = brand.values.get("facts") {
        let mut seen = BTreeSet::new();
        collect(facts, &mut vec!["facts"], facts.span, &mut |keys, span| {
            if !mentions.covers(keys) && seen.insert(keys.to_vec()) {
                unread.push(Unread { keys: keys.to_vec(), span });
            }
        });
    }
    unread
}

fn collect<'b>(node: &'b Node, keys: &mut Vec<&'b str>, span: Span, leaf: &mut impl FnMut(&[&'b str], Span)) {
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => {
            for entry in entries {
                keys.push(&entry.key);
                collect(&entry.node, keys, entry.key_span, leaf);
                keys.pop();
            }
        }
        Value::List(items) if !items.is_empty() => {
            keys.push(ITEM);
            for item in items {
                collect(item, keys, span, leaf);
            }
            keys.pop();
        }
        Value::Null => {}
        _ => leaf(keys, span),
    }
}
