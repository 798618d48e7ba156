//! Sites of brands, as far as a server could not tell them apart or never find them, and pages that would lie in another's.

use std::collections::BTreeMap;

use super::outputs::VERSIONS;
use super::{Format, Project};
use crate::address::{Location, decoded_path};
use crate::brand::{Brand, BrandFile};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// The brands by the host and the path of their sites.
type Sites<'p> = BTreeMap<(String, String), &'p Brand>;

/// The findings for brands that are published at one address or within one another, and for addresses at which nothing can be served.
pub(super) fn faults(project: &Project, files: &[BrandFile]) -> Vec<Diagnostic> {
    let mut sites = Sites::new();
    let mut found = Vec::new();
    for brand in &project.brands {
        let Some(site) = &brand.site else { continue };
        let Some(location) = Location::read(site) else { continue };
        let span = span(files, &brand.id);
        let path = match folders(site, location.path) {
            Ok(path) => path,
            Err(fault) => {
                found.push((*fault).at(span).for_brand(&brand.id));
                continue;
            }
        };
        let first = *sites.entry((location.host_name(), path)).or_insert(brand);
        if first.id != brand.id {
            let message = format!("{} is published at {site}, as {} is: readers would see one of them alone", brand.id, first.id);
            let hint = format!("write a line `site:` of its own into brands/{}.yaml", brand.id);
            found.push(Diagnostic::new(Code::SameOutput, message).hint(hint).at(span).for_brand(&brand.id));
        }
    }
    found.extend(sites.keys().flat_map(|key| covered(project, files, &sites, key)));
    found
}

/// The folders in which a site lies on its host, decoded; or why no page's address can begin with that of the site.
fn folders(site: &str, path: &str) -> Result<String, Box<Diagnostic>> {
    let fault = |message: String, hint: &str| Err(Box::new(Diagnostic::new(Code::WrongType, message).hint(hint)));
    if let Some(at) = site.find(['?', '#']) {
        let (site, rest) = site.split_at(at);
        return fault(
            format!("`site` ends in `{rest}`, and no page's address can go on from there"),
            &format!("write only what stands before the pages' names: {}", site.trim_end_matches('/')),
        );
    }
    let behind_scheme = site.split_once("://").map_or(site, |(_, rest)| rest);
    if behind_scheme.contains("//") {
        return fault(
            "`site` has a folder without a name in it: `//`".to_owned(),
            "write one `/` between the folders' names, as https://example.com/legal",
        );
    }
    let unfit = || format!("`site` ends in `/{path}`, which is no path that a page can stand below");
    decoded_path(&format!("/{path}")).map_or_else(|| fault(unfit(), "write the folders' names alone, as https://example.com/legal"), Ok)
}

/// The findings for the files of other sites that stand where a site lies.
fn covered(project: &Project, files: &[BrandFile], sites: &Sites<'_>, key: &(String, String)) -> Vec<Diagnostic> {
    let (Some(inner), (host, path)) = (sites.get(key), key) else { return Vec::new() };
    let around = |above: &&str| Some((*sites.get(&(host.clone(), (*above).to_owned()))?, path[above.len()..].trim_start_matches('/')));
    let finding = |(outer, folder): (&Brand, &str)| {
        let hidden = files_in(project, outer, folder);
        let (first, more) = hidden.split_first()?;
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        let message = format!("{} lies within the site of {}, over files of that one: {first}{more} would not be found", inner.id, outer.id);
        let hint = format!("publish {} elsewhere, or keep what {} has out of {folder}/", inner.id, outer.id);
        Some(Diagnostic::new(Code::CoveredPage, message).hint(hint).at(span(files, &inner.id)).for_brand(&inner.id))
    };
    folders_above(path).iter().filter_map(around).filter_map(finding).collect()
}

/// The paths above a path, from the nearest to the host's root.
fn folders_above(path: &str) -> Vec<&str> {
    let slashes = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
    slashes.chain((!path.is_empty()).then_some("")).collect()
}

/// The pages of a brand's site in a folder of it, in all languages; else the compiler's own folders there.
fn files_in(project: &Project, brand: &Brand, folder: &str) -> Vec<String> {
    let within = format!("{folder}/");
    // Every site has images in a folder of their own.
    let (mut files, mut folders) = (Vec::new(), vec!["assets/".to_owned()]);
    for edition in project.editions_of(&brand.id) {
        let (prefix, carried) = (edition.prefix(), project.carried(edition));
        let pages = || carried.iter().filter(|policy| project.formats_of(policy).contains(&Format::Html));
        let names = pages().map(|policy| policy.id.as_str());
        let moved = pages().flat_map(|policy| &policy.front.redirects).map(|redirect| redirect.value.as_str());
        files.extend(std::iter::once("index").chain(names).chain(moved).map(|name| format!("{prefix}{name}.html")));
        let keeps_versions = project.publishing.archive.is_kept();
        folders.extend(pages().filter(|_| keeps_versions).map(|policy| format!("{prefix}{}/{VERSIONS}/", policy.id)));
    }
    let found = |paths: Vec<String>| paths.into_iter().filter(|path| path.starts_with(&within)).collect::<Vec<_>>();
    let files = found(files);
    if files.is_empty() { found(folders) } else { files }
}

/// Where a brand says its site, or from where it takes it.
fn span(files: &[BrandFile], id: &str) -> Option<Span> {
    let file = files.iter().find(|file| file.id == id)?;
    let node = file.node.as_ref();
    let said = node.and_then(|node| node.get("site").or_else(|| node.get("extends"))).map(|node| node.span);
    said.or(Some(Span::new(file.file, 0..0)))
}

#[cfg(test)]
mod tests {
    use super::folders_above;

    #[test]
    fn a_site_may_lie_below_others() {
        assert_eq!(folders_above("a/b/c"), ["a/b", "a", ""]);
        assert_eq!(folders_above("a"), [""]);
        assert!(folders_above("").is_empty());
    }
}
