//! The plan: every file that is to stand in the output folder, with the key of what it is made from.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::front::{BrandSet, Entry};
use super::request::Request;
use super::seal::Sealer;
use super::trace::Tracer;
use super::workshop::{Pages, Workshop};
use crate::brand::{Brand, edition_key};
use crate::cache::{Key, KeyHasher, State};
use crate::output::folder::Folder;
use crate::project::Format;
use crate::render::href::{asset_path, file_path, signed_path};
use crate::site::{BOOK, FileInput, GITBOOK, SUMMARY, Site, SiteFile, Version};

/// Every file that is to stand in the output folder.
#[derive(Debug)]
pub(super) struct Plan<'p> {
    workshop: &'p Workshop<'p>,
    request: &'p Request,
    /// The files, brand by brand. What lies in two places is planned once.
    pub(super) outputs: Vec<Output>,
}

/// A file, with the places it is to stand in.
#[derive(Debug)]
pub(super) struct Output {
    /// Its paths from the output folder: its own, then those of its copies.
    pub(super) paths: Vec<String>,
    /// The brand it belongs to.
    pub(super) brand: String,
    /// The language of the brand's edition that it belongs to; none for the main one.
    pub(super) language: Option<String>,
    /// What it is made from.
    pub(super) key: Key,
    /// The paths of the inputs it depends on.
    pub(super) inputs: Arc<[String]>,
    /// What it is.
    pub(super) what: What,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A policy's page.
    Page(String),
    /// The page at an address under which a policy stood before.
    Redirect {
        /// The policy it leads to.
        policy: String,
        /// The address, from the site's root and without `.html`.
        from: String,
    },
    /// A policy's Markdown.
    Markdown(String),
    /// The Markdown copy beside a policy's page.
    MarkdownCopy(String),
    /// The contents of the folder of Markdown files.
    Summary,
    /// What leads GitBook to those contents.
    GitBook,
    /// A policy's PDF.
    Pdf(String),
    /// A policy's PDF with a signature.
    Signed {
        /// The policy.
        policy: String,
        /// The path of the unsigned file.
        body: String,
    },
    /// The brand's policies as one PDF.
    Book,
    /// The PDF of an earlier version, by its path from the folder of PDFs.
    VersionPdf(String),
    /// A file of the site that belongs to no policy.
    Site(SiteFile),
    /// An image, by its path from the project's root.
    Image(String),
}

impl Output {
    /// The brand or edition, as [`Brand::key`] calls it, and the policy it shows, where it shows one.
    pub(super) fn document(&self) -> Option<(String, &str)> {
        self.policy().map(|policy| (self.edition(), policy))
    }

    /// The brand or edition that it belongs to, as [`Brand::key`] calls it.
    pub(super) fn edition(&self) -> String {
        edition_key(&self.brand, self.language.as_deref())
    }

    /// Whether it belongs to a brand's edition.
    pub(super) fn is_of(&self, brand: &Brand) -> bool {
        self.brand == brand.id && self.language.as_deref() == brand.language()
    }

    /// The policy it shows, where it shows one.
    pub(super) fn policy(&self) -> Option<&str> {
        match &self.what {
            What::Page(policy)
            | What::Redirect { policy, .. }
            | What::Markdown(policy)
            | What::MarkdownCopy(policy)
            | What::Pdf(policy)
            | What::Signed { policy, .. } => Some(policy),
            What::Summary | What::GitBook | What::Book | What::VersionPdf(_) | What::Site(_) | What::Image(_) => None,
        }
    }

    /// The format a file counts as: a copy beside a page as what it is, an image as a part of the format whose folder it lies in.
    pub(super) fn format_of(path: &str) -> Format {
        match (path.rsplit_once('.').map(|(_, extension)| extension), path.split('/').nth(1)) {
            (Some("md"), _) | (_, Some("markdown")) => Format::Markdown,
            (Some("pdf"), _) | (_, Some("pdf")) => Format::Pdf,
            _ => Format::Html,
        }
    }
}

