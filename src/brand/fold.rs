//! From brand files to brands.

use std::collections::BTreeMap;

use super::chain::chains;
use super::edition::Edition;
use super::form::BRAND;
use super::hidden::hidden_translations;
use super::language::languages;
use super::merge::{merge, settle};
use super::theme::{self, Folders};
use super::{Asset, Brand, BrandFile, BrandTranslation, Change, FormerName, NavigationEntry, Security, Selection, Signatory};
use crate::diag::{Code, Diagnostic, Warned};
use crate::locale::Locale;
use crate::source::{FileId, Sources, Span};
use crate::yaml::{Entry, Node, Value};

/// What files describe.
#[derive(Debug, Default)]
pub struct Folded {
    /// The brands, sorted by id.
    pub brands: Vec<Brand>,
    /// Their editions in other languages, brand by brand in the order in which each names its languages.
    pub editions: Vec<Brand>,
}

/// The brands that files describe, each with everything it inherits folded in, and their editions.
///
/// `assets` is what lies in the brands' folders, by path; `is_built` tells brands from those that are only there to be extended, of which no more is
/// asked. A brand is left out where its chain is broken: it has no values to speak of. What is wrong in one file alone is not said here but by
/// [`check`](crate::yaml::check) over that file.
pub fn fold(files: &[BrandFile], sources: &Sources, assets: &BTreeMap<String, Asset>, is_built: impl Fn(&str) -> bool) -> Warned<Folded> {
    let Warned { value: chains, mut diagnostics } = chains(files);
    let mut press = Press { chains: &chains, merged: BTreeMap::new() };
    let mut folded = Folded::default();
    for (id, chain) in chains.iter().filter(|(id, _)| is_built(id)) {
        let mut found = Vec::new();
        // The language decides which values are meant, and is itself the same in all of them.
        let locale = locale(&merged(id, chain, &[]));
        let main = press.brand(id, &locale, assets, &mut found);
        found.extend(hidden_translations(chain, &locale.tags()));
        for language in languages(&main.values, &locale, &mut found) {
            // What is wrong with a value has been said of the main edition, unless the value is the edition's own.
            let mut own = Vec::new();
            let edition = press.brand(id, &language, assets, &mut own);
            let is_own = |finding: &Diagnostic| finding.span.is_some_and(|span| edition.translations.contains(&span.file));
            found.extend(own.into_iter().filter(is_own));
            found.extend(hidden_translations(chain, &language.tags()));
            folded.editions.push(edition_of(&main, edition));
        }
        let languages = folded.editions.iter().filter(|edition| edition.is_edition_of(&main)).map(|edition| edition.locale.clone()).collect();
        let main = Brand { languages, ..main };
        diagnostics.extend(found.into_iter().map(|finding| locate(finding, &main, sources)));
        folded.brands.push(main);
    }
    Warned { value: folded, diagnostics }
}

/// A brand in another language as an edition of its main one.
fn edition_of(main: &Brand, edition: Brand) -> Brand {
    let language = edition.locale.to_string();
    Brand {
        site: main.site.as_ref().map(|site| format!("{site}/{language}")),
        edition: Some(Edition { language, main_locale: main.locale.clone(), main_site: main.site.clone() }),
        ..edition
    }
}

/// The language and region of merged values.
fn locale(values: &Node) -> Locale {
    let tag = values.get("locale").and_then(Node::text);
    tag.and_then(Locale::parse).unwrap_or_default()
}

/// Makes brands of files, in any language.
struct Press<'f> {
    chains: &'f BTreeMap<&'f str, Vec<&'f BrandFile>>,
    /// The merged values of all brands, by the tags of a language.
    merged: BTreeMap<Vec<String>, BTreeMap<&'f str, Node>>,
}

impl Press<'_> {
    /// The brand of an id, in a language.
    fn brand(&mut self, id: &str, language: &Locale, assets: &BTreeMap<String, Asset>, found: &mut Vec<Diagnostic>) -> Brand {
        let (tags, chains) = (language.tags(), self.chains);
        let all = |tags: &Vec<String>| chains.iter().map(|(id, chain)| (*id, merged(id, chain, tags))).collect();
        let merged = self.merged.entry(tags.clone()).or_insert_with_key(all);
        let (values, chain) = (&merged[id], &chains[id]);
        let translations = chain.iter().flat_map(|file| in_language(file, &tags)).map(|translation| translation.file).collect();
        let brand = brand(id, chain, values, assets, found);
        Brand { values: with_products(values, merged), locale: language.clone(), tongue: language.clone(), translations, ..brand }
    }
}

/// What a brand's file says otherwise in a language: for the whole tag, then for the language alone.
fn in_language<'f>(file: &'f BrandFile, tags: &[String]) -> Vec<&'f BrandTranslation> {
    tags.iter().filter_map(|tag| file.translations.iter().find(|translation| translation.language == *tag)).collect()
}

/// Says of a finding in merged values which brand it is about and how the value came there.
pub(crate) fn locate(finding: Diagnostic, brand: &Brand, sources: &Sources) -> Diagnostic {
    let chain = finding.span.map(|span| brand.way_to(span, sources)).unwrap_or_default();
    finding.for_brand(&brand.id).by(chain)
}

/// The merged values of a chain in a language, with what every brand has: `id` and `legal_name`.
///
/// What a file says in the language takes the place of what it says itself, and both give way to the brands that extend it.
fn merged(id: &str, chain: &[&BrandFile], tags: &[String]) -> Node {
    let in_both = |file: &&BrandFile| {
        let node = file.node.clone()?;
        let translations = in_language(file, tags);
        Some(translations.into_iter().rev().fold(node, |values, translation| merge(&values, &translation.node)))
    };
    let nodes = chain.iter().rev().filter_map(in_both);
    let start = Span::new(chain[0].file, 0..0);
    let empty = Node { value: Value::Map(Vec::new()), span: start };
    let mut values = settle(nodes.reduce(|inherited, own| merge(&inherited, &own)).unwrap_or(empty));
    if let Value::Map(entries) = &mut values.value {
        entries.retain(|entry| !["extends", "formerly", "id"].contains(&entry.key.as_str()));
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
        locale: locale(values),
        tongue: locale(values),
        edition: None,
        languages: Vec::new(),
        theme: theme::read(values, &Folders { chain: &ids, files: &files, assets }, found),
        signatories: signatories(values),
        products: product_ids(values),
        selection: Selection::read(values),
        security: Security::read(values, found),
        changes: Change::read(values),
        formerly: chain.first().and_then(|file| file.node.as_ref()?.get("formerly")).map(former_names),
        navigation: values.get("navigation").map(NavigationEntry::read),
        chain: ids,
        files,
        translations: Vec::<FileId>::new(),
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

/// What a brand was called before. Its file alone says so: who extends it was never called so.
fn former_names(node: &Node) -> Vec<FormerName> {
    node.items().iter().filter_map(|item| Some(FormerName { id: item.text()?.to_owned(), place: item.span })).collect()
}

fn product_ids(values: &Node) -> Vec<String> {
    let items = values.get("products").map(Node::items).unwrap_or_default();
    items.iter().filter_map(|item| item.text().map(str::to_owned)).collect()
}
