//! Loading a project: every file is read once, and everything that is wrong is said at once.

use std::collections::{BTreeMap, BTreeSet};

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::files::{Role, find};
use super::form::{ASKED, PROJECT, PROJECT_IN_ANOTHER_LANGUAGE};
use super::front::{self, character};
use super::language::{InLanguage, Languages};
use super::publishing::{asked_at, lone_synonyms, without_address};
use super::read::{Content, Loaded, binary_fault, keep, read};
#[cfg(feature = "sign")]
use super::signing;
use super::{Format, Moved, Placed, Policy, Project, Publishing, Reserve, carried, dated, name, outputs, sites, untranslated, zeros};
use crate::brand::{Asset, BRAND, BRAND_IN_ANOTHER_LANGUAGE, BrandFile, BrandTranslation, Folded, NavigationEntry, fold, unknown_brand};
use crate::diag::{Code, Diagnostic, Warned, did_you_mean, unfit_character};
use crate::locale::{Locale, language_tag, split_language, typographic};
use crate::source::{FileId, Sources, Span, decode};
use crate::world::{Days, World};
use crate::yaml::{Form, Given, Node, Value, check, parse};

/// The project file.
const PROJECT_FILE: &str = "counterpart.yaml";
/// How large it may be for a first look at it, in bytes.
const LONGEST_PROJECT_FILE: usize = 2 * 1024 * 1024;
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
    parts.assemble(world.days())
}