impl Entry<'_> {
    /// The key of its document.
    pub(super) fn key(&self) -> Key {
        self.key.unwrap_or_else(|| KeyHasher::key("document", &self.document))
    }
}

impl<'p> Plan<'p> {
    /// A plan with nothing in it yet.
    pub(super) fn new(workshop: &'p Workshop<'p>, request: &'p Request) -> Self {
        Self { workshop, request, outputs: Vec::new() }
    }

    /// Plans the files of brands.
    pub(super) fn add(&mut self, sets: &[BrandSet<'_>], tracer: &Tracer<'_>) {
        self.add_those(&sets.iter().collect::<Vec<_>>(), tracer);
    }

    /// The same for some of several brands.
    pub(super) fn add_those(&mut self, sets: &[&BrandSet<'_>], tracer: &Tracer<'_>) {
        let asked: Vec<_> = sets.iter().copied().filter(|set| self.request.brands.matches(&set.brand.id)).collect();
        let (workshop, request) = (self.workshop, self.request);
        let planned: Vec<_> = asked.into_par_iter().map(|set| BrandPlan { workshop, request, sets, set, tracer }.outputs()).collect();
        self.outputs.extend(planned.into_iter().flatten());
    }

    /// Plans a signed copy of each PDF that is to have one.
    pub(super) fn sign(&mut self, sealer: &dyn Sealer) {
        let mut signed = Vec::new();
        for output in &self.outputs {
            let (What::Pdf(policy), Some(body)) = (&output.what, output.paths.first()) else { continue };
            if sealer.signs(&output.brand, policy) {
                let paths = output.paths.iter().map(|path| signed_path(path)).collect();
                let key = KeyHasher::key("signed", (output.key, sealer.key(&output.brand)));
                let what = What::Signed { policy: policy.clone(), body: body.clone() };
                signed.push(Output {
                    paths,
                    brand: output.brand.clone(),
                    language: output.language.clone(),
                    key,
                    inputs: Arc::clone(&output.inputs),
                    what,
                });
            }
        }
        self.outputs.extend(signed);
    }

    /// The indices of what does not stand as the last build left it.
    pub(super) fn missing(&self, state: &State, out: &Folder) -> Vec<usize> {
        let stands = |output: &Output| {
            output.paths.iter().all(|path| state.outputs.get(path).is_some_and(|known| known.key == output.key) && state.stands(out, path))
        };
        (0..self.outputs.len()).into_par_iter().filter(|at| !stands(&self.outputs[*at])).collect()
    }
}

/// The planning of one brand.
struct BrandPlan<'a> {
    workshop: &'a Workshop<'a>,
    request: &'a Request,
    /// It and others, its main edition among them.
    sets: &'a [&'a BrandSet<'a>],
    set: &'a BrandSet<'a>,
    tracer: &'a Tracer<'a>,
}

/// What stands around a brand's documents.
struct Framed<'a> {
    pages: &'a Pages<'a>,
    site: &'a Site<'a>,
    /// The key of what all pages show.
    frame: Key,
}

