//! Where a policy's text and a brand's values come from: the data behind `explain`.

use crate::brand::Brand;
use crate::diag::did_you_mean;
use crate::project::{Policy, Project};
use crate::source::{FileId, Span};
use crate::yaml::{Node, Value};

/// One merged value with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The path of keys below `brand.`, with indices from 0 for a list's items: `contacts.support`, `products.0.name`.
    pub key: String,
    /// The value as it can be shown on one line: a text as it stands, with its line ends and tabs written `\n` and `\t`; `[]` and `{}` for what is
    /// empty.
    pub value: String,
    /// The file the value is written in, from the project's root.
    pub path: String,
    /// Its line there, from 1.
    pub line: usize,
    /// The files by which it came to the brand, the brand's own first; empty where it is the brand's own.
    pub chain: Vec<String>,
}

/// A file from which a policy's text comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its path from the project's root.
    pub path: String,
    /// Whether it is a partial, and not the policy's own source.
    pub is_partial: bool,
    /// The path of the text that it translates, where it does.
    pub translates: Option<String>,
    /// Whether it is in another language than the edition, since nobody translated it.
    pub is_foreign: bool,
}

/// The files from which the text of a policy comes for a brand or one of its editions: the policy's own source, and then the partials among the `files` that it read.
pub fn texts(project: &Project, brand: &Brand, policy: &Policy, files: &[FileId]) -> Vec<Text> {
    let path = |file: FileId| project.sources.file(file).path().to_owned();
    let original = project.original(brand, &policy.id).map(|original| original.file).filter(|original| *original != policy.file);
    let is_foreign = |file: &FileId| project.is_foreign_to(brand) && project.original_partials().any(|partial| partial == *file);
    let own = Text {
        path: path(policy.file),
        is_partial: false,
        translates: original.map(path),
        is_foreign: project.is_foreign_to(brand) && original.is_none(),
    };
    let partials = files.iter().filter(|file| **file != policy.file);
    let partials = partials.map(|file| Text { path: path(*file), is_partial: true, translates: None, is_foreign: is_foreign(file) });
    std::iter::once(own).chain(partials).collect()
}

/// The merged values of a brand, in the order in which its files write them, each single value in a row of its own.
///
/// `keys` narrows it to values at or below these paths, with or without `brand.` before them; all values where it is empty. A path that leads
/// nowhere gives no row: [`nearest_key`] says what was meant.
pub fn explain(project: &Project, brand: &Brand, keys: &[&str]) -> Vec<Row> {
    let mut rows = Vec::new();
    if keys.is_empty() {
        collect(project, brand, String::new(), &brand.values, &mut rows);
    }
    for key in keys {
        let path = key.strip_prefix("brand.").unwrap_or(key);
        if let Some(node) = brand.values.at(path.split('.')) {
            collect(project, brand, path.to_owned(), node, &mut rows);
        }
    }
    rows
}

/// The key of a brand's values that is nearest to one that leads nowhere.
pub fn nearest_key(project: &Project, brand: &Brand, key: &str) -> Option<String> {
    let rows = explain(project, brand, &[]);
    let mut known: Vec<String> = rows.iter().flat_map(|row| prefixes(&row.key)).map(str::to_owned).collect();
    known.sort_unstable();
    known.dedup();
    let key = key.strip_prefix("brand.").unwrap_or(key);
    did_you_mean(key, known.iter().map(String::as_str)).map(str::to_owned)
}

/// A path and every path it lies below: `a.b.c`, `a.b`, `a`.
fn prefixes(key: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(key), |path| path.rsplit_once('.').map(|(front, _)| front))
}

fn collect(project: &Project, brand: &Brand, key: String, node: &Node, rows: &mut Vec<Row>) {
    let below = |step: &str| if key.is_empty() { step.to_owned() } else { format!("{key}.{step}") };
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => {
            for entry in entries {
                collect(project, brand, below(&entry.key), &entry.node, rows);
            }
        }
        Value::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                collect(project, brand, below(&index.to_string()), item, rows);
            }
        }
        single => {
            let (path, line) = place(project, node.span);
            rows.push(Row { value: shown(single), path, line, chain: brand.way_to(node.span, &project.sources), key });
        }
    }
}

fn place(project: &Project, span: Span) -> (String, usize) {
    let file = project.sources.file(span.file);
    (file.path().to_owned(), file.position(span.start as usize).line)
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.trim_end_matches('\n').replace('\n', "\\n").replace('\t', "\\t"),
        Value::List(_) => "[]".to_owned(),
        Value::Map(_) => "{}".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::load;
    use crate::world::Memory;

    fn rows(keys: &[&str]) -> Vec<String> {
        let parent = "name: Parent\nfacts:\n  days: 30\n  lines: |\n    one\n    two\n  none: []\nproducts: [child]\n";
        let world = Memory::from([("brands/parent.yaml", parent), ("brands/child.yaml", "extends: parent\nname: Child\nproducts: null\n")]);
        let project = load(&world).value;
        let brand = project.brand(if keys == ["products"] { "parent" } else { "child" }).unwrap();
        let show = |row: Row| format!("{} = {} at {}:{} {:?}", row.key, row.value, row.path, row.line, row.chain);
        explain(&project, brand, keys).into_iter().map(show).collect()
    }

    #[test]
    fn every_value_says_where_it_is_written() {
        assert_eq!(
            rows(&[]),
            [
                "id = child at brands/child.yaml:1 []",
                "name = Child at brands/child.yaml:2 []",
                r#"facts.days = 30 at brands/parent.yaml:3 ["child.yaml", "parent.yaml"]"#,
                r#"facts.lines = one\ntwo at brands/parent.yaml:5 ["child.yaml", "parent.yaml"]"#,
                r#"facts.none = [] at brands/parent.yaml:7 ["child.yaml", "parent.yaml"]"#,
                "legal_name = Child at brands/child.yaml:2 []"
            ]
        );
    }

    #[test]
    fn keys_narrow_the_view() {
        assert_eq!(rows(&["brand.facts.days"]), ["facts.days = 30 at brands/parent.yaml:3 [\"child.yaml\", \"parent.yaml\"]"]);
        assert!(rows(&["facts.dys"]).is_empty());
        assert_eq!(rows(&["products"])[1], "products.0.name = Child at brands/child.yaml:2 []");
    }

    #[test]
    fn a_misspelt_key_has_a_nearest() {
        let world = Memory::from([("brands/a.yaml", "name: A\nfacts: {billing: {days: 1}}\n")]);
        let project = load(&world).value;
        let nearest = |key| nearest_key(&project, &project.brands[0], key);
        assert_eq!(nearest("brand.facts.biling").as_deref(), Some("facts.billing"));
        assert_eq!(nearest("facts.billing.dys").as_deref(), Some("facts.billing.days"));
    }
}
