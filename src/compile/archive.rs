//! The archive: earlier versions of policies, from the states in which a project was published.
//!
//! Each state is a whole project, which the present compiler compiles like any other, one after another; of its documents those are kept that no state before
//! it had. What an earlier version is to the present site is settled brand by brand when that is made: see [`Archive::versions`].

mod name;
mod origin;
mod present;
mod shelf;
mod unraised;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use self::origin::origin_of;
pub(super) use self::shelf::Shelf;
use super::front::{BrandSet, Entry, Front};
use super::past::lost_state;
use crate::brand::{Asset, Brand};
use crate::cache::{Key, KeyHasher};
use crate::diag::{Code, Diagnostic};
use crate::document::{Document, Image, Status, Target};
use crate::fonts::FontLibrary;
use crate::output::digest::Digest;
use crate::project::{self, Format, Project};
use crate::render::html::{Sizes, image_sizes};
use crate::resolve::readdress;
use crate::site::Label;
use crate::snapshot::{PROJECT_FILE, State};

/// How many versions are kept, of all brands together.
const MOST_VERSIONS: usize = 20_000;
/// The step of an address below which a policy's earlier versions stand.
const FOLDER: &str = "versions";

/// The earlier versions of all brands' policies.
#[derive(Debug, Default)]
pub(super) struct Archive {
    /// By brand, in the order in which they were published.
    brands: BTreeMap<String, Vec<Archived>>,
    /// The images that they show, by paths of their own that no other image can have.
    pub(super) images: BTreeMap<String, Asset>,
    /// The sizes of these.
    pub(super) sizes: Sizes,
    /// What was found while it was read.
    pub(super) found: Vec<Diagnostic>,
}

/// A version of a policy that some state was the first to have.
#[derive(Debug)]
struct Archived {
    /// The policy's id then.
    policy: String,
    /// The last step of its address.
    slug: String,
    label: Label,
    /// The name of the state that was the first to have it.
    state_name: String,
    /// What it says.
    text: Key,
    document: Arc<Document>,
    markdown: bool,
    pdf: bool,
    /// Whether it links to what its own state has no page of.
    is_loose: bool,
    /// The digest of the state that was the first to have it.
    state: Digest,
}

impl Archived {
    fn address(&self) -> String {
        address(&self.policy, &self.slug)
    }
}

fn address(policy: &str, slug: &str) -> String {
    format!("{policy}/{FOLDER}/{slug}")
}

impl Archive {
    /// Compiles states, the oldest first, for the brands there are now. A state that has an error is left out, with a warning.
    fn read(states: &[State], brands: &BTreeSet<String>) -> Self {
        let mut reading = Reading { archive: Self::default(), latest: BTreeMap::new(), fonts: Arc::new(FontLibrary::new()) };
        let mut found = Vec::new();
        let mut before: Option<Digest> = None;
        for state in states {
            // A state that holds what the last one held has nothing of its own, and compiling it would take as long.
            if before.replace(state.digest) == Some(state.digest) {
                continue;
            }
            found.extend(reading.read(state, brands).err().map(|why| lost_state(&state.name, &why)));
            if reading.archive.count() > MOST_VERSIONS {
                found.push(too_many());
                break;
            }
        }
        let mut archive = reading.archive;
        archive.sizes = image_sizes(&archive.images);
        archive.found = found;
        archive
    }

    /// How many versions it has, of all brands together.
    fn count(&self) -> usize {
        self.brands.values().map(Vec::len).sum()
    }
}

fn too_many() -> Diagnostic {
    let found = Diagnostic::new(Code::TooLarge, format!("the archive has more than {MOST_VERSIONS} versions of policies"));
    found.in_file(PROJECT_FILE).hint("keep fewer states")
}

/// The addresses of the versions that a state has, by policy.
type Addresses = BTreeMap<String, String>;

/// What the links and images of a state's documents lead to.
struct Then<'t> {
    addresses: &'t Addresses,
    /// The addresses in the main edition, for what an edition in another language lacks.
    originals: Option<&'t Addresses>,
    images: &'t BTreeMap<String, Asset>,
}

/// An archive that is being read.
struct Reading {
    archive: Archive,
    /// Which version of a policy of a brand the last state had that had any.
    latest: BTreeMap<(String, String), usize>,
    fonts: Arc<FontLibrary>,
}

impl Reading {
    /// Adds what a state has and none before it had; says why where it cannot be compiled.
    fn read(&mut self, state: &State, brands: &BTreeSet<String>) -> Result<(), String> {
        let world = state.read()?;
        let loaded = project::load(&*world);
        let project = loaded.value;
        let front = Front::new(&project, Arc::clone(&self.fonts));
        let known: Vec<&Brand> = project.all_editions().filter(|edition| brands.contains(&edition.key())).collect();
        let sets = front.value.compile(&known);
        let found = loaded.diagnostics.into_iter().chain(front.diagnostics).chain(sets.diagnostics);
        if let Some(first) = super::shown(&project, found.filter(matters).collect()).first() {
            return Err(said(&project, first));
        }
        let mut originals = BTreeMap::new();
        for set in &sets.value {
            let addresses = self.add(state, &project, set, &originals);
            originals.extend(set.brand.edition.is_none().then_some((set.brand.id.clone(), addresses)));
        }
        Ok(())
    }