impl BrandPlan<'_> {
    fn outputs(&self) -> Vec<Output> {
        let documents: Vec<Key> = self.set.entries.iter().map(Entry::key).collect();
        let pages = Pages::of(self.workshop, self.sets, self.set);
        let site = pages.site(self.workshop, self.set.brand);
        let frame = KeyHasher::key("frame", site.frame());
        let appearance = self.workshop.appearance(self.set.brand);
        let asked = self.set.entries.iter().zip(&documents).filter(|(entry, _)| self.request.policies.matches(&entry.policy.id));
        let mut outputs: Vec<Output> =
            asked.flat_map(|(entry, key)| self.document(entry, *key, &Framed { pages: &pages, site: &site, frame }, appearance)).collect();
        outputs.extend(self.book(&documents, appearance));
        outputs.extend(self.version_pdfs(&site, appearance));
        outputs.extend(self.site_files(&site, frame, &documents));
        outputs.extend(self.summary());
        outputs.extend(self.images());
        outputs
    }

    /// The files of one document: its page, and its Markdown and PDF, with copies beside the page.
    fn document(&self, entry: &Entry<'_>, document: Key, around: &Framed<'_>, appearance: Key) -> Vec<Output> {
        let Framed { pages, site, frame } = around;
        let formats = self.workshop.formats(entry.policy);
        let inputs: Arc<[String]> = self.tracer.inputs(self.set.brand, std::slice::from_ref(entry)).into();
        let id = &entry.policy.id;
        let asked = formats.iter().filter(|format| self.request.wants(**format));
        let output = |format: &Format| {
            let (key, what) = match format {
                Format::Html => {
                    (KeyHasher::key("page", (frame, document, pages.published(id).map(|page| site.page_input(page)))), What::Page(id.clone()))
                }
                Format::Markdown => (KeyHasher::key("markdown", document), What::Markdown(id.clone())),
                Format::Pdf => (KeyHasher::key("pdf", (document, appearance, self.workshop.image_digests(&entry.document))), What::Pdf(id.clone())),
            };
            let file = file_path(id, *format);
            let mut paths = vec![self.path(*format, &file)];
            if *format == Format::Pdf && formats.contains(&Format::Html) {
                paths.push(self.path(Format::Html, &file));
            }
            Output { paths, brand: self.set.brand.id.clone(), language: self.language(), key, inputs: Arc::clone(&inputs), what }
        };
        let copy = self.markdown_copy(entry, document, pages, site, &inputs);
        asked.map(output).chain(copy).chain(self.redirects(entry, &inputs, site)).collect()
    }

    /// The Markdown beside a document's page.
    fn markdown_copy(&self, entry: &Entry<'_>, document: Key, pages: &Pages<'_>, site: &Site<'_>, inputs: &Arc<[String]>) -> Option<Output> {
        let id = &entry.policy.id;
        let page = pages.published(id).filter(|page| page.formats.contains(&Format::Markdown) && self.request.wants(Format::Markdown))?;
        let key = KeyHasher::key("markdown copy", (document, site.markdown_input(page)));
        let paths = vec![self.path(Format::Html, &file_path(id, Format::Markdown))];
        Some(Output {
            paths,
            brand: self.set.brand.id.clone(),
            language: self.language(),
            key,
            inputs: Arc::clone(inputs),
            what: What::MarkdownCopy(id.clone()),
        })
    }

    /// The contents of the folder of Markdown files, and what leads GitBook to them, unless only some policies are asked for.
    fn summary(&self) -> Vec<Output> {
        let tree = self.workshop.markdown_tree(self.set);
        if tree.nodes.is_empty() || !self.request.wants(Format::Markdown) || !self.request.policies.is_all() {
            return Vec::new();
        }
        let key = KeyHasher::key("summary", (&tree, self.workshop.project.title_of(self.set.brand), self.set.brand.locale.to_string()));
        let output = |path, what| self.shared(vec![self.path(Format::Markdown, path)], key, what);
        vec![output(SUMMARY, What::Summary), output(GITBOOK, What::GitBook)]
    }

    /// The pages at a document's old addresses, where it has a page they can lead to.
    fn redirects(&self, entry: &Entry<'_>, inputs: &Arc<[String]>, site: &Site<'_>) -> Vec<Output> {
        let front = &entry.policy.front;
        if !self.request.wants(Format::Html) || !self.workshop.formats(entry.policy).contains(&Format::Html) {
            return Vec::new();
        }
        let output = |from: &String| {
            let input = site.redirect_input(&entry.document, from);
            let (paths, key) = (vec![self.path(Format::Html, &input.path())], KeyHasher::key("redirect", &input));
            let what = What::Redirect { policy: entry.policy.id.clone(), from: from.clone() };
            Output { paths, brand: self.set.brand.id.clone(), language: self.language(), key, inputs: Arc::clone(inputs), what }
        };
        front.redirects.iter().map(|redirect| output(&redirect.value)).collect()
    }

    fn path(&self, format: Format, file: &str) -> String {
        format!("{}/{}/{}{file}", self.set.brand.id, format.name(), self.set.brand.prefix())
    }

    fn language(&self) -> Option<String> {
        self.set.brand.language().map(ToOwned::to_owned)
    }

    /// The book, unless only some policies are asked for.
    fn book(&self, documents: &[Key], appearance: Key) -> Option<Output> {
        let bound = self.workshop.book(self.set);
        if bound.is_empty() || !self.request.wants(Format::Pdf) || !self.request.policies.is_all() {
            return None;
        }
        let keys: Vec<_> = self
            .set
            .entries
            .iter()
            .zip(documents)
            .filter(|(entry, _)| bound.iter().any(|other| other.policy.id == entry.policy.id))
            .map(|(_, key)| *key)
            .collect();
        let images: Vec<_> = bound.iter().flat_map(|entry| self.workshop.image_digests(&entry.document)).collect();
        let mut paths = vec![self.path(Format::Pdf, BOOK)];
        if self.workshop.has_site(self.set) {
            paths.push(self.path(Format::Html, BOOK));
        }
        let key = KeyHasher::key("book", (keys, appearance, images, self.workshop.project.title_of(self.set.brand)));
        Some(self.shared(paths, key, What::Book))
    }

    /// The PDFs of earlier versions, unless only some policies are asked for. They lie where other PDFs do, with a copy beside the page.
    fn version_pdfs(&self, site: &Site<'_>, appearance: Key) -> Vec<Output> {
        if !self.request.wants(Format::Pdf) || !self.request.policies.is_all() {
            return Vec::new();
        }
        let output = |version: &Version| {
            let file = version.path(Format::Pdf);
            let key = KeyHasher::key("version pdf", (version, appearance));
            self.shared(vec![self.path(Format::Pdf, &file), self.path(Format::Html, &file)], key, What::VersionPdf(file))
        };
        site.version_pdfs().map(output).collect()
    }

    /// What a site has beside its pages.
    fn site_files(&self, site: &Site<'_>, frame: Key, documents: &[Key]) -> Vec<Output> {
        if !self.request.wants(Format::Html) || !self.workshop.has_site(self.set) {
            return Vec::new();
        }
        let output = |file: SiteFile| {
            let key = KeyHasher::key("site", FileInput { site, file: &file, frame: &frame, documents: &documents });
            self.shared(vec![self.path(Format::Html, file.path())], key, What::Site(file))
        };
        let asked = |file: &SiteFile| !matches!(file, SiteFile::VersionMarkdown(_)) || self.request.wants(Format::Markdown);
        site.files().into_iter().filter(asked).map(output).collect()
    }

    /// The images that the brand's documents show, for each format that links to them.
    fn images(&self) -> Vec<Output> {
        // To look for images in every text takes its time.
        if self.workshop.project.images.is_empty() {
            return Vec::new();
        }
        let mut shown: BTreeSet<(String, String)> = BTreeSet::new();
        for entry in &self.set.entries {
            let formats = self.workshop.formats(entry.policy);
            for image in entry.document.images() {
                let linking = formats.iter().filter(|format| **format != Format::Pdf && self.request.wants(**format));
                shown.extend(linking.map(|format| (self.path(*format, &asset_path(&image.path)), image.path.clone())));
            }
        }
        let output = |(path, image): (String, String)| {
            let key = KeyHasher::key("image", self.workshop.image_digest(&image));
            self.shared(vec![path], key, What::Image(image))
        };
        shown.into_iter().map(output).collect()
    }

    /// A file that belongs to no policy in particular.
    fn shared(&self, paths: Vec<String>, key: Key, what: What) -> Output {
        let inputs = match &what {
            What::Image(image) => vec![image.clone()],
            _ => self.tracer.inputs(self.set.brand, &self.set.entries),
        };
        Output { paths, brand: self.set.brand.id.clone(), language: self.language(), key, inputs: inputs.into(), what }
    }
}
