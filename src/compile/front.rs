//! The front: expand, parse and resolve, for many brands at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::brand::Brand;
use crate::diag::{Diagnostic, Warned};
use crate::document::Document;
use crate::expand::{Given, Templates};
use crate::fonts::{FontLibrary, Written, missing_glyphs};
use crate::locale::Locale;
use crate::parse::parse;
use crate::project::{Policy, Project};
use crate::resolve::resolve;
use crate::source::FileId;

/// A brand's resolved documents, in the order of its navigation.
#[derive(Debug)]
pub struct BrandSet<'p> {
    /// The brand.
    pub brand: &'p Brand,
    /// Its documents.
    pub entries: Vec<Entry<'p>>,
}

/// One document of one brand, and what it was made from.
#[derive(Debug)]
pub struct Entry<'p> {
    /// Its source.
    pub policy: &'p Policy,
    /// The document, resolved.
    pub document: Document,
    /// The brand's values it read, as paths below `brand.`.
    pub keys: Vec<String>,
    /// The files it read.
    pub files: Vec<FileId>,
    /// The customer's fields that its conditions asked for, in the order in which they first did.
    pub consulted: Vec<String>,
}

/// A project's templates, ready to give any brand's documents.
#[derive(Debug, Clone)]
pub(super) struct Front<'p> {
    project: &'p Project,
    templates: Arc<Templates<'p>>,
    fonts: Arc<FontLibrary>,
}

impl<'p> Front<'p> {
    /// Parses and checks every template.
    pub(super) fn new(project: &'p Project, fonts: Arc<FontLibrary>) -> Warned<Self> {
        let templates = Templates::compile(project);
        Warned { value: Self { project, templates: Arc::new(templates.value), fonts }, diagnostics: templates.diagnostics }
    }

    /// Ready also for brands of these locales.
    pub(super) fn speaking<'l>(mut self, locales: impl Iterator<Item = &'l Locale>) -> Self {
        if let Some(templates) = Arc::get_mut(&mut self.templates) {
            locales.for_each(|locale| templates.speak(locale));
        }
        self
    }

    /// The facts that no source reads.
    pub(super) fn unused_values(&self) -> Vec<Diagnostic> {
        self.templates.unused_values()
    }

    /// The documents of brands, with all that is to be said about them.
    pub(super) fn compile(&self, brands: &[&'p Brand]) -> Warned<Vec<BrandSet<'p>>> {
        let carried: Vec<_> = brands.iter().flat_map(|brand| self.project.carried(brand).into_iter().map(|policy| (*brand, policy))).collect();
        let parsed: Vec<_> = carried.into_par_iter().map(|(brand, policy)| (brand.id.as_str(), self.parse(brand, policy, None))).collect();
        let mut by_brand: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for (brand, entry) in parsed {
            by_brand.entry(brand).or_default().push(entry);
        }
        let grouped: Vec<_> = brands.iter().map(|brand| (*brand, by_brand.remove(brand.id.as_str()).unwrap_or_default())).collect();
        let sets: Vec<_> = grouped.into_par_iter().map(|(brand, entries)| self.resolve(brand, entries)).collect();
        join(sets)
    }

    /// One document of a brand before it is resolved, for a customer or for nobody in particular; and the customer's fields that its text depends on.
    pub(super) fn parse(&self, brand: &Brand, policy: &'p Policy, given: Option<&Given>) -> Warned<Entry<'p>> {
        let expansion = self.templates.expand(brand, policy, given);
        let mut diagnostics = expansion.diagnostics;
        let expansion = expansion.value;
        let document = parse(self.project, brand, policy, &expansion);
        diagnostics.extend(document.diagnostics);
        let entry = Entry { policy, document: document.value, keys: expansion.keys, files: expansion.files, consulted: expansion.consulted };
        Warned { value: entry, diagnostics }
    }

    fn resolve(&self, brand: &'p Brand, parsed: Vec<Warned<Entry<'p>>>) -> Warned<BrandSet<'p>> {
        let parsed = join(parsed);
        let mut diagnostics = parsed.diagnostics;
        let (mut entries, documents): (Vec<_>, Vec<_>) = parsed.value.into_iter().map(take_document).unzip();
        let documents = resolve(self.project, brand, documents);
        diagnostics.extend(documents.diagnostics);
        for (entry, document) in entries.iter_mut().zip(documents.value) {
            entry.document = document;
        }
        diagnostics.extend(self.unprintable(brand, &entries));
        Warned { value: BrandSet { brand, entries }, diagnostics }
    }

    /// What the brand's fonts cannot print: a contract with boxes in it is a defect.
    pub(super) fn unprintable(&self, brand: &Brand, entries: &[Entry<'_>]) -> Vec<Diagnostic> {
        let fonts = self.fonts.of(&brand.theme);
        let in_documents = entries.iter().flat_map(|entry| {
            let written = Written { sources: &self.project.sources, files: &entry.files, values: Some(&brand.values) };
            missing_glyphs(&entry.document, &brand.theme, &fonts, &written)
        });
        let found = fonts.check(brand).into_iter().chain(in_documents);
        found.map(|diagnostic| diagnostic.for_brand(&brand.id)).collect()
    }
}

/// An entry without its document, and the document.
fn take_document(mut entry: Entry<'_>) -> (Entry<'_>, Document) {
    let meta = entry.document.meta.clone();
    let document = std::mem::replace(&mut entry.document, Document { meta, blocks: Vec::new(), footnotes: Vec::new() });
    (entry, document)
}

/// Many values with their findings as one.
fn join<T>(many: Vec<Warned<T>>) -> Warned<Vec<T>> {
    let mut joined = Warned::clean(Vec::with_capacity(many.len()));
    for one in many {
        joined.value.push(one.value);
        joined.diagnostics.extend(one.diagnostics);
    }
    joined
}
