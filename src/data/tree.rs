//! Nested values, as JSON and YAML have them, and their way into flat cells.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use csv::StringRecord;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::columns::{MOST, clash};
use super::number::exact;
use super::{Cell, Record, Row, Why};

/// How deep the values of a row may be nested.
const DEPTH: usize = 16;

/// A value. Unlike a map of values it keeps a key that is there twice.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Leaf(Cell),
    List,
    Map(Vec<(String, Tree)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Grow)
    }
}

struct Grow;

impl<'de> Visitor<'de> for Grow {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf(Cell::Empty))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Tree, E> {
        Ok(Tree::Leaf(Cell::Bool(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Leaf(Cell::Number(number.to_string())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Leaf(Cell::Number(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Leaf(exact(number).map_or_else(|| Cell::refused(&format!("{number:e}"), Why::DigitsLost), Cell::Number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Leaf(Cell::text(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Tree::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Tree::Map(entries))
    }
}

/// Makes records of trees; names that come again are shared.
#[derive(Debug, Default)]
pub(super) struct Flattener {
    names: HashMap<String, Arc<str>>,
}

impl Flattener {
    /// The record of a row; `None` for one that holds nothing.
    pub(super) fn record(&mut self, number: u64, tree: Tree) -> Option<Record> {
        let Tree::Map(entries) = tree else {
            return Some(Record { number, cells: Vec::new(), row: Row { texts: StringRecord::new(), names: Vec::new() }, fault: Some(Why::NotARow) });
        };
        let mut cells = Vec::new();
        self.flatten(entries, "", 1, &mut cells);
        if cells.iter().all(|(_, cell)| *cell == Cell::Empty) {
            return None;
        }
        let fault = if cells.len() > MOST { Some(Why::Many(cells.len())) } else { clash(cells.iter().map(|(name, _)| &**name)) };
        let texts = cells.iter().map(|(_, cell)| cell.to_string()).collect();
        let row = Row { texts, names: cells.iter().map(|(name, _)| name.clone()).collect() };
        Some(Record { number, cells, row, fault })
    }

    fn flatten(&mut self, entries: Vec<(String, Tree)>, prefix: &str, depth: usize, cells: &mut Vec<(Arc<str>, Cell)>) {
        for (key, tree) in entries {
            let key = key.trim();
            let name = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
            match tree {
                Tree::Map(inner) if depth < DEPTH && !inner.is_empty() => self.flatten(inner, &name, depth + 1, cells),
                Tree::Map(inner) if inner.is_empty() => cells.push((self.shared(name), Cell::Empty)),
                Tree::Map(_) => cells.push((self.shared(name), Cell::refused("", Why::Deep))),
                Tree::List => cells.push((self.shared(name), Cell::refused("", Why::List))),
                Tree::Leaf(cell) => cells.push((self.shared(name), cell)),
            }
        }
    }

    fn shared(&mut self, name: String) -> Arc<str> {
        if let Some(shared) = self.names.get(&name) {
            return shared.clone();
        }
        let shared: Arc<str> = Arc::from(name.as_str());
        if self.names.len() < MOST {
            self.names.insert(name, shared.clone());
        }
        shared
    }
}
