//! The archive: earlier versions of policies, from the states in which a project was published.
//!
//! Each state is a whole project, which the present compiler compiles like any other, one after another; of its documents those are kept that no state before
//! it had. What an earlier version is to the present site is settled brand by brand when that is made: see [`Archive::versions`].

mod name;
mod origin;
mod present;
mod renamed;
mod shelf;
mod sought;
mod unraised;
mod untagged;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub use self::origin::origin_of;
use self::renamed::Renames;
pub(super) use self::shelf::Shelf;
pub(super) use self::sought::Sought;
pub use self::sought::edition_then;
pub(super) use self::untagged::kept_images;
pub use self::untagged::permanent_address;
use super::front::{BrandSet, Entry, Front};
use super::past::lost_state;
use crate::brand::{Asset, Brand};
use crate::cache::{Key, KeyHasher};
use crate::diag::{Code, Diagnostic};
use crate::document::{Document, Image, Meta, Status, Target};
use crate::fonts::FontLibrary;
use crate::output::digest::Digest;
use crate::project::{self, Change, Format, Policy, Project};
use crate::resolve::readdress;
use crate::site::{Label, Version};
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
    /// Which version of a policy of a brand the last state had that had any.
    latest: BTreeMap<(String, String), usize>,
    /// Which brands came and went.
    renames: Renames,
    /// The images that they show, by paths of their own that no other image can have.
    pub(super) images: BTreeMap<String, Asset>,
    /// What was found while it was read.
    pub(super) found: Vec<Diagnostic>,
    /// For each edition which of its versions can be printed in a theme, as far as that was looked at.
    printable: Mutex<HashMap<String, (Key, Printable)>>,
}

/// What a document is to the archive, computed once for as long as the document stays what it is.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    /// The key of what it says.
    text: OnceLock<Key>,
    /// It as the version that it will be, with the key of all that this depends on beside the document.
    untagged: Mutex<Option<(Key, Archived)>>,
}

/// Which documents can be printed, by what stands for them.
type Printable = Arc<HashMap<[u8; 32], bool>>;

/// A version of a policy that some state was the first to have.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
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
    /// What stands for the document.
    key: Key,
    markdown: bool,
    pdf: bool,
    /// Whether it links to what its own state has no page of.
    is_loose: bool,
    /// The digest of the state that was the first to have it.
    state: Digest,
    /// What its source told of changes in the last state that had it, and whether it asked for a feed of them.
    changes: Arc<[Change]>,
    feed: bool,
}

impl Archived {
    /// A version of no state yet, which is called by a label and the last step of its address.
    fn of(project: &Project, entry: &Entry<'_>, text: Key, (label, slug): (Label, String)) -> Self {
        let is_in = |format: Format| project.formats_of(entry.policy).contains(&format);
        Self {
            policy: entry.policy.id.clone(),
            slug,
            label,
            state_name: String::new(),
            text,
            key: text,
            document: Arc::clone(&entry.document),
            markdown: is_in(Format::Markdown),
            pdf: is_in(Format::Pdf),
            is_loose: false,
            state: Digest::of(&[]),
            changes: Arc::from([]),
            feed: false,
        }
    }

    fn address(&self) -> String {
        address(&self.policy, &self.slug)
    }

    /// Gives it its address, leads its links to versions of the same state, and its images to where they are `kept`.
    fn settle(&mut self, then: &Then<'_>, kept: &mut BTreeMap<String, Asset>) {
        let address = self.address();
        let document = Arc::make_mut(&mut self.document);
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
        let image = |image: &mut Image| {
            if let Some(asset) = then.images.get(&image.path) {
                image.path = kept_path(asset);
                kept.entry(image.path.clone()).or_insert_with(|| kept_image(asset));
            }
        };
        readdress(document, link, image);
        self.key = document_key(document);
        self.is_loose = is_loose;
    }
}

