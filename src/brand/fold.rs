//! From brand files to brands.

use std::collections::BTreeMap;

use super::chain::chains;
use super::form::BRAND;
use super::merge::{merge, settle};
use super::theme::{self, Folders};
use super::{Asset, Brand, BrandFile, NavigationEntry, Selection, Signatory};
use crate::diag::{Code, Diagnostic, Warned};
use crate::locale::Locale;
use crate::source::{Sources, Span};
use crate::yaml::{Entry, Node, Value};

/// The brands that files describe, each with everything it inherits folded in, sorted by id.
///
/// `assets` is what lies in the brands' folders, by path; `is_built` tells brands from those that are only there to be extended, of which no more is
/// asked. A brand is left out where its chain is broken: it has no values to speak of. What is wrong in one file alone is not said here but by
/// [`check`](crate::yaml::check) over that file.
pub fn fold(files: &[BrandFile], sources: &Sources, assets: &BTreeMap<String, Asset>, is_built: impl Fn(&str) -> bool) -> Warned<Vec<Brand>> {
    let Warned { value: chains, mut diagnostics } = chains(files);
    let merged: BTreeMap<&str, Node> = chains.iter().map(|(id, chain)| (*id, merged(id, chain))).collect();
    let mut brands = Vec::with_capacity(chains.len());
    for (id, chain) in chains.iter().filter(|(id, _)| is_built(id)) {
        let Some(values) = merged.get(id) else { continue };
        let mut found = Vec::new();
        let brand = Brand { values: with_products(values, &merged), ..brand(id, chain, values, assets, &mut found) };
        diagnostics.extend(found.into_iter().map(|finding| locate(finding, &brand, sources)));
        brands.push(brand);
    }
    Warned { value: brands, diagnostics }
}

/// Says of a finding in merged values which brand it is about and how the value came there.
pub(crate) fn locate(finding: Diagnostic, brand: &Brand, sources: &Sources) -> Diagnostic {
    let chain = finding.span.map(|span| brand.way_to(span, sources)).unwrap_or_default();
    finding.for_brand(&brand.id).by(chain)
}

/// The merged values of a chain, with what every brand has: `id` and `legal_name`.
fn merged(id: &str, chain: &[&BrandFile]) -> Node {
    let nodes = chain.iter().rev().filter_map(|file| file.node.clone());
    let start = Span::new(chain[0].file, 0..0);
    let empty = Node { value: Value::Map(Vec::new()), span: start };
    let mut values = settle(nodes.reduce(|inherited, own| merge(&inherited, &own)).unwrap_or(empty));
    if let Value::Map(entries) = &mut values.value {
        entries.retain(|entry| entry.key != "extends" && entry.key != "id");
        let id = Node { value: Value::Text(id.to_owned()), span: start };
        entries.insert(0, Entry { key: "id".to_owned(), key_span: start, node: id });
    }
    match values.get("name").cloned() {
        Some(name) if values.get("legal_name").is_none() => with(values, "legal_name", name),
        _ => values,
    }
}

fn with(mut values: Node, key: &str, node: Node) -> Node {
    let span = node.span;
    if let Value::Map(entries) = &mut values.value {
        entries.retain(|entry| entry.key != key);
        entries.push(Entry { key: key.to_owned(), key_span: span, node });
    }
    values
}

/// Puts the merged values of each product where the list names it; a product's own products are not followed.
fn with_products(values: &Node, merged: &BTreeMap<&str, Node>) -> Node {
    let Some(list) = values.get("products") else { return values.clone() };
    let product = |item: &Node| {
        let mut node = merged.get(item.text()?)?.clone();
        if let Value::Map(entries) = &mut node.value {
            entries.retain(|entry| entry.key != "products");
        }
        Some(node)
    };
    let items = list.items().iter().filter_map(product).collect();
    with(values.clone(), "products", Node { value: Value::List(items), span: list.span })
}

fn brand(id: &str, chain: &[&BrandFile], values: &Node, assets: &BTreeMap<String, Asset>, found: &mut Vec<Diagnostic>) -> Brand {
    let ids: Vec<String> = chain.iter().map(|file| file.id.clone()).collect();
    let files: Vec<_> = chain.iter().map(|file| file.file).collect();
    let text = |key: &str| values.get(key).and_then(Node::text).filter(|text| !text.is_empty()).map(str::to_owned);
    let name = name(values, found).unwrap_or_else(|| id.to_owned());
    Brand {
        id: id.to_owned(),
        legal_name: text("legal_name").unwrap_or_else(|| name.clone()),
        name,
        url: text("url"),
        site: text("site").map(|site| site.trim_end_matches('/').to_owned()),
        locale: text("locale").and_then(|tag| Locale::parse(&tag)).unwrap_or_default(),
        theme: theme::read(values, &Folders { chain: &ids, files: &files, assets }, found),
        signatories: signatories(values),
        products: product_ids(values),
        selection: Selection::read(values),
        navigation: values.get("navigation").map(NavigationEntry::read),
        chain: ids,
        files,
        values: Node { value: Value::Null, span: values.span },
    }
}

/// A brand without a name cannot be spoken of. Where the key is misspelt, its author hears of that.
fn name(values: &Node, found: &mut Vec<Diagnostic>) -> Option<String> {
    let Some(node) = values.get("name") else {
        if values.entries().iter().any(|entry| !BRAND.has(&entry.key) && BRAND.meant(&entry.key) == Some("name")) {
            return None;
        }
        let missing = Diagnostic::new(Code::MissingKey, "`name` is missing").at(Span { end: values.span.start, ..values.span });
        found.push(missing.hint("say under which name the company or product trades: `name: HeavyMelon`"));
        return None;
    };
    let name = node.text()?;
    if name.trim().is_empty() {
        found.push(Diagnostic::new(Code::EmptyValue, "`name` is empty").at(node.span).hint("say under which name the company or product trades"));
    }
    Some(name.to_owned())
}

fn signatories(values: &Node) -> Vec<Signatory> {
    let items = values.get("signatories").map(Node::items).unwrap_or_default();
    let text = |item: &Node, key: &str| item.get(key).and_then(Node::text).map(str::to_owned);
    items.iter().filter_map(|item| Some(Signatory { name: text(item, "name")?, title: text(item, "title") })).collect()
}

fn product_ids(values: &Node) -> Vec<String> {
    let items = values.get("products").map(Node::items).unwrap_or_default();
    items.iter().filter_map(|item| item.text().map(str::to_owned)).collect()
}
