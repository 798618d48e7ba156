//! What is said in other languages, and which text an edition of a brand uses.

use std::collections::BTreeMap;

use super::{Placed, Policy, Project};
use crate::brand::Brand;
use crate::locale::Locale;
use crate::source::FileId;

/// What a project says in one language beside the one it is written in.
#[derive(Debug, Clone, Default)]
pub struct Translations {
    /// The shared policies, by id.
    pub policies: BTreeMap<String, Policy>,
    /// Brands' own policies, by brand id and policy id.
    pub own_policies: BTreeMap<String, BTreeMap<String, Policy>>,
    /// The shared partials, by name.
    pub partials: BTreeMap<String, FileId>,
    /// Brands' own partials, by brand id and name.
    pub own_partials: BTreeMap<String, BTreeMap<String, FileId>>,
    /// The file that says the project's words.
    pub file: Option<FileId>,
    /// The project's title.
    pub title: Option<String>,
    /// The headings in navigations, by what they are called there.
    pub headings: BTreeMap<String, Placed<String>>,
}

impl Translations {
    /// Every policy in the language.
    pub(super) fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.policies.values().chain(self.own_policies.values().flat_map(BTreeMap::values))
    }

    /// Every policy in the language, to be changed.
    pub(super) fn policies_mut(&mut self) -> impl Iterator<Item = &mut Policy> {
        self.policies.values_mut().chain(self.own_policies.values_mut().flat_map(BTreeMap::values_mut))
    }

    /// Every partial in the language, by name.
    pub fn partials(&self) -> impl Iterator<Item = (&str, FileId)> {
        self.partials.iter().chain(self.own_partials.values().flatten()).map(|(name, file)| (name.as_str(), *file))
    }
}

impl Project {
    /// The source that a brand, or one of its editions, uses for a policy: its own, that of a brand it extends, or the shared one; in the edition's
    /// language. A main edition without one uses the source whose name says no language. `None` where the brand does not carry it is *not* said here: see
    /// [`Project::carried`].
    pub fn policy(&self, brand: &Brand, id: &str) -> Option<&Policy> {
        let original = self.original(brand, id)?;
        if !is_published_in(original, brand) {
            return None;
        }
        self.translation(brand, id).or_else(|| self.reads_originals(brand).then_some(original))
    }

    /// The source whose name says no language, which all others translate.
    pub fn original(&self, brand: &Brand, id: &str) -> Option<&Policy> {
        let own = brand.chain.iter().find_map(|link| self.own_policies.get(link)?.get(id));
        own.or_else(|| self.policies.get(id))
    }

    /// A policy in the language of a brand's edition, where a file's name says so. What a brand replaces by its own is not translated by what translates
    /// the other.
    pub(super) fn translation(&self, brand: &Brand, id: &str) -> Option<&Policy> {
        let shelves = self.shelves(brand);
        for link in &brand.chain {
            if let Some(policy) = shelves.iter().find_map(|shelf| shelf.own_policies.get(link)?.get(id)) {
                return Some(policy);
            }
            if self.own_policies.get(link).is_some_and(|own| own.contains_key(id)) {
                return None;
            }
        }
        shelves.iter().find_map(|shelf| shelf.policies.get(id))
    }

    /// The file a brand, or one of its editions, uses for a partial: its own, that of a brand it extends, or the shared one. Where there is none in the
    /// edition's language, it is the one whose name says no language.
    pub fn partial(&self, brand: &Brand, name: &str) -> Option<FileId> {
        let shelves = self.shelves(brand);
        let in_language = |link: &String| shelves.iter().find_map(|shelf| shelf.own_partials.get(link)?.get(name));
        let own = brand.chain.iter().find_map(|link| in_language(link).or_else(|| self.own_partials.get(link)?.get(name)));
        let shared = || shelves.iter().find_map(|shelf| shelf.partials.get(name)).or_else(|| self.partials.get(name));
        own.or_else(shared).copied()
    }

    /// What is said in the language of a brand's edition, the nearest first.
    fn shelves(&self, brand: &Brand) -> Vec<&Translations> {
        if self.translations.is_empty() {
            return Vec::new();
        }
        brand.tags().iter().filter_map(|tag| self.translations.get(tag)).collect()
    }

    /// Whether texts whose names say no language are read as texts in the language of a brand's edition.
    pub fn reads_originals(&self, brand: &Brand) -> bool {
        brand.edition.is_none() || self.language.as_ref().is_some_and(|language| language.language() == brand.tongue.language())
    }

    /// Whether texts whose names say no language are in another one than a brand's edition, as far as that can be told: a main edition reads them all the same.
    pub fn is_foreign_to(&self, brand: &Brand) -> bool {
        let is_other = |language: &Locale| language.language() != brand.tongue.language();
        self.language.as_ref().map_or(brand.edition.is_some(), is_other)
    }

    /// The files of the partials whose names say no language.
    pub fn original_partials(&self) -> impl Iterator<Item = FileId> {
        self.partials.values().chain(self.own_partials.values().flat_map(BTreeMap::values)).copied()
    }

    /// A brand's editions, the main one first.
    pub fn editions_of<'p, 'b>(&'p self, brand: &'b str) -> impl Iterator<Item = &'p Brand> + use<'p, 'b> {
        self.brands.iter().chain(&self.editions).filter(move |edition| edition.id == brand)
    }

    /// A brand, or an edition of one, by its key: `acme`, `acme/el`.
    pub fn edition(&self, key: &str) -> Option<&Brand> {
        self.all_editions().find(|edition| edition.key() == key)
    }

    /// Every edition of every brand: the main ones, then the others.
    pub fn all_editions(&self) -> impl Iterator<Item = &Brand> + Clone {
        self.brands.iter().chain(&self.editions)
    }

    /// The project's title in the language of a brand's edition.
    pub fn title_of(&self, brand: &Brand) -> &str {
        self.shelves(brand).into_iter().find_map(|shelf| shelf.title.as_deref()).unwrap_or(&self.title)
    }

    /// The words of a heading in the language of a brand's edition.
    pub(super) fn heading_of(&self, brand: &Brand, heading: &str) -> Option<&str> {
        self.shelves(brand).into_iter().find_map(|shelf| shelf.headings.get(heading)).map(|words| words.value.as_str())
    }

    /// The files that say the project's words in the language of a brand's edition.
    pub fn words_files(&self, brand: &Brand) -> Vec<FileId> {
        self.shelves(brand).into_iter().filter_map(|shelf| shelf.file).collect()
    }
}

/// Whether the front matter of a policy lets it be published in the language of a brand's edition.
fn is_published_in(policy: &Policy, brand: &Brand) -> bool {
    let tags = || brand.tags();
    policy.front.languages.as_ref().is_none_or(|languages| tags().iter().any(|tag| languages.iter().any(|other| other.eq_ignore_ascii_case(tag))))
}
