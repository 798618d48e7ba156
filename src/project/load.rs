//! Loading a project: every file is read once, and everything that is wrong is said at once.

use std::collections::{BTreeMap, BTreeSet};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::files::{Role, find};
use super::form::PROJECT;
use super::front::{self, character};
use super::read::{Content, Loaded, binary_fault, keep, read};
#[cfg(feature = "sign")]
use super::signing;
use super::{Format, Project, Reserve, carried, name, outputs};
use crate::brand::{Asset, BRAND, Brand, BrandFile, NavigationEntry, fold, unknown_brand};
use crate::diag::{Code, Diagnostic, Warned, did_you_mean, unfit_character};
use crate::source::{FileId, Sources, Span};
use crate::world::World;
use crate::yaml::{Form, Given, Node, Value, check, parse};

/// How many values a brand's file may hold.
const MOST_VALUES: usize = 20_000;

/// Loads the project that a world holds.
///
/// There is always a project: what cannot be read is left out or stands in with defaults, so that one fault does not look like many. Files that are
/// there and cannot be read are findings of [`Code::Unreadable`].
pub fn load(world: &dyn World) -> Warned<Project> {
    let files = find(world);
    let (loaded, unreadable) = read(world, files.value);
    let mut parts = Parts { found: files.diagnostics, ..Parts::default() };
    parts.found.extend(unreadable);
    for file in loaded {
        parts.sort(file);
    }
    parts.assemble()
}

/// A text with its owner, the brand in whose folder it lies, and its name.
struct Text {
    file: FileId,
    owner: Option<String>,
    name: String,
}

/// What was read, sorted by what it is.
#[derive(Default)]
struct Parts {
    sources: Sources,
    project: Option<FileId>,
    brands: Vec<(String, FileId)>,
    policies: Vec<Text>,
    partials: Vec<Text>,
    templates: Vec<FileId>,
    images: BTreeMap<String, Asset>,
    assets: BTreeMap<String, Asset>,
    /// The names of the folders in `brands/` from which something was read.
    folders: BTreeSet<String>,
    found: Vec<Diagnostic>,
}

impl Parts {
    fn sort(&mut self, loaded: Loaded) {
        self.folders.extend(brand_folder(&loaded.file.path));
        if let Content::Binary(asset) = loaded.content {
            self.found.extend(binary_fault(&loaded.file.role, &asset));
            let place = if loaded.file.role == Role::Image { &mut self.images } else { &mut self.assets };
            place.insert(asset.path.clone(), asset);
            return;
        }
        let Some((file, finding)) = keep(&mut self.sources, &loaded.file.path, loaded.content) else { return };
        self.found.extend(finding);
        match loaded.file.role {
            Role::Project => self.project = Some(file),
            Role::Brand { id } => self.brands.push((id, file)),
            Role::Policy { owner, id } => self.policies.push(Text { file, owner, name: id }),
            Role::Partial { owner, name } => self.partials.push(Text { file, owner, name }),
            Role::Template => self.templates.push(file),
            Role::Image | Role::BrandAsset => {}
        }
    }

    fn assemble(mut self) -> Warned<Project> {
        let settings = self.settings();
        let files = self.brand_files();
        let brands = self.brands(&files, settings.as_ref());
        let items = |key: &str| settings.as_ref().and_then(|node| node.get(key));
        let mut project = Project {
            title: items("title").and_then(Node::text).unwrap_or("Policies").to_owned(),
            formats: items("formats").map_or_else(|| vec![Format::Html, Format::Markdown, Format::Pdf], front::formats),
            navigation: items("navigation").map(NavigationEntry::read).unwrap_or_default(),
            brands,
            reserve: items("reserve").map(Reserve::read).unwrap_or_default(),
            policies: BTreeMap::new(),
            own_policies: BTreeMap::new(),
            partials: BTreeMap::new(),
            own_partials: BTreeMap::new(),
            templates: std::mem::take(&mut self.templates),
            images: std::mem::take(&mut self.images),
            carried: BTreeMap::new(),
            #[cfg(feature = "sign")]
            signing: BTreeMap::new(),
            sources: Sources::default(),
        };
        self.add_partials(&mut project);
        self.add_policies(&mut project, &files);
        #[cfg(feature = "sign")]
        self.add_signing(&mut project, settings.as_ref(), &files);
        project.sources = self.sources;
        project.carried = carried::carried(&project);
        self.found.extend(carried::faults(&project));
        self.found.extend(outputs::faults(&project));
        Warned { value: project, diagnostics: self.found }
    }

