//! The workshop: what rendering shares across brands, and what it asks of a project.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::archive::{Archive, Shelf, Sought, kept_images};
use super::front::{BrandSet, Entry};
use super::seal::Sealer;
use crate::brand::{Asset, Brand};
use crate::cache::{Key, KeyHasher};
use crate::diag::{Diagnostic, Warned};
use crate::document::{Document, Kind};
use crate::fonts::{FontLibrary, Written, missing_glyphs};
use crate::output::digest::Digest;
use crate::project::{Format, Policy, Project};
use crate::render::html::{Sizes, image_sizes};
use crate::render::typst::{Look, Painter, syntax_faults};
use crate::site::{Announced, Earlier, Languages, Layouts, Material, Navigation, OwnTemplate, Published, Site, Versions};
use crate::snapshot::Snapshot;
use crate::world::extension;

/// The look of a project's PDFs: its own Typst files over the built-in ones.
pub(super) fn look(project: &Project) -> Look {
    let own = project.templates_in("typst").into_iter();
    Look::with(own.map(|(name, file)| (name.to_owned(), project.sources.file(file).text().to_string())).collect())
}

/// What follows from a project's own templates alone, and from the built-in ones: it is kept while these stay as they are.
#[derive(Debug)]
pub(super) struct Fittings {
    layouts: Layouts,
    /// The template of PDFs.
    look: Look,
    look_key: Key,
    /// What was found in them.
    found: Vec<Diagnostic>,
}

impl Fittings {
    /// Reads a project's own layouts over the built-in ones.
    pub(super) fn of(project: &Project) -> Self {
        let text = |file| project.sources.file(file).text();
        let own = project.templates_in("html").into_iter().map(|(name, file)| OwnTemplate { name, file: Some(file), text: text(file) });
        let layouts = Layouts::compile(&own.collect::<Vec<_>>());
        let typst = project.templates_in("typst");
        let broken = typst.iter().filter(|(name, _)| extension(name) == "typ").flat_map(|(_, file)| syntax_faults(*file, text(*file)));
        let found = layouts.diagnostics.into_iter().chain(broken).collect();
        let look = look(project);
        Self { layouts: layouts.value, look_key: KeyHasher::key("look", &look), look, found }
    }
}

/// What rendering shares across brands.
#[derive(Debug)]
pub(super) struct Workshop<'p> {
    pub(super) project: &'p Project,
    pub(super) fittings: Arc<Fittings>,
    sizes: Sizes,
    /// The fonts of every theme.
    pub(super) fonts: Arc<FontLibrary>,
    /// Draws what sites show beside their pages.
    painter: Painter,
    image_digests: BTreeMap<&'p str, Digest>,
    /// Who signs what is made: pages lead to signed copies where there are such.
    sealer: Option<&'p dyn Sealer>,
    /// The earlier versions of its policies.
    pub(super) archive: Arc<Archive>,
    /// The images that versions of its policies may show.
    kept: OnceLock<Kept>,
}

/// The images that versions of policies may show, by the paths that these give them, and their sizes.
#[derive(Debug)]
struct Kept {
    images: BTreeMap<String, Asset>,
    sizes: Sizes,
}

impl Kept {
    /// Those of an archive, and those of the present state.
    fn of(project: &Project, archive: &Archive) -> Self {
        let images: BTreeMap<String, Asset> =
            archive.images.iter().map(|(path, image)| (path.clone(), image.clone())).chain(kept_images(project)).collect();
        Self { sizes: image_sizes(&images), images }
    }
}

impl<'p> Workshop<'p> {
    /// Sets up what a project needs that nobody has set up before.
    pub(super) fn set_up(project: &'p Project) -> Warned<Self> {
        Self::with(project, Arc::new(Fittings::of(project)), Arc::new(FontLibrary::new()))
    }

    /// The same, with templates and fonts that were read already.
    pub(super) fn with(project: &'p Project, fittings: Arc<Fittings>, fonts: Arc<FontLibrary>) -> Warned<Self> {
        let image_digests = project.images.iter().map(|(path, image)| (path.as_str(), Digest::of(&image.bytes))).collect();
        let sizes = image_sizes(&project.images);
        let painter = Painter::new(Arc::clone(&fonts));
        let diagnostics = fittings.found.clone();
        Warned {
            value: Self { project, fittings, sizes, fonts, painter, image_digests, sealer: None, archive: Arc::default(), kept: OnceLock::new() },
            diagnostics,
        }
    }

    /// The template of PDFs.
    pub(super) fn look(&self) -> &Look {
        &self.fittings.look
    }

    /// Sets who signs what is made.
    #[must_use]
    pub(super) fn sealing(self, sealer: Option<&'p dyn Sealer>) -> Self {
        Self { sealer, ..self }
    }

    /// Whether a signed copy of a document's PDF is made.
    fn signs(&self, brand: &Brand, policy: &Policy) -> bool {
        self.formats(policy).contains(&Format::Pdf) && self.sealer.is_some_and(|sealer| sealer.signs(&brand.id, &policy.id))
    }