/// How a world's project is published: what its project file says, without a look at anything else. What is wrong with that file is left to [`load`] to say.
pub fn publishing(world: &dyn World) -> Publishing {
    let text = world.read(PROJECT_FILE).ok().and_then(|bytes| decode(&bytes).ok()).filter(|text| text.len() <= LONGEST_PROJECT_FILE);
    let node = text.and_then(|text| parse(FileId(0), &text, 0).value);
    node.as_ref().and_then(|node| node.get("publishing")).map(Publishing::read).unwrap_or_default()
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
    /// The project's words in other languages, by their tags.
    words: Vec<(String, FileId)>,
    /// How customers ask.
    asked: Option<FileId>,
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
            Role::Asked => self.asked = Some(file),
            Role::Words { language } => self.words.push((language, file)),
            Role::Brand { id } => self.brands.push((id, file)),
            Role::Policy { owner, id } => self.policies.push(Text { file, owner, name: id }),
            Role::Partial { owner, name } => self.partials.push(Text { file, owner, name }),
            Role::Template => self.templates.push(file),
            Role::Image | Role::BrandAsset => {}
        }
    }

    fn assemble(mut self, days: &Days) -> Warned<Project> {
        let settings = self.settings();
        let files = self.brand_files();
        let Folded { brands, editions } = self.brands(&files, settings.as_ref());
        let languages = Languages::of(&files, settings.as_ref());
        let items = |key: &str| settings.as_ref().and_then(|node| node.get(key));
        let mut project = Project {
            title: items("title").and_then(Node::text).unwrap_or("Policies").to_owned(),
            formats: items("formats").map_or_else(|| vec![Format::Html, Format::Markdown, Format::Pdf], front::formats),
            navigation: items("navigation").map(NavigationEntry::read).unwrap_or_default(),
            brands,
            editions,
            translations: BTreeMap::new(),
            said_untranslated: self.found.iter().filter(|found| found.code == Code::Untranslated).filter_map(|found| found.span).collect(),
            language: items("language").and_then(Node::text).and_then(Locale::parse),
            publishing: items("publishing").map(Publishing::read).unwrap_or_default(),
            asked_at: items("publishing").and_then(|node| node.get("asked")).map(asked_at).unwrap_or_default(),
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
        let partials = self.add_partials(&mut project, &languages);
        let policies = self.add_policies(&mut project, &files, &languages);
        add_translated_partials(&mut project, partials);
        self.add_translations(&mut project, policies);
        self.add_words(&mut project);
        self.add_asked(&mut project);
        let moved = Moved::of(&project);
        project.publishing.follow(&moved);
        #[cfg(feature = "sign")]
        self.add_signing(&mut project, settings.as_ref(), &files);
        project.sources = self.sources;
        let place = items("publishing").and_then(|node| node.get("updated")).map(|node| node.span);
        self.found.extend(dated::date(&mut project, days, place));
        project.carried = carried::carried(&project);
        self.found.extend(carried::faults(&project));
        self.found.extend(outputs::faults(&project));
        self.found.extend(sites::faults(&project, &files));
        let place = items("publishing").and_then(|node| node.get("feedback")).map(|node| node.span);
        self.found.extend(without_address(&project, place));
        self.found.extend(items("publishing").and_then(|node| node.get("synonyms")).map(lone_synonyms).unwrap_or_default());
        self.found.extend(untranslated::faults(&project, &languages));
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
        let (translations, brands) = divide_brands(std::mem::take(&mut self.brands));
        for (id, file) in brands {
            let (node, found) = values(file, &self.text(file), &BRAND, Given::Part);
            self.found.extend(found.into_iter().map(|finding| finding.for_brand(&id)));
            self.found.extend(node.as_ref().and_then(|node| too_many_values(&id, node)));
            self.found.extend(node.iter().flat_map(|node| zeros::faults(node, &self.sources)));
            self.found.extend(name::brand_fault(&id).map(|finding| finding.at(Span::new(file, 0..0))));
            match files.iter().find(|other| other.id.eq_ignore_ascii_case(&id)) {
                Some(first) => self.found.push(same_brand(&id, file, first.file)),
                None => files.push(BrandFile { id, file, node, translations: Vec::new() }),
            }
        }
        for (name, file) in translations {
            self.add_brand_translation(&mut files, name, file);
        }
        self.found.extend(stray_folders(&self.folders, &files));
        if files.is_empty() {
            let finding = Diagnostic::new(Code::UnknownBrand, "the project has no brand").in_file("brands");
            self.found.push(finding.hint("write a file such as brands/acme.yaml with a line `name: Acme`"));
        }
        files
    }

    /// A file that says a brand's values in another language.
    fn add_brand_translation(&mut self, files: &mut [BrandFile], InLanguage { name, language }: InLanguage, file: FileId) {
        let (node, found) = values(file, &self.text(file), &BRAND_IN_ANOTHER_LANGUAGE, Given::Part);
        self.found.extend(found.into_iter().map(|finding| finding.for_brand(&name)));
        self.found.extend(node.as_ref().and_then(|node| too_many_values(&name, node)));
        let Some((brand, node)) = files.iter_mut().find(|brand| brand.id == name).zip(node) else { return };
        if let Some(first) = brand.translations.iter().find(|other| other.language == language) {
            return self.found.push(same_brand(&format!("{name}.{language}"), file, first.file));
        }
        brand.translations.push(BrandTranslation { language, file, node });
        brand.translations.sort_by(|a, b| a.language.cmp(&b.language));
    }

    /// The brands that are built: those the project file lists, or all. Others are there to be extended or listed as products.
    fn brands(&mut self, files: &[BrandFile], settings: Option<&Node>) -> Folded {
        let listed = settings.and_then(|node| node.get("brands")).map(Node::items);
        let known: Vec<&str> = files.iter().map(|file| file.id.as_str()).collect();
        let unknown =
            listed.into_iter().flatten().filter(|_| !known.is_empty()).filter_map(|item| Some((item, item.text().filter(|id| !known.contains(id))?)));
        self.found.extend(unknown.map(|(item, id)| unknown_brand(id, &known, "brands").at(item.span)));
        let is_built = |id: &str| listed.is_none_or(|items| items.iter().any(|item| item.text() == Some(id)));
        let folded = fold(files, &self.sources, &self.assets, is_built);
        self.found.extend(folded.diagnostics);
        folded.value
    }

    /// Adds the partials whose names say no language, and gives the others.
    fn add_partials(&mut self, project: &mut Project, languages: &Languages) -> Vec<(InLanguage, Text)> {
        let partials = std::mem::take(&mut self.partials);
        for partial in &partials {
            let text = self.text(partial.file);
            self.found.extend(unfit_character(&text).map(|(at, finding)| finding.at(character(partial.file, at, &text))));
        }
        let (translations, originals) = self.divide(partials, languages);
        for partial in originals {
            match partial.owner {
                Some(owner) => project.own_partials.entry(owner).or_default().insert(partial.name, partial.file),
                None => project.partials.insert(partial.name, partial.file),
            };
        }
        translations
    }

    /// Divides texts into those that translate others and all the rest. What is called like a translation and is none is said, and is neither.
    fn divide(&mut self, texts: Vec<Text>, languages: &Languages) -> (Vec<(InLanguage, Text)>, Vec<Text>) {
        let names: BTreeSet<(Option<&str>, &str)> = texts.iter().map(|text| (text.owner.as_deref(), text.name.as_str())).collect();
        let mut sorted: Vec<Option<InLanguage>> = Vec::with_capacity(texts.len());
        let mut faulty: BTreeSet<FileId> = BTreeSet::new();
        for text in &texts {
            // A brand may translate what it inherits or shares, and does not replace.
            let exists = |name: &str| names.iter().any(|(owner, other)| *other == name && (owner.is_none() || text.owner.is_some()));
            let known = names.iter().map(|(_, name)| *name).filter(|name| split_language(name).is_none());
            let found = languages.read(&text.name, text.file, exists, known);
            sorted.push(found.unwrap_or_else(|fault| {
                self.found.push(*fault);
                faulty.insert(text.file);
                None
            }));
        }
        let mut divided = (Vec::new(), Vec::new());
        for (name, text) in sorted.into_iter().zip(texts).filter(|(_, text)| !faulty.contains(&text.file)) {
            match name {
                Some(name) => divided.0.push((name, text)),
                None => divided.1.push(text),
            }
        }
        divided
    }

    /// Adds texts that translate others. What they do not say themselves they take from what they translate.
    fn add_translations(&mut self, project: &mut Project, texts: Vec<(InLanguage, Text)>) {
        let sources = &self.sources;
        let read = |(InLanguage { name, language }, text): (InLanguage, Text)| {
            let of = translated(project, text.owner.as_deref(), &name)?;
            Some((language, text.owner, front::read_translation(of, text.file, sources.file(text.file).text())))
        };
        let translations: Vec<_> = texts.into_par_iter().filter_map(read).collect();
        for (language, owner, Warned { value: policy, diagnostics }) in translations {
            self.found.extend(diagnostics);
            let shelf = project.translations.entry(language).or_default();
            let place = match owner {
                Some(owner) => shelf.own_policies.entry(owner).or_default(),
                None => &mut shelf.policies,
            };
            match place.get(&policy.id) {
                Some(first) => self.found.push(outputs::same_place(&policy, first)),
                None => drop(place.insert(policy.id.clone(), policy)),
            }
        }
    }

    /// Adds what the project itself says in other languages.
    fn add_words(&mut self, project: &mut Project) {
        let headings = NavigationEntry::headings(&project.navigation);
        let headings: BTreeSet<&str> = headings
            .into_iter()
            .chain(project.brands.iter().flat_map(|brand| NavigationEntry::headings(brand.navigation.as_deref().unwrap_or_default())))
            .collect();
        // A heading that is not known may stand in a navigation that could not be read.
        let navigations: Vec<FileId> = self.project.into_iter().chain(project.brands.iter().flat_map(|brand| brand.files.clone())).collect();
        let mut words = Vec::new();
        for (language, file) in std::mem::take(&mut self.words) {
            let (node, found) = values(file, &self.text(file), &PROJECT_IN_ANOTHER_LANGUAGE, Given::Whole);
            self.found.extend(found);
            let Some(node) = node else { continue };
            let entries = node.get("headings").map(Node::entries).unwrap_or_default();
            let (known, unknown): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| headings.contains(typographic(&entry.key).as_str()));
            self.found.extend(
                unknown.into_iter().map(|entry| unknown_heading(&entry.key, &headings).at(entry.key_span).resting_on(navigations.iter().copied())),
            );
            let placed = |node: &Node| Some(Placed { value: typographic(node.text()?), span: node.span });
            let said = known.into_iter().filter_map(|entry| Some((typographic(&entry.key), placed(&entry.node)?))).collect();
            words.push((language, file, node.get("title").and_then(Node::text).map(str::to_owned), said));
        }
        for (language, file, title, headings) in words {
            let shelf = project.translations.entry(language).or_default();
            (shelf.file, shelf.title, shelf.headings) = (Some(file), title, headings);
        }
    }

    fn add_asked(&mut self, project: &mut Project) {
        let Some(file) = self.asked else { return };
        let (node, found) = values(file, &self.text(file), &ASKED, Given::Whole);
        self.found.extend(found);
        let Some(node) = node else { return };
        project.asked_at.extend(node.get("sections").map(asked_at).unwrap_or_default());
        project.publishing.add_asked(&node);
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

    /// Adds the policies whose names say no language, and gives the others.
    fn add_policies(&mut self, project: &mut Project, brands: &[BrandFile], languages: &Languages) -> Vec<(InLanguage, Text)> {
        let texts = std::mem::take(&mut self.policies);
        let (translations, texts) = self.divide(texts, languages);
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
        translations
    }
}

