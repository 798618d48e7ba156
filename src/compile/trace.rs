//! What documents read, noted as they are made: for the manifest's inputs, and for saying why one is made again.

use std::collections::{BTreeMap, BTreeSet};

use super::front::{BrandSet, Entry};
use crate::brand::Brand;
use crate::cache::{DocumentTrace, KeyTrace, Traces};
use crate::output::digest::Digest;
use crate::project::Project;
use crate::snapshot::{PROJECT_FILE, Snapshot};
use crate::source::Span;
use crate::yaml::{Node, Value};

/// Notes what documents read.
#[derive(Debug)]
pub(super) struct Tracer<'p> {
    project: &'p Project,
    snapshot: &'p Snapshot,
    traces: Traces,
    /// Whether nobody asks what anything depends on.
    is_blind: bool,
}

impl<'p> Tracer<'p> {
    pub(super) fn new(project: &'p Project, snapshot: &'p Snapshot) -> Self {
        Self { project, snapshot, traces: Traces::default(), is_blind: false }
    }

    /// One for a build whose manifest nobody writes: it says of nothing what it depends on.
    pub(super) fn blind(project: &'p Project, snapshot: &'p Snapshot) -> Self {
        Self { is_blind: true, ..Self::new(project, snapshot) }
    }

    /// Notes what the documents of brands read.
    pub(super) fn note(&mut self, sets: &[BrandSet<'_>]) {
        for set in sets {
            for entry in &set.entries {
                self.note_entry(set.brand, entry);
            }
        }
    }

    fn note_entry(&mut self, brand: &Brand, entry: &Entry<'_>) {
        let files: BTreeSet<String> = entry.files.iter().map(|file| self.project.sources.file(*file).path().to_owned()).collect();
        for path in &files {
            self.note_file(path);
        }
        for key in &entry.keys {
            self.note_value(brand, key);
        }
        let trace = DocumentTrace { files, keys: entry.keys.iter().cloned().collect() };
        self.traces.documents.insert(format!("{}/{}", brand.key(), entry.policy.id), trace);
    }

    fn note_file(&mut self, path: &str) {
        if let (false, Some(digest)) = (self.traces.files.contains_key(path), self.snapshot.digest_of(path)) {
            self.traces.files.insert(path.to_owned(), digest);
        }
    }

    fn note_value(&mut self, brand: &Brand, key: &str) {
        let values = self.traces.values.entry(brand.key()).or_default();
        if values.contains_key(key) {
            return;
        }
        if let Some(node) = value_at(&brand.values, key) {
            let digest = if key == PRODUCTS { digest_of_ids(node) } else { digest_of(node) };
            let trace = KeyTrace { digest, origin: place(self.project, node.span) };
            values.insert(key.to_owned(), trace);
        }
    }

    /// The paths of the inputs that a document depends on, sorted: what it read, its brand's files and the project's.
    pub(super) fn inputs(&self, brand: &Brand, entries: &[Entry<'_>]) -> Vec<String> {
        if self.is_blind {
            return Vec::new();
        }
        let files = entries.iter().flat_map(|entry| &entry.files).map(|file| self.project.sources.file(*file).path().to_owned());
        let mut inputs: BTreeSet<String> = files.collect();
        inputs.extend(
            brand
                .files
                .iter()
                .chain(&brand.translations)
                .chain(&self.project.templates)
                .map(|file| self.project.sources.file(*file).path().to_owned()),
        );
        inputs.extend(brand.theme.logo.iter().chain(&brand.theme.font_files).map(|asset| asset.path.clone()));
        inputs.extend(entries.iter().flat_map(|entry| entry.document.images()).map(|image| image.path.clone()));
        inputs.extend(self.project.words_files(brand).into_iter().map(|file| self.project.sources.file(file).path().to_owned()));
        inputs.insert(PROJECT_FILE.to_owned());
        inputs.into_iter().filter(|path| self.snapshot.digest_of(path).is_some()).collect()
    }

    pub(super) fn into_traces(self) -> Traces {
        self.traces
    }
}

/// The digests of inputs by path.
pub(super) fn digests<'a>(snapshot: &Snapshot, paths: impl IntoIterator<Item = &'a String>) -> BTreeMap<String, Digest> {
    paths.into_iter().filter_map(|path| Some((path.clone(), snapshot.digest_of(path)?))).collect()
}

fn place(project: &Project, span: Span) -> String {
    let file = project.sources.file(span.file);
    format!("{}:{}", file.path(), file.position(span.start as usize).line)
}

/// The key of a brand's products.
const PRODUCTS: &str = "products";

/// The value of a key: a product's values are named by the product, as `products.supportress.facts.fee`.
fn value_at<'n>(values: &'n Node, key: &str) -> Option<&'n Node> {
    let of_product = key.strip_prefix(PRODUCTS).and_then(|rest| rest.strip_prefix('.')).and_then(|rest| rest.split_once('.'));
    let Some((id, key)) = of_product else { return values.at(key.split('.')) };
    let is_meant = |product: &&Node| product.get("id").and_then(Node::text) == Some(id);
    values.get(PRODUCTS)?.items().iter().find(is_meant)?.at(key.split('.'))
}

/// The digest of which products there are: what is read of each has a key of its own.
fn digest_of_ids(products: &Node) -> Digest {
    let ids: Vec<_> = products.items().iter().filter_map(|product| product.get("id")?.text()).collect();
    Digest::of(ids.join(" ").as_bytes())
}

/// The digest of a value, wherever it stands.
fn digest_of(node: &Node) -> Digest {
    let mut text = String::new();
    write_value(node, &mut text);
    Digest::of(text.as_bytes())
}

fn write_value(node: &Node, text: &mut String) {
    match &node.value {
        Value::Null => text.push('~'),
        Value::Bool(value) => text.push_str(&value.to_string()),
        Value::Number(value) => text.push_str(&value.to_string()),
        Value::Text(value) => text.push_str(&format!("{value:?}")),
        Value::List(items) => {
            text.push('[');
            for item in items {
                write_value(item, text);
            }
            text.push(']');
        }
        Value::Map(entries) => {
            text.push('{');
            for entry in entries {
                text.push_str(&format!("{:?}:", entry.key));
                write_value(&entry.node, text);
            }
            text.push('}');
        }
    }
}
