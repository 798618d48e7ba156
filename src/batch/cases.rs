//! The cases of a contract: which of its conditions hold.
//!
//! Rows that give the same for the fields that conditions ask for get the same text around their values, and what can be wrong with that text is found by making
//! one of them. Which fields are asked for follows from the answers before: a tree.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, RwLock};

use super::desk::Desk;
use super::row::Row;
use crate::diag::Diagnostic;

/// What a contract's conditions ask for next.
#[derive(Debug)]
enum Node {
    /// Nothing more.
    Whole,
    /// A field; what follows depends on its value.
    Asks { field: String, cases: HashMap<Option<String>, Node> },
}

/// The cases that were seen.
#[derive(Debug, Default)]
pub(super) struct Cases {
    seen: RwLock<HashMap<usize, Node>>,
    found: Mutex<Vec<Diagnostic>>,
}

impl Cases {
    /// Makes the document of a row whose case is new, without laying it out, and keeps what is found in it. Gives whether the text of the row's case is sound.
    pub(super) fn look_at(&self, desk: &Desk<'_>, row: &Row) {
        let is_known = self.seen.read().unwrap_or_else(PoisonError::into_inner).get(&row.task).is_some_and(|node| knows(node, row));
        if is_known {
            return;
        }
        let task = desk.task_at(row.task);
        let made = desk.copies().contract(task.place, task.policy, &row.given);
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        let known = seen.get(&row.task).is_some_and(|node| knows(node, row));
        if let Some(copy) = made.value.filter(|_| !known) {
            learn(&mut seen, row, &copy.consulted);
            let found = made.diagnostics.into_iter().filter(Diagnostic::is_error);
            self.found.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
        }
    }

    /// What was found in all texts.
    pub(super) fn into_findings(self) -> Vec<Diagnostic> {
        self.found.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a row gives for a field, as a case tells it from others.
fn value(row: &Row, field: &str) -> Option<String> {
    row.given.get(field).map(ToString::to_string)
}

fn knows(mut node: &Node, row: &Row) -> bool {
    while let Node::Asks { field, cases } = node {
        match cases.get(&value(row, field)) {
            Some(next) => node = next,
            None => return false,
        }
    }
    true
}

/// Adds the case of a row whose text has asked for these fields, in this order.
fn learn(seen: &mut HashMap<usize, Node>, row: &Row, consulted: &[String]) {
    let new = |at: usize| consulted.get(at).map_or(Node::Whole, |field| Node::Asks { field: field.clone(), cases: HashMap::new() });
    let mut node = seen.entry(row.task).or_insert_with(|| new(0));
    let mut at = 0;
    while let Node::Asks { field, cases } = node {
        at += 1;
        node = cases.entry(value(row, field)).or_insert_with(|| new(at));
    }
}
