//! The workshop: what rendering shares across brands, and what it asks of a project.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::front::{BrandSet, Entry};
use crate::brand::Brand;
use crate::cache::{Key, KeyHasher};
use crate::diag::Warned;
use crate::document::{Document, Kind};
use crate::fonts::FontLibrary;
use crate::output::digest::Digest;
use crate::project::{Format, Policy, Project};
use crate::render::html::{Sizes, image_sizes};
use crate::render::typst::{Look, syntax_faults};
use crate::site::{Layouts, Material, Navigation, OwnTemplate, Published, Site};
use crate::world::extension;

/// The look of a project's PDFs: its own Typst files over the built-in ones.
pub(super) fn look(project: &Project) -> Look {
    let own = project.templates_in("typst").into_iter();
    Look::with(own.map(|(name, file)| (name.to_owned(), project.sources.file(file).text().to_string())).collect())
}

/// What rendering shares across brands.
#[derive(Debug)]
pub(super) struct Workshop<'p> {
    pub(super) project: &'p Project,
    layouts: Layouts,
    sizes: Sizes,
    /// The fonts of every theme.
    pub(super) fonts: Arc<FontLibrary>,
    /// The template of PDFs.
    pub(super) look: Look,
    look_key: Key,
    image_digests: BTreeMap<&'p str, Digest>,
}

impl<'p> Workshop<'p> {
    /// Reads a project's own layouts over the built-in ones.
    pub(super) fn set_up(project: &'p Project) -> Warned<Self> {
        let text = |file| project.sources.file(file).text();
        let own = project.templates_in("html").into_iter().map(|(name, file)| OwnTemplate { name, file, text: text(file) });
        let layouts = Layouts::compile(&own.collect::<Vec<_>>());
        let typst = project.templates_in("typst");
        let broken = typst.iter().filter(|(name, _)| extension(name) == "typ").flat_map(|(_, file)| syntax_faults(*file, text(*file)));
        let diagnostics = layouts.diagnostics.into_iter().chain(broken).collect();
        let look = look(project);
        let image_digests = project.images.iter().map(|(path, image)| (path.as_str(), Digest::of(&image.bytes))).collect();
        let look_key = KeyHasher::key("look", &look);
        let sizes = image_sizes(&project.images);
        let fonts = Arc::new(FontLibrary::new());
        let workshop = Self { project, layouts: layouts.value, sizes, fonts, look, look_key, image_digests };
        Warned { value: workshop, diagnostics }
    }

    /// The formats a policy is made in.
    pub(super) fn formats<'a>(&'a self, policy: &'a Policy) -> &'a [Format] {
        self.project.formats_of(policy)
    }

    /// The documents of a brand's book: its policies that are made as PDF.
    pub(super) fn book<'a, 's>(&self, set: &'a BrandSet<'s>) -> Vec<&'a Entry<'s>> {
        let in_book = |entry: &&Entry<'_>| entry.document.meta.kind == Kind::Policy && self.formats(entry.policy).contains(&Format::Pdf);
        set.entries.iter().filter(in_book).collect()
    }

    /// Whether a brand has any page.
    pub(super) fn has_site(&self, set: &BrandSet<'_>) -> bool {
        set.entries.iter().any(|entry| self.formats(entry.policy).contains(&Format::Html))
    }

    /// What a brand's PDFs are given beside their documents: its names, its theme with logo and fonts, the template, and what they keep ready for
    /// signatures.
    pub(super) fn appearance(&self, brand: &Brand) -> Key {
        KeyHasher::key("appearance", (&brand.id, &brand.name, &brand.legal_name, &brand.site, &brand.theme, self.look_key, self.project.reserve))
    }

    /// The digest of an image, by its path from the project's root.
    pub(super) fn image_digest(&self, path: &str) -> Option<Digest> {
        self.image_digests.get(path).copied()
    }

    /// The digests of the images a document shows.
    pub(super) fn image_digests(&self, document: &Document) -> Vec<Option<Digest>> {
        document.images().into_iter().map(|image| self.image_digest(&image.path)).collect()
    }
}

/// A brand's documents as its site takes them.
#[derive(Debug)]
pub(super) struct Pages<'a> {
    navigation: Navigation,
    published: Vec<Published<'a>>,
    book: bool,
}

impl<'a> Pages<'a> {
    /// The documents of a brand that have a page.
    pub(super) fn of(workshop: &'a Workshop<'_>, set: &'a BrandSet<'_>) -> Self {
        let published: Vec<_> =
            set.entries.iter().map(|entry| Published { document: &entry.document, formats: workshop.formats(entry.policy) }).collect();
        let published: Vec<_> = published.into_iter().filter(|page| page.formats.contains(&Format::Html)).collect();
        let navigation = Navigation::new(workshop.project.navigation_of(set.brand), &set.brand.theme, published.iter().map(|page| page.document));
        Self { navigation, published, book: !workshop.book(set).is_empty() }
    }

    /// The brand's site.
    pub(super) fn site(&'a self, workshop: &'a Workshop<'_>, brand: &'a Brand) -> Site<'a> {
        let material = Material {
            brand,
            title: &workshop.project.title,
            navigation: &self.navigation,
            documents: &self.published,
            sizes: &workshop.sizes,
            book: self.book,
        };
        Site::new(&workshop.layouts, material)
    }

    /// The page of a policy.
    pub(super) fn published(&self, id: &str) -> Option<&Published<'a>> {
        self.published.iter().find(|page| page.document.meta.id == id)
    }
}
