//! All brands' sites, and which of them a request is about.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::brand_site::{BrandSite, Former};
use super::host::Host;
use super::published::Published;
use super::trouble::Trouble;
use crate::address::{Location, decoded_path};
use crate::brand::Brand;
use crate::compile::live::Release;

/// All brands' sites, as of one moment. It is never changed: another takes its place.
#[derive(Debug, Default, Clone)]
pub(super) struct Sites {
    /// What it serves; `None` before the first project without errors.
    pub(super) release: Option<Arc<Release>>,
    /// What keeps a newer one from being served.
    pub(super) trouble: Option<Arc<Trouble>>,
    /// Counts the releases and troubles.
    pub(super) revision: u64,
    /// The sites by their brands' ids.
    by_id: BTreeMap<String, Arc<BrandSite>>,
    /// The brands that stand at a host's name, each with what stands before its paths; longer ones first.
    hosts: HashMap<String, Vec<(String, Arc<BrandSite>)>>,
    /// Further names at which every brand stands below its own name.
    names: Arc<[String]>,
}

/// What a host and path are about.
#[derive(Debug)]
pub(super) enum Found<'h> {
    /// A brand's site.
    Site {
        /// The site.
        site: &'h Arc<BrandSite>,
        /// What stands before its paths in an address, without a slash at its end.
        base: String,
        /// The path from the site's root; `None` where the slash behind the site's address is missing.
        path: Option<&'h str>,
    },
    /// The server itself: all brands.
    Server {
        /// The path.
        path: &'h str,
    },
    /// Nothing that this server knows.
    Unknown,
}

impl Sites {
    /// Nothing is served yet, at the host names that are its own.
    pub(super) fn empty(names: &[String]) -> Self {
        Self { names: names.iter().map(|name| name.to_ascii_lowercase()).collect(), ..Self::default() }
    }

    /// The sites of another release, and no trouble any more.
    pub(super) fn with(&self, release: Arc<Release>) -> Self {
        let mut former: Former = self.by_id.values().flat_map(|site| site.files()).map(|file| (file.id(), Arc::clone(file))).collect();
        let site = |brand: &Brand| {
            let same = self.by_id.get(&brand.id).filter(|site| self.release.as_ref().is_some_and(|last| site.holds(last, &release, brand)));
            (brand.id.clone(), same.map_or_else(|| Arc::new(BrandSite::of(&release, brand, &mut former)), Arc::clone))
        };
        let by_id: BTreeMap<_, _> = release.brands().map(site).collect();
        let hosts = hosts_of(&by_id);
        Self { release: Some(release), trouble: None, revision: self.revision + 1, by_id, hosts, names: Arc::clone(&self.names) }
    }

    /// The same sites, with what keeps a newer release from being served.
    pub(super) fn troubled(&self, trouble: Trouble) -> Self {
        Self { trouble: Some(Arc::new(trouble)), revision: self.revision + 1, ..self.clone() }
    }

    /// All sites.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<BrandSite>> {
        self.by_id.values()
    }

    /// What every brand publishes.
    pub(super) fn published(&self) -> Vec<Arc<Published>> {
        self.iter().map(|site| Arc::clone(&site.published)).collect()
    }

    /// What a host and a decoded path without the slash at its beginning are about.
    pub(super) fn find<'h>(&'h self, host: &Host, path: &'h str) -> Found<'h> {
        match host {
            Host::Named(name) => match self.hosts.get(name) {
                Some(sites) => sites.iter().find_map(|(base, site)| below(base, site, path)).unwrap_or(Found::Unknown),
                None if self.names.contains(name) => self.by_path(path),
                None => Found::Unknown,
            },
            Host::Bare => self.by_path(path),
        }
    }

    fn by_path<'h>(&'h self, path: &'h str) -> Found<'h> {
        let id = path.split('/').next().unwrap_or_default();
        let site = self.by_id.get(id).and_then(|site| below(&format!("/{id}"), site, path));
        site.unwrap_or(Found::Server { path })
    }

    /// Whether a host is one that this server knows.
    pub(super) fn knows(&self, host: &Host) -> bool {
        match host {
            Host::Bare => true,
            Host::Named(name) => {
                self.hosts.contains_key(name) || self.names.contains(name) || (self.by_id.is_empty() && name.ends_with(".localhost"))
            }
        }
    }
}

/// The brands that stand at each host's name: their own below `localhost`, and that of their sites.
fn hosts_of(by_id: &BTreeMap<String, Arc<BrandSite>>) -> HashMap<String, Vec<(String, Arc<BrandSite>)>> {
    let mut hosts: HashMap<String, Vec<(String, Arc<BrandSite>)>> = HashMap::new();
    for (id, site) in by_id {
        let own = (format!("{}.localhost", id.to_ascii_lowercase()), String::new());
        for (host, base) in [own].into_iter().chain(place_of(site.published.brand.site.as_deref())) {
            hosts.entry(host).or_default().push((base, Arc::clone(site)));
        }
    }
    for sites in hosts.values_mut() {
        sites.sort_by_key(|(base, _)| Reverse(base.len()));
    }
    hosts
}

/// A site at its base, where a path lies below that.
fn below<'h>(base: &str, site: &'h Arc<BrandSite>, path: &'h str) -> Option<Found<'h>> {
    let rest = match base.strip_prefix('/') {
        None => Some(path),
        Some(base) => match path.strip_prefix(base)? {
            "" => None,
            rest => Some(rest.strip_prefix('/')?),
        },
    };
    Some(Found::Site { site, base: base.to_owned(), path: rest })
}

/// The host and base path of a brand's site: `https://acme.example/legal` stands at the host `acme.example` below `/legal`.
fn place_of(site: Option<&str>) -> Option<(String, String)> {
    let site = Location::read(site?)?;
    let Host::Named(host) = Host::read(site.host)? else { return None };
    let decoded = decoded_path(&format!("/{}", site.path))?;
    Some((host, Location { path: &decoded, ..site }.base()))
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn a_site_stands_at_a_host_and_below_a_path() {
        let at = |host: &str, base: &str| Some((host.to_owned(), base.to_owned()));
        assert_eq!(place_of(Some("https://Acme.example/legal/")), at("acme.example", "/legal"));
        assert_eq!(place_of(Some("https://acme.example:8443")), at("acme.example", ""));
        assert_eq!(place_of(Some("https://127.0.0.1/legal")), None);
        assert_eq!(place_of(Some("https://acme.example/l%C3%A9gal/?x#y")), at("acme.example", "/légal"));
        assert_eq!(place_of(Some("https://acme.example/../legal")), None);
        assert_eq!(place_of(None), None);
    }
}
