//! A brand's site: every address of it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::HeaderValue;

use super::headers;
use super::media::{Media, media};
use super::published::Published;
use super::representations::Representations;
use crate::brand::Brand;
use crate::cache::{Key, KeyHasher};
use crate::compile::live::{File, FileKind, Release};
use crate::document::Document;
use crate::project::Format;
use crate::render::href::{file_path, signed_path, stem};
use crate::site::{INDEX, NOT_FOUND};
use crate::world::extension;

/// Every address of one brand's site.
#[derive(Debug)]
pub(super) struct BrandSite {
    /// What the brand publishes.
    pub(super) published: Arc<Published>,
    /// The content security policy of its pages.
    pub(super) policy: HeaderValue,
    /// Changes when what pages show without being it does: styles, scripts, pictures.
    pub(super) surroundings: Key,
    resources: HashMap<String, Resource>,
}

/// What stands at an address (RFC 9110, section 3.1).
#[derive(Debug, Clone)]
pub(super) enum Resource {
    /// A file.
    File {
        /// The file.
        file: Arc<Representations>,
        /// Whether it is a policy's Markdown.
        is_markdown: bool,
    },
    /// Nothing any more, or nothing yet: it stands at another path from the site's root.
    Moved(String),
}

/// The files of earlier releases by their keys and media types, with the forms in which they were kept.
pub(super) type Former = HashMap<(Key, &'static str), Arc<Representations>>;

impl BrandSite {
    /// The addresses of one of a release's brands. Files that stood before are taken over with their compressed forms.
    pub(super) fn of(release: &Release, brand: &Brand, former: &mut Former) -> Self {
        let resources = resources(release, brand, former);
        let beside = release.files_in(&brand.id, "html").filter(|(path, _)| is_beside(media(path).kind));
        let surroundings = KeyHasher::key("surroundings", beside.map(|(path, file)| (path, file.key)).collect::<Vec<_>>());
        let published = Arc::new(Published::of(release, brand));
        Self { policy: headers::policy(&published.publishing), published, surroundings, resources }
    }

    /// Whether all that it was made from in one release is the same in another: an edit of one brand leaves the others.
    pub(super) fn holds(&self, last: &Release, release: &Release, brand: &Brand) -> bool {
        let (published, project) = (&self.published, &release.project);
        let is_published_so = published.brand == *brand && published.title == project.title_of(brand) && published.publishing == project.publishing;
        is_published_so && made(last, brand).eq(made(release, brand)) && documents(last, brand).eq(documents(release, brand))
    }

    /// What stands at a path from the site's root.
    pub(super) fn find(&self, path: &str) -> Option<&Resource> {
        self.resources.get(path)
    }

    /// All files of the site.
    pub(super) fn files(&self) -> impl Iterator<Item = &Arc<Representations>> {
        self.resources.values().filter_map(|resource| if let Resource::File { file, .. } = resource { Some(file) } else { None })
    }
}

/// What stands at each address of a brand's site.
fn resources(release: &Release, brand: &Brand, former: &mut Former) -> HashMap<String, Resource> {
    // They are shown with a status of their own, wherever nothing stands.
    let not_found: Vec<String> = release.project.editions_of(&brand.id).map(|edition| format!("{}{NOT_FOUND}", edition.prefix())).collect();
    let mut resources = HashMap::new();
    let mut aliases = Vec::new();
    for (path, file) in release.files_in(&brand.id, "html").filter(|(path, _)| !not_found.iter().any(|other| other == path)) {
        if let FileKind::Moved { to } = &file.kind {
            aliases.extend(old_addresses(path, to));
        } else {
            let resource = resource(path, file, former);
            aliases.extend(aliases_of(path, &resource));
            resources.insert(path.to_owned(), resource);
        }
    }
    for (alias, resource) in aliases {
        // An old address of a copy that the policy has not leads nowhere.
        let leads_nowhere = matches!(&resource, Resource::Moved(to) if !resources.contains_key(to));
        if !leads_nowhere {
            resources.entry(alias).or_insert(resource);
        }
    }
    resources
}

/// The files that were made for a brand's site, to be compared.
fn made<'r>(release: &'r Release, brand: &Brand) -> impl Iterator<Item = (&'r str, *const File)> + use<'r> {
    release.files_in(&brand.id, "html").map(|(path, file)| (path, Arc::as_ptr(file)))
}

/// The documents of a brand's editions, to be compared.
fn documents<'r>(release: &'r Release, brand: &Brand) -> impl Iterator<Item = *const Document> + use<'r> {
    let editions: Vec<&Brand> = release.project.editions_of(&brand.id).collect();
    editions.into_iter().flat_map(|edition| release.documents(edition)).map(Arc::as_ptr)
}

/// Whether a page shows a file of this kind without being it.
fn is_beside(kind: &str) -> bool {
    ["text/css", "text/javascript", "image/", "font/"].iter().any(|prefix| kind.starts_with(prefix))
}

fn resource(path: &str, file: &Arc<File>, former: &mut Former) -> Resource {
    let Media { kind, .. } = media(path);
    let representations = former.entry((file.key, kind)).or_insert_with(|| Arc::new(Representations::new(Arc::clone(file), media(path))));
    let is_markdown = matches!(file.kind, FileKind::Copy { .. }) && extension(path) == "md";
    Resource::File { file: Arc::clone(representations), is_markdown }
}

/// The addresses under which a file can also be found. A page stands at its name without `.html` too, since that is how people write it; the address with a slash behind it
/// leads to the page, since the page's own links would lead astray from there.
fn aliases_of(path: &str, resource: &Resource) -> Vec<(String, Resource)> {
    let elsewhere = |alias: String, stands: &str| (alias, Resource::Moved(stands.to_owned()));
    if let Some(folder) = path.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/')) {
        let mut aliases = vec![(folder.to_owned(), resource.clone()), elsewhere(format!("{folder}index"), path)];
        aliases.extend(folder.strip_suffix('/').map(|name| elsewhere(name.to_owned(), folder)));
        return aliases;
    }
    let Some(name) = stem(path) else { return Vec::new() };
    vec![(name.to_owned(), resource.clone()), elsewhere(format!("{name}/"), path), elsewhere(format!("{path}.md"), &format!("{name}.md"))]
}

/// The addresses that meant a page where it stood before: its own, those without its ending and with a slash behind that, and those of its copies.
fn old_addresses(path: &str, to: &str) -> Vec<(String, Resource)> {
    let moved = |alias: String, to: &str| (alias, Resource::Moved(to.to_owned()));
    let names = stem(path).into_iter().flat_map(|name| [format!("{name}/"), name.to_owned()]);
    let mut aliases: Vec<_> = names.chain([path.to_owned()]).map(|alias| moved(alias, to)).collect();
    aliases.extend(copies_of(path).into_iter().zip(copies_of(to)).map(|(alias, to)| moved(alias, &to)));
    aliases
}

/// The paths at which the copies of a page lie, where it has them.
fn copies_of(path: &str) -> [String; 3] {
    let id = stem(path).unwrap_or(path);
    let pdf = file_path(id, Format::Pdf);
    [file_path(id, Format::Markdown), signed_path(&pdf), pdf]
}
