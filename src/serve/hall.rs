//! The hall: all brands' sites, and which of them a request is about.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::address::decode;
use super::host::Host;
use super::live::Trouble;
use super::published::Published;
use super::shelf::{Shelf, Standing};
use crate::brand::Brand;
use crate::compile::live::Release;

/// All brands' sites, as of one moment. It is never changed: another takes its place.
#[derive(Debug, Default)]
pub(super) struct Hall {
    /// What it serves; `None` before the first project without errors.
    pub(super) release: Option<Arc<Release>>,
    /// What keeps a newer one from being served.
    pub(super) trouble: Option<Arc<Trouble>>,
    /// Counts the releases and troubles.
    pub(super) revision: u64,
    /// The sites by their brands' ids.
    shelves: BTreeMap<String, Arc<Shelf>>,
    /// The brands that stand at a host's name, each with what stands before its paths; longer ones first.
    hosts: HashMap<String, Vec<(String, Arc<Shelf>)>>,
    /// Further names at which every brand stands below its own name.
    names: Arc<[String]>,
}

/// What a host and path are about.
#[derive(Debug)]
pub(super) enum Found<'h> {
    /// A brand's site.
    Site {
        /// The site.
        shelf: &'h Arc<Shelf>,
        /// What stands before its paths in an address, without a slash at its end.
        base: String,
        /// The path from the site's root; `None` where the slash behind the site's address is missing.
        path: Option<&'h str>,
    },
    /// All brands: the server itself.
    All {
        /// The path.
        path: &'h str,
    },
    /// Nothing that this server knows.
    Unknown,
}

impl Hall {
    /// A hall that serves nothing yet, at the host names that are its own.
    pub(super) fn empty(names: &[String]) -> Self {
        Self { names: names.iter().map(|name| name.to_ascii_lowercase()).collect(), ..Self::default() }
    }

    /// The hall with another release, and no trouble any more.
    pub(super) fn with(&self, release: Arc<Release>) -> Self {
        let mut standing: Standing =
            self.shelves.values().flat_map(|shelf| shelf.volumes()).map(|volume| (volume.id(), Arc::clone(volume))).collect();
        let shelf = |brand: &Brand| {
            let same = self.shelves.get(&brand.id).filter(|shelf| self.release.as_ref().is_some_and(|last| shelf.holds(last, &release, brand)));
            (brand.id.clone(), same.map_or_else(|| Arc::new(Shelf::of(&release, brand, &mut standing)), Arc::clone))
        };
        let shelves: BTreeMap<_, _> = release.brands().map(shelf).collect();
        let mut hosts: HashMap<String, Vec<(String, Arc<Shelf>)>> = HashMap::new();
        for (id, shelf) in &shelves {
            let own = (format!("{}.localhost", id.to_ascii_lowercase()), String::new());
            for (host, base) in [own].into_iter().chain(site(shelf.published.brand.site.as_deref())) {
                hosts.entry(host).or_default().push((base, Arc::clone(shelf)));
            }
        }
        for sites in hosts.values_mut() {
            sites.sort_by_key(|(base, _)| std::cmp::Reverse(base.len()));
        }
        Self { release: Some(release), trouble: None, revision: self.revision + 1, shelves, hosts, names: Arc::clone(&self.names) }
    }

    /// The same hall, with what keeps a newer release from being served.
    pub(super) fn troubled(&self, trouble: Trouble) -> Self {
        Self {
            release: self.release.clone(),
            trouble: Some(Arc::new(trouble)),
            revision: self.revision + 1,
            shelves: self.shelves.clone(),
            hosts: self.hosts.clone(),
            names: Arc::clone(&self.names),
        }
    }

    /// All sites.
    pub(super) fn shelves(&self) -> impl Iterator<Item = &Arc<Shelf>> {
        self.shelves.values()
    }

    /// What every brand publishes.
    pub(super) fn published(&self) -> Vec<Arc<Published>> {
        self.shelves().map(|shelf| Arc::clone(&shelf.published)).collect()
    }

    /// What a host and a decoded path without the slash at its beginning are about.
    pub(super) fn find<'h>(&'h self, host: &Host, path: &'h str) -> Found<'h> {
        match host {
            Host::Named(name) => match self.hosts.get(name) {
                Some(sites) => sites.iter().find_map(|(base, shelf)| below(base, shelf, path)).unwrap_or(Found::Unknown),
                None if self.names.contains(name) => self.by_path(path),
                None => Found::Unknown,
            },
            Host::Bare => self.by_path(path),
        }
    }

    fn by_path<'h>(&'h self, path: &'h str) -> Found<'h> {
        let id = path.split('/').next().unwrap_or_default();
        let site = self.shelves.get(id).and_then(|shelf| below(&format!("/{id}"), shelf, path));
        site.unwrap_or(Found::All { path })
    }

    /// Whether a host is one that this server knows.
    pub(super) fn knows(&self, host: &Host) -> bool {
        match host {
            Host::Bare => true,
            Host::Named(name) => {
                self.hosts.contains_key(name) || self.names.contains(name) || (self.shelves.is_empty() && name.ends_with(".localhost"))
            }
        }
    }
}

/// A site at its base, where a path lies below that.
fn below<'h>(base: &str, shelf: &'h Arc<Shelf>, path: &'h str) -> Option<Found<'h>> {
    let rest = match base.strip_prefix('/') {
        None => Some(path),
        Some(base) => match path.strip_prefix(base)? {
            "" => None,
            rest => Some(rest.strip_prefix('/')?),
        },
    };
    Some(Found::Site { shelf, base: base.to_owned(), path: rest })
}

/// The host and base path of a brand's site: `https://acme.example/legal` stands at the host `acme.example` below `/legal`.
fn site(site: Option<&str>) -> Option<(String, String)> {
    let rest = site?.split_once("://")?.1;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let Host::Named(host) = Host::read(authority)? else { return None };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    let path = decode(&format!("/{path}")).ok()?;
    Some((host, if path.is_empty() { String::new() } else { format!("/{path}") }))
}

#[cfg(test)]
mod tests {
    use super::site;

    #[test]
    fn a_site_stands_at_a_host_and_below_a_path() {
        let at = |host: &str, base: &str| Some((host.to_owned(), base.to_owned()));
        assert_eq!(site(Some("https://Acme.example/legal/")), at("acme.example", "/legal"));
        assert_eq!(site(Some("https://acme.example:8443")), at("acme.example", ""));
        assert_eq!(site(Some("https://127.0.0.1/legal")), None);
        assert_eq!(site(Some("https://acme.example/l%C3%A9gal/?x#y")), at("acme.example", "/légal"));
        assert_eq!(site(Some("https://acme.example/../legal")), None);
        assert_eq!(site(None), None);
    }
}
