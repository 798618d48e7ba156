//! Nested values, as JSON and YAML have them, and their way into flat cells.

use std::collections::HashMap;
use std::sync::Arc;

use super::columns::{MOST, clash};
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

/// Makes records of trees; names that come again are shared.
#[derive(Debug, Default)]
pub(super) struct Flattener {
    names: HashMap<String, Arc<str>>,
}

impl Flattener {
    /// The record of a row; `None` for one that holds nothing.
    pub(super) fn record(&mut self, number: u64, tree: Tree) -> Option<Record> {
        let Tree::Map(entries) = tree else {
            return Some(Record { number, line: None, cells: Vec::new(), row: Row::default(), fault: Some(Why::NotARow) });
        };
        let mut cells = Vec::new();
        self.flatten(entries, "", 1, &mut cells);
        if cells.iter().all(|(_, cell)| *cell == Cell::Empty) {
            return None;
        }
        let fault = if cells.len() > MOST { Some(Why::Many(cells.len())) } else { clash(cells.iter().map(|(name, _)| &**name)) };
        let texts = cells.iter().map(|(_, cell)| cell.to_string()).collect();
        let row = Row { texts, names: cells.iter().map(|(name, _)| name.clone()).collect() };
        Some(Record { number, line: None, cells, row, fault })
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
