//! Navigation: the tree of a site's pages, and their order.

use std::collections::BTreeMap;

use crate::brand::{NavigationEntry, Theme};
use crate::document::Document;
use crate::project::Format;
use crate::render::{href, html};

use super::standpoint::Standpoint;

/// The tree of a brand's pages.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Navigation {
    /// The nodes at its top.
    pub nodes: Vec<Node>,
}

/// A line of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Node {
    /// The policy's id; `None` for a heading over policies.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// What stands below it.
    pub below: Vec<Node>,
}

impl Navigation {
    /// A tree without pages.
    pub(super) const NONE: &'static Self = &Self { nodes: Vec::new() };

    /// The tree that entries ask for, restricted to the documents there are. What the entries do not name follows the pages at the top in the order of its path, so
    /// that it does not seem to belong to the heading that stands last; a page that is not there leaves its place to those below it, and a heading with nothing below it goes.
    pub fn new<'d>(entries: &[NavigationEntry], theme: &Theme, documents: impl IntoIterator<Item = &'d Document>) -> Self {
        let named = |document: &'d Document| (document.meta.id.as_str(), theme.plain_title(&document.meta.title));
        let mut left: BTreeMap<&str, &str> = documents.into_iter().map(named).collect();
        let mut nodes = take(entries, &mut left);
        let behind = nodes.iter().rposition(|node| node.id.is_some()).map_or(nodes.len(), |last| last + 1);
        nodes
            .splice(behind..behind, left.into_iter().map(|(id, title)| Node { id: Some(id.to_owned()), title: title.to_owned(), below: Vec::new() }));
        Self { nodes }
    }

    /// The pages in the order in which a reader turns them, with their ids and titles.
    pub fn order(&self) -> Vec<(&str, &str)> {
        let mut order = Vec::new();
        push_order(&self.nodes, &mut order);
        order
    }

    /// What stands above a page, from the top down: pages, and headings over policies.
    pub(super) fn above(&self, id: &str) -> Vec<&Node> {
        let mut way = Vec::new();
        lead_to(&self.nodes, id, &mut way);
        way
    }

    /// The tree as nested lists with the addresses that a page uses from where it stands; the page whose id is `current` is marked.
    pub(super) fn html(&self, from: Standpoint<'_>, current: Option<&str>) -> String {
        let mut out = String::with_capacity(4096);
        push_list(&self.nodes, &Place { from, current }, &mut out);
        out
    }
}

/// The page that a tree is written for.
struct Place<'a> {
    from: Standpoint<'a>,
    current: Option<&'a str>,
}

/// Takes what some entries name out of what is left.
fn take(entries: &[NavigationEntry], left: &mut BTreeMap<&str, &str>) -> Vec<Node> {
    let mut nodes = Vec::new();
    for entry in entries {
        match entry {
            NavigationEntry::Page { id, pages, .. } => {
                let title = left.remove(id.as_str());
                let below = take(pages, left);
                match title {
                    Some(title) => nodes.push(Node { id: Some(id.clone()), title: title.to_owned(), below }),
                    None => nodes.extend(below),
                }
            }
            NavigationEntry::Group { title, pages } => {
                let below = take(pages, left);
                if !below.is_empty() {
                    nodes.push(Node { id: None, title: title.clone(), below });
                }
            }
        }
    }
    nodes
}

fn push_order<'n>(nodes: &'n [Node], order: &mut Vec<(&'n str, &'n str)>) {
    for node in nodes {
        if let Some(id) = &node.id {
            order.push((id, &node.title));
        }
        push_order(&node.below, order);
    }
}

/// Whether a page stands among some nodes or below one of them; what it stands below is put on the way.
fn lead_to<'n>(nodes: &'n [Node], id: &str, way: &mut Vec<&'n Node>) -> bool {
    nodes.iter().any(|node| {
        if node.id.as_deref() == Some(id) {
            return true;
        }
        way.push(node);
        let found = lead_to(&node.below, id, way);
        if !found {
            way.pop();
        }
        found
    })
}

fn push_list(nodes: &[Node], place: &Place<'_>, out: &mut String) {
    out.push_str("<ul role=\"list\">\n");
    for node in nodes {
        out.push_str("<li>");
        match &node.id {
            Some(id) => push_page(id, node, place, out),
            None => push_group(node, place, out),
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

fn push_page(id: &str, node: &Node, place: &Place<'_>, out: &mut String) {
    let path = href::file_path(id, Format::Html);
    out.push_str("<a href=\"");
    html::push_attribute(out, &place.from.to(&path));
    out.push_str(if place.current == Some(id) { "\" aria-current=\"page\">" } else { "\">" });
    html::push_attribute(out, &node.title);
    out.push_str("</a>");
    if !node.below.is_empty() {
        out.push('\n');
        push_list(&node.below, place, out);
    }
}

/// A heading over policies: a reader can fold away what stands below it.
fn push_group(node: &Node, place: &Place<'_>, out: &mut String) {
    out.push_str("<details open><summary>");
    html::push_attribute(out, &node.title);
    out.push_str("</summary>\n");
    push_list(&node.below, place, out);
    out.push_str("</details>");
}