    /// Adds what an edition of a brand has; gives the addresses of all its documents. `originals` are those of main editions.
    fn add(&mut self, state: &State, project: &Project, set: &BrandSet<'_>, originals: &BTreeMap<String, Addresses>) -> Addresses {
        let edition = set.brand.key();
        let had_page =
            |entry: &&Entry<'_>| project.formats_of(entry.policy).contains(&Format::Html) && entry.document.meta.status == Status::Published;
        let mut addresses = Addresses::new();
        let mut new = Vec::new();
        for entry in set.entries.iter().filter(had_page) {
            let text = text_key(&entry.document, &project.images);
            let known = self.known(&edition, entry, text);
            let (at, is_new) = known.map_or_else(|| (self.keep(state, project, set.brand, entry, text), true), |at| (at, false));
            self.latest.insert((edition.clone(), entry.policy.id.clone()), at);
            let archived = &self.archive.brands[&edition][at];
            addresses.insert(entry.policy.id.clone(), archived.address());
            new.extend(is_new.then_some(at));
        }
        let originals = originals.get(&set.brand.id);
        for at in new {
            self.settle(&edition, at, &Then { addresses: &addresses, originals, images: &project.images });
        }
        addresses
    }

    /// The version that says the same: under a version's number wherever it was published, else in the state before.
    fn known(&self, brand: &str, entry: &Entry<'_>, text: Key) -> Option<usize> {
        let versions = self.archive.brands.get(brand)?;
        if let Some(version) = version_of(&entry.document) {
            return versions.iter().position(|other| other.policy == entry.policy.id && other.text == text && is_called(&other.label, &version));
        }
        let latest = *self.latest.get(&(brand.to_owned(), entry.policy.id.clone()))?;
        versions.get(latest).filter(|other| other.text == text && version_of(&other.document).is_none()).map(|_| latest)
    }

    /// Keeps a version under a name that no other has.
    fn keep(&mut self, state: &State, project: &Project, brand: &Brand, entry: &Entry<'_>, text: Key) -> usize {
        let versions = self.archive.brands.entry(brand.key()).or_default();
        let policy = &entry.policy.id;
        let is_taken = |slug: &str| versions.iter().any(|other| other.policy == *policy && other.slug.eq_ignore_ascii_case(slug));
        let (label, slug) = name::named(&entry.document, &state.name, is_taken);
        let is_in = |format: Format| project.formats_of(entry.policy).contains(&format);
        let (markdown, pdf) = (is_in(Format::Markdown), is_in(Format::Pdf));
        let document = Arc::clone(&entry.document);
        let state_name = state.name.clone();
        let state = state.digest;
        versions.push(Archived { policy: policy.clone(), slug, label, state_name, text, document, markdown, pdf, is_loose: false, state });
        versions.len() - 1
    }

    /// Gives a version its address, leads its links to versions of the same state, and its images to where they are kept.
    fn settle(&mut self, brand: &str, at: usize, then: &Then<'_>) {
        let Some(archived) = self.archive.brands.get_mut(brand).and_then(|versions| versions.get_mut(at)) else { return };
        let address = archived.address();
        let document = Arc::make_mut(&mut archived.document);
        document.meta.id = address;
        let mut is_loose = false;
        let link = |target: &mut Target| {
            let (id, addresses) = match target {
                Target::Document { id, .. } => (id, Some(then.addresses)),
                Target::Original { id, .. } => (id, then.originals),
                Target::External(_) | Target::Unresolved(_) => return true,
            };
            match addresses.and_then(|addresses| addresses.get(id)) {
                Some(address) => id.clone_from(address),
                None => is_loose = true,
            }
            true
        };
        let kept = &mut self.archive.images;
        let image = |image: &mut Image| {
            if let Some(asset) = then.images.get(&image.path) {
                image.path = kept_path(asset);
                kept.entry(image.path.clone()).or_insert_with(|| Asset { path: image.path.clone(), bytes: Arc::clone(&asset.bytes) });
            }
        };
        readdress(document, link, image);
        archived.is_loose = is_loose;
    }
}

/// The version that a document's front matter gives.
fn version_of(document: &Document) -> Option<String> {
    document.meta.version.as_deref().map(str::trim).filter(|version| !version.is_empty()).map(ToOwned::to_owned)
}

fn is_called(label: &Label, version: &str) -> bool {
    matches!(label, Label::Version(other, _) if other == version)
}

/// Where an image of an earlier version is kept: by what it shows, so that versions share it.
fn kept_path(asset: &Asset) -> String {
    let digest = Digest::of(&asset.bytes).to_string();
    let name = asset.path.rsplit('/').next().unwrap_or_default();
    format!("{FOLDER}/{}/{name}", digest.get(..16).unwrap_or(&digest))
}

/// What a document says to a reader, whatever it is called and whenever it was written.
fn text_key(document: &Document, images: &BTreeMap<String, Asset>) -> Key {
    let meta = &document.meta;
    let about = (&meta.title, &meta.description, meta.kind, &meta.number, meta.effective, &meta.parties, &meta.locale);
    let shown: Vec<_> = document.images().into_iter().map(|image| images.get(&image.path).map(|image| Digest::of(&image.bytes))).collect();
    KeyHasher::key("version", (about, &document.blocks, &document.footnotes, shown))
}

/// Whether a finding keeps a state out of the archive: an error that is about more than its looks, since its pages look as the present ones do.
fn matters(found: &Diagnostic) -> bool {
    let looks = [Code::LowContrast, Code::BadColour, Code::UnknownFont, Code::MissingGlyph];
    found.is_error() && !looks.contains(&found.code)
}

/// A finding in a state, as one line.
fn said(project: &Project, found: &Diagnostic) -> String {
    let place = found.span.map(|span| {
        let file = project.sources.file(span.file);
        format!("{}:{}", file.path(), file.position(span.start as usize).line)
    });
    let place = place.or_else(|| found.path.clone()).map(|place| format!("{place}: ")).unwrap_or_default();
    format!("{place}{} [{}]", found.message, found.code.id())
}