    /// Reads the earlier versions of the brands' policies, and says what was found on the way.
    ///
    /// What lies on the `shelf` is not read again.
    pub(super) fn remember(&mut self, snapshot: &Snapshot, shelf: &Shelf) -> Vec<Diagnostic> {
        let sought: Vec<Sought> = self.project.all_editions().map(|edition| Sought::of(self.project, edition)).collect();
        self.recall(shelf.archive(snapshot.states(), &sought));
        let found = snapshot.lost_states().iter().chain(&self.archive.found).cloned();
        found.chain(self.archive.renamed(self.project)).collect()
    }

    /// Takes earlier versions that were read already.
    pub(super) fn recall(&mut self, archive: Arc<Archive>) {
        (self.archive, self.kept) = (archive, OnceLock::new());
    }

    /// What versions show beside their texts: looked for where somebody asks, since most of what is made alone shows no version.
    fn kept(&self) -> &Kept {
        self.kept.get_or_init(|| Kept::of(self.project, &self.archive))
    }

    /// The images that versions of policies may show, by the paths that these give them.
    pub(super) fn kept_images(&self) -> &BTreeMap<String, Asset> {
        &self.kept().images
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

    /// The tree of a brand's documents that are made as Markdown.
    pub(super) fn markdown_tree(&self, set: &BrandSet<'_>) -> Navigation {
        let made = set.entries.iter().filter(|entry| self.formats(entry.policy).contains(&Format::Markdown));
        Navigation::new(&self.project.navigation_of(set.brand), &set.brand.theme, made.map(|entry| &*entry.document))
    }

    /// Whether a brand has any page.
    pub(super) fn has_site(&self, set: &BrandSet<'_>) -> bool {
        set.entries.iter().any(|entry| self.formats(entry.policy).contains(&Format::Html))
    }

    /// What a brand's PDFs are given beside their documents: its names, its theme with logo and fonts, the template, and what they keep ready for
    /// signatures.
    pub(super) fn appearance(&self, brand: &Brand) -> Key {
        KeyHasher::key(
            "appearance",
            (brand.key(), &brand.name, &brand.legal_name, &brand.site, &brand.theme, self.fittings.look_key, self.project.reserve),
        )
    }

    /// Whether the brand's fonts have every character of a document. An earlier version, which nobody can mend, has no PDF where they do not.
    fn prints(&self, brand: &Brand, document: &Document) -> bool {
        let written = Written { sources: &self.project.sources, files: &[], values: None };
        missing_glyphs(document, &brand.theme, &self.fonts.of(&brand.theme), &written).is_empty()
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
    languages: Languages,
    book: bool,
    earlier: Versions,
}

impl<'a> Pages<'a> {
    /// The documents of one of several brands, or of their editions, that have a page.
    pub(super) fn of(workshop: &'a Workshop<'_>, sets: &[&BrandSet<'_>], set: &'a BrandSet<'_>) -> Self {
        let publish = |entry: &'a Entry<'_>| {
            let (formats, signed) = (workshop.formats(entry.policy), workshop.signs(set.brand, entry.policy));
            Published { document: &entry.document, formats, signed, announced: Announced::of(&entry.policy.front) }
        };
        let published: Vec<_> = set.entries.iter().map(publish).collect();
        let published: Vec<_> = published.into_iter().filter(|page| page.formats.contains(&Format::Html)).collect();
        let navigation = Navigation::new(&workshop.project.navigation_of(set.brand), &set.brand.theme, published.iter().map(|page| page.document));
        let languages = Languages::of(workshop.project, set.brand);
        let entries: Vec<&Entry<'_>> = set.entries.iter().filter(|entry| workshop.formats(entry.policy).contains(&Format::Html)).collect();
        let main = sets.iter().copied().find(|main| set.brand.is_edition_of(main.brand));
        let mut earlier = workshop.archive.versions(workshop.project, set, main, &entries);
        if earlier.iter().any(|version| version.pdf) {
            let theme = KeyHasher::key("theme", &set.brand.theme);
            workshop.archive.print(set.brand.key(), theme, &mut earlier, |version| workshop.prints(set.brand, &version.document));
        }
        Self { navigation, published, languages, book: !workshop.book(set).is_empty(), earlier: earlier.into() }
    }

    /// The brand's site.
    pub(super) fn site(&'a self, workshop: &'a Workshop<'_>, brand: &'a Brand) -> Site<'a> {
        let material = Material {
            brand,
            title: workshop.project.title_of(brand),
            navigation: &self.navigation,
            documents: &self.published,
            sizes: &workshop.sizes,
            book: self.book,
            publishing: &workshop.project.publishing,
            painter: &workshop.painter,
            languages: &self.languages,
            earlier: Earlier { versions: &self.earlier, images: &workshop.kept().images, sizes: &workshop.kept().sizes },
            originals: workshop.project.language.as_ref().or(brand.edition.as_ref().map(|edition| &edition.main_locale)),
        };
        Site::new(&workshop.fittings.layouts, material)
    }

    /// The page of a policy.
    pub(super) fn published(&self, id: &str) -> Option<&Published<'a>> {
        self.published.iter().find(|page| page.document.meta.id == id)
    }
}