/// Whether a policy's text is a version of it: it has a page, and is no draft.
fn has_version(project: &Project, policy: &Policy) -> bool {
    project.formats_of(policy).contains(&Format::Html) && policy.front.status == Status::Published
}

/// Whether a version of a policy has the last step of an address to itself.
fn is_taken(versions: &[Archived], policy: &str, slug: &str) -> bool {
    versions.iter().any(|other| other.policy == policy && other.slug.eq_ignore_ascii_case(slug))
}

fn address(policy: &str, slug: &str) -> String {
    format!("{policy}/{FOLDER}/{slug}")
}

impl Archive {
    /// Compiles states, the oldest first, for the brands there are now. A state that has an error is left out, with a warning.
    fn read(states: &[State], sought: &[Sought]) -> Self {
        let mut reading = Reading { archive: Self::default(), fonts: Arc::new(FontLibrary::new()) };
        let mut found = Vec::new();
        let mut before: Option<Digest> = None;
        for state in states {
            // A state that holds what the last one held has nothing of its own, and compiling it would take as long.
            if before.replace(state.digest) == Some(state.digest) {
                continue;
            }
            found.extend(reading.read(state, sought).err().map(|why| lost_state(&state.name, &why)));
            if reading.archive.count() > MOST_VERSIONS {
                found.push(too_many());
                break;
            }
        }
        let mut archive = reading.archive;
        archive.found = found;
        archive
    }

    /// Leaves out the PDFs of an edition's versions that cannot be printed in the theme that a key stands for: looked at once, since both stay as they are from one edit to
    /// the next.
    pub(super) fn print(&self, edition: String, theme: Key, versions: &mut [Version], prints: impl Fn(&Version) -> bool) {
        let lock = || self.printable.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&edition).filter(|(other, _)| *other == theme).map(|(_, known)| Arc::clone(known)).unwrap_or_default();
        let mut now = HashMap::new();
        for version in versions.iter_mut().filter(|version| version.pdf) {
            version.pdf = known.get(&version.digest).copied().unwrap_or_else(|| prints(version));
            now.insert(version.digest, version.pdf);
        }
        lock().insert(edition, (theme, Arc::new(now)));
    }

    /// The version that says the same: under a version's number wherever it was published, else in the state before.
    fn known(&self, brand: &str, entry: &Entry<'_>, text: Key) -> Option<usize> {
        let versions = self.brands.get(brand)?;
        if let Some(version) = version_of(&entry.document.meta) {
            return versions.iter().position(|other| other.policy == entry.policy.id && other.text == text && is_called(&other.label, &version));
        }
        let latest = *self.latest.get(&(brand.to_owned(), entry.policy.id.clone()))?;
        versions.get(latest).filter(|other| other.text == text && version_of(&other.document.meta).is_none()).map(|_| latest)
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
    fonts: Arc<FontLibrary>,
}

impl Reading {
    /// Adds what a state has and none before it had; says why where it cannot be compiled.
    fn read(&mut self, state: &State, sought: &[Sought]) -> Result<(), String> {
        let world = state.read()?;
        let loaded = project::load(&*world);
        let project = loaded.value;
        let front = Front::new(&project, Arc::clone(&self.fonts));
        let known: Vec<(&Sought, &Brand)> = sought.iter().filter_map(|sought| Some((sought, sought.then(&project)?))).collect();
        let mut brands: Vec<&Brand> = known.iter().map(|(_, brand)| *brand).collect();
        brands.sort_by_key(|brand| brand.key());
        brands.dedup_by_key(|brand| brand.key());
        let sets = front.value.compile(&brands);
        let found = loaded.diagnostics.into_iter().chain(front.diagnostics).chain(sets.diagnostics);
        if let Some(first) = super::shown(&project, found.filter(matters).collect()).first() {
            return Err(said(&project, first));
        }
        self.archive.renames.note(&project);
        let mut originals = BTreeMap::new();
        // What an edition lacks is the main one's.
        let (mains, others): (Vec<_>, Vec<_>) = known.iter().partition(|(sought, _)| sought.is_main());
        for (sought, brand) in mains.into_iter().chain(others) {
            let Some(set) = sets.value.iter().find(|set| set.brand.key() == brand.key()) else { continue };
            let addresses = self.add(state, &project, &sought.key(), set, originals.get(sought.id()));
            originals.extend(sought.is_main().then_some((sought.id(), addresses)));
        }
        Ok(())
    }

