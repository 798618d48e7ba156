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

    /// The words of every heading of a tree.
    pub fn headings(entries: &[Self]) -> Vec<&str> {
        let mut headings = Vec::new();
        for entry in entries {
            if let Self::Group { title, .. } = entry {
                headings.push(title.as_str());
            }
            headings.extend(Self::headings(entry.pages()));
        }
        headings
    }

    /// A tree with other words for its headings, where there are any.
    #[must_use]
    pub fn with_headings<'w>(entries: &[Self], words: &impl Fn(&str) -> Option<&'w str>) -> Vec<Self> {
        let entry = |entry: &Self| match entry {
            Self::Page { id, pages, span } => Self::Page { id: id.clone(), pages: Self::with_headings(pages, words), span: *span },
            Self::Group { title, pages } => Self::Group { title: words(title).unwrap_or(title).to_owned(), pages: Self::with_headings(pages, words) },
        };
        entries.iter().map(entry).collect()
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