    fn text(&self, file: FileId) -> std::sync::Arc<str> {
        self.sources.file(file).text().clone()
    }

    fn settings(&mut self) -> Option<Node> {
        let file = self.project?;
        let (node, found) = values(file, &self.text(file), &PROJECT, Given::Whole);
        self.found.extend(found);
        node
    }

    fn brand_files(&mut self) -> Vec<BrandFile> {
        let mut files: Vec<BrandFile> = Vec::with_capacity(self.brands.len());
        for (id, file) in std::mem::take(&mut self.brands) {
            let (node, found) = values(file, &self.text(file), &BRAND, Given::Part);
            self.found.extend(found.into_iter().map(|finding| finding.for_brand(&id)));
            self.found.extend(node.as_ref().and_then(|node| too_many_values(&id, node)));
            self.found.extend(name::brand_fault(&id).map(|finding| finding.at(Span::new(file, 0..0))));
            match files.iter().find(|other| other.id.eq_ignore_ascii_case(&id)) {
                Some(first) => self.found.push(same_brand(&id, file, first)),
                None => files.push(BrandFile { id, file, node }),
            }
        }
        self.found.extend(stray_folders(&self.folders, &files));
        if files.is_empty() {
            let finding = Diagnostic::new(Code::UnknownBrand, "the project has no brand").in_file("brands");
            self.found.push(finding.hint("write a file such as brands/acme.yaml with a line `name: Acme`"));
        }
        files
    }

    /// The brands that are built: those the project file lists, or all. Others are there to be extended or listed as products.
    fn brands(&mut self, files: &[BrandFile], settings: Option<&Node>) -> Vec<Brand> {
        let listed = settings.and_then(|node| node.get("brands")).map(Node::items);
        let known: Vec<&str> = files.iter().map(|file| file.id.as_str()).collect();
        let unknown = listed.into_iter().flatten().filter_map(|item| Some((item, item.text().filter(|id| !known.contains(id))?)));
        self.found.extend(unknown.map(|(item, id)| unknown_brand(id, &known, "brands").at(item.span)));
        let is_built = |id: &str| listed.is_none_or(|items| items.iter().any(|item| item.text() == Some(id)));
        let folded = fold(files, &self.sources, &self.assets, is_built);
        self.found.extend(folded.diagnostics);
        folded.value
    }

    fn add_partials(&mut self, project: &mut Project) {
        for partial in std::mem::take(&mut self.partials) {
            let text = self.text(partial.file);
            self.found.extend(unfit_character(&text).map(|(at, finding)| finding.at(character(partial.file, at, &text))));
            match partial.owner {
                Some(owner) => project.own_partials.entry(owner).or_default().insert(partial.name, partial.file),
                None => project.partials.insert(partial.name, partial.file),
            };
        }
    }

    #[cfg(feature = "sign")]
    fn add_signing(&mut self, project: &mut Project, settings: Option<&Node>, brands: &[BrandFile]) {
        let Some((node, file)) = settings.and_then(|node| node.get("signing")).zip(self.project) else { return };
        let brands = brands.iter().map(|brand| brand.id.as_str()).collect();
        let policies = project.all_policies().map(|policy| policy.id.as_str()).collect();
        let profiles = signing::profiles(node, self.sources.file(file), &signing::Known { brands, policies });
        self.found.extend(profiles.diagnostics);
        signing::hide(&mut self.found, node, self.sources.file(file));
        project.signing = profiles.value;
    }

