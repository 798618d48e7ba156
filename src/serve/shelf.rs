//! A shelf: every address of one brand's site.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::HeaderValue;

use super::headers;
use super::media::{Media, media};
use super::published::Published;
use super::reply::Volume;
use crate::brand::Brand;
use crate::cache::{Key, KeyHasher};
use crate::compile::live::{File, FileKind, Release};
use crate::document::Document;
use crate::site::{INDEX, NOT_FOUND};
use crate::world::extension;

/// Every address of one brand's site.
#[derive(Debug)]
pub(super) struct Shelf {
    /// What the brand publishes.
    pub(super) published: Arc<Published>,
    /// The content security policy of its pages.
    pub(super) policy: HeaderValue,
    /// Changes when what pages show without being it does: styles, scripts, pictures.
    pub(super) surroundings: Key,
    places: HashMap<String, Place>,
}

/// What stands at an address.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A file.
    File {
        /// The file.
        volume: Arc<Volume>,
        /// Whether it is a policy's Markdown.
        is_markdown: bool,
    },
    /// Nothing any more, or nothing yet: it stands at another path from the site's root.
    Elsewhere(String),
}

/// The files of earlier releases by their keys and media types, with the forms in which they were kept.
pub(super) type Standing = HashMap<(Key, &'static str), Arc<Volume>>;

impl Shelf {
    /// The addresses of one of a release's brands. Files that stood before are taken over with their compressed forms.
    pub(super) fn of(release: &Release, brand: &Brand, standing: &mut Standing) -> Self {
        let mut places = HashMap::new();
        let mut aliases = Vec::new();
        for (path, file) in release.files_in(&brand.id, "html") {
            if let FileKind::Moved { to } = &file.kind {
                aliases.extend(other_names(path).chain([path.to_owned()]).map(|alias| (alias, Place::Elsewhere(to.clone()))));
                aliases.push((markdown_of(path), Place::Elsewhere(markdown_of(to))));
                continue;
            }
            // It is shown with a status of its own, wherever nothing stands.
            if path == NOT_FOUND {
                continue;
            }
            let place = place(path, file, standing);
            aliases.extend(aliases_of(path, &place));
            places.insert(path.to_owned(), place);
        }
        // They are shown with a status of their own, wherever nothing stands.
        for edition in release.project.editions_of(&brand.id) {
            places.remove(&format!("{}{NOT_FOUND}", edition.prefix()));
        }
        for (alias, place) in aliases {
            let is_there = |path: &String| places.contains_key(path);
            // An old address of a policy that had no Markdown leads nowhere.
            if !matches!(&place, Place::Elsewhere(stands) if !is_there(stands)) {
                places.entry(alias).or_insert(place);
            }
        }
        let beside = release.files_in(&brand.id, "html").filter(|(path, _)| is_beside(media(path).kind));
        let surroundings = KeyHasher::key("surroundings", beside.map(|(path, file)| (path, file.key)).collect::<Vec<_>>());
        let published = Arc::new(Published::of(release, brand));
        Self { policy: headers::policy(&published.publishing), published, surroundings, places }
    }

    /// Whether all that it was made from in one release is the same in another: an edit of one brand leaves the others.
    pub(super) fn holds(&self, last: &Release, release: &Release, brand: &Brand) -> bool {
        let (published, project) = (&self.published, &release.project);
        let is_published_so = published.brand == *brand && published.title == project.title_of(brand) && published.publishing == project.publishing;
        is_published_so && files(last, brand).eq(files(release, brand)) && documents(last, brand).eq(documents(release, brand))
    }

    /// What stands at a path from the site's root.
    pub(super) fn find(&self, path: &str) -> Option<&Place> {
        self.places.get(path)
    }

    /// All files of the site.
    pub(super) fn volumes(&self) -> impl Iterator<Item = &Arc<Volume>> {
        self.places.values().filter_map(|place| if let Place::File { volume, .. } = place { Some(volume) } else { None })
    }
}

/// The files of a brand's site, to be compared.
fn files<'r>(release: &'r Release, brand: &Brand) -> impl Iterator<Item = (&'r str, *const File)> + use<'r> {
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

fn place(path: &str, file: &Arc<File>, standing: &mut Standing) -> Place {
    let Media { kind, .. } = media(path);
    let volume = standing.entry((file.key, kind)).or_insert_with(|| Arc::new(Volume::new(Arc::clone(file), media(path))));
    let is_markdown = matches!(file.kind, FileKind::Copy { .. }) && extension(path) == "md";
    Place::File { volume: Arc::clone(volume), is_markdown }
}

/// The addresses under which a file can also be found. A page stands at its name without `.html` too, since that is how people write it; the address with a slash behind it
/// leads to the page, since the page's own links would lead astray from there.
fn aliases_of(path: &str, place: &Place) -> Vec<(String, Place)> {
    let elsewhere = |alias: String, stands: &str| (alias, Place::Elsewhere(stands.to_owned()));
    if let Some(folder) = path.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/')) {
        let mut aliases = vec![(folder.to_owned(), place.clone()), elsewhere(format!("{folder}index"), path)];
        aliases.extend(folder.strip_suffix('/').map(|name| elsewhere(name.to_owned(), folder)));
        return aliases;
    }
    let Some(name) = path.strip_suffix(".html") else { return Vec::new() };
    vec![(name.to_owned(), place.clone()), elsewhere(format!("{name}/"), path), elsewhere(format!("{path}.md"), &format!("{name}.md"))]
}

/// The addresses that mean the page at a path: without its ending, and with a slash behind that.
fn other_names(path: &str) -> impl Iterator<Item = String> {
    let name = path.strip_suffix(".html").map(ToOwned::to_owned);
    name.into_iter().flat_map(|name| [format!("{name}/"), name])
}

fn markdown_of(path: &str) -> String {
    format!("{}.md", path.strip_suffix(".html").unwrap_or(path))
}
