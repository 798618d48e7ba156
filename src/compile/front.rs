//! The front: expand, parse and resolve, for many brands at a time.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::archive::Remembered;
use crate::brand::Brand;
use crate::cache::Key;
use crate::diag::{Code, Diagnostic, Warned};
use crate::document::Document;
use crate::expand::{Given, Parsed, Templates};
use crate::fonts::{FontLibrary, Written, missing_glyphs};
use crate::locale::Locale;
use crate::parse::parse;
use crate::project::{Policy, Project};
use crate::resolve::{parity, resolve};
use crate::source::{FileId, Span};

/// A brand's resolved documents, in the order of its navigation.
#[derive(Debug)]
pub struct BrandSet<'p> {
    /// The brand.
    pub brand: &'p Brand,
    /// Its documents.
    pub entries: Vec<Entry<'p>>,
}

impl BrandSet<'_> {
    /// Its document of a policy.
    pub(super) fn entry(&self, id: &str) -> Option<&Entry<'_>> {
        self.entries.iter().find(|entry| entry.policy.id == id)
    }

    /// Its documents alone.
    pub(super) fn documents(&self) -> Vec<&Document> {
        self.entries.iter().map(|entry| &*entry.document).collect()
    }
}

/// One document of one brand, and what it was made from.
#[derive(Debug)]
pub struct Entry<'p> {
    /// Its source.
    pub policy: &'p Policy,
    /// The document, resolved.
    pub document: Arc<Document>,
    /// The key of the document, where it is known already.
    pub(super) key: Option<Key>,
    /// What it is to the archive, as far as that was asked for.
    pub(super) remembered: Arc<Remembered>,
    /// The brand's values it read, as paths below `brand.`.
    pub keys: Vec<String>,
    /// The files it read.
    pub files: Vec<FileId>,
    /// The customer's fields that its conditions asked for, in the order in which they first did.
    pub consulted: Vec<String>,
}

