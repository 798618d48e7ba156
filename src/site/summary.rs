//! `SUMMARY.md` and `.gitbook.yaml`: the contents of a folder of Markdown files, as GitBook reads them.

use crate::locale::Words;
use crate::project::Format;
use crate::render::{href, markdown};

use super::{Navigation, Node};

/// The path of the contents, from the folder of Markdown files.
pub const SUMMARY: &str = "SUMMARY.md";
/// The path of the file that leads GitBook to the contents, from the folder of Markdown files.
pub const GITBOOK: &str = ".gitbook.yaml";

impl Navigation {
    /// The tree as nested lists of links, with its top level's headings as headings. A heading further down has none of its own: what it holds stands in
    /// its place. Pages that follow a heading's and stand under none have the project's title over them.
    pub fn summary(&self, title: &str, words: &Words) -> String {
        let mut out = format!("# {}\n", words.contents);
        let mut in_group = false;
        let mut in_list = false;
        for node in &self.nodes {
            if node.id.is_none() {
                out.push_str(&format!("\n## {}\n\n", markdown::words(&node.title)));
                node.below.iter().for_each(|below| push(below, 0, &mut out));
                (in_group, in_list) = (true, false);
                continue;
            }
            if !in_list {
                out.push_str(&if in_group { format!("\n## {}\n\n", markdown::words(title)) } else { "\n".to_owned() });
            }
            push(node, 0, &mut out);
            in_list = true;
        }
        out
    }

    /// What leads GitBook to the contents, and to the page it shows first.
    pub fn gitbook(&self) -> String {
        let first = self.order().first().map(|(id, _)| format!("  readme: {}\n", href::file_path(id, Format::Markdown))).unwrap_or_default();
        format!("root: ./\n\nstructure:\n{first}  summary: {SUMMARY}\n")
    }
}

fn push(node: &Node, depth: usize, out: &mut String) {
    let below = match &node.id {
        Some(id) => {
            out.push_str(&format!("{}* [{}]({})\n", "  ".repeat(depth), markdown::words(&node.title), href::file_path(id, Format::Markdown)));
            depth + 1
        }
        None => depth,
    };
    node.below.iter().for_each(|node| push(node, below, out));
}
