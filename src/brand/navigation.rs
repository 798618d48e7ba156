//! Navigation trees as brand files and the project file write them.

use super::NavigationEntry;
use crate::locale::typographic;
use crate::source::Span;
use crate::yaml::{Node, Value};

impl NavigationEntry {
    /// The entries of a list that [`Shape::Navigation`](crate::yaml::Shape::Navigation) describes; what is none is left out.
    pub fn read(node: &Node) -> Vec<Self> {
        node.items().iter().filter_map(Self::entry).collect()
    }

    fn entry(node: &Node) -> Option<Self> {
        if let Some(id) = node.text() {
            return Some(Self::Page { id: id.to_owned(), pages: Vec::new(), span: Some(node.span) });
        }
        let Value::Map(entries) = &node.value else { return None };
        if let Some(title) = node.get("title") {
            let pages = node.get("pages").map(Self::read).unwrap_or_default();
            return Some(Self::Group { title: typographic(title.text()?), pages });
        }
        let page = entries.first()?;
        Some(Self::Page { id: page.key.clone(), pages: Self::read(&page.node), span: Some(page.key_span) })
    }

    /// What stands below it.
    pub fn pages(&self) -> &[Self] {
        match self {
            Self::Page { pages, .. } | Self::Group { pages, .. } => pages,
        }
    }

    /// Every page of a tree with its place, in reading order.
    pub fn walk<'e>(entries: &'e [Self], visit: &mut impl FnMut(&'e str, Option<Span>)) {
        for entry in entries {
            if let Self::Page { id, span, .. } = entry {
                visit(id, *span);
            }
            Self::walk(entry.pages(), visit);
        }
    }
}