/// A brand's documents before they are resolved.
struct Group<'p> {
    /// Its position among the brands that are compiled.
    at: usize,
    brand: &'p Brand,
    entries: Vec<Warned<Entry<'p>>>,
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
        Self::after(project, fonts, &Parsed::default())
    }

    /// The same, where some were parsed before.
    pub(super) fn after(project: &'p Project, fonts: Arc<FontLibrary>, before: &Parsed) -> Warned<Self> {
        let templates = Templates::compile_after(project, before);
        Warned { value: Self { project, templates: Arc::new(templates.value), fonts }, diagnostics: templates.diagnostics }
    }

    /// Ready also for brands of these locales.
    pub(super) fn speaking<'l>(mut self, locales: impl Iterator<Item = &'l Locale>) -> Self {
        if let Some(templates) = Arc::get_mut(&mut self.templates) {
            locales.for_each(|locale| templates.speak(locale));
        }
        self
    }

    /// The templates that were parsed, for a later state of the project.
    pub(super) fn parsed(&self) -> &Parsed {
        self.templates.parsed()
    }

    /// The facts that no source reads.
    pub(super) fn unused_values(&self) -> Vec<Diagnostic> {
        self.templates.unused_values()
    }

    /// The documents of brands, with all that is to be said about them.
    pub(super) fn compile(&self, brands: &[&'p Brand]) -> Warned<Vec<BrandSet<'p>>> {
        let carried = |(at, brand): (usize, &&'p Brand)| self.project.carried(brand).into_iter().map(move |policy| (at, policy)).collect::<Vec<_>>();
        let carried: Vec<_> = brands.iter().enumerate().flat_map(carried).collect();
        let parsed: Vec<_> = carried.into_par_iter().map(|(at, policy)| (at, self.parse(brands[at], policy, None))).collect();
        let mut grouped: Vec<Group<'p>> = brands.iter().enumerate().map(|(at, brand)| Group { at, brand, entries: Vec::new() }).collect();
        for (at, entry) in parsed {
            grouped[at].entries.push(entry);
        }
        self.resolve_all(grouped)
    }

    /// Resolves the documents of brands: those of main editions first, to which the others may refer. Gives them in the same order.
    fn resolve_all(&self, groups: Vec<Group<'p>>) -> Warned<Vec<BrandSet<'p>>> {
        let (mains, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| group.brand.edition.is_none());
        let mut sets: Vec<(usize, Warned<BrandSet<'p>>)> = mains.into_par_iter().map(|group| (group.at, self.resolve(group, &[]))).collect();
        let main = |brand: &Brand| {
            let set = sets.iter().map(|(_, set)| &set.value).find(|set| brand.is_edition_of(set.brand));
            set.map(BrandSet::documents).unwrap_or_default()
        };
        let others: Vec<_> = others
            .into_par_iter()
            .map(|group| {
                let main = main(group.brand);
                (group.at, self.resolve(group, &main))
            })
            .collect();
        sets.extend(others);
        sets.sort_by_key(|(at, _)| *at);
        let mut joined = join(sets.into_iter().map(|(_, set)| set).collect());
        joined.diagnostics.extend(self.disparities(&joined.value));
        joined
    }

    /// Where a brand's documents in another language have other places than those of its main edition.
    pub(super) fn disparities(&self, sets: &[BrandSet<'p>]) -> Vec<Diagnostic> {
        let of_set = |set: &BrandSet<'p>| {
            let main = sets.iter().find(|main| set.brand.is_edition_of(main.brand));
            let pairs = set.entries.iter().filter_map(|entry| Some((entry, main?.entry(&entry.policy.id)?)));
            pairs.flat_map(|(entry, main)| self.disparity(set.brand, entry, main)).collect::<Vec<_>>()
        };
        sets.par_iter().filter(|set| set.brand.edition.is_some()).flat_map_iter(of_set).collect()
    }

    /// What sets a document in another language apart from the main edition's. Where that one is itself the translation, the finding is about it.
    fn disparity(&self, brand: &Brand, entry: &Entry<'_>, main: &Entry<'_>) -> Vec<Diagnostic> {
        let is_text = self.project.original(brand, &entry.policy.id).is_some_and(|text| text.file == entry.policy.file);
        let (text, translation) = if is_text { (entry, main) } else { (main, entry) };
        if text.policy.file == translation.policy.file || !text.policy.is_read || !translation.policy.is_read {
            return Vec::new();
        }
        let found = parity(&text.document, &translation.document, translation.policy.front.title.span);
        found.into_iter().map(|found| found.for_brand(&brand.id).resting_on([text.policy.file, translation.policy.file])).collect()
    }

    /// The partials that a brand's documents put in, and that are not in their language.
    fn foreign_partials(&self, brand: &Brand, entries: &[Entry<'_>]) -> Vec<Diagnostic> {
        if !self.project.is_foreign_to(brand) {
            return Vec::new();
        }
        let partials: BTreeSet<FileId> = self.project.original_partials().collect();
        // What a main edition has in another language as a whole is said of the whole.
        let own = entries.iter().filter(|entry| self.project.original(brand, &entry.policy.id).is_none_or(|text| text.file != entry.policy.file));
        let foreign: BTreeSet<FileId> = own.flat_map(|entry| &entry.files).copied().filter(|file| partials.contains(file)).collect();
        let finding = |file: FileId| {
            let path = self.project.sources.file(file).path();
            let wanted = path.strip_suffix(".md").map(|stem| format!("{stem}.{}.md", brand.locale.language())).unwrap_or_default();
            let message = format!("the partial is put into texts in `{}`, and is not translated", brand.locale);
            Diagnostic::new(Code::Untranslated, message).at(Span::new(file, 0..0)).for_brand(&brand.id).hint(format!("write {wanted}"))
        };
        foreign.into_iter().map(finding).collect()
    }

    /// One document of a brand before it is resolved, for a customer or for nobody in particular; and the customer's fields that its text depends on.
    pub(super) fn parse(&self, brand: &Brand, policy: &'p Policy, given: Option<&Given>) -> Warned<Entry<'p>> {
        let expansion = self.templates.expand(brand, policy, given);
        let mut diagnostics = expansion.diagnostics;
        let expansion = expansion.value;
        let document = parse(self.project, brand, policy, &expansion);
        diagnostics.extend(document.diagnostics);
        let entry = Entry {
            policy,
            document: Arc::new(document.value),
            key: None,
            remembered: Arc::default(),
            keys: expansion.keys,
            files: expansion.files,
            consulted: expansion.consulted,
        };
        Warned { value: entry, diagnostics }
    }

    fn resolve(&self, Group { brand, entries, .. }: Group<'p>, main: &[&Document]) -> Warned<BrandSet<'p>> {
        let parsed = join(entries);
        let mut diagnostics = parsed.diagnostics;
        let (mut entries, documents): (Vec<_>, Vec<_>) = parsed.value.into_iter().map(take_document).unzip();
        let documents = resolve(self.project, brand, documents, main);
        diagnostics.extend(documents.diagnostics);
        for (entry, document) in entries.iter_mut().zip(documents.value) {
            entry.document = Arc::new(document);
        }
        diagnostics.extend(entries.iter().flat_map(|entry| self.unprintable_in(brand, entry)));
        diagnostics.extend(self.of_edition(brand, &entries));
        Warned { value: BrandSet { brand, entries }, diagnostics }
    }

    /// What is to be said of an edition beside its documents: of its fonts, and of its partials.
    pub(super) fn of_edition(&self, brand: &Brand, entries: &[Entry<'_>]) -> Vec<Diagnostic> {
        let bad_fonts = self.fonts.of(&brand.theme).check(brand).into_iter().map(|found| found.for_brand(&brand.id));
        bad_fonts.chain(self.foreign_partials(brand, entries)).collect()
    }

    /// What the brand's fonts cannot print of one document: a contract with boxes in it is a defect.
    pub(super) fn unprintable_in(&self, brand: &Brand, entry: &Entry<'_>) -> Vec<Diagnostic> {
        let written = Written { sources: &self.project.sources, files: &entry.files, values: Some(&brand.values) };
        let found = missing_glyphs(&entry.document, &brand.theme, &self.fonts.of(&brand.theme), &written);
        found.into_iter().map(|found| found.for_brand(&brand.id)).collect()
    }
}

/// An entry, and its document to be changed: taken out of it where nobody else holds it.
pub(super) fn take_document(mut entry: Entry<'_>) -> (Entry<'_>, Document) {
    let meta = entry.document.meta.clone();
    let empty = Arc::new(Document { meta, blocks: Vec::new(), footnotes: Vec::new() });
    let document = Arc::unwrap_or_clone(std::mem::replace(&mut entry.document, empty));
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