    /// Adds what a state has of an edition, which is called `edition` now; gives the addresses of all its documents. `originals` are those of the main edition.
    fn add(&mut self, state: &State, project: &Project, edition: &str, set: &BrandSet<'_>, originals: Option<&Addresses>) -> Addresses {
        let mut addresses = Addresses::new();
        let mut new = Vec::new();
        for entry in set.entries.iter().filter(|entry| has_version(project, entry.policy)) {
            let text = entry.text_key(&project.images);
            let known = self.archive.known(edition, entry, text);
            let (at, is_new) = known.map_or_else(|| (self.keep(state, project, edition, entry, text), true), |at| (at, false));
            self.archive.latest.insert((edition.to_owned(), entry.policy.id.clone()), at);
            if let Some(archived) = self.archive.brands.get_mut(edition).and_then(|versions| versions.get_mut(at)) {
                // What a change was may be told better once it is published.
                archived.changes = entry.policy.front.changes.as_slice().into();
                archived.feed = entry.policy.front.feed;
                addresses.insert(entry.policy.id.clone(), archived.address());
            }
            new.extend(is_new.then_some(at));
        }
        for at in new {
            self.settle(edition, at, &Then { addresses: &addresses, originals, images: &project.images });
        }
        addresses
    }

    /// Keeps a version under a name that no other has.
    fn keep(&mut self, state: &State, project: &Project, edition: &str, entry: &Entry<'_>, text: Key) -> usize {
        let versions = self.archive.brands.entry(edition.to_owned()).or_default();
        let called = name::named(&entry.document, &state.name, |slug| is_taken(versions, &entry.policy.id, slug));
        versions.push(Archived { state_name: state.name.clone(), state: state.digest, ..Archived::of(project, entry, text, called) });
        versions.len() - 1
    }

    /// Settles a version among those of its state.
    fn settle(&mut self, brand: &str, at: usize, then: &Then<'_>) {
        if let Some(archived) = self.archive.brands.get_mut(brand).and_then(|versions| versions.get_mut(at)) {
            archived.settle(then, &mut self.archive.images);
        }
    }
}

/// The version that front matter gives.
fn version_of(meta: &Meta) -> Option<String> {
    meta.version.as_deref().map(str::trim).filter(|version| !version.is_empty()).map(ToOwned::to_owned)
}

fn is_called(label: &Label, version: &str) -> bool {
    matches!(label, Label::Version(other, _) if other == version)
}

/// What stands for the document of an earlier version.
fn document_key(document: &Document) -> Key {
    KeyHasher::key("earlier", document)
}

/// Where an image of an earlier version is kept: by what it shows, so that versions share it.
fn kept_path(asset: &Asset) -> String {
    let digest = Digest::of(&asset.bytes).to_string();
    let name = asset.path.rsplit('/').next().unwrap_or_default();
    format!("{FOLDER}/{}/{name}", digest.get(..16).unwrap_or(&digest))
}

/// An image of an earlier version, where it is kept.
fn kept_image(asset: &Asset) -> Asset {
    Asset { path: kept_path(asset), bytes: Arc::clone(&asset.bytes) }
}

impl Entry<'_> {
    /// What the document says to a reader: computed once, since the images that it shows are the project's.
    fn text_key(&self, images: &BTreeMap<String, Asset>) -> Key {
        *self.remembered.text.get_or_init(|| text_key(&self.document, images))
    }
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