    fn add_policies(&mut self, project: &mut Project, brands: &[BrandFile]) {
        let texts = std::mem::take(&mut self.policies);
        let sources = &self.sources;
        let read = |text: &Text| front::read(&text.name, text.file, sources.file(text.file).text());
        let policies: Vec<_> = texts.par_iter().map(read).collect();
        for (text, policy) in texts.into_iter().zip(policies) {
            self.found.extend(policy.diagnostics);
            let policy = policy.value;
            self.found.extend(name::id_fault(&policy.id).map(|finding| finding.at(Span::new(policy.file, 0..0))));
            self.found.extend(unknown_names(&policy, brands));
            let place = match text.owner {
                Some(owner) => project.own_policies.entry(owner).or_default(),
                None => &mut project.policies,
            };
            match place.get(&policy.id) {
                Some(first) => self.found.push(outputs::same_place(&policy, first)),
                None => drop(place.insert(policy.id.clone(), policy)),
            }
        }
    }
}

/// The finding for a brand's file with more values than anyone keeps up.
fn too_many_values(id: &str, node: &Node) -> Option<Diagnostic> {
    (size(node) > MOST_VALUES).then(|| {
        let start = Span::new(node.span.file, 0..0);
        let found = Diagnostic::new(Code::TooLarge, format!("the file holds more than {MOST_VALUES} values")).at(start).for_brand(id);
        found.hint("divide it between brands that extend one another")
    })
}

/// How many values a value holds, with itself.
fn size(node: &Node) -> usize {
    1 + node.items().iter().map(size).sum::<usize>() + node.entries().iter().map(|entry| size(&entry.node)).sum::<usize>()
}

/// The name of the folder in `brands/` in which a file lies.
fn brand_folder(path: &str) -> Option<String> {
    path.strip_prefix("brands/")?.split_once('/').map(|(folder, _)| folder.to_owned())
}

/// Folders in `brands/` that are called like no brand: nothing in them would ever be used.
fn stray_folders(folders: &BTreeSet<String>, files: &[BrandFile]) -> Vec<Diagnostic> {
    let known: Vec<&str> = files.iter().map(|file| file.id.as_str()).collect();
    let stray = folders.iter().filter(|folder| !known.contains(&folder.as_str()));
    let finding = |folder: &String| {
        let hint = did_you_mean(folder, known.iter().copied()).map_or_else(
            || format!("write the brand's file, brands/{folder}.yaml, or take the folder away"),
            |near| format!("did you mean brands/{near}?"),
        );
        Diagnostic::new(Code::UnknownBrand, format!("the folder belongs to the brand `{folder}`, which does not exist"))
            .in_file(format!("brands/{folder}"))
            .hint(hint)
    };
    stray.map(finding).collect()
}

/// The values of a YAML file, held against what they must be; none where it is no map at all.
fn values(file: FileId, text: &str, form: &'static Form, given: Given) -> (Option<Node>, Vec<Diagnostic>) {
    let Warned { value, mut diagnostics } = parse(file, text, 0);
    if let Some(node) = &value {
        diagnostics.extend(check(node, form, given, text));
    }
    (value.filter(|node| matches!(node.value, Value::Map(_))), diagnostics)
}

fn same_brand(id: &str, file: FileId, first: &BrandFile) -> Diagnostic {
    Diagnostic::new(Code::SameOutput, format!("two files describe the brand `{id}`"))
        .at(Span::new(file, 0..0))
        .with_related(Span::new(first.file, 0..0), "the other one")
        .hint("keep one of the two files")
}

/// Brands that a source's front matter names and that have no file.
fn unknown_names(policy: &super::Policy, brands: &[BrandFile]) -> Vec<Diagnostic> {
    let known: Vec<&str> = brands.iter().map(|brand| brand.id.as_str()).collect();
    let named = policy.front.brands.iter().flatten();
    let unknown = named.filter(|name| !known.contains(&name.value.as_str()));
    unknown.map(|name| unknown_brand(&name.value, &known, "brands").at(name.span)).collect()
}
