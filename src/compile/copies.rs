//! Copies of contracts for customers: what a build makes of a policy, with a customer's values in it.

use std::sync::{Arc, OnceLock};

use super::front::{Front, take_document};
use super::workshop;
use crate::brand::Brand;
use crate::diag::{Diagnostic, Warned};
use crate::document::Document;
use crate::expand::Given;
use crate::fonts::{FontLibrary, unprintable};
use crate::project::{Policy, Project};
use crate::render::markdown;
use crate::render::typst::{Content, Engine, Job, Outcome};
use crate::resolve::{Places, send_abroad};
use crate::site::{Alone, Letterhead};

/// Makes copies. It is dear to set up: one for a whole run.
pub struct Copies<'p> {
    project: &'p Project,
    front: Front<'p>,
    fonts: Arc<FontLibrary>,
    engine: Engine,
    alone: Alone<'p>,
    /// A brand, and what its documents' links may lead to; in the order in which the brands were given.
    grounds: Vec<Ground<'p>>,
}

struct Ground<'p> {
    brand: &'p Brand,
    places: Places<'p>,
    /// What the brand's pages share, once one is asked for.
    letterhead: OnceLock<Letterhead>,
}

/// A contract with a customer's values.
#[derive(Debug)]
pub struct Copy {
    /// The document, resolved.
    pub document: Document,
    /// The customer's fields that its conditions asked for, in the order in which they first did: customers who give the same for these get the same text.
    pub consulted: Vec<String>,
}

impl<'p> Copies<'p> {
    /// Compiles all documents of these brands, which copies refer to. A brand may be one of the project's with another locale.
    pub fn new(project: &'p Project, brands: &'p [Brand]) -> Warned<Self> {
        let fonts = Arc::new(FontLibrary::new());
        let Warned { value: front, mut diagnostics } = Front::new(project, Arc::clone(&fonts));
        let front = front.speaking(brands.iter().map(|brand| &brand.locale));
        let engine = Engine::new(Arc::clone(&fonts), &workshop::look(project)).reserving(project.reserve);
        let alone = Alone::new(&project.images);
        let sets = front.compile(&brands.iter().collect::<Vec<_>>());
        diagnostics.extend(sets.diagnostics);
        let main = |brand: &Brand| sets.value.iter().find(|set| brand.is_edition_of(set.brand)).map(super::BrandSet::documents).unwrap_or_default();
        let ground = |set: &super::BrandSet<'p>| {
            let places = Places::of(project, set.brand, set.entries.iter().map(|entry| &*entry.document), &main(set.brand));
            Ground { brand: set.brand, places, letterhead: OnceLock::new() }
        };
        let grounds = sets.value.iter().map(ground).collect();
        Warned { value: Self { project, front, fonts, engine, alone, grounds }, diagnostics }
    }

    /// A brand's contract with a customer's values; `at` is the brand's position among those given.
    pub fn contract(&self, at: usize, policy: &'p Policy, given: &Given) -> Warned<Option<Copy>> {
        let Some(Ground { brand, places, .. }) = self.grounds.get(at) else { return Warned::clean(None) };
        let Warned { value: entry, mut diagnostics } = self.front.parse(brand, policy, Some(given));
        let (entry, document) = take_document(entry);
        let resolved = places.resolve(document);
        diagnostics.extend(resolved.diagnostics);
        Warned { value: Some(Copy { document: resolved.value, consulted: entry.consulted }), diagnostics }
    }

    /// The first character of a value that a brand's fonts cannot print.
    pub fn unprintable(&self, at: usize, value: &str) -> Option<char> {
        // Nearly all values are ASCII, which every font that can be read at all has.
        let ground = self.grounds.get(at).filter(|_| !value.is_ascii())?;
        unprintable(value, &ground.brand.theme, &self.fonts.of(&ground.brand.theme))
    }

    /// The Markdown of a copy. Its links lead to the brand's site.
    pub fn markdown(&self, at: usize, document: &Document) -> String {
        let mut document = document.clone();
        self.grounds.get(at).into_iter().for_each(|ground| send_abroad(&mut document, ground.brand));
        markdown::write(&document)
    }

    /// The page of a copy, which needs no other file and is called by the customer's name too. Its links lead to the brand's site.
    pub fn html(&self, at: usize, document: &Document, customer: Option<&str>) -> Warned<String> {
        let mut document = document.clone();
        let Some(Ground { brand, letterhead, .. }) = self.grounds.get(at) else { return Warned::clean(String::new()) };
        send_abroad(&mut document, brand);
        self.alone.page(letterhead.get_or_init(|| self.alone.letterhead(brand)), brand, &document, customer)
    }

    /// The PDF of a copy; `copy` tells it from all others, and its title ends with the customer's name. To be called on a thread of [`each`](crate::render::typst::each).
    pub fn pdf(&self, at: usize, document: &Document, copy: &str, customer: Option<&str>) -> Outcome {
        let brand = self.grounds.get(at).map(|ground| ground.brand).ok_or_else(Vec::<Diagnostic>::new)?;
        self.engine.one(&Job { content: Content::Document(document), brand, images: &self.project.images, copy: Some(copy), customer })
    }

    /// The Typst source that a copy's PDF is laid out from.
    pub fn source(&self, at: usize, document: &Document) -> String {
        let source = |ground: &Ground<'_>| {
            self.engine.source(&Job {
                content: Content::Document(document),
                brand: ground.brand,
                images: &self.project.images,
                copy: None,
                customer: None,
            })
        };
        self.grounds.get(at).map(source).unwrap_or_default()
    }
}