/// Adds partials that translate others.
fn add_translated_partials(project: &mut Project, partials: Vec<(InLanguage, Text)>) {
    for (InLanguage { name, language }, text) in partials {
        let shelf = project.translations.entry(language).or_default();
        match text.owner {
            Some(owner) => shelf.own_partials.entry(owner).or_default().insert(name, text.file),
            None => shelf.partials.insert(name, text.file),
        };
    }
}

/// The policy that a translation in a brand's folder, or a shared one, translates: the brand's own, one it inherits, or the shared one.
fn translated<'p>(project: &'p Project, owner: Option<&str>, id: &str) -> Option<&'p Policy> {
    let owner = owner.map(|owner| (owner, project.brand(owner)));
    let own = owner.and_then(|(owner, brand)| match brand {
        Some(brand) => project.original(brand, id),
        None => project.own_policies.get(owner)?.get(id),
    });
    own.or_else(|| project.policies.get(id))
}

/// Files that say something of a brand in a language.
type Translating = Vec<(InLanguage, FileId)>;

/// Divides brands' files into those that say values of another one in a language and all the rest.
fn divide_brands(files: Vec<(String, FileId)>) -> (Translating, Vec<(String, FileId)>) {
    let ids: BTreeSet<String> = files.iter().map(|(id, _)| id.clone()).collect();
    let mut divided = (Vec::new(), Vec::new());
    for (id, file) in files {
        let named = split_language(&id).filter(|(name, _)| ids.contains(*name));
        match named.and_then(|(name, written)| Some(InLanguage { name: name.to_owned(), language: language_tag(written)? })) {
            Some(name) => divided.0.push((name, file)),
            None => divided.1.push((id, file)),
        }
    }
    divided
}

fn unknown_heading(heading: &str, known: &BTreeSet<&str>) -> Diagnostic {
    let hint = did_you_mean(heading, known.iter().copied())
        .map_or_else(|| "write a heading as a `title` in a navigation has it".to_owned(), |near| format!("did you mean `{near}`?"));
    Diagnostic::new(Code::BadTranslation, format!("no navigation has the heading `{heading}`")).hint(hint)
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

fn same_brand(id: &str, file: FileId, first: FileId) -> Diagnostic {
    Diagnostic::new(Code::SameOutput, format!("two files describe the brand `{id}`"))
        .at(Span::new(file, 0..0))
        .with_related(Span::new(first, 0..0), "the other one")
        .hint("keep one of the two files")
}

/// Brands that a source's front matter names and that have no file.
fn unknown_names(policy: &super::Policy, brands: &[BrandFile]) -> Vec<Diagnostic> {
    let known: Vec<&str> = brands.iter().map(|brand| brand.id.as_str()).collect();
    // Where there is no brand at all, that is what is said.
    let named = policy.front.brands.iter().flatten().filter(|_| !known.is_empty());
    let unknown = named.filter(|name| !known.contains(&name.value.as_str()));
    unknown.map(|name| unknown_brand(&name.value, &known, "brands").at(name.span)).collect()
}
